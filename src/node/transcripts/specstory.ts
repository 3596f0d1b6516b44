import path from 'node:path';
import type { Role } from '../../core/index';
import { Dialogue } from './dialogue';
import { filesIn, readEach } from './folders';
import { toTime } from './json';
import { readLines } from './lines';
import { commitsIn } from './shell';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';
import { TurnIds } from './turnIds';

const FOLDER = path.join('.specstory', 'history');

/**
 * SpecStory: one Markdown file a conversation in the project, written from the transcripts of other assistants. A line `_**User (time)**_` or
 * `_**Agent (model time)**_` begins a message; a conversation with a subagent is marked "sidechain".
 */
export const specstory: TranscriptReader = {
  app: 'specstory',
  where: ({ roots }) => roots.map((root) => path.join(root, FOLDER)),
  async *find(places: Places, signal?: AbortSignal) {
    for (const folder of specstory.where(places)) yield* filesIn(folder, isTranscript, signal);
  },
  read: (place, signal) => readEach(place, isTranscript, (file) => readTranscript(file, signal), signal),
};

function isTranscript(relative: string): boolean {
  return relative.endsWith('.md');
}

/** Nobody says more in one go; a message of a damaged file is cut here. In characters. */
const MAX_TEXT_LENGTH = 1 << 22;

interface Message {
  readonly role: Role;
  readonly isSidechain: boolean;
  readonly time?: string;
  readonly lines: string[];
  length: number;
}

async function* readTranscript(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const reader = new Reader(path.basename(file, '.md'));
  for await (const line of readLines(file, { signal })) {
    if (line.type === 'skipped') yield line;
    else yield* reader.push(line.text);
  }
  yield* reader.end();
}

const SESSION = /^<!-- .*?\bSession (\S+)(?: \((.+)\))? -->\s*$/;
const SPEAKER = /^_\*\*(User|Agent|Assistant)( - sidechain)?(?: \((.*)\))?\*\*_\s*$/;
const TITLE = /^# (.+)$/;
const FENCE = /^\s{0,3}(?:`{3,}|~{3,})/;

class Reader {
  #id: string;
  #title: string | undefined;
  #startedAt: string | undefined;
  #dialogue: Dialogue | undefined;
  readonly #ids = new TurnIds();
  #message: Message | undefined;
  #isInCode = false;

  /** @param name stands for the id where the file tells none */
  constructor(name: string) {
    this.#id = name;
  }

  *push(line: string): Generator<TranscriptItem> {
    const [, speaker, sidechain, details] = SPEAKER.exec(line) ?? [];
    const time = timeIn(details);
    // Code and output may quote a transcript; of a real message that follows code left open the time is told, and is not an earlier one.
    const isQuoted = this.#isInCode && (time === undefined || time < (this.#message?.time ?? ''));
    if (speaker !== undefined && !isQuoted) {
      yield* this.#say();
      const role = speaker === 'User' ? 'user' : 'assistant';
      this.#message = {
        role,
        isSidechain: sidechain !== undefined,
        ...(time !== undefined && { time }),
        lines: [],
        length: 0,
      };
      this.#isInCode = false;
    } else if (this.#message !== undefined) {
      this.#message.length += line.length + 1;
      if (this.#message.length <= MAX_TEXT_LENGTH) this.#message.lines.push(line);
      if (FENCE.test(line)) this.#isInCode = !this.#isInCode;
    } else {
      this.#describe(line);
    }
  }

  *end(): Generator<TranscriptItem> {
    yield* this.#say();
    if (this.#dialogue) yield* this.#dialogue.end();
  }

  #describe(line: string): void {
    const [, id, started] = SESSION.exec(line) ?? [];
    const title = TITLE.exec(line)?.[1];
    this.#id = id ?? this.#id;
    this.#startedAt ??= timeIn(started);
    // Newer versions have the time of the beginning for a title.
    if (title !== undefined && !/^\d{4}-\d\d-\d\d/.test(title)) this.#title ??= title;
  }

  #begin(): Dialogue {
    const dialogue = new Dialogue(this.#id);
    if (this.#startedAt !== undefined) dialogue.setStart(this.#startedAt);
    if (this.#title !== undefined) dialogue.setTitle(this.#title, 'assistant');
    return dialogue;
  }

  *#say(): Generator<TranscriptItem> {
    const message = this.#message;
    this.#message = undefined;
    if (message === undefined || message.isSidechain) return;
    const { role, time } = message;
    const dialogue = (this.#dialogue ??= this.#begin());
    const whole = message.lines.join('\n');
    const text = whole
      .replace(TOOLS, '')
      .replace(THOUGHTS, '')
      .replace(/(?:\n\s*---)+\s*$/, '')
      .trim();
    if (text !== '')
      yield* dialogue.say({ id: this.#ids.next(role, text), role, text, ...(time !== undefined && { time }) });
    for (const [, type, body = ''] of whole.matchAll(TOOLS)) {
      const file = type === 'write' ? /`([^`\n]*[\w)\]](?:\.[\w-]+|\/[^`\n]*))`/.exec(body)?.[1] : undefined;
      if (file !== undefined) dialogue.touch(file);
      if (type === 'shell') for (const sha of commitsIn(body)) dialogue.commit(sha);
    }
  }
}

const TOOLS = /<tool-use\b(?:[^>]*\bdata-tool-type="(\w+)")?[^>]*>([\s\S]*?)(?:<\/tool-use>|$)/g;
const THOUGHTS = /<think>[\s\S]*?(?:<\/think>|$)/g;

/** "2026-05-01 10:00:00Z" at the end of what stands in brackets; without a zone it is taken for local time. */
function timeIn(details: string | undefined): string | undefined {
  const [, day, clock, zone = ''] =
    /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?$/.exec(details ?? '') ?? [];
  return day === undefined || clock === undefined
    ? undefined
    : toTime(`${day}T${clock}${zone.replace(/^(...)(\d\d)$/, '$1:$2')}`);
}
