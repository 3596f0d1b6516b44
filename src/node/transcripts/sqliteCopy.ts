import { readFile, stat } from 'node:fs/promises';
import initSqlJs, { type Database, type SqlValue } from 'sql.js';
import { ifThere } from './ifThere';
import { withWalPages } from './walPages';

/** sql.js holds a database as a whole, and a copy of it. */
export const MAX_DATABASE_BYTES = 256 << 20;

/** SQLite cannot make sense of a database. */
export class DamagedDatabase extends Error {}

/**
 * A copy in memory of a database that another program may be writing to, with what stands in its log. Nothing is locked or written.
 * @returns nothing where it is larger than the limit
 * @throws what the file system throws for `file`
 */
export async function openCopy(file: string, maxBytes = MAX_DATABASE_BYTES): Promise<SqliteCopy | undefined> {
  for (let attempt = 1; ; attempt++) {
    const before = await stampOf(file);
    if (before.sizeBytes > maxBytes) return undefined;
    const bytes = await readFile(file);
    const wal = await ifThere(readFile(`${file}-wal`));
    // Pages move from the log into the database now and then; a copy of both from different times would be neither.
    const isWhole = (await stampOf(file)).stamp === before.stamp;
    if (isWhole || attempt === MAX_ATTEMPTS) {
      const { Database } = await initSqlJs();
      return new SqliteCopy(new Database(withWalPages(bytes, wal ?? Buffer.alloc(0))));
    }
  }
}

const MAX_ATTEMPTS = 3;

async function stampOf(file: string): Promise<{ stamp: string; sizeBytes: number }> {
  const [database, wal] = [await stat(file), await ifThere(stat(`${file}-wal`))];
  return {
    stamp: [database.mtimeMs, database.size, wal?.mtimeMs, wal?.size].join(),
    sizeBytes: database.size + (wal?.size ?? 0),
  };
}

export class SqliteCopy {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Values of the first column.
   * @throws DamagedDatabase also where there is no such table
   */
  select(sql: string, ...values: string[]): SqlValue[] {
    try {
      const statement = this.#database.prepare(sql, values);
      try {
        const rows: SqlValue[] = [];
        while (statement.step()) rows.push(statement.get()[0] ?? null);
        return rows;
      } finally {
        statement.free();
      }
    } catch (cause) {
      // sql.js throws plain errors, or texts.
      throw new DamagedDatabase('The database cannot be read.', { cause });
    }
  }

  close(): void {
    this.#database.close();
  }
}
