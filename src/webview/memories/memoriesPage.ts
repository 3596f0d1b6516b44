import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { MemoriesState, Outcome, SidebarCommand } from '../../protocol/sidebar';
import { Chips } from '../chips';
import { button, fill, h, icon, rowButton, visible } from '../dom';
import { Editing } from '../editing';
import { savedString, savedStrings } from '../host';
import { canScan, failureNotice, noFolderView, showBanner } from '../notices';
import { Optimistic } from '../optimistic';
import type { Key, PageParts, PageView } from '../pageView';
import { Place } from '../place';
import { Rows } from '../rows';
import { isUndo, KeyList, Status, unsaved } from '../status';
import { found, MEMORY_KEYS, noMatch, STATE_NAMES, TEXTS } from '../texts';
import type { Memory } from '../types';
import { Undo } from '../undo';
import { memoryCard, memoryEditor, type CardActs } from './memoryCard';
import {
  byHits,
  byWords,
  nextAfter,
  stateOf,
  toRows,
  type KindGroup,
  type MemoryRow,
  type Ranking,
  type ShownState,
} from './memoryList';
import { kindView, memoryView, STATE_ICONS } from './memoryRow';

const STATES = Object.keys(STATE_NAMES) as ShownState[];
const FIRST_STATES: readonly ShownState[] = ['active', 'stale'];

/** Time without a keystroke after which a search begins. */
const SEARCH_DELAY_MS = 150;

const STILL_HERE = 'The memory is as it was.';

export function createMemoriesPage(parts: PageParts): PageView {
  return new MemoriesPage(parts);
}

/** A change of the user's that the extension does not show yet. */
type Change = { readonly deleted: true } | { readonly text: string };

class MemoriesPage implements PageView {
  readonly #parts: PageParts;
  readonly #banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #field: VscodeTextfield;
  readonly #chips: Chips<ShownState>;
  readonly #top: HTMLElement;
  readonly #empty = h('div', { class: 'empty', tabindex: '-1', hidden: true });
  readonly #rows: Rows<KindGroup, Memory>;
  readonly #status = new Status(() => this.#focusList());
  readonly #keyList = new KeyList(MEMORY_KEYS, () => this.#focusList());

  readonly #changes = new Optimistic<Change>();
  readonly #undo: Undo;
  readonly #editing: Editing<KindGroup, Memory>;
  readonly #place: Place<KindGroup, Memory>;
  readonly #closed: Set<string>;
  readonly #states: Set<ShownState>;
  #state: MemoriesState | undefined;
  #memories: readonly Memory[] = [];
  #query = '';
  #rank: Ranking | undefined;
  #search: AbortController | undefined;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  /** Lineage whose next version takes the place of the one that was edited or reverted. */
  #follow: { readonly lineage: string; readonly id: string; readonly open: boolean } | undefined;
  #toReveal: string | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const saved = parts.saved.load();
    this.#closed = new Set(savedStrings(saved.closed));
    const states = savedStrings(saved.states);
    this.#states = new Set(saved.states ? STATES.filter((state) => states.includes(state)) : FIRST_STATES);

