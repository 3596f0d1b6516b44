/**
 * What the user has decided and the extension does not show yet, by id: the page shows it at once. An entry goes when the
 * decision failed, or with the first snapshot after it was saved.
 */
export class Optimistic<T> {
  readonly #entries = new Map<string, { readonly value: T; saved: boolean }>();

  get(id: string): T | undefined {
    return this.#entries.get(id)?.value;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  begin(ids: readonly string[], value: T): void {
    for (const id of ids) this.#entries.set(id, { value, saved: false });
  }

  end(ids: readonly string[], saved: boolean): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!saved) this.#entries.delete(id);
      else if (entry) entry.saved = true;
    }
  }

  /** A snapshot came: it shows what was saved before. */
  onSnapshot(): void {
    for (const [id, { saved }] of this.#entries) if (saved) this.#entries.delete(id);
  }
}

/** Finds what an undo brought back, so that the focus can go there. */
export class UndoWatch {
  #before: ReadonlySet<string> | undefined;
  #answered = false;

  begin(keys: Iterable<string>): void {
    this.#before = new Set(keys);
    this.#answered = false;
  }

  end(ok: boolean): void {
    if (ok) this.#answered = true;
    else this.#before = undefined;
  }

  /** @returns the first key of a snapshot that was not there before the undo */
  onSnapshot(keys: Iterable<string>): string | undefined {
    const before = this.#before;
    if (!before) return undefined;
    for (const key of keys) {
      if (before.has(key)) continue;
      this.#before = undefined;
      return key;
    }
    if (this.#answered) this.#before = undefined; // it took back something else
    return undefined;
  }
}
