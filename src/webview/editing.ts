import { savedString } from './host';
import type { Rows } from './rows';

/** The edit in the open card: of which item, and what the user has written so far. It is dropped when its card closes. */
export class Editing<G, I> {
  readonly #rows: Rows<G, I>;
  readonly #onDraft: () => void;
  #current: { readonly id: string; text: string } | undefined;

  /** @param saved view of the page when it was hidden, perhaps in the middle of an edit */
  constructor(rows: Rows<G, I>, saved: Readonly<Record<string, unknown>>, onDraft: () => void) {
    this.#rows = rows;
    this.#onDraft = onDraft;
    const id = savedString(saved.open);
    const text = savedString(saved.draft);
    if (id !== undefined && text !== undefined) this.#current = { id, text };
  }

  get draft(): string | undefined {
    return this.#current?.text;
  }

  /** @returns undefined when the item is not being edited */
  draftOf(id: string): string | undefined {
    return this.#current?.id === id ? this.#current.text : undefined;
  }

  start(id: string, text: string): void {
    this.#current = { id, text };
    if (this.#rows.openKey === id) this.#rows.rebuildCard();
    else this.#rows.openCard(id);
    this.#rows.activate(id, { focus: false });
    this.#rows.card?.querySelector('textarea')?.focus();
  }

  write(text: string): void {
    if (this.#current) this.#current.text = text;
    this.#onDraft();
  }

  /** The card shows its item again. */
  stop(): void {
    this.drop();
    this.#rows.rebuildCard();
    this.#rows.focus();
    this.#onDraft();
  }

  /** Leaves the card to what comes next. */
  drop(): void {
    this.#current = undefined;
  }

  dropIfClosed(): void {
    if (this.#current?.id !== this.#rows.openKey) this.drop();
  }
}
