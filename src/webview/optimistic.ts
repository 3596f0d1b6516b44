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
