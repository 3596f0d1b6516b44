import { stat } from 'node:fs/promises';
import path from 'node:path';
import { filesIn, readEach } from './folders';
import { toObject } from './json';
import { readJsonParts } from './jsonParts';
import { readJsonLines, skipped } from './lines';
import { ReplayedLog } from './vscodeLog';
import { itemsOf, slimEntry, slimRequest, type Session } from './vscodeSession';
import { storageRoots, storagesOf, workspaceFolders } from './vscodeWorkspaces';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';

/**
 * Chats of VS Code and its relatives: `workspaceStorage/<id>/chatSessions/<session>.jsonl` (since 1.109, a log of changes) or `.json`, and files of
 * "Chat: Export Chat...". Where a session has both, the log is the newer one. Chats of windows without a folder name no project, so `find` leaves
 * them out; they can be read by their path.
 */
export const vscode: TranscriptReader = {
  app: 'vscode',
  where: storageRoots,
  find,
  read: (file, signal) => readEach(file, isSession, (each) => readSession(each, each !== file, signal), signal),
};

async function* find(places: Places, signal?: AbortSignal): AsyncGenerator<string> {
  for await (const storage of storagesOf(places, signal)) {
    for await (const file of filesIn(path.join(storage, 'chatSessions'), isSession, signal)) {
      if (!(await isOutdated(file))) yield file;
    }
  }
}

function isSession(relative: string): boolean {
  return (
    relative !== 'workspace.json' &&
    /^(?:(?:.*\/)?(?:chatSessions|emptyWindowChatSessions|transferredChatSessions)\/)?[^/]+\.jsonl?$/.test(relative)
  );
}

async function* readSession(file: string, amongOthers: boolean, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  if (amongOthers && (await isOutdated(file))) return;
  const session = yield* file.endsWith('.jsonl') ? readLog(file, signal) : readDocument(file, signal);
  if (session) yield* itemsOf(session, await placeOf(file));
}

/** Whether the conversation of a `.json` file went on in a log. */
async function isOutdated(file: string): Promise<boolean> {
  if (!file.endsWith('.json')) return false;
  try {
    return (await stat(`${file}l`)).isFile();
  } catch {
    // No log.
    return false;
  }
}

/** A snapshot holds the whole conversation with the output of its tools; one line of it may be long. */
const MAX_ENTRY_BYTES = 48 << 20;

async function* readLog(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem, Session | undefined> {
  const log = new ReplayedLog();
  for await (const item of readJsonLines(file, { signal, maxLineBytes: MAX_ENTRY_BYTES })) {
    if (item.type === 'skipped') yield item;
    else {
      const entry = slimEntry(item.record);
      if (entry && !log.apply(entry)) yield skipped('a change that fits nothing before it');
    }
  }
  return log.value === undefined ? undefined : toObject(log.value);
}

async function* readDocument(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem, Session | undefined> {
  const fields: Record<string, unknown> = {};
  const requests: unknown[] = [];
  const names = ['sessionId', 'creationDate', 'customTitle', 'computedTitle'];
  for await (const item of readJsonParts(file, ['$.requests.*', ...names.map((name) => `$.${name}`)], signal)) {
    if (item.type === 'skipped') yield item;
    else if (typeof item.key === 'number') requests.push(slimRequest(item.value));
    else if (item.key !== undefined) fields[item.key] = item.value;
  }
  if (requests.length > 0 || Object.keys(fields).length > 0) return { ...fields, requests };
  if ((await stat(file)).size > 0) yield skipped('a file that is no conversation of VS Code');
  return undefined;
}

/** A session that VS Code stored is named like its file, and its workspace tells the folder. */
async function placeOf(file: string): Promise<{ id?: string; cwd?: string | undefined }> {
  const folder = path.dirname(file);
  if (!/^(?:chatSessions|emptyWindowChatSessions|transferredChatSessions)$/.test(path.basename(folder))) return {};
  const folders = await workspaceFolders(path.dirname(folder));
  return { id: path.basename(file, path.extname(file)), cwd: folders.length === 1 ? folders[0] : undefined };
}
