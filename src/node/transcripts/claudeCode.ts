import path from 'node:path';
import { Dialogue } from './dialogue';
import { filesIn, foldersIn, isInside, isSystemError, readEach } from './folders';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { readJsonLines } from './lines';
import { ToolCalls } from './toolCalls';
import type { Places, TranscriptItem, TranscriptReader, Turn } from './transcript';

/**
 * Claude Code: `~/.claude/projects/<slug of the folder>/<session>.jsonl`, a record a line. An answer is several records, one a block; each block of
 * text is a turn. A conversation that goes on in another file repeats records with their session and uuid; branches of a conversation stand one
 * after the other, and all of them were said.
 */
export const claudeCode: TranscriptReader = {
  app: 'claude-code',
  where: (places) => configFolders(places).map((folder) => path.join(folder, 'projects')),
  find,
  read: (file, signal) => {
    const seen = new Set<string>();
    return readEach(file, isTranscript, (each) => readTranscript(each, seen, signal), signal);
  },
};

async function* find(places: Places, signal?: AbortSignal): AsyncGenerator<string> {
  const slugs = places.roots.map(slugOf);
  for (const projects of claudeCode.where(places)) {
    for (const name of await foldersIn(projects)) {
      const isLikely = slugs.some((slug) => name.startsWith(slug));
      for await (const file of filesIn(path.join(projects, name), isTranscript, signal)) {
        const cwd = await firstCwd(file, signal);
        if (cwd === undefined ? slugs.includes(name) : await isInside(cwd, places.roots)) yield file;
        // The files of a folder have one working directory. Only where its name may stand for several is each of them asked.
        else if (!isLikely && cwd !== undefined) break;
      }
    }
  }
}

function configFolders({ home, env }: Places): string[] {
  const { CLAUDE_CONFIG_DIR: configured } = env;
  return configured ? [configured] : [path.join(home, '.claude'), path.join(home, '.config', 'claude')];
}

/** The name of the folder that holds the conversations of a working directory. */
export function slugOf(folder: string): string {
  return folder.replace(/[^A-Za-z0-9-]/g, '-');
}

/** Conversations with subagents are no conversations with the user. */
function isTranscript(relative: string): boolean {
  return /^[^/]+(?:\/[^/]+)?\.jsonl$/.test(relative) && !/(?:^|\/)(?:agent-[^/]*|subagents\/.*)$/.test(relative);
}

/** Records before the first one with a working directory are few: titles, snapshots of files. */
const MAX_FIRST_RECORDS = 100;

async function firstCwd(file: string, signal?: AbortSignal): Promise<string | undefined> {
  let left = MAX_FIRST_RECORDS;
  try {
    for await (const item of readJsonLines(file, { signal, maxLineBytes: 1 << 20 })) {
      const cwd = item.type === 'record' ? toText(item.record['cwd']) : undefined;
      if (cwd !== undefined || --left === 0) return cwd;
    }
  } catch (error) {
    // Gone or unreadable by now: `read` tells what is wrong with it.
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
  }
  return undefined;
}

async function* readTranscript(file: string, seen: Set<string>, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const transcript = new Transcript(path.basename(file, '.jsonl'), seen);
  for await (const item of readJsonLines(file, { signal })) {
    if (item.type === 'skipped') yield item;
    else yield* transcript.take(item.record);
  }
  yield* transcript.end();
}

class Transcript {
  readonly #seen: Set<string>;
  readonly #dialogues = new Map<string, Dialogue>();
  #session: string;
  #recordCount = 0;
  readonly #calls = new ToolCalls();

  constructor(session: string, seen: Set<string>) {
    this.#session = session;
    this.#seen = seen;
  }

  *take(record: JsonObject): Generator<TranscriptItem> {
    this.#recordCount++;
    if (record['isSidechain'] === true) return;
    // Titles and snapshots may name no session: they belong to what they stand in.
    const dialogue = yield* this.#goTo(toText(record['sessionId']) ?? this.#session);
    const cwd = toText(record['cwd']);
    if (cwd !== undefined) dialogue.setCwd(cwd);
    setTitle(dialogue, record);
    if (record['type'] === 'user') this.#takeResults(dialogue, record);
    yield* this.#say(dialogue, record);
    if (record['type'] === 'assistant') this.#takeCalls(record);
  }

  *end(): Generator<TranscriptItem> {
    const dialogue = this.#dialogues.get(this.#session);
    if (dialogue) yield* dialogue.end();
  }

  *#goTo(session: string): Generator<TranscriptItem, Dialogue> {
    if (session !== this.#session) yield* this.end();
    const dialogue = this.#dialogues.get(session) ?? new Dialogue(session);
    if (session !== this.#session) dialogue.interrupted();
    this.#dialogues.set(session, dialogue);
    this.#session = session;
    return dialogue;
  }

  *#say(dialogue: Dialogue, record: JsonObject): Generator<TranscriptItem> {
    const role = roleOf(record);
    const text = role && textOf(record, role);
    if (role === undefined || text === undefined) return;
    const id = toText(record['uuid']) ?? `record ${this.#recordCount}`;
    if (this.#seen.has(id)) return;
    if (id === record['uuid']) this.#seen.add(id);
    const time = toTime(record['timestamp']);
    yield* dialogue.say({ id, role, text, ...(time !== undefined && { time }) });
  }

  #takeCalls(record: JsonObject): void {
    for (const { type, id, name, input } of blocksOf(record)) {
      if (type !== 'tool_use' || typeof id !== 'string') continue;
      const { file_path: file, notebook_path: notebook, command } = toObject(input);
      const changed = toText(file) ?? toText(notebook);
      if (EDITING_TOOLS.has(String(name)) && changed !== undefined) this.#calls.begin(id, { files: [changed] });
      if (name === 'Bash') this.#calls.begin(id, { command: toText(command) });
    }
  }

