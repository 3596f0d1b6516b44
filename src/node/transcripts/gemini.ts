import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { Dialogue } from './dialogue';
import { filesIn, foldersIn, isInside, readEach } from './folders';
import { textIfThere } from './ifThere';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { readJsonParts } from './jsonParts';
import { parseObject, readJsonLines, type Skipped } from './lines';
import { commitsIn, isGitCommit } from './shell';
import type { Places, TranscriptItem, TranscriptReader, Turn } from './transcript';

/**
 * Gemini CLI: `~/.gemini/tmp/<project>/chats/session-<time>-<id>.jsonl`, in older versions one `.json` document. A message is written again, whole, whenever
 * more of it is known; `$set` changes what is known of the conversation, and `$rewindTo` takes a message back with all after it. What is taken back
 * or left out of the model's context later was said; only what was taken back is left out here.
 */
export const gemini: TranscriptReader = {
  app: 'gemini',
  where: (places) => [path.join(folderOf(places), 'tmp')],

  async *find(places: Places, signal?: AbortSignal) {
    const projects = path.join(folderOf(places), 'tmp');
    const names = new Set([...places.roots.map(hashOf), ...(await registeredNames(places))]);
    for (const name of await foldersIn(projects)) {
      const root = await rootOf(path.join(projects, name));
      if (root === undefined ? !names.has(name) : !(await isInside(root, places.roots))) continue;
      for await (const file of filesIn(path.join(projects, name, 'chats'), isTranscript, signal))
        if (!(await wasContinued(file))) yield file;
    }
  },

  read: (place, signal) => readEach(place, isTranscript, (file) => readTranscript(file, signal), signal),
};

function folderOf({ home, env }: Places): string {
  return path.join(env['GEMINI_CLI_HOME'] || home, '.gemini');
}

/** Older versions name the folder of a project by the hash of its path. */
function hashOf(root: string): string {
  return createHash('sha256').update(root).digest('hex');
}

/** Newer ones name it in a list; a file in the folder says the same. On Windows both are in lower case. */
async function registeredNames(places: Places): Promise<string[]> {
  const { projects } = toObject(parseObject(await textIfThere(path.join(folderOf(places), 'projects.json'))));
  const names: string[] = [];
  for (const [root, name] of Object.entries(toObject(projects)))
    if (typeof name === 'string' && (await isInside(root, places.roots))) names.push(name);
  return names;
}

async function rootOf(folder: string): Promise<string | undefined> {
  return toText((await textIfThere(path.join(folder, '.project_root'))).trim());
}

/** Conversations with subagents lie in folders of their own, and have other names. */
function isTranscript(relative: string): boolean {
  return /(?:^|\/)session-[^/]*\.jsonl?$/.test(relative);
}

/** A document that a newer version went on with in a `.jsonl` of the same name, which repeats it. */
async function wasContinued(file: string): Promise<boolean> {
  if (!file.endsWith('.json')) return false;
  return access(`${file}l`).then(
    () => true,
    () => false,
  );
}

/** Fields of a document that are no messages. */
const FIELDS = ['sessionId', 'startTime', 'summary', 'kind'];

/** Reads twice, for later records change earlier ones: first what holds in the end, then what was said. */
async function* readTranscript(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const session = new Session();
  let position = 0;
  for await (const item of recordsIn(file, signal)) if (item.type === 'record') session.take(item.record, position++);
  if (session.isOfSubagent) return;
  const dialogue = session.begin(path.basename(file).replace(/\.jsonl?$/, ''));
  const cwd = await rootOf(path.dirname(path.dirname(file)));
  if (cwd !== undefined) dialogue.setCwd(cwd);
  position = 0;
  for await (const item of recordsIn(file, signal)) {
    if (item.type === 'skipped') {
      yield item;
      continue;
    }
    for (const { turn, files, commits } of session.messagesAt(item.record, position)) {
      if (turn) yield* dialogue.say(turn);
      for (const edited of files) dialogue.touch(edited);
      for (const sha of commits) dialogue.commit(sha);
    }
    position++;
  }
  yield* dialogue.end();
}

type RecordItem = { readonly type: 'record'; readonly record: JsonObject } | Skipped;

/** The records of a transcript; those of a document as if it had been written in the newer way. */
async function* recordsIn(file: string, signal?: AbortSignal): AsyncGenerator<RecordItem> {
  if (file.endsWith('.json')) {
    const places = ['$.messages.*', ...FIELDS.map((name) => `$.${name}`)];
    for await (const part of readJsonParts(file, places, signal)) {
      if (part.type === 'skipped') yield part;
      else if (typeof part.key === 'string') yield { type: 'record', record: { $set: { [part.key]: part.value } } };
      else yield { type: 'record', record: toObject(part.value) };
    }
  } else {
    yield* readJsonLines(file, { signal });
  }
}

