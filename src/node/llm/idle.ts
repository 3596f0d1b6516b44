import { setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked whether somebody still waits. In milliseconds. */
const LOOK_MS = 50;

/** Knows whether somebody waits for this process. */
export class Idle {
  #calls = 0;

  /** Somebody waits for this. */
  async during<T>(run: () => T | Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await run();
    } finally {
      this.#calls--;
    }
  }

  /** Resolves when nobody waits. @throws an AbortError */
  async quiet(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#calls > 0) await sleep(LOOK_MS, undefined, { ref: false, signal });
  }
}
