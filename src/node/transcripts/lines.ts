import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Decompress } from 'fzstd';
import { isObject, type JsonObject } from './json';
import type { TranscriptItem } from './transcript';

export type Skipped = Extract<TranscriptItem, { readonly type: 'skipped' }>;

export interface LineOptions {
  readonly signal?: AbortSignal | undefined;
  /** A longer line is passed over without being held. Default: `MAX_LINE_BYTES`. */
  readonly maxLineBytes?: number;
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
export async function* readLines(path: string, options: LineOptions = {}): AsyncGenerator<Line | Skipped> {
  const splitter = new LineSplitter(options.maxLineBytes ?? MAX_LINE_BYTES);
  const chunks = path.endsWith('.zst') ? decompress(path, options.signal) : readChunks(path, options);
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
): AsyncGenerator<{ readonly type: 'record'; readonly record: JsonObject } | Skipped> {
  for await (const line of readLines(path, options)) {
    if (line.type === 'skipped') yield line;
    else if (line.text.trim() !== '') {
      const record = parseObject(line.text);
      if (record) yield { type: 'record', record };
      else yield skipped(line.ended ? SKIPPED.noJson : SKIPPED.lastLine);
    }
  }
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

/** Cuts bytes into lines. It looks for the byte of a newline, which is part of no other character in UTF-8. */
class LineSplitter {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #sizeBytes = 0;
  #first = true;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(chunk: Uint8Array): Generator<Line | Skipped> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#hold(chunk.subarray(start, end));
      yield this.#take(true);
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
  }

  *end(): Generator<Line | Skipped> {
    if (this.#sizeBytes > 0) yield this.#take(false);
  }

  #hold(part: Uint8Array): void {
    this.#sizeBytes += part.length;
    if (this.#sizeBytes > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(ended: boolean): Line | Skipped {
    const tooLong = this.#sizeBytes > this.#maxBytes;
    const text = tooLong ? '' : toText(this.#parts, this.#first);
    this.#parts = [];
    this.#sizeBytes = 0;
    this.#first = false;
    return tooLong ? skipped(SKIPPED.longLine) : { type: 'line', text, ended };
  }
}

function toText(parts: readonly Uint8Array[], first: boolean): string {
  const [only] = parts;
  const bytes =
    only && parts.length === 1 ? Buffer.from(only.buffer, only.byteOffset, only.length) : Buffer.concat(parts);
  const text = bytes.toString('utf8');
  const start = first && text.startsWith('\uFEFF') ? 1 : 0;
  return text.slice(start, text.endsWith('\r') ? -1 : undefined);
}

/**
 * Streams the bytes of a file.
 * @throws what the file system throws for `path`; the reason of the signal
 */
export async function* readChunks(
  path: string,
  { signal, sizeBytes = 1 << 18 }: { readonly signal?: AbortSignal | undefined; readonly sizeBytes?: number } = {},
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  // Opening a pipe would wait for ever.
  if (!(await stat(path)).isFile()) throw new Error(`${path} is not a file.`);
  for await (const chunk of createReadStream(path, { highWaterMark: sizeBytes })) {
    signal?.throwIfAborted();
    yield chunk as Uint8Array;
  }
}

/** A block of Zstandard takes 4 bytes and makes up to 128 KB, so few bytes at a time bound what one step can make: 32 MB. */
const ZSTD_STEP_BYTES = 1 << 10;

async function* decompress(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array | Skipped> {
  let made: Uint8Array[] = [];
  const archive = new Decompress((chunk) => {
    // The decompressor uses its buffers again.
    if (chunk.length > 0) made.push(chunk.slice());
  });
  for await (const chunk of readChunks(path, { signal, sizeBytes: 1 << 16 })) {
    for (let start = 0; start < chunk.length; start += ZSTD_STEP_BYTES) {
      const intact = push(archive, chunk.subarray(start, start + ZSTD_STEP_BYTES), false);
      yield* made;
      made = [];
      if (!intact) return yield skipped(SKIPPED.archive);
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
