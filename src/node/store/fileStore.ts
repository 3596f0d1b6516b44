import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTask } from 'node:timers/promises';
import {
  KnownError,
  errors,
  silentLogger,
  type BankSnapshot,
  type JournalRecord,
  type Loaded,
  type Logger,
  type Memory,
  type Store,
  type StoreProblem,
} from '../../core/index';
import { LOCK_TIMES, holdBank, isHeld, type Hold, type LockTimes } from './bankLock';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import { CHECKPOINT, JOURNAL } from './fileNames';
import { createFolder, hasCode, isWritable, removeStrayFiles, statIfThere } from './files';
import {
  START,
  advance,
  appendDurably,
  isSameJournal,
  isSameStamp,
  readAfter,
  readFrom,
  readHead,
  type Position,
} from './journalFile';
import {
  FORMAT_VERSION,
  encodeHeader,
  encodeRecord,
  parseHeader,
  parseLines,
  type DamagedLine,
  type DecodeLine,
  type OlderFormats,
} from './journalFormat';
import { migrateJournal } from './migrate';
import { keepAside, setAside } from './quarantine';
import { finishRewriting } from './rewriteBank';

export interface FileStoreOptions {
  readonly logger?: Logger;
  /** Told about damage that is met while the store is open; what `load` meets, it returns as well. */
  readonly onProblem?: (problem: StoreProblem) => void;
  readonly lock?: LockTimes;
  /** A checkpoint is worth writing after this many new records. Default 500. */
  readonly checkpointAfter?: number;
  /** Readers of older formats. Default: none, as version 1 is the first. */
  readonly olderFormats?: OlderFormats;
}

/** Aside files older than this belong to nobody: writing one takes seconds. */
const STRAY_AFTER_MS = 60_000;
const HEADER_BYTES = 1024;
/** Times that a writer tries again after its lock was taken from it. */
const TAKEOVERS = 5;

const NEWER_FORMAT = 'This memory was written by a newer version. Update the extension to open it.';
const OLDER_FORMAT = 'an older memory was put in place of this one. Open it again to bring it up to date.';

/**
 * Opens the bank in a folder. Nothing is created before the first change; an older format is migrated, with a backup.
 * @throws KnownError 'store/locked' | 'store/write-failed' when a migration cannot be done now
 */
export async function openFileStore(folder: string, options: FileStoreOptions = {}): Promise<FileStore> {
  const store = new FileStore(folder, options);
  await store.open();
  return store;
}

/** A bank in a folder: journal, checkpoint, lock and quarantine. See `journalFormat.ts` for the file that everything rests on. */
export class FileStore implements Store {
  readOnly?: string;
  restarts = 0;
  readonly #folder: string;
  readonly #journal: string;
  readonly #checkpointFile: string;
  readonly #options: FileStoreOptions;
  readonly #logger: Logger;
  readonly #lockTimes: LockTimes;

  /** Up to where the journal was read. */
  #position: Position = START;
  /** Read, and not handed out yet: a call may fail in between. */
  #unseen: JournalRecord[] = [];
  #stamp: Stats | undefined;
  #fence = 0;
  #hasHeader = false;
  #decode: DecodeLine | undefined;
  /** What follows the position: a line that nobody ended. */
  #tail = Buffer.alloc(0);
  #problems: StoreProblem[] = [];

  /** Records handed out that no checkpoint covers, and how many one covers. */
  #uncovered = 0;
  #covered = 0;
  #checkpointState: 'fit' | 'missing' | 'unfit' = 'missing';

  #queue: Promise<unknown> = Promise.resolve();

  /** Use `openFileStore`. */
  constructor(folder: string, options: FileStoreOptions) {
    this.#folder = folder;
    this.#journal = join(folder, JOURNAL);
    this.#checkpointFile = join(folder, CHECKPOINT);
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#lockTimes = options.lock ?? LOCK_TIMES;
  }

  load(signal?: AbortSignal): Promise<Loaded> {
    return this.#alone(signal, async () => {
      this.#reset();
      const snapshot = await this.#loadCheckpoint();
      await this.#readNew();
      if (this.#tail.length > 0 && !(await isHeld(this.#folder, this.#lockTimes))) await this.#reportTornTail();
      return { ...(snapshot && { snapshot }), records: this.#handOut(), problems: this.#problems };
    });
  }

