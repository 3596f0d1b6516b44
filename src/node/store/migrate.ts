import { copyFile, open, readFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { hasCode, replaceFile } from './files';
import { encodeHeader, encodeRecord, parseLines, type DecodeLine } from './journalFormat';

/**
 * Rewrites a journal of an older version in the present format; the old file stays beside it as `<name>.v<version>`.
 * The lock must be held. Lines that cannot be read go over as they are: damage is dealt with in one place only.
 */
export async function migrateJournal(path: string, version: number, decode: DecodeLine): Promise<void> {
  const old = await readFile(path);
  await keepBackup(path, `${path}.v${version}`);
  const parsed = parseLines(old, 0, decode);
  const records = parsed.records.map((record) => encodeRecord(parsed.fence, record));
  const damaged = parsed.damaged.flatMap((line) => [line.bytes, Buffer.from('\n')]);
  await replaceFile(
    path,
    Buffer.concat([Buffer.from(encodeHeader() + records.join('')), ...damaged, old.subarray(parsed.consumed)]),
  );
}

async function keepBackup(path: string, backup: string): Promise<void> {
  try {
    await copyFile(path, backup, constants.COPYFILE_EXCL);
  } catch (error) {
    // A try before this one was cut off after it had made the backup, perhaps while it did.
    if (!hasCode(error, 'EEXIST')) throw error;
    await copyFile(path, backup);
  }
  const file = await open(backup, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
