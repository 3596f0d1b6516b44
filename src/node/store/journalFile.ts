import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Stats } from 'node:fs';
import { hasCode, statIfThere, syncFolder } from './files';

/** How many bytes before a position vouch for what lies before it. */
const GUARD_BYTES = 4096;

/** Headers are shorter. */
const HEAD_BYTES = 1024;
const NEWLINE = 0x0a;

/**
 * How far a journal was read. The head is its first line, which no other journal has, the guard holds the last bytes before the offset:
 * if both are still there, it is the same journal, longer at most; else it was replaced (restored, migrated, cut, purged) and must be
 * read from its beginning.
 */
export interface Position {
  readonly offset: number;
  readonly head: Buffer;
  readonly guard: Buffer;
}

export const START: Position = { offset: 0, head: Buffer.alloc(0), guard: Buffer.alloc(0) };

/** The position after bytes that follow it. */
export function advance(position: Position, bytes: Buffer): Position {
  const joined = Buffer.concat([position.guard, bytes.subarray(-GUARD_BYTES)]);
  return {
    offset: position.offset + bytes.length,
    head: position.offset === 0 ? headOf(bytes) : position.head,
    guard: Buffer.from(joined.subarray(-GUARD_BYTES)),
  };
}

/** The first line of a journal. */
export async function readHead(path: string): Promise<Buffer> {
  return headOf(await readFrom(path, 0, HEAD_BYTES));
}

function headOf(start: Buffer): Buffer {
  const end = start.subarray(0, HEAD_BYTES).indexOf(NEWLINE);
  return Buffer.from(start.subarray(0, end < 0 ? HEAD_BYTES : end));
}

/** What a stat tells cheaply: two equal stamps, and nothing was written in between. */
export function isSameStamp(a: Stats | undefined, b: Stats | undefined): boolean {
  return a?.size === b?.size && a?.mtimeMs === b?.mtimeMs && a?.ino === b?.ino;
}

/** @returns what follows the position; undefined when the journal was replaced. A missing file reads as an empty one. */
export async function readAfter(path: string, position: Position): Promise<Buffer | undefined> {
  if (!(await isSameJournal(path, position))) return undefined;
  const from = position.offset - position.guard.length;
  const bytes = await readFrom(path, from);
  if (!bytes.subarray(0, position.guard.length).equals(position.guard)) return undefined;
  return bytes.subarray(position.guard.length);
}

/** Whether the journal was not replaced as a whole. */
export async function isSameJournal(path: string, { offset, head }: Position): Promise<boolean> {
  return offset === 0 || head.equals(await readHead(path));
}

/** @returns the bytes from an offset on, at most `atMost`; none when the file is missing or shorter. */
export async function readFrom(path: string, offset: number, atMost = Infinity): Promise<Buffer> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return Buffer.alloc(0);
    throw error;
  }
  try {
    const size = Math.min(Math.max((await file.stat()).size - offset, 0), atMost);
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, size - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

/** Appends in one write and makes it durable. */
export async function appendDurably(path: string, bytes: Buffer): Promise<void> {
  const isNew = (await statIfThere(path)) === undefined;
  const file = await open(path, 'a');
  try {
    for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
    await file.datasync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(dirname(path));
}
