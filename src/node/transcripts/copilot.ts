import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { Dialogue } from './dialogue';
import { filesIn, isInside, isSystemError, readEach } from './folders';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { parseObject, readJsonLines } from './lines';
import { filesOfPatch } from './shell';
import { ToolCalls, type ToolCall } from './toolCalls';
import { storageRoots, storagesOf, workspaceFolders } from './vscodeWorkspaces';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';

/**
 * GitHub Copilot: transcripts of its agent in VS Code (`workspaceStorage/<id>/GitHub.copilot-chat/transcripts/<session>.jsonl`) and sessions of its
 * command line (`~/.copilot/session-state/<session>/events.jsonl`), both of the same events. A chat that VS Code keeps too is found there, and not
 * here a second time.
 */
export const copilot: TranscriptReader = {
  app: 'copilot',
  where: (places) => [...storageRoots(places), ...sessionFolders(places)],
  find,
  read: (file, signal) => readEach(file, isTranscript, (each) => readTranscript(each, signal), signal),
};

async function* find(places: Places, signal?: AbortSignal): AsyncGenerator<string> {
  for await (const storage of storagesOf(places, signal)) {
    for await (const file of filesIn(path.join(storage, 'GitHub.copilot-chat', 'transcripts'), isTranscript, signal)) {
      const kept = path.join(storage, 'chatSessions', path.basename(file));
      if (!(await isFile(kept)) && !(await isFile(kept.replace(/l$/, '')))) yield file;
    }
  }
  for (const folder of sessionFolders(places)) {
    for await (const file of filesIn(folder, isTranscript, signal)) {
      const cwd = (await placeOf(file)).cwd ?? (await firstCwd(file, signal));
      if (cwd !== undefined && (await isInside(cwd, places.roots))) yield file;
    }
  }
}

function sessionFolders({ home, env }: Places): string[] {
  return [path.join(env['COPILOT_HOME']?.trim() || path.join(home, '.copilot'), 'session-state')];
}

/** `<session>.jsonl`, or `<session>/events.jsonl`; below a given folder at any depth that they lie at. */
function isTranscript(relative: string): boolean {
  return /^(?:(?:.*\/)?transcripts\/)?[^/]+\.jsonl$|(?:^|\/)events\.jsonl$/.test(relative);
}

/** What stands beside a transcript: the session's own file, or that of the workspace in VS Code. */
async function placeOf(file: string): Promise<{ cwd?: string | undefined; title?: string | undefined }> {
  const folder = path.dirname(file);
  if (path.basename(file) === 'events.jsonl') {
    const { cwd, summary, name } = toObject(parseYaml(await textOf(path.join(folder, 'workspace.yaml'))));
    return { cwd: toText(cwd), title: toText(name) ?? toText(summary) };
  }
  if (path.basename(folder) !== 'transcripts') return {};
  const folders = await workspaceFolders(path.resolve(folder, '..', '..'));
  return { cwd: folders.length === 1 ? folders[0] : undefined };
}

/** The beginning of a session is its first event. */
const MAX_FIRST_EVENTS = 20;

async function firstCwd(file: string, signal?: AbortSignal): Promise<string | undefined> {
  let left = MAX_FIRST_EVENTS;
  try {
    for await (const item of readJsonLines(file, { signal, maxLineBytes: 1 << 20 })) {
      const cwd = item.type === 'record' ? cwdOf(toObject(item.record['data'])) : undefined;
      if (cwd !== undefined || --left === 0) return cwd;
    }
  } catch (error) {
    // Gone or unreadable by now: `read` tells what is wrong with it.
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
  }
  return undefined;
}

async function* readTranscript(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const { cwd, title } = await placeOf(file);
  const name =
    path.basename(file) === 'events.jsonl' ? path.basename(path.dirname(file)) : path.basename(file, '.jsonl');
  const transcript = new Transcript(name);
  for await (const item of readJsonLines(file, { signal })) {
    if (item.type === 'skipped') yield item;
    else yield* transcript.take(item.record);
    if (cwd !== undefined) transcript.dialogue.setCwd(cwd);
    if (title !== undefined) transcript.dialogue.setTitle(title, 'assistant');
  }
  yield* transcript.dialogue.end();
}

class Transcript {
  dialogue: Dialogue;
  readonly #calls = new ToolCalls();
  #eventCount = 0;

