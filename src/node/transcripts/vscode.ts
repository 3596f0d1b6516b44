import { stat } from 'node:fs/promises';
import path from 'node:path';
import { filesIn, readEach } from './folders';
import { toObject, type JsonObject } from './json';
import { readJsonParts } from './jsonParts';
import { readJsonLines, skipped, SKIPPED, type ByteRange } from './lines';
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

/** A snapshot holds the whole conversation with the output of its tools; a longer one is read piece by piece. */
const MAX_ENTRY_BYTES = 16 << 20;

async function* readLog(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem, Session | undefined> {
  const log = new ReplayedLog();
  for await (const item of readJsonLines(file, { signal, maxLineBytes: MAX_ENTRY_BYTES })) {
    const entry =
      item.type === 'record'
        ? slimEntry(item.record)
        : 'range' in item
          ? await readEntry(file, item.range, signal)
          : undefined;
    if (entry && !log.apply(entry)) yield skipped('a change that fits nothing before it');
    if (item.type === 'skipped' && !entry) yield skipped(item.reason);
  }
  return log.value === undefined ? undefined : toObject(log.value);
}

/** A long entry that is a snapshot. Of another one too much would be missing to apply it. */
async function readEntry(file: string, range: ByteRange, signal?: AbortSignal): Promise<JsonObject | undefined> {
  const { kind, damaged, ...session } = await readParts(file, '$.v', signal, range);
  return kind === 0 && !damaged ? { kind, v: session } : undefined;
}

async function* readDocument(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem, Session | undefined> {
  const { damaged, kind, ...session } = await readParts(file, '$', signal);
  if (damaged) yield skipped(SKIPPED.document);
  if (Object.keys(session).length > 1 || session.requests.length > 0) return session;
  if ((await stat(file)).size > 0) yield skipped('a file that is no conversation of VS Code');
  return undefined;
}

const FIELDS = ['sessionId', 'creationDate', 'customTitle', 'computedTitle'];

/** Reads a session at some place of a document, request by request. */
async function readParts(
  file: string,
  place: string,
  signal?: AbortSignal,
  range?: ByteRange,
): Promise<{ requests: unknown[]; damaged: boolean; kind?: unknown }> {
  const fields: Record<string, unknown> = {};
  const requests: unknown[] = [];
  let damaged = false;
  const places = [`${place}.requests.*`, ...FIELDS.map((name) => `${place}.${name}`), '$.kind'];
  for await (const item of readJsonParts(file, places, signal, range)) {
    if (item.type === 'skipped') damaged = true;
    else if (typeof item.key === 'number') requests.push(slimRequest(item.value));
    else if (item.key !== undefined) fields[item.key] = item.value;
  }
  return { ...fields, requests, damaged };
}

/** A session that VS Code stored is named like its file, and its workspace tells the folder. */
async function placeOf(file: string): Promise<{ id?: string; cwd?: string | undefined }> {
  const folder = path.dirname(file);
  if (!/^(?:chatSessions|emptyWindowChatSessions|transferredChatSessions)$/.test(path.basename(folder))) return {};
  const folders = await workspaceFolders(path.dirname(folder));
  return { id: path.basename(file, path.extname(file)), cwd: folders.length === 1 ? folders[0] : undefined };
}
