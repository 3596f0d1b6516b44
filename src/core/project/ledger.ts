import { silentLogger, type Logger } from '../base/logger';
import type { Extractor } from '../extract/extractor';
import { MemoryManager } from '../manager/memoryManager';
import { Bank } from '../memory/bank';
import type { Redactor } from '../memory/clean';
import type { Decision, JournalRecord, Verdict } from '../memory/record';
import type { Store, StoreProblem } from '../memory/store';
import { memories } from '../memory/views';
import type { ManagerPolicy } from '../policies/policy';

/** Whatever the memory of a project needs from outside. */
export interface MemoryDeps {
  readonly store: Store;
  readonly redactor: Redactor;
  /** Whether the e-mail addresses of people may be kept. Default: they are removed at the entrance. */
  readonly emailAddresses?: boolean;
  readonly policy: ManagerPolicy;
  /** Word to probability in ordinary text; the prior of IDF. May be empty. */
  readonly background: ReadonlyMap<string, number>;
  readonly clock: () => Date;
  /** A fresh id for a run or an action. */
  readonly newId: () => string;
  readonly extractors?: readonly Extractor[];
  readonly logger?: Logger;
}

/** What a transaction appends, and what it tells its caller. */
export interface Entry<T> {
  readonly append: readonly JournalRecord[];
  readonly result: T;
}

/** Reads what the store holds. Writes nothing. */
export async function openLedger(deps: MemoryDeps, signal?: AbortSignal): Promise<Ledger> {
  const { snapshot, records, problems } = await deps.store.load(signal);
  const bank = snapshot ? Bank.restore(snapshot) : new Bank();
  for (const record of records) bank.apply(record);
  return new Ledger(deps, bank, problems);
}

/**
 * The bank together with the store it is written to: one write at a time, applied only when it is durable, and everything that
 * other processes wrote taken in before it.
 */
export class Ledger {
  readonly bank: Bank;
  readonly manager: MemoryManager;
  readonly deps: MemoryDeps;
  readonly problems: readonly StoreProblem[];
  /** The branch that is checked out, when it is not the default one: its held facts are shown. */
  branch: string | undefined;
  readonly #logger: Logger;
  readonly #listeners = new Set<() => void>();
  /** See `Store.restarts`. */
  #restarts: number | undefined;
  #writes: Promise<unknown> = Promise.resolve();

  constructor(deps: MemoryDeps, bank: Bank, problems: readonly StoreProblem[]) {
    this.deps = deps;
    this.bank = bank;
    this.manager = new MemoryManager(deps.policy, deps.background);
    this.problems = problems;
    this.#logger = deps.logger ?? silentLogger;
    this.#restarts = deps.store.restarts;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Takes in what other processes wrote. @returns whether there was anything */
  async refresh(): Promise<boolean> {
    return await this.#alone(async () => {
      const isNews = this.#takeIn(await this.deps.store.poll());
      if (isNews) this.#changed();
      return isNews;
    });
  }

  /** @param run looks at the bank and says what to append; it may be called again if the lock was lost */
  async transact<T>(run: () => Entry<T>): Promise<T> {
    return await this.#alone(async () => {
      let written: readonly JournalRecord[] = [];
      let calls = 0;
      let heard = false as boolean;
      try {
        const result = await this.deps.store.transact((others) => {
          if (calls++ > 0) this.manager.reset();
          heard = this.#takeIn(others) || heard;
          const entry = run();
          written = entry.append;
          return entry;
        });
        for (const record of written) this.bank.apply(record);
        if (!written.every(isExpected)) this.manager.reset();
        if (written.length > 0 || heard) this.#changed();
        return result;
      } catch (error) {
        this.manager.reset();
        if (heard) this.#changed();
        throw error;
      }
    });
  }

  /** Records what the Memory Manager decides anew after a change. */
  async redecide(decide: () => readonly Decision[]): Promise<void> {
    await this.transact(() => {
      const decisions = decide();
      return { append: decisions.length > 0 ? [{ type: 'decide', at: this.now(), decisions }] : [], result: undefined };
    });
  }

  /** A verdict as a record; records with one action are undone together. */
  verdict(
    action: string,
    facts: readonly string[],
    verdict: Verdict,
    by: 'you' | 'rule',
    label: string,
    text?: string,
  ): JournalRecord {
    return { type: 'review', at: this.now(), action, facts, verdict, by, label, ...(text !== undefined && { text }) };
  }

  async checkpoint(force: boolean): Promise<void> {
    const state = () => ({ snapshot: this.bank.snapshot(), memories: memories(this.bank, this.branch) });
    await this.#alone(() => this.deps.store.checkpoint(state, force));
  }

  async close(): Promise<void> {
    await this.#writes.catch(() => undefined); // whoever wrote has been told
    await this.deps.store.close();
  }

  now(): string {
    return this.deps.clock().toISOString();
  }

  /** @returns whether anything changed */
  #takeIn(others: readonly JournalRecord[]): boolean {
    const { restarts } = this.deps.store;
    const isAnother = restarts !== this.#restarts;
    this.#restarts = restarts;
    if (isAnother) this.bank.clear();
    for (const record of others) this.bank.apply(record);
    if (!isAnother && others.length === 0) return false;
    this.manager.reset();
    return true;
  }

  #alone<T>(write: () => Promise<T>): Promise<T> {
    const done = this.#writes.then(write);
    this.#writes = done.catch(() => undefined); // the caller is told; the next write goes on
    return done;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#logger.error('A listener failed.', error);
      }
    }
  }
}

/** What leaves the Memory Manager where it stands: new events, that they were accepted, which it assumed, and talk of answers. */
function isExpected(record: JournalRecord): boolean {
  const { type } = record;
  return (
    type === 'event' || type === 'run' || type === 'feedback' || (type === 'review' && record.verdict === 'accepted')
  );
}
