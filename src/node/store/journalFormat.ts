import { createHash, randomUUID } from 'node:crypto';
import type { JournalRecord } from '../../core/index';
import { parseRecord } from './recordSchema';

/**
 * The journal is a file of lines, each of which stands alone:
 *
 *     <checksum> <fence> <json>\n
 *
 * The checksum covers the fence and the JSON. The fence is the number of the lock under which the line was written. The first line's JSON
 * is the header; the framing of that line is the same in every version to come, so that each version can tell what it has in hand.
 */
export const FORMAT_VERSION = 1;
const FORMAT_NAME = 'memory-r1';

/** 64 bits of SHA-256: no damage that a disk does passes by chance. */
const CHECKSUM_DIGITS = 16;
/** More than this cannot have run together by chance; texts that imitate our frames must not cost time. */
const MOST_PIECES = 64;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const LINE_END = Buffer.from('\n');

export interface Header {
  readonly version: number;
}

/** Turns a line of some version of the format into what the current one would hold. Undefined when the line is damaged. */
export type DecodeLine = (line: Buffer) => { readonly fence: number; readonly value: unknown } | undefined;

/** Decoders of older versions, by version. */
export type OlderFormats = ReadonlyMap<number, DecodeLine>;

export interface DamagedLine {
  /** Where it begins in the file. */
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface ParsedLines {
  readonly records: readonly JournalRecord[];
  readonly damaged: readonly DamagedLine[];
  /** Lines that are intact and of a kind that this version does not know: left alone. */
  readonly unknown: number;
  readonly header?: Header;
  /** Highest fence met, 0 without any. */
  readonly fence: number;
  /** How many bytes were understood or found damaged; what follows is an unfinished last line. */
  readonly consumed: number;
}

/** No two headers are the same: by its own a journal that was rewritten is told from what it was before. */
export function encodeHeader(): string {
  const created = new Date().toISOString();
  return encode(0, { format: FORMAT_NAME, version: FORMAT_VERSION, created, edition: randomUUID() });
}

export function encodeRecord(fence: number, record: JournalRecord): string {
  return encode(fence, record);
}

/** Reads the header that a journal begins with. Undefined when there is none, or a damaged one. */
export function parseHeader(start: Buffer): Header | undefined {
  const end = start.indexOf(NEWLINE);
  const framed = decodeLine(end < 0 ? start : start.subarray(0, end));
  return framed && toHeader(framed.value);
}

/**
 * Reads every line, whatever the lines around it look like. A last line without an end counts only if it is whole: that a writer is
 * still busy with it, or that it died there, cannot be told apart from here.
 * @param base where the bytes begin in the file
 */
export function parseLines(bytes: Buffer, base: number, older?: DecodeLine): ParsedLines {
  const records: JournalRecord[] = [];
  const damaged: DamagedLine[] = [];
  let unknown = 0;
  let header: Header | undefined;
  let fence = 0;
  let consumed = 0;
  for (const line of readLines(bytes, older)) {
    for (const framed of line.frames) {
      fence = Math.max(fence, framed.fence);
      const found = toHeader(framed.value);
      const record = found ? undefined : parseRecord(framed.value);
      if (found) header ??= found;
      else if (record) records.push(record);
      else unknown++;
    }
    if (line.ended && !line.whole) damaged.push({ offset: base + line.start, bytes: Buffer.from(line.bytes) });
    if (line.ended || line.whole) consumed = line.end;
  }
  return { records, damaged, unknown, ...(header && { header }), fence, consumed };
}

/**
 * The journal with what its lines hold replaced, piece by piece; the lines' order, fences and number of values stay. It gets a header of its
 * own, by which whoever has the old one open notices.
 * @param change returns the value itself where nothing is to be changed
 * @param keeps whether a damaged line, or an unfinished last one, goes over as it is; else it is left out
 */
export function* rewriteLines(
  bytes: Buffer,
  change: (value: unknown) => unknown,
  keeps: (damaged: Buffer) => boolean,
): Generator<Buffer> {
  yield Buffer.from(encodeHeader());
  for (const line of readLines(bytes)) {
    for (const { bytes: framed, fence, value } of line.frames) {
      if (toHeader(value)) continue;
      const changed = change(value);
      yield changed === value ? Buffer.concat([framed, LINE_END]) : Buffer.from(encode(fence, changed));
    }
    if (!line.whole && keeps(line.bytes)) yield line.ended ? Buffer.concat([line.bytes, LINE_END]) : line.bytes;
  }
}

/** All values of a journal, its header included, and as text what is damaged in it; each with where its line ends. */
export function* readValues(bytes: Buffer): Generator<{ readonly end: number; readonly value: unknown }> {
  for (const { end, frames, whole, bytes: line } of readLines(bytes)) {
    for (const { value } of frames) yield { end, value };
    if (!whole) yield { end, value: line.toString('utf8') };
  }
}

interface Line {
  readonly bytes: Buffer;
  /** Where it begins, and where the next one does. */
  readonly start: number;
  readonly end: number;
  /** What is intact in it: one frame, of a damaged line perhaps several. */
  readonly frames: readonly Framed[];
  /** Nothing is lost of it but bytes between its frames. */
  readonly whole: boolean;
  /** False for a last line without a line end. */
  readonly ended: boolean;
}

type Framed = NonNullable<ReturnType<DecodeLine>> & { readonly bytes: Buffer };

function* readLines(bytes: Buffer, older?: DecodeLine): Generator<Line> {
  const decode = (line: Buffer): Framed[] => {
    const framed = decodeLine(line) ?? older?.(line);
    return framed ? [{ ...framed, bytes: line }] : [];
  };
  for (let start = 0, end; start < bytes.length; start = end) {
    const newline = bytes.indexOf(NEWLINE, start);
    const ended = newline >= 0;
    end = ended ? newline + 1 : bytes.length;
    const line = bytes.subarray(start, ended ? newline : end);
    const place = { bytes: line, start, end, ended };
    const frames = ended ? decode(line) : [];
    if (frames.length > 0 || line.length === 0) {
      yield { ...place, frames, whole: true };
      continue;
    }
    const pieces = wholePieces(line);
    const whole = isCoveredBy(line, pieces);
    yield { ...place, frames: ended || whole ? pieces.flatMap(decode) : [], whole };
  }
}

function encode(fence: number, value: unknown): string {
  const body = `${fence} ${JSON.stringify(value)}`;
  return `${checksum(body)} ${body}\n`;
}

function decodeLine(line: Buffer): ReturnType<DecodeLine> {
  if (line[CHECKSUM_DIGITS] !== SPACE) return undefined;
  const body = line.subarray(CHECKSUM_DIGITS + 1);
  if (checksum(body) !== line.toString('latin1', 0, CHECKSUM_DIGITS)) return undefined;
  const space = body.indexOf(SPACE);
  const fence = Number(body.toString('latin1', 0, space));
  const value = parseJson(body.toString('utf8', space + 1));
  return Number.isSafeInteger(fence) && value !== undefined ? { fence, value } : undefined;
}

/** @returns undefined for what is no JSON (which has no undefined of its own). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // The caller treats it as damage.
  }
}

function checksum(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex').slice(0, CHECKSUM_DIGITS);
}

/**
 * What is whole inside a damaged line. Where the end of a line was lost, two records share one line; each beginning of a frame
 * is tried with each possible end, and the checksum decides.
 */
function wholePieces(line: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  const starts = [...line.toString('latin1').matchAll(/[0-9a-f]{16} \d+ \{/g)]
    .map((match) => match.index)
    .slice(0, MOST_PIECES);
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] ?? 0;
    for (let j = i + 1; j <= starts.length; j++) {
      const end = starts[j] ?? line.length;
      const whole = [line.subarray(start, end), line.subarray(start, end - 1)].find((piece) => decodeLine(piece));
      if (!whole) continue;
      pieces.push(whole);
      i = j - 1;
      break;
    }
  }
  return pieces;
}

/** Whether nothing was lost but the bytes between the pieces. */
function isCoveredBy(line: Buffer, pieces: readonly Buffer[]): boolean {
  return pieces.reduce((sum, piece) => sum + piece.length + 1, 0) >= line.length;
}

function toHeader(value: unknown): Header | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { format, version } = value as { format?: unknown; version?: unknown };
  return format === FORMAT_NAME && typeof version === 'number' ? { version } : undefined;
}
