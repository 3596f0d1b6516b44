import { h } from './dom';
import type { SavedPlace } from './host';
import { TEXTS } from './texts';

/** A row of the list: a group, or an item inside one. Positions count from 1 among rows of the same parent. */
export type Row<G, I> = Place &
  (
    | { readonly kind: 'group'; readonly value: G; readonly isOpen: boolean }
    | { readonly kind: 'item'; readonly value: I }
  );

interface Place {
  readonly key: string;
  readonly position: number;
  readonly size: number;
}

export type GroupRow<G, I> = Extract<Row<G, I>, { kind: 'group' }>;
export type ItemRow<G, I> = Extract<Row<G, I>, { kind: 'item' }>;

export interface RowsOptions<G, I> {
  readonly label: string;
  /** Heights in pixels; they are fixed, so that nothing has to be measured. */
  readonly groupHeight: number;
  readonly itemHeight: number;
  readonly multiselectable: boolean;
  /** The row's element with its class, label and one gridcell. */
  readonly render: (row: Row<G, I>) => HTMLElement;
  /** Buttons of a row; they are there only while the pointer or the focus is on it. */
  readonly actions: (row: Row<G, I>) => readonly HTMLElement[];
  readonly card: (item: I) => HTMLElement;
  /** @returns true when the key was taken */
  readonly onKey: (event: KeyboardEvent, row: Row<G, I>) => boolean;
  readonly onToggle: (group: GroupRow<G, I>) => void;
  readonly onSelect: (row: Row<G, I>) => void;
  /** Active row, card or scroll position changed. */
  readonly onView: () => void;
}

/** Rows beyond the visible ones that stay in the page, so that scrolling by a few shows no gap. */
const OVERSCAN = 4;

/**
 * A windowed treegrid: rows of two fixed heights and at most one open card below its row. Offsets are sums, nothing is
 * estimated, and the scroll bar never jumps. Only rows near the viewport are in the page, and the active one. The focus stays
 * on the list itself, which names the active row.
 */
export class Rows<G, I> {
  readonly element: HTMLElement;
  readonly #canvas = h('div', { class: 'canvas', role: 'rowgroup' });
  readonly #options: RowsOptions<G, I>;
  readonly #sizes: ResizeObserver;
  readonly #nodes = new Map<string, HTMLElement>();
  readonly #rowOf = new WeakMap<Element, Row<G, I>>();
  #rows: readonly Row<G, I>[] = [];
  #index = new Map<string, number>();
  /** Offset of each row without the card, and of the end. */
  #tops: number[] = [0];
  #active = 0;
  /** Before the user has done anything with the list, it shows its beginning. */
  #touched = false;
  #hovered: string | undefined;
  #card: { readonly key: string; readonly element: HTMLElement; shown: string; height: number } | undefined;

