import type { MemoriesState, Outcome, SidebarCommand } from '../../protocol/sidebar';
import { Chips } from '../chips';
import { button, fill, h, icon, linkButton, rowButton } from '../dom';
import { visible } from '../../protocol/words';
import { Editing } from '../editing';
import { savedString, savedStrings } from '../host';
import { canScan, failureNotice, noFolderView, showBanner } from '../notices';
import { keyOf } from '../source';
import { Optimistic } from '../optimistic';
import type { Key, PageParts, PageView } from '../pageView';
import { Place } from '../place';
import { Rows } from '../rows';
import { isUndo, KeyList, Status, unsaved } from '../status';
import { asOfDay, found, hiddenMatches, MEMORY_KEYS, noMatch, STATE_NAMES, TEXTS } from '../texts';
import type { Memory } from '../types';
import { Undo } from '../undo';
import { memoryCard, memoryEditor, type CardActs } from './memoryCard';
import { nextAfter, stateOf, timesUsed, toRows, type KindGroup, type MemoryRow, type ShownState } from './memoryList';
import { kindView, memoryView, STATE_ICONS } from './memoryRow';
import { Search } from './search';

const STATES = Object.keys(STATE_NAMES) as ShownState[];
const FIRST_STATES: readonly ShownState[] = ['active', 'stale'];

const STILL_HERE = 'The memory is as it was.';

export function createMemoriesPage(parts: PageParts): PageView {
  return new MemoriesPage(parts);
}

/** A change of the user's that the extension does not show yet. */
type Change = { readonly deleted: true } | { readonly text: string };

class MemoriesPage implements PageView {
  readonly #parts: PageParts;
  readonly #banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #asOf = h('div', { class: 'asof', hidden: true });
  readonly #search: Search;
  readonly #chips: Chips<ShownState>;
  readonly #useChip: Chips<'used'>;
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
  /** Only what was used in answers is on show, the most used first. */
  #onlyUsed: boolean;
  #state: MemoriesState | undefined;
  #memories: readonly Memory[] = [];
  /** Lineage whose next version takes the place of the one that was edited or reverted. */
  #follow: { readonly lineage: string; readonly id: string; readonly open: boolean } | undefined;
  /** What was asked of a memory whose last change is still on its way: its next version gets it. */
  #next: { readonly lineage: string; readonly act: (memory: Memory) => void } | undefined;
  #toReveal: string | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const saved = parts.saved.load();
    this.#closed = new Set(savedStrings(saved.closed));
    const states = savedStrings(saved.states);
    this.#states = new Set(saved.states ? STATES.filter((state) => states.includes(state)) : FIRST_STATES);

