import { access } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Role } from '../../core/index';
import { AiderBlocks, type AiderBlock, toLocalTime } from './aiderBlocks';
import { filesUnder, isInside } from './folders';
import { textIfThere } from './ifThere';
import { toObject, toText } from './json';
import { readLines, skipped } from './lines';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';
import { numbered, TurnIds } from './turnIds';

const HISTORY = '.aider.chat.history.md';
const SETTINGS = '.aider.conf.yml';
const SETTING = 'chat-history-file';

/**
 * Aider appends all conversations to one Markdown file in the root of the repository. Only their starts have a time. What it prints while it works
 * is left out, but the edits and commits it tells of belong to the turn before them; a commit that the user had undone before going on does not.
 *
 * A conversation is named by its start, and its place among those that started in the same second; a turn by its text, and its place among those that
 * say the same. So both stay the same when the file grows. Aider writes what somebody said in one piece: a last line without an end belongs to a piece
 * that is being written, which is left for the next reading.
 */
export const aider: TranscriptReader = {
  app: 'aider',
  where: ({ roots }) => roots.flatMap((root) => [path.join(root, HISTORY), path.join(root, SETTINGS)]),

  async *find(places: Places, signal) {
    const { roots } = places;
    const found = new Set<string>();
    for (const root of roots) {
      for (const file of [path.join(root, HISTORY), ...(await configuredFiles(root, places))]) {
        signal?.throwIfAborted();
        if (!found.has(file) && (await exists(file))) {
          found.add(file);
          yield file;
        }
      }
    }
  },

  async *read(place, signal) {
    const conversations = new AiderConversations();
    for await (const file of filesUnder(place, isHistory, signal)) {
      const blocks = new AiderBlocks();
      conversations.beginFile();
      for await (const line of readLines(file, { signal })) {
        if (line.type === 'skipped') yield line;
        else for (const block of blocks.push(line.text, line.ended)) yield* conversations.push(block);
      }
      for (const block of blocks.end()) yield* conversations.push(block);
      yield* conversations.end();
    }
  },
};

const SKIPPED_HERE = {
  noStart: 'what was said before the first start of a chat',
  unfinished: 'a last turn that is not finished',
} as const;

interface OpenTurn {
  readonly id: string;
  readonly role: Role;
  readonly text: string;
  files: string[];
  commits: string[];
}

/** Makes conversations and turns of blocks. */
export class AiderConversations {
  readonly #starts = new Map<string, number>();
  #inConversation = false;
  #toldNoStart = false;
  #ids = new TurnIds();
  #turn: OpenTurn | undefined;
  /** What the assistant said last, if anything; and whether the user has said or typed nothing since. */
  #answer = '';
  #isAnswered = false;
  /** The words of "/ask words" and the like: Aider writes them down again as a message of their own. */
  #asked: string | undefined;

