import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { createFolder, hasCode } from '../store/files';

/** After this time without a sign of life whoever has the turn counts as dead. In milliseconds. */
const STALE_MS = 20_000;

/**
 * The right to read in the background: of several windows on one bank one reads, so that nothing is paid for twice. A turn that is lost costs no more than that.
 * @returns what gives it back; undefined while another process has it
 */
export async function takeTurn(bankFolder: string): Promise<(() => Promise<void>) | undefined> {
  await createFolder(bankFolder);
  try {
    // A name of its own: the package keeps its locks by that, and the bank's lock is another.
    const release = await lock(join(bankFolder, 'reading'), {
      ...{ realpath: false, stale: STALE_MS },
      onCompromised: () => undefined, // then two read for a while
    });
    return async () => {
      await release().catch(() => undefined); // it is gone, as wanted
    };
  } catch (error) {
    if (hasCode(error, 'ELOCKED', 'EPERM', 'EBUSY', 'EACCES')) return undefined;
    throw error;
  }
}
