import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Dialogue } from './dialogue';
import { filesIn, isInside, isSystemError, readEach } from './folders';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { parseObject, readJsonLines, skipped } from './lines';
import { filesOfPatch } from './shell';
import { ToolCalls, type ToolCall } from './toolCalls';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';

/**
 * Codex: `$CODEX_HOME/sessions/YYYY/MM/DD/rollout-<time>-<id>.jsonl`, later compressed to `.jsonl.zst`. Each message stands there twice, as an item of
 * the model's history and as an event for the screen; the items are read. Before 0.32 a line was the item itself.
 */
export const codex: TranscriptReader = {
  app: 'codex',
  where: sessionFolders,
  find,
  read: (file, signal) => readEach(file, isRollout, (each) => readRollout(each, each !== file, signal), signal),
};

async function* find(places: Places, signal?: AbortSignal): AsyncGenerator<string> {
  for (const folder of sessionFolders(places)) {
    for await (const file of filesIn(folder, isRollout, signal)) {
      if (await isDoubled(file)) continue;
      const cwd = await firstCwd(file, signal);
      if (cwd !== undefined && (await isInside(cwd, places.roots))) yield file;
    }
  }
}

function sessionFolders({ home, env }: Places): string[] {
  const codexHome = env['CODEX_HOME']?.trim() || path.join(home, '.codex');
  return [path.join(codexHome, 'sessions'), path.join(codexHome, 'archived_sessions')];
}

function isRollout(relative: string): boolean {
  return /(?:^|\/)rollout-[^/]+\.jsonl(?:\.zst)?$/.test(relative);
}

/** Whether an archive's rollout lies beside it as it was. */
async function isDoubled(file: string): Promise<boolean> {
  if (!file.endsWith('.zst')) return false;
  try {
    return (await stat(file.slice(0, -'.zst'.length))).isFile();
  } catch {
    // Only the archive is there.
    return false;
  }
}

/** The folder stands in the first record; before 0.32 in a message of context soon after it. */
const MAX_FIRST_RECORDS = 10;

async function firstCwd(file: string, signal?: AbortSignal): Promise<string | undefined> {
  let left = MAX_FIRST_RECORDS;
  try {
    for await (const item of readJsonLines(file, { signal, maxLineBytes: 4 << 20 })) {
      const cwd = item.type === 'record' ? cwdOf(item.record) : undefined;
      if (cwd !== undefined || --left === 0) return cwd;
    }
  } catch (error) {
    // Gone or unreadable by now: `read` tells what is wrong with it.
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
  }
  return undefined;
}

function cwdOf(record: JsonObject): string | undefined {
  const payload = payloadOf(record);
  const told = /<cwd>([^<]+)<\/cwd>|^Current working directory: (.+)$/m.exec(textsOf(payload).join('\n'));
  return toText(payload['cwd']) ?? (payload['role'] === 'user' ? (told?.[1] ?? told?.[2])?.trim() : undefined);
}

function payloadOf(record: JsonObject): JsonObject {
  return 'payload' in record ? toObject(record['payload']) : record;
}

async function* readRollout(file: string, amongOthers: boolean, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  if (amongOthers && (await isDoubled(file))) return;
  const rollout = new Rollout(path.basename(file).replace(/^rollout-|\.jsonl(?:\.zst)?$/g, ''));
  for await (const item of readJsonLines(file, { signal })) {
    rollout.count();
    if (item.type === 'skipped') yield item;
    else rollout.take(item.record);
  }
  yield* rollout.items();
}

/** What is said is kept until the end, since a later record may tell that the user took turns back. */
class Rollout {
  #dialogue: Dialogue;
  #said: TranscriptItem[] = [];
  #lineCount = 0;
  #isInner = false;
  readonly #calls = new ToolCalls();

  constructor(name: string) {
    this.#dialogue = new Dialogue(name);
  }

  /** Lines have no names of their own, but are only ever appended: their number is the name. */
  count(): void {
    this.#lineCount++;
  }

