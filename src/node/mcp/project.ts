import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { RootsListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { errors, type Logger } from '../../core/index';

/**
 * Which project a server answers for: the folder it was started for (`--repo`), else the first folder that the client says it works in, else the folder it was
 * started in.
 */
export function projectOf(
  { server }: McpServer,
  given: string | undefined,
  cwd: string,
  logger: Logger,
): () => Promise<string> {
  if (given !== undefined) return once(() => folder(path.resolve(cwd, given)));
  let found = once(() => fromClient(server, cwd, logger));
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => {
    found = once(() => fromClient(server, cwd, logger));
  });
  return () => found();
}

async function fromClient(server: McpServer['server'], cwd: string, logger: Logger): Promise<string> {
  if (server.getClientCapabilities()?.roots === undefined) return cwd;
  try {
    const { roots } = await server.listRoots(undefined, { timeout: ANSWERS_WITHIN_MS });
    const folders = roots.map(({ uri }) => uri).filter((uri) => uri.startsWith('file:'));
    const [first, ...more] = folders;
    if (first === undefined) return cwd;
    if (more.length > 0) logger.warn(`The client works in ${folders.length} folders; the memory of the first answers.`);
    return await folder(fileURLToPath(first));
  } catch (error) {
    logger.warn(`The client did not say where it works: ${String(error)}`);
    return cwd;
  }
}

/** A client that offers roots and does not tell them must not hold up the answer. */
const ANSWERS_WITHIN_MS = 2000;

async function folder(found: string): Promise<string> {
  const isFolder = await stat(found).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) throw errors.usage(`${found} is no folder, so it has no memory.`);
  return found;
}

/** Looked up once; after a failure, again. */
function once<T>(look: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= look().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}