  beginFile(): void {
    [this.#inConversation, this.#toldNoStart] = [false, false];
  }

  *push(block: AiderBlock): Generator<TranscriptItem> {
    if (block.kind === 'start') {
      yield* this.end();
      yield this.#begin(block.at);
    } else if (!this.#inConversation) {
      if (block.kind === 'user' && !this.#toldNoStart) yield skipped(SKIPPED_HERE.noStart);
      this.#toldNoStart ||= block.kind === 'user';
    } else if (block.kind === 'tool') {
      this.#print(block.text);
    } else if (!block.finished) {
      yield* this.end();
      yield skipped(SKIPPED_HERE.unfinished);
    } else if (block.kind === 'assistant') {
      yield* this.#say('assistant', block.text);
      [this.#answer, this.#isAnswered, this.#asked] = [block.text, true, undefined];
    } else {
      const words = this.#wordsOf(block.text);
      this.#isAnswered = false;
      if (words !== undefined) yield* this.#say('user', words);
    }
  }

  /** The last turn, once nothing more can belong to it. */
  *end(): Generator<TranscriptItem> {
    const turn = this.#turn;
    this.#turn = undefined;
    if (turn === undefined) return;
    const { id, role, text, files, commits } = turn;
    yield {
      type: 'turn',
      id,
      role,
      text,
      ...(files.length > 0 && { files: [...new Set(files)] }),
      ...(commits.length > 0 && { commits: [...new Set(commits)] }),
    };
  }

  #begin(at: string): TranscriptItem {
    const startedAt = toLocalTime(at);
    this.#inConversation = true;
    this.#ids = new TurnIds();
    [this.#answer, this.#isAnswered, this.#asked] = ['', false, undefined];
    const id = numbered(this.#starts, at.replace(' ', 'T'));
    return { type: 'conversation', id, ...(startedAt !== undefined && { startedAt }) };
  }

  *#say(role: Role, text: string): Generator<TranscriptItem> {
    yield* this.end();
    this.#turn = { id: this.#ids.next(role, text), role, text, files: [], commits: [] };
  }

  #print(text: string): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    const edited = /^Applied edit to (\S.*)$/.exec(text)?.[1];
    const commit = /^Commit ([0-9a-f]{7,40}) \S/.exec(text)?.[1];
    const undone = /^Removed: ([0-9a-f]{7,40}) /.exec(text)?.[1];
    if (edited !== undefined) turn.files.push(edited);
    if (commit !== undefined) turn.commits.push(commit);
    if (undone !== undefined && turn.commits.includes(undone)) {
      turn.commits = turn.commits.filter((sha) => sha !== undone);
      if (turn.commits.length === 0) turn.files = [];
    }
  }

  /** What the user said in a message; nothing where it is a command, an answer to Aider itself, or was put together by Aider. */
  #wordsOf(message: string): string | undefined {
    const asked = this.#asked;
    this.#asked = undefined;
    if (/^[/!]/.test(message)) return (this.#asked = wordsOfCommand(message));
    const isRepeated = asked !== undefined && sameWords(asked, message);
    // The plan of an "architect" is handed to the editor as if the user had said it.
    const isHandedOn = this.#answer !== '' && sameWords(this.#answer, message);
    const isConfirmation = !this.#isAnswered && CONFIRMATION.test(message);
    if (isRepeated || isHandedOn || isConfirmation || PUT_TOGETHER.some((text) => text.test(message))) return undefined;
    return message;
  }
}

/** Commands whose argument is said to the assistant. Aider takes the beginning of a name, too. */
const SPOKEN_COMMANDS = ['ask', 'architect', 'code', 'context', 'ok'];

function wordsOfCommand(message: string): string | undefined {
  const [, name = '', words = ''] = /^\/(\S+)\s*([\s\S]*)$/.exec(message) ?? [];
  const isSpoken = SPOKEN_COMMANDS.some((spoken) => spoken === name || (name.length > 2 && spoken.startsWith(name)));
  return isSpoken && words.trim() !== '' ? words.trim() : undefined;
}

const CONFIRMATION = /^(?:y|yes|n|no|a|all|s|skip|d|don't)[.!]?$/i;

/** Messages in the user's place that Aider writes: an empty line, questions it answers itself, errors and output it hands on. */
const PUT_TOGETHER: readonly RegExp[] = [
  /^<blank>$/,
  /\(Y\)es\/\(N\)o/,
  /^# Fix any errors below, if possible\./,
  /^# Question: [\s\S]*^# Relevant docs:/m,
  /^I ran this command:\s/,
  /^(?:##? )?Running: /,
  /^I've written your instructions in comments in the code/,
];

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}

function isHistory(relative: string): boolean {
  return /(?:^|\/)[^/]*aider[^/]*history[^/]*\.md$/i.test(relative) && !relative.includes('node_modules/');
}

/**
 * Files that settings of Aider name instead. One outside the project may be that of several projects, and nothing in it tells which conversation is
 * about which, so it is left alone.
 */
async function configuredFiles(root: string, { home, env, roots }: Places): Promise<string[]> {
  const named = [env['AIDER_CHAT_HISTORY_FILE'], settingIn(await textIfThere(path.join(root, SETTINGS)))];
  const files = named.flatMap((name) => (name ? path.resolve(root, name.replace(/^~(?=[\\/])/, home)) : []));
  const own = await Promise.all(files.map((file) => isInside(file, roots)));
  return files.filter((_, index) => own[index]);
}

function settingIn(settings: string): string | undefined {
  try {
    return toText(toObject(parse(settings))[SETTING]);
  } catch {
    // No YAML: it names no file.
    return undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