  poll(signal?: AbortSignal): Promise<readonly JournalRecord[]> {
    return this.#alone(signal, async () => {
      await this.#readNew();
      return this.#handOut();
    });
  }

  transact<T>(
    run: (others: readonly JournalRecord[]) => { readonly append: readonly JournalRecord[]; readonly result: T },
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#alone(signal, async () => {
      for (let attempt = 0; attempt < TAKEOVERS; attempt++) {
        if (this.readOnly !== undefined) throw errors.readOnly(this.readOnly);
        const done = await this.#attempt(run, signal).catch((error: unknown) => {
          throw toKnownError(error);
        });
        if (done) return done.result;
        this.#logger.warn('The lock of the bank was lost before a write; trying again.');
      }
      throw errors.locked();
    });
  }

  async checkpoint(
    state: () => { readonly snapshot: BankSnapshot; readonly memories: readonly Memory[] },
    force = false,
  ): Promise<void> {
    if (!this.#isCheckpointDue(force)) return;
    await this.#alone(undefined, async () => {
      // Whoever waits for the call before this one takes its records into the bank first.
      await nextTask();
      if (!this.#isCheckpointDue(force)) return;
      if (!(await isSameJournal(this.#journal, this.#position))) return;
      const { snapshot, memories } = state();
      const { offset, head, guard } = this.#position;
      const covered = this.#uncovered;
      try {
        if (this.#checkpointState === 'unfit') await keepAside(this.#checkpointFile);
        const hashes = { headHash: hashOf(head), guardHash: hashOf(guard), guardBytes: guard.length };
        await writeCheckpoint(this.#checkpointFile, { snapshot, offset, ...hashes, fence: this.#fence }, memories);
        if (!(await isSameJournal(this.#journal, this.#position))) {
          // Purged meanwhile, perhaps: what was taken out there may stand here.
          await rm(this.#checkpointFile, { force: true, maxRetries: 5 });
          return;
        }
      } catch (error) {
        // It saves time, nothing else: the journal has everything.
        this.#logger.warn(`No checkpoint was written: ${messageOf(error)}`);
        return;
      }
      this.#checkpointState = 'fit';
      this.#uncovered -= covered;
      this.#covered = snapshot.events.length + snapshot.actions.length;
    });
  }

  async close(): Promise<void> {
    await this.#queue;
  }

  /** Looks at the format, and migrates an older one. */
  async open(): Promise<void> {
    const older = await this.#recognise();
    if (older !== undefined && this.#decode) {
      await this.#migrate(older, this.#decode);
      await this.#recognise();
    }
    if (this.readOnly !== undefined || !(await statIfThere(this.#folder))) return;
    await removeStrayFiles(this.#folder, STRAY_AFTER_MS);
    await finishRewriting(this.#folder, this.#lockTimes).catch((error: unknown) => {
      this.#logger.warn(`What a purge left could not be removed; the next start tries again: ${messageOf(error)}`);
    });
  }

  /** @returns the version, if it is an older one. Until it is migrated, it can be read only. */
  async #recognise(): Promise<number | undefined> {
    const header = parseHeader(await readFrom(this.#journal, 0, HEADER_BYTES));
    this.#hasHeader = header !== undefined;
    this.#decode = undefined;
    delete this.readOnly;
    if (!(await isWritable(this.#folder)) || !(await isWritable(this.#journal)))
      this.readOnly = `the folder ${this.#folder} cannot be written to.`;

    const version = header?.version ?? FORMAT_VERSION;
    if (version > FORMAT_VERSION) this.readOnly = NEWER_FORMAT;
    if (version >= FORMAT_VERSION) return undefined;
    this.#decode = this.#options.olderFormats?.get(version);
    const isMovable = this.readOnly === undefined && this.#decode !== undefined;
    this.readOnly ??= this.#decode ? OLDER_FORMAT : `the format of this memory (version ${version}) is not known.`;
    return isMovable ? version : undefined;
  }

  /** One try under the lock. Undefined when the lock was lost before anything was written. */
  async #attempt<T>(
    run: (others: readonly JournalRecord[]) => { readonly append: readonly JournalRecord[]; readonly result: T },
    signal: AbortSignal | undefined,
  ): Promise<{ readonly result: T } | undefined> {
    await createFolder(this.#folder);
    const hold = await holdBank(this.#folder, this.#lockTimes, this.#fence, signal);
    try {
      await this.#readNew();
      if (this.readOnly !== undefined) throw errors.readOnly(this.readOnly);
      if (this.#endsInMidLine()) {
        // A writer died here. Its line is ended, so that it spoils none but itself.
        await appendDurably(this.#journal, Buffer.from('\n'));
        await this.#readNew();
      }
      signal?.throwIfAborted();
      const { append, result } = run(this.#handOut());
      if (append.length === 0) return { result };
      return (await this.#append(append, hold)) ? { result } : undefined;
    } finally {
      // What was acknowledged stays so, even if the lock resists.
      await hold
        .release()
        .catch((error: unknown) => this.#logger.warn(`The lock was not removed: ${messageOf(error)}`));
    }
  }

  /** @returns false when another process was given the lock. */
  async #append(records: readonly JournalRecord[], hold: Hold): Promise<boolean> {
    const lines = records.map((record) => encodeRecord(hold.fence, record));
    const bytes = Buffer.from((this.#hasHeader ? '' : encodeHeader()) + lines.join(''));
    if (!(await hold.isNewest())) return false;
    await appendDurably(this.#journal, bytes);
    this.#fence = hold.fence;
    this.#hasHeader = true;
    this.#uncovered += records.length;

    const stamp = await statIfThere(this.#journal);
    // Otherwise somebody wrote in between without the lock: the next read finds theirs, and ours once more, which does no harm.
    if (stamp?.size === this.#position.offset + bytes.length) {
      this.#position = advance(this.#position, bytes);
      this.#stamp = stamp;
    }
    return true;
  }

  /** Reads what was appended; all of it once more when the journal was replaced. */
  async #readNew(): Promise<void> {
    const stamp = await statIfThere(this.#journal);
    if (isSameStamp(stamp, this.#stamp)) return;
    let bytes = await readAfter(this.#journal, this.#position);
    if (!bytes) {
      this.#logger.warn('The journal was replaced by another; reading all of it.');
      this.#reset();
      this.restarts++;
      this.#checkpointState = 'unfit';
      await this.#recognise();
      bytes = await readFrom(this.#journal, 0);
    }
    const parsed = parseLines(bytes, this.#position.offset, this.#decode);
    this.#position = advance(this.#position, bytes.subarray(0, parsed.consumed));
    this.#tail = Buffer.from(bytes.subarray(parsed.consumed));
    this.#stamp = stamp;
    this.#fence = Math.max(this.#fence, parsed.fence);
    this.#hasHeader ||= parsed.header !== undefined;
    this.#uncovered += parsed.records.length;
    await this.#reportDamage(parsed.damaged, parsed.records.length);
    if (parsed.unknown > 0) this.#logger.info(`${parsed.unknown} records of a newer version were left alone.`);
    this.#unseen.push(...parsed.records);
  }

  #handOut(): readonly JournalRecord[] {
    const records = this.#unseen;
    this.#unseen = [];
    return records;
  }

  async #loadCheckpoint(): Promise<BankSnapshot | undefined> {
    if (this.readOnly === NEWER_FORMAT) return undefined;
    const found = await readCheckpoint(this.#checkpointFile).catch((error: unknown) => {
      this.#logger.warn(`The checkpoint cannot be read: ${messageOf(error)}`);
      return 'missing' as const;
    });
    this.#checkpointState = typeof found === 'string' ? found : 'fit';
    if (typeof found === 'object') {
      const head = await readHead(this.#journal);
      const guard = await readFrom(this.#journal, found.offset - found.guardBytes, found.guardBytes);
      const isSame = hashOf(head) === found.headHash && hashOf(guard) === found.guardHash;
      if (isSame && guard.length === found.guardBytes) {
        this.#position = { offset: found.offset, head, guard };
        this.#fence = found.fence;
        this.#covered = found.snapshot.events.length + found.snapshot.actions.length;
        return found.snapshot;
      }
      this.#checkpointState = 'unfit';
    }
    if (this.#checkpointState === 'unfit') {
      this.#report({
        code: 'view-rebuilt',
        message: 'The database did not fit its journal and is made again from it.',
      });
    }
    return undefined;
  }

  #isCheckpointDue(force: boolean): boolean {
    if (this.readOnly !== undefined || this.#position.offset === 0) return false;
    // The bank does not know these yet, and the checkpoint would claim to cover them.
    if (this.#unseen.length > 0) return false;
    if (force) return this.#uncovered > 0 || this.#checkpointState !== 'fit';
    // In proportion, so that the work of writing it stays a small share of all work however long the bank lives.
    return this.#uncovered >= Math.max(this.#options.checkpointAfter ?? 500, this.#covered / 10);
  }

  #endsInMidLine(): boolean {
    return this.#tail.length > 0 || (this.#position.offset > 0 && this.#position.guard.at(-1) !== 0x0a);
  }

  #reset(): void {
    this.#position = START;
    this.#unseen = [];
    this.#stamp = undefined;
    this.#tail = Buffer.alloc(0);
    this.#problems = [];
    this.#uncovered = 0;
    this.#covered = 0;
  }

  async #reportTornTail(): Promise<void> {
    await this.#keepDamaged([{ offset: this.#position.offset, bytes: this.#tail }]);
    this.#report({
      code: 'torn-tail',
      message: 'The last record was cut off while it was written, and was set aside. All others are here.',
    });
  }

  async #reportDamage(damaged: readonly DamagedLine[], others: number): Promise<void> {
    // What a newer version wrote is not damaged because this one cannot read it.
    if (this.readOnly === NEWER_FORMAT) {
      if (!this.#problems.some((problem) => problem.code === 'newer-format'))
        this.#report({ code: 'newer-format', message: NEWER_FORMAT });
      return;
    }
    if (damaged.length === 0) return;
    await this.#keepDamaged(damaged);
    const count = damaged.length === 1 ? '1 record' : `${damaged.length.toLocaleString('en-US')} records`;
    this.#report({
      code: 'damaged-record',
      message: `${count} could not be read and ${damaged.length === 1 ? 'was' : 'were'} set aside. The other ${others.toLocaleString('en-US')} are here.`,
    });
  }

  async #keepDamaged(lines: readonly DamagedLine[]): Promise<void> {
    if (this.readOnly !== undefined) return;
    await setAside(this.#folder, lines).catch((error: unknown) => {
      this.#logger.warn(`Damaged records could not be copied aside: ${messageOf(error)}`);
    });
  }

  #report(problem: StoreProblem): void {
    this.#logger.warn(problem.message);
    this.#problems.push(problem);
    this.#options.onProblem?.(problem);
  }

  async #migrate(version: number, decode: DecodeLine): Promise<void> {
    try {
      const hold = await holdBank(this.#folder, this.#lockTimes, this.#fence);
      try {
        // Another process may have done it while this one waited.
        const still = parseHeader(await readFrom(this.#journal, 0, HEADER_BYTES))?.version === version;
        if (still) await migrateJournal(this.#journal, version, decode);
      } finally {
        await hold.release();
      }
    } catch (error) {
      throw toKnownError(error);
    }
    this.#logger.info(`The memory was brought from format ${version} to ${FORMAT_VERSION}; a backup lies beside it.`);
  }

  /** Calls of one process wait for each other. */
  #alone<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => {
      signal?.throwIfAborted();
      return run();
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

/** What the system says about a write that failed, in words; everything else passes through. */
function toKnownError(error: unknown): unknown {
  if (KnownError.is(error) || !(error instanceof Error) || error.name === 'AbortError') return error;
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS'))
    return errors.readOnly('the folder of the memory cannot be written to.');
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return errors.writeFailed('the disk is full.', error);
  return 'code' in error && 'syscall' in error ? errors.writeFailed(error.message, error) : error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