  constructor(options: RowsOptions<G, I>) {
    this.#options = options;
    this.element = h(
      'div',
      {
        class: 'rows',
        role: 'treegrid',
        tabindex: '0',
        'aria-label': options.label,
        'aria-multiselectable': String(options.multiselectable),
        'aria-colcount': '1',
      },
      this.#canvas,
    );
    this.element.addEventListener('scroll', () => this.#paint(), { passive: true });
    this.element.addEventListener('scrollend', () => options.onView());
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focus', () => (this.#touched = true));
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('pointerover', (event) => this.#hover(this.#rowAt(event.target)?.key));
    this.element.addEventListener('pointerleave', () => this.#hover(undefined));
    this.#sizes = new ResizeObserver(() => this.#layout());
    this.#sizes.observe(this.element);
  }

  get rows(): readonly Row<G, I>[] {
    return this.#rows;
  }

  get active(): Row<G, I> | undefined {
    return this.#rows[this.#active];
  }

  /** Key of the row whose card is open. */
  get openKey(): string | undefined {
    return this.#card?.key;
  }

  get card(): HTMLElement | undefined {
    return this.#card?.element;
  }

  /** Where the user is. */
  get place(): SavedPlace {
    return { active: this.active?.key, open: this.openKey, scroll: this.element.scrollTop };
  }

  has(key: string): boolean {
    return this.#index.has(key);
  }

  /**
   * Replaces the rows. The active row stays the active one, and where it is on the screen; when it is gone, its place is
   * taken by what follows.
   */
  set(rows: readonly Row<G, I>[]): void {
    const anchors = this.#anchors();
    const active = this.#touched ? this.active?.key : undefined;
    this.#rows = rows;
    this.#index = new Map(rows.map((row, i) => [row.key, i]));
    this.#tops = [0];
    for (const row of rows) this.#tops.push((this.#tops.at(-1) ?? 0) + this.#heightOf(row));
    const place = active === undefined ? undefined : this.#index.get(active);
    this.#active = place ?? Math.max(0, Math.min(this.#active, rows.length - 1));
    for (const node of this.#nodes.values()) node.remove();
    this.#nodes.clear();
    this.#updateCard();
    this.#layout();
    const anchor = anchors.find(({ key }) => this.#index.has(key));
    if (anchor) this.element.scrollTop = this.#top(this.#index.get(anchor.key) ?? 0) - anchor.offset;
    this.#paint();
    this.#markActive();
  }

  /** Makes a row the active one and scrolls to it. */
  activate(key: string, { focus = true } = {}): void {
    const i = this.#index.get(key);
    if (i !== undefined) this.#activateAt(i, focus);
  }

  openCard(key: string): void {
    const row = this.#rows[this.#index.get(key) ?? -1];
    if (row?.kind !== 'item') return;
    this.closeCard();
    const card = h('div', { class: 'card', role: 'row', 'aria-level': 3, 'aria-label': TEXTS.details });
    card.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.focus();
    });
    this.#card = { key, element: card, shown: '', height: 0 };
    this.#sizes.observe(card);
    this.#fillCard(row.value);
    this.#refresh(key);
  }

  closeCard(): void {
    if (!this.#card) return;
    const { key, element } = this.#card;
    const hadFocus = element.contains(document.activeElement);
    this.#sizes.unobserve(element);
    element.remove();
    this.#card = undefined;
    if (hadFocus) this.focus();
    this.#refresh(key);
  }

  /** Builds the open card anew, because what it shows beside its item changed. */
  rebuildCard(): void {
    if (!this.#card) return;
    this.#card.shown = '';
    this.#updateCard();
    this.#layout();
    this.reveal();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Scrolls so that the active row, and its card as far as it fits, is in view. */
  reveal(): void {
    const top = this.#top(this.#active);
    const bottom = this.#top(this.#active + 1);
    const { scrollTop, clientHeight } = this.element;
    if (bottom > scrollTop + clientHeight) this.element.scrollTop = Math.min(top, bottom - clientHeight);
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    this.#paint();
  }

  /** Where the user was before the page was hidden. */
  restore({ active, open, scroll }: SavedPlace): void {
    if (open !== undefined) this.openCard(open);
    const i = active === undefined ? undefined : this.#index.get(active);
    if (i !== undefined) {
      this.#active = i;
      this.#touched = true;
    }
    if (scroll !== undefined) this.element.scrollTop = scroll;
    this.#paint();
    this.#markActive();
  }

  #activateAt(i: number, focus = true): void {
    this.#active = Math.max(0, Math.min(i, this.#rows.length - 1));
    this.#touched = true;
    if (focus) this.focus();
    this.reveal();
    this.#markActive();
    this.#options.onView();
  }

  #toggleCard(key: string): void {
    if (this.openKey === key) this.closeCard();
    else this.openCard(key);
    this.reveal();
    this.#options.onView();
  }

  #refresh(key: string): void {
    this.#nodes.get(key)?.remove();
    this.#nodes.delete(key);
    this.#layout();
  }

  /** After the rows changed: the card goes with its row, and is built anew with it, unless the user is writing in it. */
  #updateCard(): void {
    if (!this.#card) return;
    const row = this.#rows[this.#index.get(this.#card.key) ?? -1];
    if (row?.kind !== 'item') return this.closeCard();
    if (this.#card.shown !== '' && this.#card.element.querySelector('textarea')) return;
    this.#fillCard(row.value);
  }

  #fillCard(item: I): void {
    const card = this.#card;
    const key = JSON.stringify(item);
    if (!card || card.shown === key) return;
    const hadFocus = card.element.contains(document.activeElement);
    card.shown = key;
    card.element.replaceChildren(h('div', { role: 'gridcell' }, this.#options.card(item)));
    if (hadFocus) this.focus();
  }

  // --- geometry --------------------------------------------------------------------------------------------------------

  #heightOf(row: Row<G, I>): number {
    return row.kind === 'group' ? this.#options.groupHeight : this.#options.itemHeight;
  }

  #top(i: number): number {
    const card = this.#card;
    const open = card ? (this.#index.get(card.key) ?? Infinity) : Infinity;
    return (this.#tops[i] ?? 0) + (card && i > open ? card.height : 0);
  }

  /** Index of the row at an offset. */
  #at(offset: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#top(middle + 1) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Rows whose place on the screen should not change, the most important first. */
  #anchors(): { readonly key: string; readonly offset: number }[] {
    const { scrollTop, clientHeight } = this.element;
    if (!this.#touched && scrollTop === 0) return [];
    const first = this.#at(scrollTop);
    const last = this.#at(scrollTop + clientHeight);
    const visible = this.#rows.slice(first, last + 1);
    const active = this.active;
    const ordered = active && visible.includes(active) ? [active, ...visible] : visible;
    return ordered.map(({ key }) => ({ key, offset: this.#top(this.#index.get(key) ?? 0) - scrollTop }));
  }

  #layout(): void {
    if (this.#card) {
      if (!this.#card.element.isConnected) this.#canvas.append(this.#card.element);
      this.#card.height = this.#card.element.offsetHeight;
    }
    this.#canvas.style.height = `${this.#top(this.#rows.length)}px`;
    this.#paint();
  }

  // --- elements --------------------------------------------------------------------------------------------------------

  #paint(): void {
    const { scrollTop, clientHeight } = this.element;
    const from = Math.max(0, this.#at(scrollTop) - OVERSCAN);
    const to = Math.min(this.#rows.length, this.#at(scrollTop + clientHeight) + 1 + OVERSCAN);
    const wanted = new Set<number>();
    if (this.active) wanted.add(this.#active);
    for (let i = from; i < to; i++) wanted.add(i);
    for (const [key, node] of this.#nodes) {
      if (wanted.has(this.#index.get(key) ?? -1)) continue;
      node.remove();
      this.#nodes.delete(key);
    }
    for (const i of wanted) {
      const row = this.#rows[i];
      if (row) this.#place(row, i);
    }
    if (this.#card) {
      const row = this.#index.get(this.#card.key) ?? 0;
      this.#card.element.style.transform = `translateY(${this.#tops[row + 1] ?? 0}px)`;
    }
    this.#order();
  }

  #place(row: Row<G, I>, i: number): void {
    let node = this.#nodes.get(row.key);
    if (!node) {
      node = this.#build(row);
      this.#nodes.set(row.key, node);
    }
    const isActive = i === this.#active;
    node.style.transform = `translateY(${this.#top(i)}px)`;
    node.classList.toggle('active', isActive);
    this.#showActions(node, row, isActive || this.#hovered === row.key);
  }

  #build(row: Row<G, I>): HTMLElement {
    const node = this.#options.render(row);
    this.#rowOf.set(node, row);
    const isOpen = row.kind === 'group' ? row.isOpen : this.openKey === row.key;
    node.classList.add('row');
    node.classList.toggle('open', row.kind === 'item' && isOpen);
    node.style.height = `${this.#heightOf(row)}px`;
    node.id = idOf(row.key);
    node.setAttribute('role', 'row');
    node.setAttribute('aria-level', row.kind === 'group' ? '1' : '2');
    node.setAttribute('aria-posinset', String(row.position));
    node.setAttribute('aria-setsize', String(row.size));
    node.setAttribute('aria-expanded', String(isOpen));
    return node;
  }

  #showActions(node: HTMLElement, row: Row<G, I>, isShown: boolean): void {
    const cell = node.firstElementChild;
    const shown = cell?.querySelector(':scope > .actions');
    if (isShown && !shown) cell?.append(h('span', { class: 'actions' }, this.#options.actions(row)));
    else if (!isShown) shown?.remove();
  }

  /** Reading order and Tab order are the order of the elements. The card itself is never moved, because that would drop its focus. */
  #order(): void {
    const list = Array.from(this.#nodes, ([key, node]) => ({ at: this.#index.get(key) ?? 0, node }));
    if (this.#card) list.push({ at: (this.#index.get(this.#card.key) ?? 0) + 0.5, node: this.#card.element });
    list.sort((a, b) => a.at - b.at);
    const card = list.findIndex(({ node }) => node === this.#card?.element);
    const before = card < 0 ? list : list.slice(0, card);
    const after = card < 0 ? [] : list.slice(card + 1);
    let next: Node | null = this.#card?.element ?? null;
    for (const { node } of before.reverse()) next = this.#insert(node, next);
    next = null;
    for (const { node } of after.reverse()) next = this.#insert(node, next);
  }

  #insert(node: Node, next: Node | null): Node {
    if (node.nextSibling !== next || node.parentNode !== this.#canvas) this.#canvas.insertBefore(node, next);
    return node;
  }

  #markActive(): void {
    if (this.active) this.element.setAttribute('aria-activedescendant', idOf(this.active.key));
    else this.element.removeAttribute('aria-activedescendant');
  }

  // --- pointer and keys ------------------------------------------------------------------------------------------------

  #rowAt(target: EventTarget | null): Row<G, I> | undefined {
    const node = target instanceof Element ? target.closest('.row') : null;
    return node ? this.#rowOf.get(node) : undefined;
  }

  #hover(key: string | undefined): void {
    if (key === this.#hovered) return;
    this.#hovered = key;
    this.#paint();
  }

  #onClick(event: MouseEvent): void {
    const row = this.#rowAt(event.target);
    if (!row || (event.target instanceof Element && event.target.closest('button'))) return;
    this.activate(row.key);
    if (event.ctrlKey || event.metaKey) this.#options.onSelect(row);
    else this.#toggle(row);
  }

  #toggle(row: Row<G, I>): void {
    if (row.kind === 'group') this.#options.onToggle(row);
    else this.#toggleCard(row.key);
  }

  #onKey(event: KeyboardEvent): void {
    const row = this.active;
    if (event.target !== this.element || !row) return; // keys inside the card belong to its controls
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const isTaken = (isPlain && this.#move(event.key, row)) || this.#options.onKey(event, row);
    if (isTaken) event.preventDefault();
  }

  #move(key: string, row: Row<G, I>): boolean {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#options.itemHeight) - 1);
    switch (key) {
      case 'ArrowDown':
        this.#activateAt(this.#active + 1);
        return true;
      case 'ArrowUp':
        this.#activateAt(this.#active - 1);
        return true;
      case 'PageDown':
        this.#activateAt(this.#active + page);
        return true;
      case 'PageUp':
        this.#activateAt(this.#active - page);
        return true;
      case 'Home':
        this.#activateAt(0);
        return true;
      case 'End':
        this.#activateAt(this.#rows.length - 1);
        return true;
      case 'Enter':
        this.#toggle(row);
        return true;
      case 'ArrowRight':
        if (row.kind === 'group' && row.isOpen) this.#activateAt(this.#active + 1);
        else if (row.kind === 'group' || this.openKey !== row.key) this.#toggle(row);
        return true;
      case 'ArrowLeft':
        if (row.kind === 'group' ? row.isOpen : this.openKey === row.key) this.#toggle(row);
        else this.#activateAt(this.#groupOf(this.#active));
        return true;
      case 'Escape':
        if (this.openKey === undefined) return false;
        this.closeCard();
        this.#options.onView();
        return true;
      default:
        return false;
    }
  }

  #groupOf(i: number): number {
    for (let at = i; at > 0; at--) if (this.#rows[at]?.kind === 'group') return at;
    return 0;
  }
}

/** Ids must not hold spaces; keys are made of foreign names. */
function idOf(key: string): string {
  return `row-${encodeURIComponent(key)}`;
}