  take(record: JsonObject): void {
    const payload = payloadOf(record);
    const cwd = cwdOf(record);
    if (record['type'] === 'session_meta' || this.#lineCount === 1) this.#begin(payload, record);
    if (cwd !== undefined) this.#dialogue.setCwd(cwd);
    switch (
      record['type'] === 'event_msg' || record['type'] === 'response_item' || !('payload' in record)
        ? payload['type']
        : undefined
    ) {
      case 'message':
        return this.#say(payload, record);
      case 'function_call':
      case 'custom_tool_call':
      case 'local_shell_call':
        if (typeof payload['call_id'] === 'string') this.#calls.begin(payload['call_id'], callOf(payload));
        return;
      case 'function_call_output':
      case 'custom_tool_call_output':
        if (typeof payload['call_id'] === 'string')
          this.#calls.end(payload['call_id'], resultOf(payload['output']), this.#dialogue);
        return;
      case 'thread_rolled_back':
        return this.#takeBack(Number(payload['num_turns']));
      case 'thread_name_updated': {
        const title = toText(payload['thread_name']);
        if (title !== undefined) this.#dialogue.setTitle(title, 'user');
        return;
      }
    }
  }

  *items(): Generator<TranscriptItem> {
    if (this.#isInner) yield skipped('a conversation between agents');
    else {
      yield* this.#said;
      yield* this.#dialogue.end();
    }
  }

  #begin(meta: JsonObject, record: JsonObject): void {
    const id = toText(meta['id']);
    if (this.#dialogue.hasBegun || this.#said.length > 0 || id === undefined) return;
    // A branch repeats the history of its origin, with the origin's own beginning: the first one counts.
    if (this.#lineCount > 1) return;
    this.#dialogue = new Dialogue(id);
    const start = toTime(meta['timestamp']) ?? toTime(record['timestamp']);
    if (start !== undefined) this.#dialogue.setStart(start);
    this.#isInner = isInner(meta);
  }

  #say(message: JsonObject, record: JsonObject): void {
    const role = message['role'];
    if (role !== 'user' && role !== 'assistant') return;
    const texts = role === 'user' ? textsOf(message).map(saidByUser) : textsOf(message);
    const text = toText(
      texts
        .map((each) => each.trim())
        .filter(Boolean)
        .join('\n\n'),
    );
    const time = toTime(record['timestamp']);
    if (text === undefined) return;
    const id = toText(message['id']) ?? `line ${this.#lineCount}`;
    this.#said.push(...this.#dialogue.say({ id, role, text, ...(time !== undefined && { time }) }));
  }

  #takeBack(count: number): void {
    this.#said.push(...this.#dialogue.end());
    for (let left = Number.isInteger(count) ? count : 0; left > 0; left--) {
      const from = this.#said.findLastIndex((item) => item.type === 'turn' && item.role === 'user');
      if (from < 0) return;
      this.#said = this.#said.filter((item, at) => at < from || item.type === 'conversation');
    }
  }
}

/** Whether an agent, or the program itself, speaks in the user's place. */
function isInner({ thread_source: thread, source, parent_thread_id: parent }: JsonObject): boolean {
  const { subagent, internal } = toObject(source);
  return thread === 'subagent' || subagent !== undefined || internal !== undefined || typeof parent === 'string';
}

function textsOf({ content }: JsonObject): string[] {
  return toList(content).flatMap((block) => {
    const { type, text } = toObject(block);
    return (type === 'input_text' || type === 'output_text') && typeof text === 'string' ? [text] : [];
  });
}

/** Blocks that the program adds as messages of the user: its context, instructions from files, notices. */
const ADDED = [
  /^<([a-z]+(?:[_ ][a-z]+)+|skill|image|attachments)(?: [^>]*)?>[\s\S]*<\/\1>$/,
  /^<(?:environment_context|user_instructions|turn_aborted)>/,
  /^#? ?AGENTS\.md instructions\b/,
  /^(?:These|The previously provided) AGENTS\.md instructions\b/,
  /^<\/?image\b[^>]*>$/,
];

/** Editors put what they know before what the user wrote. */
const EDITOR_CONTEXT = '# Context from my IDE setup:';
const REQUEST = '\n## My request for Codex:';

function saidByUser(text: string): string {
  const trimmed = text.trim();
  const request = trimmed.startsWith(EDITOR_CONTEXT) ? trimmed.indexOf(REQUEST) : -1;
  if (request >= 0) return trimmed.slice(request + REQUEST.length);
  return ADDED.some((pattern) => pattern.test(trimmed)) ? '' : trimmed;
}

/** A command line as text, or as the list of its words, the last of which a shell runs. */
function callOf(payload: JsonObject): ToolCall {
  const { input, action } = payload;
  const given = payload['arguments'];
  const call = typeof given === 'string' ? (parseObject(given) ?? {}) : toObject(action);
  const words = [call['command'] ?? call['cmd']].flat().filter((word) => typeof word === 'string');
  const command = words.join(' ');
  // Also a program or a shell command may hold a patch, its line ends escaped.
  const patch = [input, call['input'], call['patch'], command].find((each) => /\*\*\* Begin Patch/.test(String(each)));
  return { command, files: typeof patch === 'string' ? filesOfPatch(patch.replace(/\\n/g, '\n')) : [] };
}

/** Text; or JSON with the text and the exit code; or an object with both. */
function resultOf(output: unknown): { succeeded: boolean; output: string } {
  const told =
    typeof output === 'string' ? (output.startsWith('{') ? parseObject(output) : undefined) : toObject(output);
  const { output: inner, content, success, metadata } = told ?? {};
  const text =
    toText(inner) ?? toText(content) ?? (typeof output === 'string' ? output : textsOf({ content: output }).join('\n'));
  const code = toObject(metadata)['exit_code'] ?? exitCodeIn(text);
  const refused = /^(?:apply_patch verification failed|failed\b|error\b|exec command rejected)/i.test(text);
  return { succeeded: success !== false && (code === undefined || code === 0) && !refused, output: text };
}

function exitCodeIn(text: string): number | undefined {
  const told = /^(?:Exit code:|Process exited with code) (\d+)/m.exec(text.slice(0, 1000))?.[1];
  return told === undefined ? undefined : Number(told);
}
