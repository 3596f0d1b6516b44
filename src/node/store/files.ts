import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Files on disk as a store needs them: whole or not at all, and there after the power went. */

const TEMPORARY = /\.[0-9a-f]{8}\.tmp$/;

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/**
 * Replaces a file: written aside, made durable, renamed. Readers see the old or the new one.
 * @param isWanted asked when all is ready; if it says no, nothing is replaced
 * @returns whether it was replaced
 */
export async function replaceFile(
  path: string,
  content: Uint8Array,
  isWanted?: () => Promise<boolean>,
): Promise<boolean> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (isWanted && !(await isWanted())) {
      await rm(temporary, { force: true });
      return false;
    }
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** Whether a file is what `replaceFile` writes aside. */
export function isAside(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Removes what a process that died left of `replaceFile`. What is younger may belong to one that lives. */
export async function removeStrayFiles(folder: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isAside(name)) continue;
    const path = join(folder, name);
    const found = await statIfThere(path);
    if (found && found.mtimeMs < Date.now() - olderThanMs) await rm(path, { force: true });
  }
}

/** Makes new names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows cannot open a folder for this, and some file systems refuse: there, names are as durable as the system makes them.
    if (!hasCode(error, 'EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF')) throw error;
  }
}

export async function createFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first !== undefined) await syncFolder(dirname(first));
}

/** Whether a folder, or the nearest one above it that exists, can be written to. */
export async function isWritable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (await statIfThere(path)) {
      try {
        await access(path, constants.W_OK);
        return true;
      } catch {
        return false; // Whatever the reason is: nothing can be written there.
      }
    }
    if (path === dirname(path)) return false;
  }
}

/** Windows refuses to rename over a file that a virus scanner or another process has open just then. */
async function renameOver(from: string, to: string): Promise<void> {
  const pausesMs = [10, 20, 50, 100, 200, 400, 800];
  for (const pauseMs of pausesMs) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error;
      await sleep(pauseMs);
    }
  }
  await rename(from, to);
}
