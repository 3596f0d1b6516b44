import { open, stat } from 'node:fs/promises';
import { Decompress } from 'fzstd';
import { isObject, type JsonObject } from './json';
import { cutLongStrings } from './longStrings';
import type { TranscriptItem } from './transcript';

export type Skipped = Extract<TranscriptItem, { readonly type: 'skipped' }>;

/** Bytes of a file, the last one excluded. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A line that is too long to be held, and where it stands. */
export type LongLine = Skipped & { readonly range: ByteRange };

export interface LineOptions {
  readonly signal?: AbortSignal | undefined;
  /** A longer line is passed over without being held. Default: `MAX_LINE_BYTES`. */
  readonly maxLineBytes?: number;
  /** Called with the bytes of a line, which it may change, before they become text. */
  readonly prepare?: (bytes: Buffer) => Buffer;
}

/** Tool output with pictures in it takes a few MB; nothing that a person or an assistant said comes near this. */
export const MAX_LINE_BYTES = 16 << 20;

export const SKIPPED = {
  longLine: 'a line that is too long',
  noJson: 'a line that is no JSON object',
  lastLine: 'a last line that is not finished',
  archive: 'the rest of a damaged archive',
  document: 'the rest of a damaged file',
} as const;

/** A line without its end. */
export interface Line {
  readonly type: 'line';
  readonly text: string;
  /** Whether a line end follows. The last line of a file that is still being written has none. */
  readonly ended: boolean;
}

/**
 * Streams the lines of a UTF-8 file, plain or compressed (`.zst`), holding one at a time. Takes LF and CRLF, and a byte order mark.
 * @throws what the file system throws for `path`; the reason of the signal
 */
export async function* readLines(path: string, options: LineOptions = {}): AsyncGenerator<Line | LongLine | Skipped> {
  const splitter = new LineSplitter(options.maxLineBytes ?? MAX_LINE_BYTES, options.prepare);
  const chunks = path.endsWith('.zst') ? decompress(path, options.signal) : readChunks(path, options.signal);
  for await (const chunk of chunks) {
    if (chunk instanceof Uint8Array) yield* splitter.push(chunk);
    else yield chunk;
  }
  yield* splitter.end();
}

/** Streams the objects of a file with one JSON object a line. Blank lines are nothing; what is no object is told as skipped. */
export async function* readJsonLines(
  path: string,
  options: LineOptions = {},
): AsyncGenerator<{ readonly type: 'record'; readonly record: JsonObject } | LongLine | Skipped> {
  for await (const line of readLines(path, { prepare: withoutLongStrings, ...options })) {
    if (line.type === 'skipped') yield line;
    else if (line.text.trim() !== '') {
      const record = parseObject(line.text);
      if (record) yield { type: 'record', record };
      else yield skipped(line.ended ? SKIPPED.noJson : SKIPPED.lastLine);
    }
  }
}

/** Lines up to this are read as they are; longer ones hold output of tools. In bytes. */
const LONG_LINE_BYTES = 1 << 17;
/** Nothing that was said is longer, and of what is only a beginning is kept. In bytes. */
const LONGEST_STRING_BYTES = 1 << 16;

function withoutLongStrings(bytes: Buffer): Buffer {
  return bytes.length > LONG_LINE_BYTES ? cutLongStrings(bytes, LONGEST_STRING_BYTES) : bytes;
}

export function skipped(reason: string): Skipped {
  return { type: 'skipped', reason };
}

/** The object that a text says in JSON, if it does. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Damage is expected here; the caller tells it.
    return undefined;
  }
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Room for a line that began in an earlier chunk, at first; it grows with the longest one. */
const ROOM_BYTES = 1 << 18;

/**
 * Cuts bytes into lines. It looks for the byte of a newline, which is part of no other character in UTF-8. Chunks are copied where they end within
 * a line, so that they may be filled again.
 */
class LineSplitter {
  readonly #maxBytes: number;
  readonly #prepare: ((bytes: Buffer) => Buffer) | undefined;
  #begun = Buffer.allocUnsafe(ROOM_BYTES);
  #sizeBytes = 0;
  /** Where the line begins in the file. */
  #start = 0;

