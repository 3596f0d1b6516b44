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
  /** The length of the journal that it covers, and the hash and length of the bytes before that (see `Position`). */
  readonly offset: number;
  readonly guardHash: string;
  readonly guardBytes: number;
  /** Highest fence in the covered part. */
  readonly fence: number;
}

/** Grows with every change of the tables; a checkpoint of another number is made anew. */
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

  CREATE TABLE run (position INTEGER PRIMARY KEY, id TEXT, kind TEXT, at TEXT, json TEXT NOT NULL);
  CREATE TABLE event (position INTEGER PRIMARY KEY, id TEXT, kind TEXT, ref TEXT, time TEXT, run TEXT, json TEXT NOT NULL);
  CREATE TABLE fact (position INTEGER PRIMARY KEY, id TEXT, event TEXT, kind TEXT, subject TEXT, attribute TEXT, value TEXT,
    text TEXT, time TEXT, json TEXT NOT NULL);
  CREATE TABLE decision (position INTEGER PRIMARY KEY, fact TEXT, operation TEXT, target TEXT, json TEXT NOT NULL);
  CREATE TABLE action (position INTEGER PRIMARY KEY, id TEXT, type TEXT, at TEXT, label TEXT, json TEXT NOT NULL);

  CREATE TABLE memory (id TEXT PRIMARY KEY, lineage TEXT, text TEXT, kind TEXT, state TEXT, subject TEXT, attribute TEXT,
    value TEXT, valid_from TEXT, valid_to TEXT, reviewed INTEGER, branch TEXT);
  CREATE INDEX memory_lineage ON memory (lineage);
  CREATE INDEX memory_subject ON memory (subject, attribute);
  CREATE TABLE source (memory TEXT, kind TEXT, ref TEXT, session TEXT, subject TEXT, time TEXT, author TEXT, quote TEXT);
  CREATE INDEX source_memory ON source (memory);
`;

type Rows = {
  readonly [T in keyof BankSnapshot]: {
    readonly table: string;
    readonly columns: (row: BankSnapshot[T][number]) => readonly Cell[];
  };
};
type Cell = SqlValue | undefined;

/** The tables that a snapshot is read back from; each row is kept whole in its last column. */
const ROWS: Rows = {
  runs: { table: 'run', columns: (run) => [run.id, run.kind, run.at] },
  events: { table: 'event', columns: (event) => [event.id, event.kind, event.ref, event.time, event.run] },
  facts: {
    table: 'fact',
    columns: (fact) => [fact.id, fact.event, fact.kind, fact.subject, fact.attribute, fact.value, fact.text, fact.time],
  },
  decisions: { table: 'decision', columns: (decision) => [decision.fact, decision.operation, decision.target] },
  actions: { table: 'action', columns: (action) => [action.action, action.type, action.at, action.label] },
};

export async function writeCheckpoint(
  path: string,
  checkpoint: Checkpoint,
  memories: readonly Memory[],
): Promise<void> {
  const { Database } = await openSql();
  const database = new Database();
  try {
    database.run(SCHEMA);
    database.run('BEGIN');
    const rowsHash = writeSnapshot(database, checkpoint.snapshot);
    writeView(database, memories);
    const { offset, guardHash, guardBytes, fence } = checkpoint;
    insertAll(
      database,
      'meta',
      Object.entries({ schema: SCHEMA_VERSION, offset, guardHash, guardBytes, fence, rowsHash }),
    );
    database.run('COMMIT');
    await replaceFile(path, database.export());
  } finally {
    database.close();
  }
}

/** @returns `missing` when there is none, `unfit` when it is damaged or of another schema. Whether it fits the journal is for the caller. */
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
    if (Number(meta.get('schema')) !== SCHEMA_VERSION) return 'unfit';
    const hash = createHash('sha256');
    const snapshot = {
      runs: readRows(database, 'runs', hash),
      events: readRows(database, 'events', hash),
      facts: readRows(database, 'facts', hash),
      decisions: readRows(database, 'decisions', hash),
      actions: readRows(database, 'actions', hash),
    };
    if (hash.digest('hex') !== meta.get('rowsHash')) return 'unfit';
    return {
      snapshot,
      offset: Number(meta.get('offset')),
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

/** @returns the hash of all rows: SQLite itself would not notice a changed letter. */
function writeSnapshot(database: Database, snapshot: BankSnapshot): string {
  const hash = createHash('sha256');
  const write = <T extends keyof BankSnapshot>(name: T): void => {
    const { table, columns } = ROWS[name];
    const rows: readonly BankSnapshot[T][number][] = snapshot[name];
    insertAll(
      database,
      table,
      rows.map((row, position) => {
        const json = JSON.stringify(row);
        hash.update(json).update('\n');
        return [position, ...columns(row), json];
      }),
    );
  };
  write('runs');
  write('events');
  write('facts');
  write('decisions');
  write('actions');
  return hash.digest('hex');
}

function readRows<T extends keyof BankSnapshot>(database: Database, name: T, hash: Hash): BankSnapshot[T] {
  const rows: unknown[] = select(database, `SELECT json FROM ${ROWS[name].table} ORDER BY position`).map(([json]) => {
    hash.update(String(json)).update('\n');
    return JSON.parse(String(json)) as unknown;
  });
  // The hash over the rows, compared by the caller, says that they are what `writeSnapshot` was given.
  return rows as unknown as BankSnapshot[T];
}

function writeView(database: Database, memories: readonly Memory[]): void {
  insertAll(
    database,
    'memory',
    memories.map((memory) => [
      ...[memory.id, memory.lineage, memory.text, memory.kind, memory.state],
      ...[memory.subject, memory.attribute, memory.value, memory.validFrom, memory.validTo],
      ...[memory.reviewed ? 1 : 0, memory.branch],
    ]),
  );
  insertAll(
    database,
    'source',
    memories.flatMap((memory) =>
      memory.sources.map((source) => [
        ...[
          memory.id,
          source.kind,
          source.ref,
          source.session,
          source.subject,
          source.time,
          source.author,
          source.quote,
        ],
      ]),
    ),
  );
}

function insertAll(database: Database, table: string, rows: readonly (readonly Cell[])[]): void {
  const width = rows[0]?.length;
  if (width === undefined) return;
  const statement = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${Array(width).fill('?').join(', ')})`);
  try {
    for (const row of rows) statement.run(row.map((cell) => cell ?? null));
  } finally {
    statement.free();
  }
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