  #takeResults(dialogue: Dialogue, record: JsonObject): void {
    for (const block of blocksOf(record)) {
      const id = toText(block['tool_use_id']);
      const succeeded = block['is_error'] !== true;
      if (id !== undefined) this.#calls.end(id, { succeeded, output: outputOf(block) }, dialogue);
    }
  }
}

const EDITING_TOOLS = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

function blocksOf(record: JsonObject): readonly JsonObject[] {
  return toList(toObject(record['message'])['content']).map(toObject);
}

function outputOf({ content }: JsonObject): string {
  if (typeof content === 'string') return content;
  return toList(content)
    .map((part) => toText(toObject(part)['text']) ?? '')
    .join('\n');
}

function setTitle(dialogue: Dialogue, record: JsonObject): void {
  const custom = record['type'] === 'custom-title' && toText(record['customTitle']);
  const generated = record['type'] === 'ai-title' && toText(record['aiTitle']);
  const summary = record['type'] === 'summary' && toText(record['summary']);
  if (custom) dialogue.setTitle(custom, 'user');
  if (generated) dialogue.setTitle(generated, 'assistant');
  // At the top of a file stand summaries of other conversations.
  if (summary && dialogue.hasBegun) dialogue.setTitle(summary, 'summary');
}

function roleOf(record: JsonObject): Turn['role'] | undefined {
  if (record['isMeta'] === true || record['isCompactSummary'] === true || record['isApiErrorMessage'] === true)
    return undefined;
  // Newer versions say who wrote a prompt: a person, a task that ended, another session.
  const origin = toText(toObject(record['origin'] ?? toObject(record['attachment'])['origin'])['kind']);
  if (origin !== undefined && origin !== 'human') return undefined;
  if (record['type'] === 'assistant')
    return toObject(record['message'])['model'] === '<synthetic>' ? undefined : 'assistant';
  return record['type'] === 'user' || isQueuedPrompt(record) ? 'user' : undefined;
}

/** What the user typed while the assistant was at work: it stands nowhere else. */
function isQueuedPrompt(record: JsonObject): boolean {
  const { type, commandMode = 'prompt' } = toObject(record['attachment']);
  return record['type'] === 'attachment' && type === 'queued_command' && commandMode === 'prompt';
}

function textOf(record: JsonObject, role: Turn['role']): string | undefined {
  const content = isQueuedPrompt(record)
    ? toObject(record['attachment'])['prompt']
    : toObject(record['message'])['content'];
  const texts = typeof content === 'string' ? [content] : toList(content).flatMap(textOfBlock);
  return toText(
    (role === 'user' ? texts.map(saidByUser) : texts)
      .map((text) => text.trim())
      .filter(Boolean)
      .join('\n\n'),
  );
}

function textOfBlock(block: unknown): string[] {
  const { type, text } = toObject(block);
  return type === 'text' && typeof text === 'string' ? [text] : [];
}

/** Elements that the program adds to what the user wrote: context of the editor, commands and their output, reminders to the model. */
const ADDED = [
  'system-reminder',
  'command-name',
  'command-message',
  'command-contents',
  'local-command-stdout',
  'local-command-stderr',
  'local-command-caveat',
  'bash-input',
  'bash-stdout',
  'bash-stderr',
  'ide_opened_file',
  'ide_selection',
  'ide_diagnostics',
  'new-diagnostics',
  'task-notification',
  'session-start-hook',
  'user-prompt-submit-hook',
  'pre-tool-use-hook',
  'post-tool-use-hook',
  'stop-hook',
] as const;

/** Elements around what the user wrote: the arguments of a command, a note for the assistant's own memory. */
const AROUND = ['command-args', 'user-memory-input'] as const;

/** The beginning of such an element, on a line of its own or right behind another element. */
const ELEMENT = new RegExp(`(?:^|(?<=</[\\w-]+>))[ \\t]*<(${[...ADDED, ...AROUND].join('|')})>`, 'gm');

/** Whole texts that the program wrote in the user's place. */
const INSTEAD_OF_USER =
  /^(?:Caveat: The messages below were generated by|This session is being continued from a previous conversation|\[Request interrupted by user|Operation stopped by hook:|\w+ hook (?:feedback|blocking error|stopped continuation)|\[Image: (?:source|original))/;

function saidByUser(text: string): string {
  const rest = withoutElements(text).trim();
  return INSTEAD_OF_USER.test(rest) ? '' : rest;
}

/** One walk over the text, however many elements begin in it and never end. */
function withoutElements(text: string): string {
  const unended = new Set<string>();
  let kept = '';
  let at = 0;
  for (const { 0: opening, 1: name = '', index } of text.matchAll(ELEMENT)) {
    if (index < at || unended.has(name)) continue;
    const begin = index + opening.length;
    const end = text.indexOf(`</${name}>`, begin);
    if (end < 0) unended.add(name);
    else {
      const inside = AROUND.some((each) => each === name) ? text.slice(begin, end) : '';
      kept += text.slice(at, index) + inside;
      at = end + `</${name}>`.length;
    }
  }
  return kept + text.slice(at);
}
