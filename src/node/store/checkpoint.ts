import { createHash, type Hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue } from 'sql.js';
import type { BankSnapshot, Memory } from '../../core/index';
import { hasCode, replaceFile } from './files';

/**
 * The checkpoint is a database: tables with the inputs of the bank, from which a bank opens without reading its whole journal,
 * and tables with the memories, which anyone may query. It can always be made again from the journal.
 */
export interface Checkpoint {
  readonly snapshot: BankSnapshot;
  /** The length of the journal that it covers, and hashes of its first line and of the bytes before that length (see `Position`). */
  readonly offset: number;
  readonly headHash: string;
  readonly guardHash: string;
  readonly guardBytes: number;
  /** Highest fence in the covered part. */
  readonly fence: number;
}

/**
 * Grows with every change of the tables, and with every new kind of record or fact: an older version leaves those out of its checkpoint,
 * so that one must not be gone on from. A checkpoint of another number is made anew from the journal.
 */
const SCHEMA_VERSION = 4;

/**
 * The tables and their columns, by the field that each shows. A row is kept whole, as JSON; its columns are computed when they are asked
 * for, so that they cost nothing to write.
 */
const TABLES = {
  run: { id: 'id', kind: 'kind', at: 'at' },
  event: { id: 'id', kind: 'kind', ref: 'ref', time: 'time', run: 'run' },
  fact: {
    ...{ id: 'id', event: 'event', kind: 'kind', subject: 'subject', attribute: 'attribute', value: 'value' },
    ...{ text: 'text', time: 'time' },
  },
  decision: { fact: 'fact', operation: 'operation', target: 'target' },
  reading: { event: 'event', model: 'model', at: 'at' },
  action: { id: 'action', type: 'type', at: 'at', label: 'label' },
  memory: {
    ...{ id: 'id', lineage: 'lineage', text: 'text', kind: 'kind', state: 'state' },
    ...{ subject: 'subject', attribute: 'attribute', value: 'value' },
    ...{ valid_from: 'validFrom', valid_to: 'validTo', reviewed: 'reviewed', branch: 'branch' },
  },
} as const;
type Table = keyof typeof TABLES;

const SOURCE_FIELDS = ['kind', 'ref', 'session', 'subject', 'time', 'author', 'quote'];

const SCHEMA = [
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
  ...Object.entries(TABLES).map(([table, columns]) => {
    const computed = Object.entries(columns).map(([name, field]) => `${name} AS (json_extract(json, '$.${field}'))`);
    return `CREATE TABLE ${table} (position INTEGER PRIMARY KEY, json TEXT NOT NULL, ${computed.join(', ')})`;
  }),
  `CREATE VIEW source AS
    SELECT memory.id AS memory, ${SOURCE_FIELDS.map((name) => `json_extract(each.value, '$.${name}') AS ${name}`).join(', ')}
    FROM memory, json_each(memory.json, '$.sources') AS each`,
].join(';\n');

export async function writeCheckpoint(
  path: string,
  { snapshot, offset, headHash, guardHash, guardBytes, fence }: Checkpoint,
  memories: readonly Memory[],
): Promise<void> {
  const { Database } = await openSql();
  const database = new Database();
  try {
    // It lives in memory until it is whole: no way back is needed, and every page may stay in the cache.
    database.run('PRAGMA journal_mode = OFF; PRAGMA cache_size = -1000000');
    database.run(SCHEMA);
    database.run('BEGIN');
    const hash = createHash('sha256');
    writeRows(database, 'run', snapshot.runs, hash);
    writeRows(database, 'event', snapshot.events, hash);
    writeRows(database, 'fact', snapshot.facts, hash);
    writeRows(database, 'decision', snapshot.decisions, hash);
    writeRows(database, 'reading', snapshot.readings, hash);
    writeRows(database, 'action', snapshot.actions, hash);
    writeRows(database, 'memory', memories);
    const place = { offset, headHash, guardHash, guardBytes, fence };
    const meta = { schema: SCHEMA_VERSION, ...place, rowsHash: hash.digest('hex') };
    for (const entry of Object.entries(meta)) database.run('INSERT INTO meta VALUES (?, ?)', entry);
    database.run('COMMIT');
    await replaceFile(path, database.export());
  } finally {
    database.close();
  }
}

/** @returns `missing` when there is none, or one of another version, `unfit` when it is damaged. Whether it fits the journal is for the caller. */
export async function readCheckpoint(path: string): Promise<Checkpoint | 'missing' | 'unfit'> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return 'missing';
    throw error;
  }
  const { Database } = await openSql();
  const database = new Database(bytes);
  try {
    const meta = new Map(select(database, 'SELECT name, value FROM meta') as [string, string][]);
    if (!meta.has('schema')) return 'unfit';
    if (Number(meta.get('schema')) !== SCHEMA_VERSION) return 'missing';
    const hash = createHash('sha256');
    const snapshot = {
      runs: readRows<'runs'>(database, 'run', hash),
      events: readRows<'events'>(database, 'event', hash),
      facts: readRows<'facts'>(database, 'fact', hash),
      decisions: readRows<'decisions'>(database, 'decision', hash),
      readings: readRows<'readings'>(database, 'reading', hash),
      actions: readRows<'actions'>(database, 'action', hash),
    };
    if (hash.digest('hex') !== meta.get('rowsHash')) return 'unfit';
    return {
      snapshot,
      offset: Number(meta.get('offset')),
      headHash: meta.get('headHash') ?? '',
      guardHash: meta.get('guardHash') ?? '',
      guardBytes: Number(meta.get('guardBytes')),
      fence: Number(meta.get('fence')),
    };
  } catch {
    return 'unfit'; // sql.js throws plain errors for whatever is no database, or a damaged one.
  } finally {
    database.close();
  }
}

/** Every row enters the hash: SQLite itself would not notice a changed letter. */
function writeRows(database: Database, table: Table, rows: readonly unknown[], hash?: Hash): void {
  const statement = database.prepare(`INSERT INTO ${table} (position, json) VALUES (?, ?)`);
  try {
    rows.forEach((row, position) => {
      const json = JSON.stringify(row);
      hash?.update(json).update('\n');
      statement.run([position, json]);
    });
  } finally {
    statement.free();
  }
}

/** What it returns is what was written if the hash is the same as then; that is for the caller to see. */
function readRows<T extends keyof BankSnapshot>(database: Database, table: Table, hash: Hash): BankSnapshot[T] {
  const rows: unknown[] = select(database, `SELECT json FROM ${table} ORDER BY position`).map(([json]) => {
    hash.update(String(json)).update('\n');
    return JSON.parse(String(json)) as unknown;
  });
  return rows as unknown as BankSnapshot[T];
}

function select(database: Database, sql: string): SqlValue[][] {
  const statement = database.prepare(sql);
  try {
    const rows: SqlValue[][] = [];
    while (statement.step()) rows.push(statement.get());
    return rows;
  } finally {
    statement.free();
  }
}

/** sql.js looks for `sql-wasm.wasm` beside its own script: in its package, or beside the bundle, where the build copies it. */
function openSql(): Promise<SqlJsStatic> {
  return initSqlJs();
}