  constructor(maxBytes: number, prepare?: (bytes: Buffer) => Buffer) {
    this.#maxBytes = maxBytes;
    this.#prepare = prepare;
  }

  *push(chunk: Uint8Array): Generator<Line | LongLine> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield this.#take(chunk.subarray(start, end), true);
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
  }

  *end(): Generator<Line | LongLine> {
    if (this.#sizeBytes > 0) yield this.#take(new Uint8Array(0), false);
  }

  #hold(part: Uint8Array): void {
    const sizeBytes = this.#sizeBytes + part.length;
    if (sizeBytes <= this.#maxBytes) {
      if (sizeBytes > this.#begun.length) {
        const room = Buffer.allocUnsafe(Math.max(sizeBytes, 2 * this.#begun.length));
        this.#begun.copy(room, 0, 0, this.#sizeBytes);
        this.#begun = room;
      }
      this.#begun.set(part, this.#sizeBytes);
    }
    this.#sizeBytes = sizeBytes;
  }

  #take(rest: Uint8Array, ended: boolean): Line | LongLine {
    const isWhole = this.#sizeBytes === 0;
    if (!isWhole) this.#hold(rest);
    const sizeBytes = isWhole ? rest.length : this.#sizeBytes;
    const bytes = isWhole ? Buffer.from(rest.buffer, rest.byteOffset, rest.length) : this.#begun.subarray(0, sizeBytes);
    const range = { start: this.#start, end: this.#start + sizeBytes };
    const line: Line | LongLine =
      sizeBytes > this.#maxBytes
        ? { ...skipped(SKIPPED.longLine), range }
        : { type: 'line', text: textOf(this.#prepare?.(bytes) ?? bytes, range.start === 0), ended };
    this.#sizeBytes = 0;
    this.#start = range.end + 1;
    return line;
  }
}

function textOf(bytes: Buffer, first: boolean): string {
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  const text = bytes.toString('utf8', 0, end);
  return first && text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * Streams the bytes of a file, or some of them. A chunk is valid until the next one is asked for.
 * @throws what the file system throws for `path`; the reason of the signal
 */
export async function* readChunks(
  path: string,
  signal?: AbortSignal,
  { start, end }: ByteRange = { start: 0, end: Infinity },
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  // Opening a pipe would wait for ever.
  if (!(await stat(path)).isFile()) throw new Error(`${path} is not a file.`);
  const file = await open(path);
  try {
    const room = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = start; at < end;) {
      const { bytesRead } = await file.read(room, 0, Math.min(CHUNK_BYTES, end - at), at);
      signal?.throwIfAborted();
      if (bytesRead === 0) return;
      yield room.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

const CHUNK_BYTES = 1 << 18;

/** A block of Zstandard takes 4 bytes and makes up to 128 KB, so few bytes at a time bound what one step can make: 32 MB. */
const ZSTD_STEP_BYTES = 1 << 10;

async function* decompress(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array | Skipped> {
  let made: Uint8Array[] = [];
  const archive = new Decompress((chunk) => {
    // The decompressor uses its buffers again.
    if (chunk.length > 0) made.push(chunk.slice());
  });
  for await (const chunk of readChunks(path, signal)) {
    for (let start = 0; start < chunk.length; start += ZSTD_STEP_BYTES) {
      // A copy, since the decompressor keeps what it cannot use yet.
      const intact = push(archive, new Uint8Array(chunk.subarray(start, start + ZSTD_STEP_BYTES)), false);
      yield* made;
      made = [];
      if (!intact) {
        yield skipped(SKIPPED.archive);
        return;
      }
    }
  }
  const intact = push(archive, new Uint8Array(0), true);
  yield* made;
  if (!intact) yield skipped(SKIPPED.archive);
}

function push(archive: Decompress, chunk: Uint8Array, last: boolean): boolean {
  try {
    archive.push(chunk, last);
    return true;
  } catch {
    // Truncated, or no archive at all: what came before it stands.
    return false;
  }
}
