import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  McpError,
  type ListResourcesResult,
  type Resource,
} from '@modelcontextprotocol/sdk/types.js';
import { KnownError, type Memory } from '../../core/index';
import { tellHistory } from '../../protocol/assistants';
import type { McpDeps } from './server';

const SCHEME = 'memory:';
const MIME = 'text/plain';

/** Memories in one page of the list. A list of all would flood whoever asks for it. */
const PAGE = 50;

/** What the protocol answers for a resource that is not there. */
const NOT_FOUND = -32002;

/** Single memories, each with how it came to be: `memory://0a1b2c3d4e5f`. */
export function registerResources(server: McpServer, { service, root }: McpDeps): void {
  const template = new ResourceTemplate(`${SCHEME}//{id}`, {
    list: undefined, // in pages, below
    complete: {
      id: async (begin) => {
        const ids = (await holding()).map(({ id }) => id);
        return ids.filter((id) => id.startsWith(begin)).slice(0, PAGE);
      },
    },
  });
  server.registerResource(
    'memory',
    template,
    {
      title: 'A memory of this project',
      description: 'One memory with how it came to be: versions, dates, sources.',
      mimeType: MIME,
    },
    async (uri, { id }, { signal }) => {
      try {
        const entries = await service.history({ root: await root(), id: String(id) }, signal);
        return { contents: [{ uri: uri.href, mimeType: MIME, text: tellHistory(entries).text }] };
      } catch (error) {
        if (!KnownError.is(error)) throw error;
        throw new McpError(NOT_FOUND, `No memory has the id of ${uri.href}. recall names the ids.`, { uri: uri.href });
      }
    },
  );

  server.server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) =>
    page(await holding(), params?.cursor),
  );

  /** What holds, newest first. */
  async function holding(): Promise<Memory[]> {
    const all = await service.list(
      { root: await root(), states: ['active'], lasting: true },
      new AbortController().signal,
    );
    return [...all].sort((a, b) =>
      a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : a.id < b.id ? -1 : 1,
    );
  }
}

/** @param cursor id of the memory that ended the page before */
function page(memories: readonly Memory[], cursor: string | undefined): ListResourcesResult {
  const last = cursor === undefined ? -1 : memories.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && last < 0)
    throw new McpError(ErrorCode.InvalidParams, 'Begin the list again: its cursor is out of date.');
  const shown = memories.slice(last + 1, last + 1 + PAGE);
  const end = shown.at(-1);
  const hasMore = last + 1 + shown.length < memories.length;
  return { resources: shown.map(toResource), ...(hasMore && end && { nextCursor: end.id }) };
}

function toResource({ id, text, validFrom }: Memory): Resource {
  const title = text.replace(/\s+/g, ' ');
  return {
    uri: `${SCHEME}//${id}`,
    name: id,
    title: title.length > MOST_TITLE ? `${title.slice(0, MOST_TITLE - 1)}…` : title,
    mimeType: MIME,
    annotations: { lastModified: new Date(validFrom).toISOString() },
  };
}

/** Characters of a title. */
const MOST_TITLE = 120;
