import { setTimeout as sleep } from 'node:timers/promises';

/** How long nobody may have called before work in the background goes on. In milliseconds. */
const QUIET_MS = 1000;

/** Knows whether somebody waits for this process. */
export class Idle {
  readonly #quietMs: number;
  #calls = 0;
  #last = -Infinity;

  constructor(quietMs = QUIET_MS) {
    this.#quietMs = quietMs;
  }

  /** Somebody waits for this. */
  async during<T>(run: () => T | Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await run();
    } finally {
      this.#calls--;
      this.#last = performance.now();
    }
  }

  /** Resolves when nobody has called for a while. @throws the signal's reason */
  async quiet(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const left = this.#calls > 0 ? this.#quietMs : this.#last + this.#quietMs - performance.now();
      if (left <= 0) return;
      await sleep(left, undefined, { ref: false });
    }
  }
}
