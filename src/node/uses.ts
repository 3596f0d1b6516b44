import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import * as z from 'zod';
import type { Logger, Recalled, RecallCounts } from '../core/index';
import { createFolder, replaceFile, statIfThere } from './store/files';

/** In the bank's folder: a line an answer with the ids of the memories that it used, and one line with the sums of older ones. */
export const USES_FILE = 'uses.jsonl';

export interface UsesOptions {
  /** How long answers are gathered before they are written. */
  readonly gatherMs: number;
  /** A longer file is summed up. */
  readonly mostBytes: number;
}

const DEFAULTS: UsesOptions = { gatherMs: 2_000, mostBytes: 512 * 1024 };

/**
 * Counts in how many answers each memory was used, over all processes on one bank. Nothing rests on these numbers: they are written late and without waiting for the
 * disk, and whatever goes wrong with them costs only them. No text is kept, and nothing is written before the first answer.
 */
export class UseLog {
  readonly #file: string;
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #options: UsesOptions;
  readonly #canWrite: boolean;
  #read: { readonly mark: string; readonly counts: RecallCounts } = { mark: '', counts: new Map() };
  /** Answers that are not written yet. */
  #waiting: Answered[] = [];
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #merged: RecallCounts | undefined;
  #isClosed = false;

  constructor(
    folder: string,
    { logger, canWrite, options }: { logger: Logger; canWrite: boolean; options?: Partial<UsesOptions> },
  ) {
    this.#folder = folder;
    this.#file = join(folder, USES_FILE);
    this.#logger = logger;
    this.#canWrite = canWrite;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** What is known as of the last `refresh`, and what this process added since. */
  counts(): RecallCounts {
    return (this.#merged ??= sumUp(this.#read.counts, this.#waiting));
  }

  /** An answer used these memories. */
  add(ids: readonly string[], at: string): void {
    // Its folder may be gone since.
    if (ids.length === 0 || this.#isClosed) return;
    this.#waiting.push({ at, used: [...new Set(ids)] });
    this.#merged = undefined;
    if (this.#canWrite) this.#timer ??= setTimeout(() => void this.flush(), this.#options.gatherMs).unref();
  }

  /** Takes in what other processes counted; a look at the file where there is nothing new. Never fails. */
  async refresh(): Promise<void> {
    try {
      const found = await statIfThere(this.#file);
      const mark = found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
      if (mark === this.#read.mark) return;
      this.#read = { mark, counts: found ? readUses(await readFile(this.#file, 'utf8')) : new Map<string, Recalled>() };
      this.#merged = undefined;
    } catch (error) {
      this.#logger.debug(`How often memories were used could not be read: ${String(error)}`);
    }
  }

  /** Writes what waits. Never fails: what cannot be written now is tried again with the next answer. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /**
   * Takes over what another bank counted, of each memory the greater number: what is imported twice counts once. Never fails.
   * @returns when it is written, or cannot be
   */
  async adopt(theirs: RecallCounts): Promise<void> {
    await this.flush();
    await this.refresh();
    const sums = [...theirs].flatMap(([id, { count, last }]) => {
      const known = this.counts().get(id)?.count ?? 0;
      return count > known ? [[id, [count - known, last]] as const] : [];
    });
    if (sums.length === 0) return;
    this.#writing = this.#writing.then(async () => {
      await this.#append([JSON.stringify({ sums: Object.fromEntries(sums) })]);
    });
    await this.#writing;
  }

  /** Writes what waits, and nothing any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const written = [...this.#waiting];
    if (!(await this.#append(written.map((answer) => JSON.stringify(answer))))) return;
    this.#waiting = this.#waiting.slice(written.length);
    this.#merged = undefined;
  }

  /** @returns whether the lines are in the file */
  async #append(lines: readonly string[]): Promise<boolean> {
    if (!this.#canWrite) return false;
    try {
      await createFolder(this.#folder);
      // By the name of the file: the package keeps one lock a name, and that of the folder is the bank's.
      const release = await lock(this.#file, {
        ...{ lockfilePath: join(this.#folder, 'uses.lock'), realpath: false, stale: LOCK_STALE_MS },
        retries: { retries: 20, minTimeout: 5, maxTimeout: 100 },
        onCompromised: () => {
          // Another process went on without us: at worst some answers are not counted.
        },
      });
      try {
        // On a line of its own, also where another process died in the middle of one.
        await appendFile(this.#file, `\n${lines.join('\n')}\n`);
        await this.#compact();
        await this.refresh();
        return true;
      } finally {
        await release().catch(() => undefined); // gone already, as wanted
      }
    } catch (error) {
      this.#logger.debug(`How often memories were used could not be written: ${String(error)}`);
      return false;
    }
  }

  async #compact(): Promise<void> {
    const size = (await statIfThere(this.#file))?.size ?? 0;
    if (size <= this.#options.mostBytes) return;
    const sums = Object.fromEntries(
      [...readUses(await readFile(this.#file, 'utf8'))].map(([id, { count, last }]) => [id, [count, last] as const]),
    );
    const line = `${JSON.stringify({ sums })}\n`;
    // Of so many memories that their sums are as long, nothing is won.
    if (line.length > size / 2) return;
    await replaceFile(this.#file, Buffer.from(line));
  }
}

/** After this time without a sign of life, whoever writes counts as dead. At least 2,000. */
const LOCK_STALE_MS = 4_000;

interface Answered {
  readonly at: string;
  readonly used: readonly string[];
}

const LINE = z.union([
  z.object({ at: z.iso.datetime(), used: z.array(z.string().min(1)).max(100) }),
  z.object({ sums: z.record(z.string(), z.tuple([z.number().int().positive(), z.iso.datetime()])) }),
]);

/** What the lines say together. A damaged one costs only itself. */
export function readUses(text: string): RecallCounts {
  const answers: Answered[] = [];
  const sums = new Map<string, Recalled>();
  for (const line of text.split('\n')) {
    const parsed = LINE.safeParse(tryJson(line));
    if (!parsed.success) continue;
    if ('used' in parsed.data) answers.push(parsed.data);
    else for (const [id, [count, last]] of Object.entries(parsed.data.sums)) addTo(sums, id, { count, last });
  }
  return sumUp(sums, answers);
}

function sumUp(counts: RecallCounts, answers: readonly Answered[]): RecallCounts {
  const sums = new Map(counts);
  for (const { at, used } of answers) for (const id of new Set(used)) addTo(sums, id, { count: 1, last: at });
  return sums;
}

function addTo(sums: Map<string, Recalled>, id: string, more: Recalled): void {
  const { count, last } = sums.get(id) ?? { count: 0, last: '' };
  sums.set(id, { count: count + more.count, last: more.last > last ? more.last : last });
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // torn, or written by hand
  }
}
