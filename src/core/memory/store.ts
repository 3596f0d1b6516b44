import type { BankSnapshot } from './snapshot';
import type { JournalRecord } from './record';
import type { Memory } from './memory';

/** What was found and could not be used, in words for the user. Everything else was read. */
export interface StoreProblem {
  readonly code: 'damaged-record' | 'torn-tail' | 'newer-format' | 'view-rebuilt';
  readonly message: string;
}

export interface Loaded {
  /** The state at the last checkpoint, if there is a fit one. */
  readonly snapshot?: BankSnapshot;
  /** Records after the checkpoint (all of them without one), in journal order. */
  readonly records: readonly JournalRecord[];
  readonly problems: readonly StoreProblem[];
}

/** Where a bank lives: an append-only journal that many processes may write, with a checkpoint beside it. */
export interface Store {
  /** Set when the bank can be read but not written (newer format, no permission): the reason, for the user. */
  readonly readOnly?: string;
  /**
   * How often the journal was found replaced by another (restored, purged, deleted). What was handed out before no longer counts then:
   * the next poll or transact hands out all there is.
   */
  readonly restarts?: number;
  load(signal?: AbortSignal): Promise<Loaded>;
  /** What other processes appended since the last load, poll or transact. */
  poll(signal?: AbortSignal): Promise<readonly JournalRecord[]>;
  /**
   * Alone among all processes: hands `run` what others appended, then appends what it returns, and resolves when that is durable.
   * `run` is synchronous and may be called again if the lock was lost before the append.
   * @throws KnownError 'store/read-only' | 'store/locked' | 'store/write-failed'
   */
  transact<T>(
    run: (others: readonly JournalRecord[]) => { readonly append: readonly JournalRecord[]; readonly result: T },
    signal?: AbortSignal,
  ): Promise<T>;
  /**
   * Writes the checkpoint: the bank's inputs and the memories as a queryable view. Cheap to call: the store decides when it is worth it,
   * except with `force`. The bank passed in must hold everything that load, poll and transact handed out so far.
   */
  checkpoint(
    state: () => { readonly snapshot: BankSnapshot; readonly memories: readonly Memory[] },
    force?: boolean,
  ): Promise<void>;
  /** Writes what is pending and lets go of the files. */
  close(): Promise<void>;
}