  constructor(name: string) {
    this.dialogue = new Dialogue(name);
  }

  *take(event: JsonObject): Generator<TranscriptItem> {
    this.#eventCount++;
    const data = toObject(event['data']);
    switch (event['type']) {
      case 'session.start':
      case 'session.resume':
        return this.#begin(data);
      case 'session.title_changed': {
        const title = toText(data['title']);
        if (title !== undefined) this.dialogue.setTitle(title, 'assistant');
        return;
      }
      case 'user.message':
      case 'assistant.message':
        yield* this.#say(event, data);
        return;
      case 'tool.execution_start':
        return this.#begins(data['toolCallId'], data['toolName'], data['arguments']);
      case 'tool.execution_complete':
        return this.#ends(data);
    }
  }

  #begin(data: JsonObject): void {
    const id = toText(data['sessionId']);
    // A name within the transcript is surer than that of its file, which may have been moved.
    if (id !== undefined && !this.dialogue.hasBegun) this.dialogue = new Dialogue(id);
    const [cwd, start] = [cwdOf(data), toTime(data['startTime'])];
    if (cwd !== undefined) this.dialogue.setCwd(cwd);
    if (start !== undefined) this.dialogue.setStart(start);
  }

  *#say(event: JsonObject, data: JsonObject): Generator<TranscriptItem> {
    // What an agent of the assistant says, or a skill puts into the user's mouth, is no part of the conversation.
    const isInner = data['parentToolCallId'] !== undefined || event['agentId'] !== undefined;
    const source = toText(data['source']);
    const role = event['type'] === 'user.message' ? 'user' : 'assistant';
    if (isInner || (role === 'user' && source !== undefined && source !== 'user')) return;
    const id = toText(event['id']) ?? `event ${this.#eventCount}`;
    const text = toText(data['content'])?.trim();
    const time = toTime(event['timestamp']);
    if (text !== undefined) {
      yield* this.dialogue.say({ id, role, text, ...(time !== undefined && { time }) });
    }
    for (const request of toList(data['toolRequests']).map(toObject))
      this.#begins(request['toolCallId'], request['name'], request['arguments']);
  }

  /** A call is told twice: as the assistant asks for it, and as it begins; either may lack the arguments. */
  #begins(id: unknown, name: unknown, given: unknown): void {
    if (typeof id === 'string') this.#calls.begin(id, callOf(String(name), argumentsOf(given)));
  }

  #ends(data: JsonObject): void {
    const id = toText(data['toolCallId']);
    const result = data['result'];
    const { content, detailedContent } = toObject(result);
    const output = [result, content, detailedContent].filter((each) => typeof each === 'string').join('\n');
    if (id !== undefined) this.#calls.end(id, { succeeded: data['success'] !== false, output }, this.dialogue);
  }
}

/** Tools that change files: those of the command line, and those of VS Code. */
const EDITING_TOOLS = new Set([
  'edit',
  'create',
  'str_replace_editor',
  'apply_patch',
  'replace_string_in_file',
  'multi_replace_string_in_file',
  'insert_edit_into_file',
  'create_file',
  'edit_notebook_file',
]);
const SHELLS = new Set(['bash', 'powershell', 'shell', 'run_in_terminal']);

function callOf(
  name: string,
  { path: file, filePath, file_path: other, replacements, input, patch, command }: JsonObject,
): ToolCall {
  if (SHELLS.has(name)) return { command: toText(command) };
  // One tool of the command line both views and edits.
  if (!EDITING_TOOLS.has(name) || command === 'view') return {};
  const named = [file, filePath, other, ...toList(replacements).map((each) => toObject(each)['filePath'])];
  const patched = filesOfPatch(toText(input) ?? toText(patch) ?? '');
  return { files: [...named.flatMap((each) => toText(each) ?? []), ...patched] };
}

/** An object, or its JSON; a patch may stand there as it is. */
function argumentsOf(given: unknown): JsonObject {
  return typeof given === 'string' ? (parseObject(given) ?? { patch: given }) : toObject(given);
}

function cwdOf(data: JsonObject): string | undefined {
  return toText(toObject(data['context'])['cwd']) ?? toText(data['cwd']);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    // Damaged: the transcript itself may still tell its folder.
    return undefined;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Older sessions have none.
    return '';
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    // Not there.
    return false;
  }
}
