import type { Host } from './host';
import { unsaved, type Status } from './status';

export interface UndoOptions {
  readonly host: Host;
  readonly status: Status;
  /** What is on show, to see what an undo brought back. */
  readonly keys: () => Iterable<string>;
  /** What to say of the list when the extension did not answer. */
  readonly still: string;
}

/** Takes the last action back, and finds what that brought back, so that the focus can go there. */
export class Undo {
  readonly #options: UndoOptions;
  #before: ReadonlySet<string> | undefined;
  #answered = false;

  constructor(options: UndoOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { host, status, keys, still } = this.#options;
    this.#before = new Set(keys());
    this.#answered = false;
    const outcome = await host.call('undo').catch((error: unknown) => unsaved(error, still));
    if (outcome.ok) this.#answered = true;
    else this.#before = undefined;
    status.show(outcome);
  }

  /** @returns the first key of a snapshot that was not there before the undo */
  onSnapshot(): string | undefined {
    const before = this.#before;
    if (!before) return undefined;
    for (const key of this.#options.keys()) {
      if (before.has(key)) continue;
      this.#before = undefined;
      return key;
    }
    if (this.#answered) this.#before = undefined; // it took back something else
    return undefined;
  }
}