    this.#field = h(
      'vscode-textfield',
      { class: 'search', placeholder: TEXTS.search, label: TEXTS.search },
      h('span', { slot: 'content-before', class: 'codicon codicon-search', 'aria-hidden': 'true' }),
    );
    this.#field.value = savedString(saved.query) ?? '';
    this.#field.addEventListener('input', () => this.#onInput());
    this.#field.addEventListener('keydown', (event) => this.#onFieldKey(event));
    this.#chips = new Chips<ShownState>(
      STATES.map((key) => ({ key, word: STATE_NAMES[key], icon: STATE_ICONS[key] })),
      (state) => this.#toggleState(state),
    );
    this.#top = h('div', { class: 'top', hidden: true }, this.#field, this.#chips.element);
    this.#rows = new Rows<KindGroup, Memory>({
      label: TEXTS.memories,
      groupHeight: 26,
      itemHeight: 42,
      multiselectable: false,
      render: (row) => (row.kind === 'group' ? kindView(row.value, row.isOpen) : memoryView(row.value)),
      actions: (row) => this.#rowActions(row),
      card: (memory) => this.#card(memory),
      onKey: (event, row) => this.#onKey(event, row),
      onToggle: (row) => this.#toggleGroup(row.key),
      onSelect: () => undefined,
      onView: () => this.#place.update(),
    });
    this.#undo = new Undo({ host: parts.host, status: this.#status, keys: () => this.#versions(), still: STILL_HERE });
    this.#editing = new Editing(this.#rows, saved, () => this.#place.save());
    this.#place = new Place({
      host: parts.host,
      saved: parts.saved,
      rows: this.#rows,
      editing: this.#editing,
      selected: () => [],
      own: () => ({ query: this.#query, states: [...this.#states], closed: [...this.#closed] }),
    });
    this.#empty.addEventListener('keydown', (event) => {
      if (event.target === this.#empty && isUndo(event)) {
        event.preventDefault();
        void this.#undo.run();
      }
    });
    parts.app.append(
      this.#banner,
      this.#top,
      this.#empty,
      this.#rows.element,
      this.#keyList.element,
      this.#status.toast,
      this.#status.live,
    );
    if (this.#field.value !== '') this.#startSearch();
  }

  show(state: MemoriesState): void {
    this.#state = state;
    this.#changes.onSnapshot();
    this.#render();
    this.#place.restore();
    this.#followVersion();
    const back = this.#undo.onSnapshot();
    const key = back === undefined ? undefined : this.#shownKey(back);
    if (key !== undefined) this.#goTo(key);
    if (this.#toReveal !== undefined) this.reveal(this.#toReveal);
  }

  press(key: Key): void {
    const row = this.#rows.active;
    if (key === 'undo') void this.#undo.run();
    else if (key === 'search') this.#field.focus();
    else if (row?.kind === 'item' && key === 'edit') this.#edit(row.value);
    else if (row?.kind === 'item' && key === 'delete') this.#delete(row.value);
  }

  reveal(id: string): void {
    this.#toReveal = this.#state ? undefined : id;
    const memory = this.#memories.find((each) => each.id === id);
    if (memory) this.#showMemory(memory);
  }

  fail(reason: string): void {
    showBanner(this.#banner, [failureNotice(reason)], this.#run);
  }

  readonly #run = (command: SidebarCommand): void => this.#parts.host.notify('command', { command });

  // --- what is on show -------------------------------------------------------------------------------------------------

  #render(): void {
    const state = this.#state;
    if (!state) return;
    this.#memories = state.memories.map((memory) => changed(memory, this.#changes.get(memory.id)));
    const rank = this.#rank;
    const matching = rank ? this.#memories.filter((memory) => rank(memory) !== undefined) : this.#memories;
    const shown = matching.filter((memory) => this.#states.has(stateOf(memory)));

    showBanner(this.#banner, state.notices, this.#run);
    this.#top.hidden = this.#memories.length === 0;
    const counts = new Map<ShownState, number>();
    for (const memory of matching) counts.set(stateOf(memory), (counts.get(stateOf(memory)) ?? 0) + 1);
    this.#chips.update(counts, (key) => this.#states.has(key));
    this.#renderEmpty(state, shown.length);
    this.#rows.element.hidden = shown.length === 0;
    this.#rows.set(toRows(shown, (key) => this.#closed.has(key), rank));
    this.#place.update();
  }

  #renderEmpty(state: MemoriesState, shown: number): void {
    const kind = shown > 0 || !state.ready ? '' : this.#memories.length > 0 ? 'filter' : 'nothing';
    fill(this.#empty, JSON.stringify([kind, this.#query, state.notices, state.pending > 0]), () => {
      if (kind === '') return [];
      if (kind === 'filter') {
        return [
          icon('search', 'big'),
          h('p', {}, this.#query === '' ? TEXTS.noMemoriesShown : visible(noMatch(this.#query))),
          button(TEXTS.clearFilters, () => this.#clearFilters()),
        ];
      }
      return (
        noFolderView(state.notices, this.#run) ?? [
          icon('library', 'big'),
          h('h3', {}, TEXTS.noMemories),
          h('p', {}, TEXTS.noMemoriesHint),
          state.pending > 0
            ? button(TEXTS.review, () => this.#run('reviewProposals'), { primary: true })
            : canScan(state.notices) && button(TEXTS.scan, () => this.#run('scan'), { primary: true }),
        ]
      );
    });
  }

  #rowActions(row: MemoryRow): HTMLElement[] {
    if (row.kind === 'group') return [];
    const { value } = row;
    switch (value.state) {
      case 'active':
        return [
          rowButton('edit', TEXTS.edit, () => this.#edit(value)),
          rowButton('trash', TEXTS.delete, () => this.#delete(value)),
        ];
      case 'deleted':
        return [rowButton('discard', TEXTS.restore, () => this.#revert(value))];
      case 'superseded':
        return [];
    }
  }

  #card(memory: Memory): HTMLElement {
    const draft = this.#editing.draftOf(memory.id);
    return draft === undefined ? memoryCard(memory, this.#cardActs) : memoryEditor(memory, draft, this.#cardActs);
  }

  // --- acts ------------------------------------------------------------------------------------------------------------

  readonly #cardActs: CardActs = {
    history: ({ id }) => this.#parts.host.call('history', { id }),
    find: (id) => this.#memories.find((memory) => memory.id === id),
    show: (memory) => this.#showMemory(memory),
    open: ({ kind, ref }) => this.#parts.host.notify('openSource', { kind, ref }),
    edit: (memory) => this.#edit(memory),
    delete: (memory) => this.#delete(memory),
    revert: (memory) => this.#revert(memory),
    onDraft: (text) => this.#editing.write(text),
    save: (memory, text) => this.#saveEdit(memory, text),
    cancel: () => this.#editing.stop(),
  };

  #edit(memory: Memory): void {
    if (memory.state !== 'active') return;
    this.#editing.start(memory.id, memory.text);
  }

  #saveEdit(memory: Memory, text: string): void {
    if (text === '') return this.#status.announce(TEXTS.textIsEmpty);
    this.#editing.stop();
    if (text === memory.text) return;
    const { id, lineage } = memory;
    this.#follow = { lineage, id, open: true };
    void this.#settle(id, { text }, () => this.#parts.host.call('editMemory', { id, text }));
  }

  #delete(memory: Memory): void {
    if (memory.state !== 'active') return;
    const { id } = memory;
    void this.#settle(id, { deleted: true }, () => this.#parts.host.call('deleteMemory', { id }));
  }

  #revert({ id, lineage }: Memory): void {
    this.#follow = { lineage, id, open: this.#rows.openKey === id };
    void this.#settle(id, undefined, () => this.#parts.host.call('revertMemory', { id }));
  }

  /** Shows a change at once, moves the focus on if the row went, and takes the change back when it could not be saved. */
  async #settle(id: string, change: Change | undefined, send: () => Promise<Outcome>): Promise<void> {
    const next = nextAfter(this.#rows.rows, id);
    if (change) this.#changes.begin([id], change);
    this.#render();
    if (!this.#rows.has(id) && next !== undefined) this.#rows.activate(next, { focus: false });
    this.#focusList();

    const outcome = await send().catch((error: unknown) => unsaved(error, STILL_HERE));
    this.#changes.end([id], outcome.ok);
    this.#status.show(outcome, { undo: () => void this.#undo.run(), retry: () => void this.#settle(id, change, send) });
    if (outcome.ok) return;
    this.#follow = undefined;
    this.#render();
  }

  /** A memory in one of its states and wordings, to see what an undo brought back. */
  #versions(): string[] {
    return this.#memories.map((memory) => `${memory.id} ${stateOf(memory)} ${memory.text}`);
  }

  #shownKey(version: string): string | undefined {
    const [id] = version.split(' ', 1);
    return id !== undefined && this.#rows.has(id) ? id : undefined;
  }

  #followVersion(): void {
    const follow = this.#follow;
    if (!follow) return;
    const next = this.#memories.find(
      ({ id, lineage, state }) => lineage === follow.lineage && state === 'active' && id !== follow.id,
    );
    if (!next || !this.#rows.has(next.id)) return;
    this.#follow = undefined;
    if (follow.open) this.#rows.openCard(next.id);
    this.#goTo(next.id);
  }

  /** Shows a memory in the list, whatever the filters hide. */
  #showMemory(memory: Memory): void {
    this.#states.add(stateOf(memory));
    this.#closed.delete(`kind ${memory.kind}`);
    if (this.#rank && this.#rank(memory) === undefined) this.#endSearch();
    this.#render();
    this.#rows.openCard(memory.id);
    this.#rows.activate(memory.id);
  }

  // --- search, filters, keys -------------------------------------------------------------------------------------------

  #onInput(): void {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => this.#startSearch(), SEARCH_DELAY_MS);
  }

  #onFieldKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      const first = this.#rows.rows[0];
      if (first) this.#rows.activate(first.key);
    } else if (event.key === 'Escape' && this.#field.value !== '') {
      event.preventDefault();
      this.#endSearch();
      this.#render();
    }
  }

  /** What holds the words is shown at once, the extension's ranking when it is there. */
  #startSearch(): void {
    const query = this.#field.value.trim();
    this.#search?.abort();
    if (query === '') {
      this.#endSearch();
      this.#render();
      return;
    }
    const search = new AbortController();
    this.#search = search;
    this.#query = query;
    this.#rank = byWords(query);
    this.#render();
    const finish = (rank: Ranking | undefined): void => {
      if (search.signal.aborted) return;
      if (rank) this.#rank = rank;
      this.#render();
      if (this.#state) this.#status.announce(found(this.#rows.rows.filter(({ kind }) => kind === 'item').length));
    };
    this.#parts.host.call('search', { query }, search.signal).then(
      (hits) => finish(byHits(hits, query)),
      () => finish(undefined), // cancelled, or the words alone have to do
    );
  }

  #endSearch(): void {
    clearTimeout(this.#searchTimer);
    this.#search?.abort();
    this.#field.value = '';
    this.#query = '';
    this.#rank = undefined;
  }

  #clearFilters(): void {
    this.#endSearch();
    this.#states.clear();
    for (const state of FIRST_STATES) this.#states.add(state);
    this.#render();
    if (this.#rows.element.hidden) this.#chips.element.querySelector('button')?.focus();
    else this.#field.focus();
  }

  #toggleState(state: ShownState): void {
    if (!this.#states.delete(state)) this.#states.add(state);
    this.#render();
  }

  #toggleGroup(key: string): void {
    if (this.#rank) return; // what was found is always shown
    if (!this.#closed.delete(key)) this.#closed.add(key);
    this.#render();
  }

  #onKey(event: KeyboardEvent, row: MemoryRow): boolean {
    if (isUndo(event)) {
      void this.#undo.run();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    switch (event.key.toLowerCase()) {
      case '/':
        this.#field.focus();
        return true;
      case '?':
        this.#keyList.open();
        return true;
      case 'e':
        if (row.kind === 'item') this.#edit(row.value);
        return true;
      case 'delete':
        if (row.kind === 'item') this.#delete(row.value);
        return true;
      case 'o':
        this.#openSource(row);
        return true;
      default:
        return false;
    }
  }

  #openSource(row: MemoryRow): void {
    const source = row.kind === 'item' ? row.value.sources[0] : undefined;
    if (source) this.#parts.host.notify('openSource', { kind: source.kind, ref: source.ref });
  }

  // --- focus and what is kept ------------------------------------------------------------------------------------------

  #goTo(key: string): void {
    this.#rows.activate(key, { focus: false });
    if (!this.#field.contains(document.activeElement)) this.#focusList();
  }

  #focusList(): void {
    if (!document.hasFocus()) return;
    if (!this.#rows.element.hidden) this.#rows.focus();
    else if (!this.#empty.hidden) this.#empty.focus();
  }
}

function changed(memory: Memory, change: Change | undefined): Memory {
  if (!change) return memory;
  return 'text' in change ? { ...memory, text: change.text } : { ...memory, state: 'deleted' };
}
