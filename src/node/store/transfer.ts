import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { errors, type JournalRecord, type RecallCounts } from '../../core/index';
import { hasCode, replaceFile } from './files';
import { JOURNAL } from './fileNames';
import { openFileStore, type FileStoreOptions } from './fileStore';
import { readFrom } from './journalFile';
import { parseJson, parseLines } from './journalFormat';
import { listSetAside } from './quarantine';
import { parseRecord } from './recordSchema';

const EXPORT_FORMAT = 'memory-r1-export';
const EXPORT_VERSION = 1;

/** Writes all records of a bank into one file: a header, then one record a line, as plain JSON. The header tells how often memories were used. Damaged lines have no record. */
export async function exportJournal(
  folder: string,
  file: string,
  uses: RecallCounts = new Map(),
): Promise<{ readonly records: number; readonly damaged: number }> {
  const { records, damaged } = parseLines(await readFrom(join(folder, JOURNAL), 0), 0);
  const header = {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    exported: new Date().toISOString(),
    records: records.length,
    ...(uses.size > 0 && { uses: Object.fromEntries([...uses].map(([id, { count, last }]) => [id, [count, last]])) }),
  };
  const lines = [header, ...records].map((line) => `${JSON.stringify(line)}\n`);
  await writeExport(file, lines.join(''));
  return { records: records.length, damaged: damaged.length };
}

/** @throws KnownError 'store/write-failed' */
export async function writeExport(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, Buffer.from(text));
  } catch (error) {
    throw errors.writeFailed(error instanceof Error ? error.message : String(error), error);
  }
}

export interface ImportReport {
  /** Records in the file. */
  readonly records: number;
  /** Those that the bank did not have. */
  readonly added: number;
  /** Lines that hold no record, from 1. */
  readonly badLines: readonly number[];
  /** How often memories were used there. */
  readonly uses: RecallCounts;
}

/**
 * Appends those records of an export that the bank does not have. Stores that are open on the bank find them with their next poll.
 * @param admit the entrance for what comes from elsewhere: what it returns is stored
 * @throws KnownError 'import/bad-file' | 'import/newer-format', and what `Store.transact` throws
 */
export async function importJournal(
  folder: string,
  file: string,
  admit: (records: readonly JournalRecord[]) => Promise<readonly JournalRecord[]>,
  options: FileStoreOptions = {},
  signal?: AbortSignal,
): Promise<ImportReport> {
  const { records, badLines, uses } = await readExport(file);
  const admitted = await admit(records);
  signal?.throwIfAborted();
  const store = await openFileStore(folder, options);
  try {
    // Not `load`: a checkpoint no longer knows the single records.
    const known = new Set(
      parseLines(await readFrom(join(folder, JOURNAL), 0), 0).records.map((record) => JSON.stringify(record)),
    );
    const added = await store.transact((others) => {
      for (const record of others) known.add(JSON.stringify(record));
      const append = admitted.filter((record) => {
        const json = JSON.stringify(record);
        return !known.has(json) && known.add(json);
      });
      return { append, result: append.length };
    }, signal);
    return { records: records.length, added, badLines, uses };
  } finally {
    await store.close();
  }
}

/** Reads an export; what is damaged in it is left out and named. */
async function readExport(
  file: string,
): Promise<Pick<ImportReport, 'badLines' | 'uses'> & { records: readonly JournalRecord[] }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw errors.badImport(file, 'there is no such file.');
    throw errors.badImport(file, error instanceof Error ? error.message : String(error));
  }
  const lines = text.split(/\r?\n/);
  const header = parseJson(lines[0] ?? '') as
    { format?: unknown; version?: unknown; uses?: unknown } | null | undefined;
  if (header?.format !== EXPORT_FORMAT || typeof header.version !== 'number')
    throw errors.badImport(file, 'its first line is not ours.');
  if (header.version > EXPORT_VERSION) throw errors.newerImport(file);

  const records: JournalRecord[] = [];
  const badLines: number[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line === '') return;
    const record = parseRecord(parseJson(line));
    if (record) records.push(record);
    else badLines.push(index + 1);
  });
  return { records, badLines, uses: parseUses(header.uses) };
}

const USES = z.record(z.string(), z.tuple([z.number().int().positive(), z.iso.datetime()]));

function parseUses(value: unknown): RecallCounts {
  const uses = USES.safeParse(value);
  return new Map(Object.entries(uses.success ? uses.data : {}).map(([id, [count, last]]) => [id, { count, last }]));
}

/** What `doctor` says about the files of a bank. Reads the whole journal, whatever the checkpoint covers. */
export async function inspectJournal(folder: string): Promise<{
  readonly records: number;
  readonly bytes: number;
  readonly damaged: number;
  /** The last line has no end: a writer died there, or is writing now. */
  readonly torn: boolean;
  /** Damaged pieces that were ever copied aside. */
  readonly setAside: number;
}> {
  const bytes = await readFrom(join(folder, JOURNAL), 0);
  const { records, damaged, consumed } = parseLines(bytes, 0);
  const setAside = (await listSetAside(folder)).length;
  return {
    records: records.length,
    bytes: bytes.length,
    damaged: damaged.length,
    torn: consumed < bytes.length,
    setAside,
  };
}
