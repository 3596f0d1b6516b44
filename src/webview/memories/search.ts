import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { h } from '../dom';
import type { Host } from '../host';
import { TEXTS } from '../texts';
import { byHits, byWords, type Ranking } from './memoryList';

/** Time without a keystroke after which a search begins. */
const DELAY_MS = 150;

export interface SearchOptions {
  readonly host: Host;
  /** What stood in the field when the page was hidden. */
  readonly query: string;
  /** Another ranking is there: show it. `isFinal` when the extension has answered. */
  readonly onRank: (isFinal: boolean) => void;
  /** Down: from the field to the list. */
  readonly onDown: () => void;
}

/** The search field of the memories, and how it ranks them. */
export class Search {
  readonly field: VscodeTextfield;
  readonly #options: SearchOptions;
  #query = '';
  #rank: Ranking | undefined;
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.field = h(
      'vscode-textfield',
      { class: 'search', placeholder: TEXTS.search, label: TEXTS.search },
      h('span', { slot: 'content-before', class: 'codicon codicon-search', 'aria-hidden': 'true' }),
    );
    this.field.value = options.query;
    this.field.addEventListener('input', () => this.#later());
    this.field.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** What is searched for; empty when nothing is. */
  get query(): string {
    return this.#query;
  }

  /** Undefined when nothing is searched for. */
  get rank(): Ranking | undefined {
    return this.#rank;
  }

  /** What holds the words is shown at once, the extension's ranking when it is there. */
  start(): void {
    const query = this.field.value.trim();
    this.#running?.abort();
    if (query === '') {
      this.end();
      this.#options.onRank(false);
      return;
    }
    const running = new AbortController();
    this.#running = running;
    this.#query = query;
    this.#rank = byWords(query);
    this.#options.onRank(false);
    const finish = (rank: Ranking | undefined): void => {
      if (running.signal.aborted) return;
      if (rank) this.#rank = rank;
      this.#options.onRank(true);
    };
    this.#options.host.call('search', { query }, running.signal).then(
      (hits) => finish(byHits(hits, query)),
      () => finish(undefined), // cancelled, or the words alone have to do
    );
  }

  /** Empties the field; the caller shows the list anew. */
  end(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.field.value = '';
    this.#query = '';
    this.#rank = undefined;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), DELAY_MS);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#options.onDown();
    } else if (event.key === 'Escape' && this.field.value !== '') {
      event.preventDefault();
      this.end();
      this.#options.onRank(false);
    }
  }
}
