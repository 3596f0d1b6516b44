import { opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TranscriptItem } from './transcript';

/** Deeper than any assistant lays its files, shallow enough to end soon in a folder that is none of theirs. */
const MAX_DEPTH = 8;

/**
 * Reads a file, or each file below a folder whose path below it is wanted, in the order of their names. Links are not followed, so that nothing
 * outside is read.
 * @throws what the file system throws for `root` itself; the reason of the signal
 */
export async function* readEach(
  root: string,
  wanted: (relative: string) => boolean,
  read: (file: string) => AsyncIterable<TranscriptItem>,
  signal?: AbortSignal,
): AsyncGenerator<TranscriptItem> {
  signal?.throwIfAborted();
  for await (const file of filesUnder(root, wanted, signal)) {
    try {
      yield* read(file);
    } catch (error) {
      signal?.throwIfAborted();
      if (file === root || !isSystemError(error)) throw error;
      yield { type: 'skipped', reason: 'a file that cannot be opened' };
    }
  }
}

/**
 * The file itself, or the files below a folder whose path below it is wanted, sorted by name.
 * @throws what the file system throws for `root` itself
 */
export async function* filesUnder(
  root: string,
  wanted: (relative: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  if ((await stat(root)).isDirectory()) yield* filesIn(root, wanted, signal);
  else yield root;
}

/** The files below a folder whose path below it is wanted, sorted by name. Links are not followed; a folder that cannot be opened counts as empty. */
export async function* filesIn(
  folder: string,
  wanted: (relative: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  yield* filesBelow(folder, '', wanted, 0, signal);
}

/** Names of the folders in a place that need not exist, sorted. Links are left out. */
export async function foldersIn(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).filter((entry) => entry.isFolder).map((entry) => entry.name);
}

/** Whether a folder or file is one of the roots or lies in one; links in it are resolved as far as it exists. */
export async function isInside(candidate: string, roots: readonly string[]): Promise<boolean> {
  if (!path.isAbsolute(candidate)) return false;
  if (isBelow(candidate, roots)) return true;
  try {
    return isBelow(await realpath(candidate), roots);
  } catch {
    // It does not exist here any more, or never did.
    return false;
  }
}

/** Whether the file system threw it, rather than a mistake of ours. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

function isBelow(candidate: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const relative = path.relative(root, candidate);
    return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
}

async function* filesBelow(
  root: string,
  below: string,
  wanted: (relative: string) => boolean,
  depth: number,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  signal?.throwIfAborted();
  for (const { name, isFolder } of await entriesOf(path.join(root, below))) {
    const relative = below === '' ? name : `${below}/${name}`;
    if (!isFolder && wanted(relative)) yield path.join(root, relative);
    if (isFolder && depth < MAX_DEPTH) yield* filesBelow(root, relative, wanted, depth + 1, signal);
  }
}

async function entriesOf(folder: string): Promise<{ readonly name: string; readonly isFolder: boolean }[]> {
  const entries: { name: string; isFolder: boolean }[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isFile() || entry.isDirectory()) entries.push({ name: entry.name, isFolder: entry.isDirectory() });
    }
  } catch {
    // Missing, no folder, or not ours to read.
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
