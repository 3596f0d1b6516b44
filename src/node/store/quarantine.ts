import { createHash } from 'node:crypto';
import { appendFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, replaceFile } from './files';
import { parseJson, type DamagedLine } from './journalFormat';

export const QUARANTINE = 'damaged.jsonl';
/** What `keepAside` appends to a name. */
export const UNFIT = '.unfit';

/** Copies damaged lines aside, once each. The journal keeps them too: nothing is removed from it. */
export async function setAside(folder: string, lines: readonly DamagedLine[]): Promise<void> {
  const known = new Set((await listSetAside(folder)).map((entry) => entry.sha256));
  const fresh = lines.map(toEntry).filter((entry) => !known.has(entry.sha256));
  if (fresh.length === 0) return;
  await appendFile(join(folder, QUARANTINE), fresh.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

export async function listSetAside(folder: string): Promise<readonly { readonly sha256: string }[]> {
  return (await readLines(folder)).flatMap((line) => {
    const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(line)?.[1];
    return sha256 === undefined ? [] : [{ sha256 }];
  });
}

/** The bytes that were set aside, each as text. */
export async function textsSetAside(folder: string): Promise<string[]> {
  return (await readLines(folder)).map((line) => textOf(parseJson(line)) ?? line);
}

/**
 * Takes out of the quarantine what is not to be kept; that it was there stays known, so that it is not set aside again.
 * @returns whether anything was taken out
 */
export async function cleanQuarantine(folder: string, keeps: (text: string) => boolean): Promise<boolean> {
  const lines = await readLines(folder);
  const kept = lines.map((line) => {
    const entry = parseJson(line) as { readonly sha256?: unknown; readonly found?: unknown } | undefined;
    const text = textOf(entry);
    if (text !== undefined && keeps(text) && keeps(line)) return line;
    return JSON.stringify({ sha256: entry?.sha256, found: entry?.found, removed: true });
  });
  if (kept.every((line, i) => line === lines[i])) return false;
  return await replaceFile(join(folder, QUARANTINE), Buffer.from(kept.map((line) => `${line}\n`).join('')));
}

async function readLines(folder: string): Promise<string[]> {
  try {
    return (await readFile(join(folder, QUARANTINE), 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** Undefined for what is no entry. What is no text in any encoding counts by its bytes. */
function textOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { text, base64, removed } = entry as { text?: unknown; base64?: unknown; removed?: unknown };
  if (typeof text === 'string') return text;
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64').toString('latin1').replaceAll('\0', '');
  return removed === true ? '' : undefined;
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
    await rename(path, `${path}${UNFIT}`);
  } catch (error) {
    // On Windows somebody may have it open. It is about to be replaced, and can be made again.
    if (!hasCode(error, 'ENOENT', 'EPERM', 'EACCES', 'EBUSY')) throw error;
  }
}
