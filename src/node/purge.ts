import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, type Redactor } from '../core/index';
import type { PurgeReport, StoredSecrets } from '../protocol/service';
import { SecretSearch } from './secretSearch';
import { readCheckpoint } from './store/checkpoint';
import { CHECKPOINT, JOURNAL } from './store/fileNames';
import { openFileStore } from './store/fileStore';
import { readFrom } from './store/journalFile';
import { readValues } from './store/journalFormat';
import { QUARANTINE, textsSetAside } from './store/quarantine';
import { isCopy, isUnfinished, rewriteBank } from './store/rewriteBank';
import { hasCode } from './store/files';

/** Bytes that were looked at, of all. */
type OnProgress = (done: number, total: number) => void;

/** Looks for what today's rules call a secret in all files of a bank. Changes nothing. */
export async function findStoredSecrets(
  folder: string,
  redactor: Redactor,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<StoredSecrets> {
  return (await lookThrough(folder, redactor, onProgress, signal)).found;
}

/**
 * Takes what today's rules call a secret out of all files of a bank, for good. Ids, verdicts, history and undo stay. The bank must not be open in this
 * process; others that have it open notice.
 * @throws KnownError 'store/read-only' | 'store/locked' | 'store/write-failed'
 */
export async function purgeBank(
  folder: string,
  redactor: Redactor,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<PurgeReport> {
  const store = await openFileStore(folder);
  await store.close();
  if (store.readOnly !== undefined) throw errors.readOnly(store.readOnly);
  const { found, search } = await lookThrough(folder, redactor, onProgress, signal);
  if (found.files.length === 0) return { secrets: 0, records: 0, files: [] };

  let records = new Set<unknown>();
  const files = await rewriteBank(
    folder,
    {
      prepare: async (journal) => {
        // What other processes wrote while the rest was looked through.
        records = new Set();
        for (const { value } of readValues(journal)) await search.learn(value, signal);
      },
      change: (value) => {
        const clean = search.clean(value);
        if (clean !== value) records.add(value);
        return clean;
      },
      keeps: (text) => search.clean(text) === text,
    },
    undefined,
    signal,
  );
  return { secrets: search.count, records: records.size, files };
}

async function lookThrough(
  folder: string,
  redactor: Redactor,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<{ readonly found: StoredSecrets; readonly search: SecretSearch }> {
  const search = new SecretSearch(redactor);
  const journal = await readFrom(join(folder, JOURNAL), 0);
  for (const { end, value } of readValues(journal)) {
    await search.learn(value, signal);
    onProgress(end, journal.length);
  }
  const setAside = await textsSetAside(folder);
  const copies = (await namesIn(folder)).filter((name) => isCopy(name) && !name.endsWith('.bin'));
  const textsOf = new Map<string, readonly unknown[]>([[QUARANTINE, setAside]]);
  for (const name of copies) textsOf.set(name, await valuesIn(join(folder, name), name));
  for (const values of textsOf.values()) for (const value of values) await search.learn(value, signal);

  const memories = new Set<string>();
  const files: string[] = [];
  let records = 0;
  for (const { value } of readValues(journal)) {
    const clean = search.clean(value);
    if (clean === value) continue;
    records++;
    for (const id of changedFacts(value, clean)) memories.add(id);
  }
  if (records > 0) files.push(JOURNAL);
  for (const [name, values] of textsOf) if (values.some((value) => search.clean(value) !== value)) files.push(name);
  // A purge that was cut off may have left what only it knew of.
  if (await isUnfinished(folder)) files.push(...copies.filter((name) => !files.includes(name)));
  return { found: { secrets: search.count, records, memories: [...memories], files }, search };
}

/** What a file holds: the tables of a checkpoint, else its bytes as text. */
async function valuesIn(path: string, name: string): Promise<readonly unknown[]> {
  if (name.startsWith(CHECKPOINT)) {
    const checkpoint = await readCheckpoint(path);
    if (typeof checkpoint === 'object') {
      const tables: readonly (readonly unknown[])[] = Object.values(checkpoint.snapshot);
      return tables.flat();
    }
  }
  try {
    // A database that cannot be read as one has its texts between zeros.
    return (await readFile(path, 'utf8')).split(/[\n\0]+/);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []; // another process has just put it in place, or taken it away
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Ids of the facts of an event's record that are not what they were. */
function changedFacts(before: unknown, after: unknown): string[] {
  const factsOf = (record: unknown): readonly unknown[] => {
    const facts = typeof record === 'object' && record !== null && 'facts' in record ? record.facts : undefined;
    return Array.isArray(facts) ? (facts as unknown[]) : [];
  };
  const changed = factsOf(after).filter((fact, i) => fact !== factsOf(before)[i]);
  return changed.flatMap((fact) =>
    typeof fact === 'object' && fact !== null && 'id' in fact && typeof fact.id === 'string' ? [fact.id] : [],
  );
}