interface Message {
  readonly turn?: Turn | undefined;
  readonly files: readonly string[];
  readonly commits: readonly string[];
}

/** What holds of a conversation in the end. Of each message only the place of its last form is held. */
class Session {
  #known: JsonObject = {};
  readonly #lastForms = new Map<string, number>();

  take(record: JsonObject, position: number): void {
    const { $rewindTo: rewound, $set: changed, id } = record;
    if (typeof rewound === 'string') this.#takeBack(rewound);
    else if (typeof id === 'string') this.#lastForms.set(id, position);
    else this.#change(changed === undefined ? record : toObject(changed), position);
  }

  get isOfSubagent(): boolean {
    return this.#known['kind'] === 'subagent';
  }

  /** @param name stands for the id where the transcript tells none */
  begin(name: string): Dialogue {
    const { sessionId, startTime, summary } = this.#known;
    const dialogue = new Dialogue(toText(sessionId) ?? name);
    const startedAt = toTime(startTime);
    const title = toText(summary);
    if (startedAt !== undefined) dialogue.setStart(startedAt);
    if (title !== undefined) dialogue.setTitle(title, 'summary');
    return dialogue;
  }

  /** Messages whose last form this record has. */
  messagesAt(record: JsonObject, position: number): Message[] {
    const listed = toList(toObject(record['$set'])['messages']).map(toObject);
    return [record, ...listed].flatMap((each) => {
      const { id } = each;
      return typeof id === 'string' && this.#lastForms.get(id) === position ? messageOf(id, each) : [];
    });
  }

  #takeBack(from: string): void {
    const ids = [...this.#lastForms.keys()];
    for (const id of ids.slice(Math.max(ids.indexOf(from), 0))) this.#lastForms.delete(id);
  }

  /** A new list of messages is what the model still sees: shortened, with a summary in place of the older ones. */
  #change({ messages, ...fields }: JsonObject, position: number): void {
    this.#known = { ...this.#known, ...fields };
    for (const { id } of toList(messages).map(toObject))
      if (typeof id === 'string' && !this.#lastForms.has(id)) this.#lastForms.set(id, position);
  }
}

function messageOf(id: string, record: JsonObject): Message {
  const role = record['type'] === 'user' ? 'user' : record['type'] === 'gemini' ? 'assistant' : undefined;
  const text = role === 'user' ? userText(record) : role && toText(textIn(record['content']));
  const time = toTime(record['timestamp']);
  const isSaid = role !== undefined && text !== undefined && !PUT_IN.some((words) => words.test(text));
  const calls = toList(record['toolCalls']).map(toObject).filter(isDone);
  return {
    turn: isSaid ? { id, role, text, ...(time !== undefined && { time }) } : undefined,
    files: calls.flatMap(fileOf),
    commits: calls.flatMap(commitsOf),
  };
}

/** What the user typed; files named with "@" are put behind it for the model. */
function userText(record: JsonObject): string | undefined {
  const shown = textIn(record['displayContent']) || textIn(record['content']);
  return toText(shown.replace(/\n?--- Content from referenced files ---[\s\S]*?(?:\n--- End of content ---|$)/g, ''));
}

/** Text of a message: a string, a part or a list of parts, of which some are thoughts, pictures or results of tools. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textIn).join('');
  const { text, thought } = toObject(content);
  return typeof text === 'string' && thought !== true ? text : '';
}

/** What the program puts into a conversation for the model. */
const PUT_IN: readonly RegExp[] = [
  /^\s*<(?:session_context|state_snapshot|system-reminder)>/,
  /^This is the Gemini CLI\. We are setting up the context for our chat/,
  /^Got it\. Thanks for the (?:additional )?context!$/,
  /^I ran the following shell command:/,
  /^(?:System: )?Please continue\.$/,
];

function isDone({ status }: JsonObject): boolean {
  return status === undefined || status === 'success';
}

function fileOf({ name, args }: JsonObject): string[] {
  const { file_path: file, path: older } = toObject(args);
  const named = toText(file) ?? toText(older);
  return named !== undefined && /^(?:write_file|replace|edit)$/.test(String(name)) ? [named] : [];
}

function commitsOf({ name, args, result, resultDisplay }: JsonObject): string[] {
  const command = toText(toObject(args)['command']);
  if (name !== 'run_shell_command' || command === undefined || !isGitCommit(command)) return [];
  const outputs = toList(result).map(
    (part) => toObject(toObject(toObject(part)['functionResponse'])['response'])['output'],
  );
  return [resultDisplay, ...outputs].flatMap((output) =>
    commitsIn((toText(output) ?? '').replace(/^\w+: (?=\[)/gm, '')),
  );
}
