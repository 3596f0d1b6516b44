import type { Freshness, Logger, ProjectMemory } from '../core/index';
import type { Git } from './git/git';

/** How long commits, or decisions, are gathered before what they may have outdated is looked at. */
const GATHER_MS = 500;

export interface FreshnessDeps {
  readonly memory: ProjectMemory;
  readonly git: Git | undefined;
  readonly logger: Logger;
}

/** Looks whether what memories rest on is still there: on request, and by itself after commits were read or proposals decided. */
export class BankFreshness {
  readonly #deps: FreshnessDeps;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<unknown> = Promise.resolve();

  constructor(deps: FreshnessDeps) {
    this.#deps = deps;
  }

  /** One check at a time: two callers at once wait for one another. @throws as `Store.transact`, and the signal's reason */
  async check(signal?: AbortSignal): Promise<Freshness> {
    const { memory, git } = this.#deps;
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    const check = this.#checking.then(async () => {
      either.throwIfAborted();
      return await memory.checkFreshness(await git?.files(either), either);
    });
    this.#checking = check.catch(() => undefined); // the caller is told; the next check goes on
    return await check;
  }

  /** Soon, once for all that comes until then. Nothing waits for it but `settle`. */
  later(): void {
    if (this.#deps.memory.readOnly !== undefined || this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#checkNow(), GATHER_MS).unref();
  }

  /** Resolves when nothing is left to check. */
  async settle(): Promise<void> {
    if (this.#timer) await this.#checkNow();
    await this.#checking;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stop.abort();
    await this.#checking;
  }

  async #checkNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await this.check();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#deps.logger.warn(`Whether memories are out of date could not be looked at: ${String(error)}`);
    }
  }
}
