import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTask } from 'node:timers/promises';
import { errors } from '../../core/index';
import { LOCK_TIMES, holdBank, type Hold, type LockTimes } from './bankLock';
import { CHECKPOINT, JOURNAL } from './fileNames';
import { isAside, replaceFile, statIfThere, syncFolder } from './files';
import { readFrom } from './journalFile';
import { rewriteLines } from './journalFormat';
import { QUARANTINE, UNFIT, cleanQuarantine } from './quarantine';

/** What is to stand in place of what a bank holds. */
export interface Rewriting {
  /** Looks at the journal before it is rewritten. The bank is locked: what was looked at before must cost little. */
  readonly prepare: (journal: Buffer) => Promise<void>;
  /** What a line's value becomes; the value itself where nothing changes. */
  readonly change: (value: unknown) => unknown;
  /** Whether text that is no record, because it is damaged, may stay. */
  readonly keeps: (text: string) => boolean;
}

/** There while a rewriting is under way. Found without one, it says that one was cut off. */
const UNFINISHED = 'rewriting.unfinished';

/** Times that a rewriting tries again after its lock was taken from it. */
const TAKEOVERS = 5;
/** How long the lines of a journal are worked on before timers get a chance: one of them keeps the lock fresh. */
const TURN_MS = 50;

/**
 * Rewrites the journal and the quarantine of a bank, and removes whatever else holds copies of their texts: checkpoint, vectors, backups,
 * and what was written aside. The journal is replaced in one step. Before it nothing that counts has changed; after it only copies are left,
 * which the next open removes if this process dies.
 * @returns names of the files that were written anew or removed
 * @throws KnownError 'store/locked'
 */
export async function rewriteBank(
  folder: string,
  rewriting: Rewriting,
  times: LockTimes = LOCK_TIMES,
  signal?: AbortSignal,
): Promise<string[]> {
  for (let attempt = 0; attempt < TAKEOVERS; attempt++) {
    const hold = await holdBank(folder, times, 0, signal);
    try {
      const files = await rewriteLocked(folder, rewriting, hold, signal);
      if (files) return files;
    } finally {
      await hold.release();
    }
  }
  throw errors.locked();
}

/** Removes the copies that a rewriting which was cut off has left. */
export async function finishRewriting(folder: string, times: LockTimes): Promise<void> {
  if (!(await isUnfinished(folder))) return;
  const hold = await holdBank(folder, times, 0);
  try {
    // Whoever held the lock may have finished it.
    if (await isUnfinished(folder)) await removeCopies(folder);
  } finally {
    await hold.release();
  }
}

export async function isUnfinished(folder: string): Promise<boolean> {
  return (await statIfThere(join(folder, UNFINISHED))) !== undefined;
}

/** @returns undefined when the lock was lost before anything that counts had changed */
async function rewriteLocked(
  folder: string,
  { prepare, change, keeps }: Rewriting,
  hold: Hold,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  const path = join(folder, JOURNAL);
  const journal = await readFrom(path, 0);
  await prepare(journal);
  const lines: Buffer[] = [];
  let last = performance.now();
  for (const line of rewriteLines(journal, change, (damaged) => keeps(damaged.toString('utf8')))) {
    lines.push(line);
    if (performance.now() - last < TURN_MS) continue;
    await nextTask();
    last = performance.now();
  }
  signal?.throwIfAborted();

  // From here on it cannot be cancelled.
  await writeFile(join(folder, UNFINISHED), '');
  await syncFolder(folder);
  const isQuarantineChanged = await cleanQuarantine(folder, keeps);
  if (journal.length > 0 && !(await replaceFile(path, Buffer.concat(lines), () => hold.isNewest()))) return undefined;
  const removed = await removeCopies(folder);
  return [...(journal.length > 0 ? [JOURNAL] : []), ...(isQuarantineChanged ? [QUARANTINE] : []), ...removed];
}

/** @returns names of what was there */
async function removeCopies(folder: string): Promise<string[]> {
  // The checkpoint first: another process may be about to move it to the second name.
  const named = [CHECKPOINT, `${CHECKPOINT}${UNFIT}`];
  const others = (await readdir(folder)).filter((name) => isCopy(name) && !named.includes(name));
  const removed: string[] = [];
  for (const name of [...named, ...others]) {
    const path = join(folder, name);
    if (!(await statIfThere(path))) continue;
    await rm(path, { force: true, maxRetries: 10, retryDelay: 100 });
    if (!isAside(name)) removed.push(name);
  }
  await syncFolder(folder);
  await rm(join(folder, UNFINISHED), { force: true });
  return removed;
}

/** Whether a file holds nothing but what the journal holds, or held. */
export function isCopy(name: string): boolean {
  return (
    name.startsWith(CHECKPOINT) || name.startsWith(`${JOURNAL}.v`) || /^vectors-.*\.bin$/.test(name) || isAside(name)
  );
}
