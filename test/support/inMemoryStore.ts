import {
  errors,
  type BankSnapshot,
  type JournalRecord,
  type Loaded,
  type Memory,
  type Store,
} from '../../src/core/index';

/** What a file would hold: hand the same one to several stores and they behave like several processes on one bank. */
export interface SharedJournal {
  readonly records: JournalRecord[];
  checkpoint?: { readonly snapshot: BankSnapshot; readonly memories: readonly Memory[]; readonly upTo: number };
}

/** A bank without a disk. Values are cloned on their way in and out, as writing and reading would. */
export class InMemoryStore implements Store {
  readonly readOnly?: string;
  readonly journal: SharedJournal;
  /** Makes the next transact fail before anything is appended. */
  failNext: Error | undefined;
  #handedOut = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(journal: SharedJournal = { records: [] }, readOnly?: string) {
    this.journal = journal;
    if (readOnly !== undefined) this.readOnly = readOnly;
  }

  load(signal?: AbortSignal): Promise<Loaded> {
    return this.#alone(signal, () => {
      const { checkpoint, records } = this.journal;
      this.#handedOut = records.length;
      const tail = structuredClone(records.slice(checkpoint?.upTo ?? 0));
      return checkpoint
        ? { snapshot: structuredClone(checkpoint.snapshot), records: tail, problems: [] }
        : { records: tail, problems: [] };
    });
  }

  poll(signal?: AbortSignal): Promise<readonly JournalRecord[]> {
    return this.#alone(signal, () => this.#takeOthers());
  }

  transact<T>(
    run: (others: readonly JournalRecord[]) => { readonly append: readonly JournalRecord[]; readonly result: T },
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#alone(signal, () => {
      if (this.readOnly !== undefined) throw errors.readOnly(this.readOnly);
      if (this.failNext) {
        const failure = this.failNext;
        this.failNext = undefined;
        throw failure;
      }
      const { append, result } = run(this.#takeOthers());
      this.journal.records.push(...structuredClone(append));
      this.#handedOut = this.journal.records.length;
      return result;
    });
  }

  checkpoint(
    state: () => { readonly snapshot: BankSnapshot; readonly memories: readonly Memory[] },
    force = false,
  ): Promise<void> {
    return this.#alone(undefined, () => {
      if (force) this.journal.checkpoint = { ...structuredClone(state()), upTo: this.#handedOut };
    });
  }

  async close(): Promise<void> {
    await this.#queue;
  }

  #takeOthers(): readonly JournalRecord[] {
    const others = structuredClone(this.journal.records.slice(this.#handedOut));
    this.#handedOut = this.journal.records.length;
    return others;
  }

  /** Calls run one after the other, each in a task of its own, as they do over a disk. */
  #alone<T>(signal: AbortSignal | undefined, run: () => T): Promise<T> {
    const done = this.#queue
      .then(() => new Promise<void>((resolve) => setTimeout(resolve)))
      .then(() => {
        signal?.throwIfAborted();
        return run();
      });
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