    this.#search = new Search({
      host: parts.host,
      query: savedString(saved.query) ?? '',
      onRank: (isFinal) => this.#onRank(isFinal),
      onDown: () => {
        const first = this.#rows.rows[0];
        if (first) this.#rows.activate(first.key);
      },
    });
    this.#chips = new Chips<ShownState>(
      STATES.map((key) => ({ key, word: STATE_NAMES[key], icon: STATE_ICONS[key] })),
      (state) => this.#toggleState(state),
    );
    this.#onlyUsed = saved.onlyUsed === true;
    this.#useChip = new Chips<'used'>([{ key: 'used', word: TEXTS.used, icon: 'pulse' }], () => {
      this.#onlyUsed = !this.#onlyUsed;
      this.#render();
    });
    this.#top = h(
      'div',
      { class: 'top', hidden: true },
      this.#search.field,
      this.#chips.element,
      this.#useChip.element,
    );
    this.#rows = new Rows<KindGroup, Memory>({
      label: TEXTS.memories,
      groupHeight: 26,
      itemHeight: 42,
      multiselectable: false,
      render: (row) => (row.kind === 'group' ? kindView(row.value, row.isOpen) : memoryView(row.value, this.#onlyUsed)),
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
      own: () => ({
        query: this.#search.query,
        states: [...this.#states],
        closed: [...this.#closed],
        onlyUsed: this.#onlyUsed,
      }),
    });
    this.#empty.addEventListener('keydown', (event) => {
      if (event.target === this.#empty && isUndo(event)) {
        event.preventDefault();
        this.#takeBack();
      }
    });
    parts.app.append(
      this.#banner,
      this.#asOf,
      this.#top,
      this.#empty,
      this.#rows.element,
      this.#keyList.element,
      this.#status.toast,
      this.#status.live,
    );
    if (this.#search.field.value !== '') this.#search.start();
  }

  show(state: MemoriesState): void {
    const before = this.#state;
    this.#state = state;
    this.#changes.onSnapshot();
    this.#render();
    if (before?.asOf !== state.asOf) this.#onDay(state.asOf);
    this.#place.restore();
    this.#followVersion();
    this.#actOnNext();
    const back = this.#undo.onSnapshot();
    const key = back === undefined ? undefined : this.#shownKey(back);
    if (key !== undefined) this.#goTo(key);
    if (this.#toReveal !== undefined) this.reveal(this.#toReveal);
  }

  press(key: Key): void {
    const row = this.#rows.active;
    if (key === 'undo') this.#takeBack();
    else if (key === 'search') this.#search.field.focus();
    else if (row?.kind === 'item' && key === 'edit') this.#edit(row.value);
    else if (row?.kind === 'item' && key === 'delete') this.#delete(row.value);
  }

  reveal(id: string): void {
    const memory = this.#memories.find((each) => each.id === id);
    this.#toReveal = memory ? undefined : id; // the snapshot that holds it may be on its way
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
    const { rank } = this.#search;
    const matching = rank ? this.#memories.filter((memory) => rank(memory) !== undefined) : this.#memories;
    const ofStates = matching.filter((memory) => this.#states.has(stateOf(memory)));
    const used = ofStates.filter((memory) => timesUsed(memory) > 0);
    const shown = this.#onlyUsed ? used : ofStates;

    showBanner(this.#banner, state.notices, this.#run);
    this.#top.hidden = this.#memories.length === 0;
    const counts = new Map<ShownState, number>();
    for (const memory of matching) counts.set(stateOf(memory), (counts.get(stateOf(memory)) ?? 0) + 1);
    this.#chips.update(counts, (key) => this.#states.has(key));
    this.#useChip.update(new Map([['used', used.length]]), () => this.#onlyUsed);
    this.#useChip.element.hidden = !this.#onlyUsed && this.#memories.every((memory) => timesUsed(memory) === 0);
    this.#renderAsOf(state.asOf);
    this.#renderEmpty(state, shown.length, matching.length);
    this.#rows.element.hidden = shown.length === 0;
    this.#rows.set(toRows(shown, (key) => this.#closed.has(key), rank ?? (this.#onlyUsed ? timesUsed : undefined)));
    this.#place.update();
  }

  /** The day on show, and the way back. */
  #renderAsOf(day: string | undefined): void {
    fill(this.#asOf, day ?? '', () =>
      day === undefined
        ? []
        : [
            icon('calendar'),
            h('span', { class: 'grow' }, asOfDay(day)),
            linkButton(TEXTS.showToday, () => this.#run('showToday')),
          ],
    );
  }

  #renderEmpty(state: MemoriesState, shown: number, matching: number): void {
    const { query } = this.#search;
    const isPast = state.asOf !== undefined;
    const kind = shown > 0 || !state.ready ? '' : this.#memories.length > 0 ? 'filter' : isPast ? 'past' : 'nothing';
    fill(this.#empty, JSON.stringify([kind, query, matching, state.notices, state.pending > 0]), () => {
      if (kind === '') return [];
      if (kind === 'past') return [icon('calendar', 'big'), h('p', {}, TEXTS.nothingThen)];
      if (kind === 'filter') {
        const isHidden = query !== '' && matching > 0;
        const why = query === '' ? TEXTS.noMemoriesShown : isHidden ? hiddenMatches(matching, query) : noMatch(query);
        return [
          icon('search', 'big'),
          h('p', {}, visible(why)),
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
    if (row.kind === 'group' || this.#isPast) return [];
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
        return [rowButton('trash', TEXTS.delete, () => this.#delete(value))];
    }
  }

  #card(memory: Memory): HTMLElement {
    const draft = this.#editing.draftOf(memory.id);
    const day = this.#state?.asOf;
    return draft === undefined ? memoryCard(memory, day, this.#cardActs) : memoryEditor(memory, draft, this.#cardActs);
  }

  // --- acts ------------------------------------------------------------------------------------------------------------

  readonly #cardActs: CardActs = {
    history: ({ id }) => this.#parts.host.call('history', { id }),
    find: (id) => this.#memories.find((memory) => memory.id === id),
    show: (memory) => this.#showMemory(memory),
    open: (source) => this.#parts.host.notify('openSource', source),
    edit: (memory) => this.#edit(memory),
    delete: (memory) => this.#delete(memory),
    revert: (memory) => this.#revert(memory),
    onDraft: (text) => this.#editing.write(text),
    save: (memory, text) => this.#saveEdit(memory, text),
    cancel: () => this.#editing.stop(),
  };

  /** A day of the past is on show, where nothing can be changed. */
  get #isPast(): boolean {
    return this.#state?.asOf !== undefined;
  }

  /** Whether what is on show can be changed; says so if not. */
  #mayChange(): boolean {
    if (this.#isPast) this.#status.show({ ok: true, message: TEXTS.pastStays, undo: false });
    return !this.#isPast;
  }

  #takeBack(): void {
    if (this.#mayChange()) void this.#undo.run();
  }

  #edit(memory: Memory): void {
    if (memory.state !== 'active' || !this.#mayChange()) return;
    if (this.#isChanging(memory)) return this.#waitFor(memory, (next) => this.#edit(next));
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
    if (memory.state === 'deleted' || !this.#mayChange()) return;
    if (this.#isChanging(memory)) return this.#waitFor(memory, (next) => this.#delete(next));
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
    this.#status.show(outcome, { undo: () => this.#takeBack(), retry: () => void this.#settle(id, change, send) });
    if (outcome.ok) return;
    this.#follow = undefined;
    this.#next = undefined;
    this.#render();
  }

  /** A memory in one of its states and wordings, to see what an undo brought back. */
  #versions(): string[] {
    return this.#memories.map((memory) => `${memory.id} ${stateOf(memory)} ${memory.text}`);
  }

  #isChanging({ id }: Memory): boolean {
    return this.#changes.get(id) !== undefined;
  }

  #waitFor({ lineage }: Memory, act: (memory: Memory) => void): void {
    this.#next = { lineage, act };
  }

  #actOnNext(): void {
    const next = this.#next;
    const memory = this.#memories.find(
      (each) => each.lineage === next?.lineage && each.state === 'active' && !this.#isChanging(each),
    );
    if (!next || !memory) return;
    this.#next = undefined;
    next.act(memory);
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
    this.#onlyUsed &&= timesUsed(memory) > 0;
    this.#closed.delete(`kind ${memory.kind}`);
    if (this.#search.rank && this.#search.rank(memory) === undefined) this.#search.end();
    this.#render();
    this.#rows.openCard(memory.id);
    this.#rows.activate(memory.id);
  }

  // --- search, filters, keys -------------------------------------------------------------------------------------------

  #onRank(isFinal: boolean): void {
    this.#render();
    if (isFinal && this.#state)
      this.#status.announce(found(this.#rows.rows.filter(({ kind }) => kind === 'item').length));
  }

  /** Another day is on show: its cards may hold other texts and other buttons. */
  #onDay(day: string | undefined): void {
    this.#rows.rebuildCard();
    this.#status.announce(day === undefined ? TEXTS.today : asOfDay(day));
  }

  #clearFilters(): void {
    this.#search.end();
    this.#states.clear();
    for (const state of FIRST_STATES) this.#states.add(state);
    this.#onlyUsed = false;
    this.#render();
    if (this.#rows.element.hidden) this.#chips.element.querySelector('button')?.focus();
    else this.#search.field.focus();
  }

  #toggleState(state: ShownState): void {
    if (!this.#states.delete(state)) this.#states.add(state);
    this.#render();
  }

  #toggleGroup(key: string): void {
    if (this.#search.rank || this.#onlyUsed) return; // what was found is always shown
    if (!this.#closed.delete(key)) this.#closed.add(key);
    this.#render();
  }

  #onKey(event: KeyboardEvent, row: MemoryRow): boolean {
    if (isUndo(event)) {
      this.#takeBack();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    switch (event.key.toLowerCase()) {
      case '/':
        this.#search.field.focus();
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
    if (source) this.#parts.host.notify('openSource', keyOf(source));
  }

  // --- focus and what is kept ------------------------------------------------------------------------------------------

  #goTo(key: string): void {
    this.#rows.activate(key, { focus: false });
    if (!this.#search.field.contains(document.activeElement)) this.#focusList();
  }

  #focusList(): void {
    if (!document.hasFocus()) return;
    if (!this.#rows.element.hidden) this.#rows.focus();
    else if (!this.#empty.hidden) this.#empty.focus();
  }
}

function changed(memory: Memory, change: Change | undefined): Memory {
  if (!change) return memory;
  if (!('text' in change)) return { ...memory, state: 'deleted' };
  return memory.state === 'active' ? { ...memory, text: change.text } : memory; // its successor has the words already
}
