import { createHash } from 'node:crypto';
import { appendFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './files';
import type { DamagedLine } from './journalFormat';

const QUARANTINE = 'damaged.jsonl';

/** Copies damaged lines aside, once each. The journal keeps them too: nothing is removed from it. */
export async function setAside(folder: string, lines: readonly DamagedLine[]): Promise<void> {
  const known = new Set((await listSetAside(folder)).map((entry) => entry.sha256));
  const fresh = lines.map(toEntry).filter((entry) => !known.has(entry.sha256));
  if (fresh.length === 0) return;
  await appendFile(join(folder, QUARANTINE), fresh.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

export async function listSetAside(folder: string): Promise<readonly { readonly sha256: string }[]> {
  try {
    const lines = (await readFile(join(folder, QUARANTINE), 'utf8')).split('\n');
    return lines.flatMap((line) => {
      const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(line)?.[1];
      return sha256 === undefined ? [] : [{ sha256 }];
    });
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function toEntry(line: DamagedLine): { sha256: string; found: string; offset: number; text?: string; base64?: string } {
  const text = line.bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(line.bytes);
  return {
    sha256: createHash('sha256').update(line.bytes).digest('hex'),
    found: new Date().toISOString(),
    offset: line.offset,
    ...(isText ? { text } : { base64: line.bytes.toString('base64') }),
  };
}

/** Moves a database that does not fit its journal out of the way; the newest such one is kept. */
export async function keepAside(path: string): Promise<void> {
  try {
    await rename(path, `${path}.unfit`);
  } catch (error) {
    // On Windows somebody may have it open. It is about to be replaced, and can be made again.
    if (!hasCode(error, 'ENOENT', 'EPERM', 'EACCES', 'EBUSY')) throw error;
  }
}
