import path from 'node:path';
import type { Role } from '../../core/index';
import { Dialogue } from './dialogue';
import { foldersIn } from './folders';
import { ifThere } from './ifThere';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { parseObject, skipped } from './lines';
import { commitsIn, pathOfUri } from './shell';
import { DamagedDatabase, openCopy, type SqliteCopy } from './sqliteCopy';
import type { TranscriptItem } from './transcript';
import { workspaceFolders } from './vscodeWorkspaces';

const TOO_LARGE = 'a database that is too large to be read';
const DAMAGED = 'a database that cannot be read';

/**
 * Conversations in Cursor's `globalStorage/state.vscdb`: `composerData:<id>` lists the messages ("bubbles") of one, `bubbleId:<id>:<bubble>` is one.
 * The folder of a conversation stands in it, or in the workspaces beside the database. One that stands nowhere is said to be held in the folder of the
 * database, so that no project takes it for its own.
 */
export async function* readCursorDatabase(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const database = await openCopy(file);
  if (database === undefined) {
    yield skipped(TOO_LARGE);
    return;
  }
  try {
    const folders = await listedFolders(database, file, signal);
    for (const key of database.select("SELECT key FROM cursorDiskKV WHERE key GLOB 'composerData:*' ORDER BY key")) {
      signal?.throwIfAborted();
      const composer = objectAt(database, String(key));
      const id = toText(composer['composerId']) ?? String(key).slice('composerData:'.length);
      const cwd = folderIn(composer) ?? folders.get(id) ?? path.dirname(path.resolve(file));
      yield* readComposer(database, composer, id, cwd);
    }
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    yield skipped(DAMAGED);
  } finally {
    database.close();
  }
}

function* readComposer(database: SqliteCopy, composer: JsonObject, id: string, cwd: string): Generator<TranscriptItem> {
  const dialogue = new Dialogue(id);
  const title = toText(composer['name']);
  const startedAt = toTime(composer['createdAt']);
  dialogue.setCwd(cwd);
  if (title !== undefined) dialogue.setTitle(title, 'assistant');
  if (startedAt !== undefined) dialogue.setStart(startedAt);
  for (const bubble of bubblesOf(database, composer, id)) {
    const role = ROLES.get(bubble['type']);
    const text = toText(bubble['text']);
    const bubbleId = toText(bubble['bubbleId']);
    const time = toTime(toObject(bubble['timingInfo'])['clientStartTime']) ?? toTime(bubble['createdAt']);
    if (role !== undefined && text !== undefined && bubbleId !== undefined)
      yield* dialogue.say({ id: bubbleId, role, text, ...(time !== undefined && { time }) });
    const { files, commits } = doneIn(toObject(bubble['toolFormerData']));
    for (const file of files) dialogue.touch(file);
    for (const sha of commits) dialogue.commit(sha);
  }
  yield* dialogue.end();
}

const ROLES: ReadonlyMap<unknown, Role> = new Map<number, Role>([
  [1, 'user'],
  [2, 'assistant'],
]);

/** Messages in their order; in older versions they stand in the conversation itself. */
function* bubblesOf(database: SqliteCopy, composer: JsonObject, id: string): Generator<JsonObject> {
  yield* toList(composer['conversation']).map(toObject);
  for (const header of toList(composer['fullConversationHeadersOnly']).map(toObject)) {
    const bubbleId = toText(header['bubbleId']);
    // Cursor itself does not show these.
    const isHidden = toObject(header['grouping'])['isRenderable'] === false;
    if (bubbleId !== undefined && !isHidden)
      yield { bubbleId, type: header['type'], ...objectAt(database, `bubbleId:${id}:${bubbleId}`) };
  }
}

const EDITS = /^(?:edit_file|search_replace|write|reapply|delete_file|apply_patch|MultiEdit|edit_notebook)/;

/** Files and commits of a call of a tool that was done. What it was called with is JSON in a text. */
function doneIn({ name, status, params, rawArgs, result }: JsonObject): { files: string[]; commits: string[] } {
  if (status !== 'completed') return { files: [], commits: [] };
  const given = { ...parseObject(toText(rawArgs) ?? ''), ...parseObject(toText(params) ?? '') };
  const file = ['relativeWorkspacePath', 'targetFile', 'target_file', 'file_path', 'path'].flatMap(
    (key) => toText(given[key]) ?? [],
  )[0];
  const output = toText(toObject(parseObject(toText(result) ?? ''))['output']) ?? '';
  return {
    files: file !== undefined && EDITS.test(String(name)) ? [file] : [],
    commits: /^run_terminal/.test(String(name)) ? commitsIn(output) : [],
  };
}

function objectAt(database: SqliteCopy, key: string): JsonObject {
  return parseValue(database.select('SELECT value FROM cursorDiskKV WHERE key = ?', key)[0]);
}

/** JSON, as a text or its bytes. */
function parseValue(value: unknown): JsonObject {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
  return toObject(typeof text === 'string' ? parseObject(text) : undefined);
}

function folderIn(composer: JsonObject): string | undefined {
  const uri = toObject(toObject(composer['workspaceIdentifier'])['uri']);
  return toText(uri['fsPath']) ?? pathOfUri(toText(uri['external']) ?? '');
}

/** Folders of conversations, by their ids, as the lists of the database and of the workspaces beside it tell them. */
async function listedFolders(database: SqliteCopy, file: string, signal?: AbortSignal): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  const headers = toList(itemAt(database, 'composer.composerHeaders')['allComposers']).map(toObject);
  for (const header of headers) {
    const [id, cwd] = [toText(header['composerId']), folderIn(header)];
    if (id !== undefined && cwd !== undefined) folders.set(id, cwd);
  }
  const storages = path.join(path.dirname(path.dirname(file)), 'workspaceStorage');
  for (const name of await foldersIn(storages)) {
    signal?.throwIfAborted();
    const storage = path.join(storages, name);
    const [folder] = await workspaceFolders(storage);
    if (folder === undefined) continue;
    for (const id of await listedIn(path.join(storage, 'state.vscdb'))) if (!folders.has(id)) folders.set(id, folder);
  }
  return folders;
}

/** Ids of the conversations that the database of a workspace lists: all of them in older versions, the open ones in newer. */
async function listedIn(file: string): Promise<string[]> {
  const database = await ifThere(openCopy(file));
  if (database === undefined) return [];
  try {
    const { allComposers, selectedComposerIds } = itemAt(database, 'composer.composerData');
    const panes = database.select("SELECT value FROM ItemTable WHERE key GLOB 'workbench.panel.composerChatViewPane*'");
    return [
      ...toList(allComposers).map((composer) => toObject(composer)['composerId']),
      ...toList(selectedComposerIds),
      ...panes.flatMap((pane) => Object.keys(parseValue(pane)).map((key) => /\.view\.([\w-]+)$/.exec(key)?.[1])),
    ].flatMap((id) => toText(id) ?? []);
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    return [];
  } finally {
    database.close();
  }
}

function itemAt(database: SqliteCopy, key: string): JsonObject {
  try {
    return parseValue(database.select('SELECT value FROM ItemTable WHERE key = ?', key)[0]);
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    // A database without lists still has its conversations.
    return {};
  }
}
