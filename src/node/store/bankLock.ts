import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, lock } from 'proper-lockfile';
import { errors } from '../../core/index';
import { hasCode } from './files';

export interface LockTimes {
  /** After this time without a sign of life, the holder counts as dead. At least 2,000. */
  readonly staleMs: number;
  /** How long to wait for the lock before giving up; longer than `staleMs`, so that a dead holder is outlived. */
  readonly waitMs: number;
}

export const LOCK_TIMES: LockTimes = { staleMs: 4_000, waitMs: 20_000 };

/** The right to write, for as long as nobody else was given it. */
export interface Hold {
  /** Grows with every acquisition, by whatever process. */
  readonly fence: number;
  /** False once another process took over, because this one seemed dead (asleep, stopped, too busy). */
  isNewest(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Waits until no other process writes to the bank. A lock can be lost: whoever was stopped for longer than `staleMs` is taken for dead,
 * and wakes up without knowing. Therefore each acquisition writes a fence, and writers look whether it is still theirs just before they write.
 * @param atLeast the fence is greater than this (the journal remembers fences too)
 * @throws KnownError 'store/locked'
 */
export async function holdBank(folder: string, times: LockTimes, atLeast: number, signal?: AbortSignal): Promise<Hold> {
  const unlock = await acquire(folder, times, signal);
  const fenceFile = join(folder, 'bank.fence');
  try {
    const fence = Math.max(parseInt(await readText(fenceFile), 10) || 0, atLeast) + 1;
    const mine = `${fence} ${randomUUID()}\n`;
    await writeFile(fenceFile, mine);
    const isNewest = async (): Promise<boolean> => (await readText(fenceFile)) === mine;
    return {
      fence,
      isNewest,
      // A lock that went to another process is not ours to remove.
      release: async () => {
        if (await isNewest()) await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Whether some process is writing, as far as can be seen. */
export async function isHeld(folder: string, times: LockTimes): Promise<boolean> {
  return await check(folder, { lockfilePath: lockPath(folder), realpath: false, stale: times.staleMs });
}

async function acquire(
  folder: string,
  times: LockTimes,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  const deadline = Date.now() + times.waitMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    signal?.throwIfAborted();
    try {
      const release = await lock(folder, {
        lockfilePath: lockPath(folder),
        realpath: false,
        stale: times.staleMs,
        onCompromised: () => {
          // The fence tells, at the only moment when it matters: before a write.
        },
      });
      return async () => {
        await release().catch((error: unknown) => {
          // Taken over in the meantime, or removed by hand: it is gone, as wanted.
          if (!hasCode(error, 'ERELEASED', 'ENOTACQUIRED', 'ENOENT', 'EPERM', 'EBUSY')) throw error;
        });
      };
    } catch (error) {
      const busy =
        hasCode(error, 'ELOCKED') || (process.platform === 'win32' && hasCode(error, 'EPERM', 'EBUSY', 'EACCES'));
      if (!busy) throw error;
      if (Date.now() > deadline) throw errors.locked(error);
    }
    // Not all waiting processes may come back at the same moment.
    await sleep(pauseMs * (0.5 + Math.random()), undefined, signal && { signal });
  }
}

function lockPath(folder: string): string {
  return join(folder, 'bank.lock');
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}
