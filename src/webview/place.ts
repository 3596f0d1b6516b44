import type { Editing } from './editing';
import { savedPlace, type Host, type SavedView } from './host';
import type { Rows } from './rows';

export interface PlaceOptions<G, I> {
  readonly host: Host;
  readonly saved: SavedView;
  readonly rows: Rows<G, I>;
  readonly editing: Editing<G, I>;
  readonly selected: () => readonly string[];
  /** What this page keeps besides: its filters, and the like. */
  readonly own: () => Readonly<Record<string, unknown>>;
}

/** Where the user is on a page of rows. It outlasts the page while that is hidden, and the extension is told of it. */
export class Place<G, I> {
  readonly #options: PlaceOptions<G, I>;
  /** What the page kept while it was hidden, until its first rows are there. */
  #toRestore: Readonly<Record<string, unknown>> | undefined;

  constructor(options: PlaceOptions<G, I>) {
    this.#options = options;
    this.#toRestore = options.saved.load();
  }

  /** Called when rows are there: the first time, they are put back to where the user was. */
  restore(): void {
    const saved = this.#toRestore;
    if (!saved) return;
    this.#options.rows.restore(savedPlace(saved));
    this.#toRestore = undefined;
    this.update();
  }

  /** The active row, the card, the scroll position, the selection or a filter may have changed. */
  update(): void {
    if (this.#toRestore) return; // what was kept still stands
    const { host, rows, editing, selected } = this.#options;
    editing.dropIfClosed();
    const id = rows.active?.kind === 'item' ? rows.active.key : undefined;
    host.notify('active', { ...(id === undefined ? {} : { id }), selected: selected() });
    this.save();
  }

  save(): void {
    const { saved, rows, editing, own } = this.#options;
    saved.save({ ...own(), ...rows.place, draft: editing.draft });
  }
}
