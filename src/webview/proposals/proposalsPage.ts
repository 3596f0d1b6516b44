import type { Outcome, ProposalsState } from '../../protocol/sidebar';
import { Chips } from '../chips';
import { button, fill, h, icon, iconButton, linkButton, rowButton } from '../dom';
import { savedPlace, savedString, savedStrings } from '../host';
import { canScan, failureNotice, noFolderView, showBanner } from '../notices';
import { Optimistic, UndoWatch } from '../optimistic';
import type { Key, PageParts, PageView } from '../pageView';
import { Rows } from '../rows';
import { isUndo, KeyList, Status, unsaved } from '../status';
import { OPERATIONS, PROPOSAL_KEYS, selected, TEXTS } from '../texts';
import type { Batch, Proposal, Source } from '../types';
import { batchView, waitingView, type BatchActs } from './batch';
import { proposalCard, proposalEditor, type CardActs } from './proposalCard';
import {
  countByFilter,
  groupKey,
  nextAfter,
  proposalsOf,
  toRows,
  type Filter,
  type ProposalRow,
  type SourceGroup,
} from './proposalList';
import { groupView, itemView } from './proposalRow';

const FILTERS: readonly Filter[] = ['ALL', 'ADD', 'UPDATE', 'DELETE'];
const STILL_HERE = 'The proposal is still here.';

export function createProposalsPage(parts: PageParts): PageView {
  return new ProposalsPage(parts);
}

class ProposalsPage implements PageView {
  readonly #parts: PageParts;
  readonly #banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #batch = h('div', { hidden: true });
  readonly #top: HTMLElement;
  readonly #chips: Chips<Filter>;
  readonly #bulk = h('div', { class: 'bulk', role: 'toolbar', 'aria-label': TEXTS.selectedProposals, hidden: true });
  readonly #bulkCount = h('span', { class: 'grow' });
  readonly #empty = h('div', { class: 'empty', tabindex: '-1', hidden: true });
  readonly #rows: Rows<SourceGroup, Proposal>;
  readonly #status = new Status(() => this.#focusList());
  readonly #keyList = new KeyList(PROPOSAL_KEYS, () => this.#focusList());

  /** Decided here; the extension's next snapshot no longer has them. */
  readonly #decided = new Optimistic<true>();
  readonly #undoWatch = new UndoWatch();
  readonly #selected = new Set<string>();
  /** Batches that were answered here, so that a late snapshot does not show them again. */
  readonly #answered = new Set<string>();
  #state: ProposalsState | undefined;
  #editing: { readonly id: string; text: string } | undefined;
  #filter: Filter;
  readonly #closed: Set<string>;
  /** Run that the user put off: its proposals wait behind one line. */
  #later: string | undefined;
  #toReveal: string | undefined;
  /** What the page kept while it was hidden, until its first rows are there. */
  #toRestore: Readonly<Record<string, unknown>> | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const saved = parts.saved.load();
    this.#toRestore = saved;
    this.#filter = FILTERS.find((filter) => filter === saved.filter) ?? 'ALL';
    this.#closed = new Set(savedStrings(saved.closed));
    this.#later = savedString(saved.later);
    const draft = savedString(saved.draft);
    const open = savedString(saved.open);
    if (draft !== undefined && open !== undefined) this.#editing = { id: open, text: draft };

    this.#chips = new Chips<Filter>(
      FILTERS.map((key) =>
        key === 'ALL' ? { key, word: TEXTS.all } : { key, word: OPERATIONS[key].word, icon: OPERATIONS[key].icon },
      ),
      (filter) => this.#setFilter(filter),
    );
    this.#top = h('div', { class: 'top', hidden: true }, this.#chips.element);
    this.#bulk.append(
      this.#bulkCount,
      linkButton(TEXTS.accept, () => this.#decide('accept', [...this.#selected])),
      linkButton(TEXTS.reject, () => this.#decide('reject', [...this.#selected])),
      iconButton('close', TEXTS.clearSelection, () => this.#clearSelection()),
    );
    this.#rows = new Rows<SourceGroup, Proposal>({
      label: TEXTS.proposals,
      groupHeight: 28,
      itemHeight: 42,
      multiselectable: true,
      render: (row) =>
        row.kind === 'group' ? groupView(row.value, row.isOpen) : itemView(row.value, this.#selected.has(row.key)),
      actions: (row) => this.#rowActions(row),
      card: (proposal) => this.#card(proposal),
      onKey: (event, row) => this.#onKey(event, row),
      onToggle: (row) => this.#toggleGroup(row.key),
      onSelect: (row) => this.#select(row),
      onView: () => this.#onView(),
    });
    this.#empty.addEventListener('keydown', (event) => {
      if (isUndo(event)) {
        event.preventDefault();
        void this.#undo();
      }
    });
    parts.app.append(
      this.#banner,
      this.#batch,
      this.#top,
      this.#bulk,
      this.#empty,
      this.#rows.element,
      this.#keyList.element,
      this.#status.toast,
      this.#status.live,
    );
  }

  show(state: ProposalsState): void {
    this.#state = state;
    this.#decided.onSnapshot();
    if (state.batch && !this.#answered.has(state.batch.id)) this.#later = undefined; // it is offered anew
    this.#render();
    this.#restore();
    const back = this.#undoWatch.onSnapshot(this.#rows.rows.filter(isItem).map(({ key }) => key));
    if (back !== undefined) this.#goTo(back);
    const toReveal = this.#toReveal;
    if (toReveal !== undefined) this.reveal(toReveal);
  }

  press(key: Key): void {
    const row = this.#rows.active;
    if (key === 'undo') void this.#undo();
    else if (row && (key === 'accept' || key === 'reject')) this.#decideOn(key, row);
    else if (row?.kind === 'item' && key === 'edit') this.#edit(row.value);
  }

  reveal(id: string): void {
    const proposal = this.#state?.proposals.find((each) => each.id === id);
    this.#toReveal = this.#state ? undefined : id;
    const [source] = proposal?.sources ?? [];
    if (!proposal || !source) return;
    if (proposal.run === this.#later) this.#later = undefined;
    this.#answered.add(proposal.run);
    if (this.#filter !== 'ALL' && this.#filter !== proposal.operation) this.#filter = 'ALL';
    this.#closed.delete(groupKey(source));
    this.#render();
    this.#rows.openCard(id);
    this.#rows.activate(id);
  }

  fail(reason: string): void {
    showBanner(this.#banner, [failureNotice(reason)], (command) => this.#parts.host.notify('command', { command }));
  }

  // --- what is on show -------------------------------------------------------------------------------------------------

  get #shownBatch(): Batch | undefined {
    const batch = this.#state?.batch;
    return batch && !this.#answered.has(batch.id) ? batch : undefined;
  }

  /** What waits in the list, whatever the filter. */
  #listed(): Proposal[] {
    const behind = this.#shownBatch?.id ?? this.#later;
    return (this.#state?.proposals ?? []).filter(({ id, run }) => !this.#decided.has(id) && run !== behind);
  }

  #render(): void {
    const state = this.#state;
    if (!state) return;
    const listed = this.#listed();
    const shown = listed.filter(({ operation }) => this.#filter === 'ALL' || operation === this.#filter);
    for (const id of this.#selected) if (!shown.some((proposal) => proposal.id === id)) this.#selected.delete(id);

    showBanner(this.#banner, state.notices, (command) => this.#parts.host.notify('command', { command }));
    this.#renderBatch(state);
    this.#top.hidden = listed.length === 0;
    this.#chips.update(countByFilter(listed), (filter) => filter === this.#filter);
    this.#bulk.hidden = this.#selected.size === 0;
    this.#bulkCount.textContent = selected(this.#selected.size);
    this.#renderEmpty(state, listed.length, shown.length);
    this.#rows.element.hidden = shown.length === 0;
    this.#rows.set(toRows(shown, (key) => this.#closed.has(key)));
    this.#onView();
  }

  #renderBatch(state: ProposalsState): void {
    const batch = this.#shownBatch;
    const later = this.#later;
    const waiting = later === undefined ? 0 : state.proposals.filter(({ run }) => run === later).length;
    fill(this.#batch, JSON.stringify([batch, later, waiting]), () => {
      if (batch) return [batchView(batch, this.#batchActs)];
      return later !== undefined && waiting > 0 ? [waitingView(later, waiting, this.#batchActs)] : [];
    });
  }

  #renderEmpty(state: ProposalsState, listed: number, shown: number): void {
    const isWaiting = !this.#batch.hidden; // then the line above says what there is to do
    const kind = shown > 0 || !state.ready || (listed === 0 && isWaiting) ? '' : listed > 0 ? 'filter' : 'nothing';
    fill(this.#empty, JSON.stringify([kind, state.notices]), () => {
      if (kind === '') return [];
      if (kind === 'filter') return [h('p', {}, TEXTS.noneOfThisKind)];
      const command = (): void => this.#parts.host.notify('command', { command: 'scan' });
      return (
        noFolderView(state.notices, (named) => this.#parts.host.notify('command', { command: named })) ?? [
          icon('inbox', 'big'),
          h('h3', {}, TEXTS.nothingToReview),
          h('p', {}, TEXTS.nothingToReviewHint),
          canScan(state.notices) && button(TEXTS.scan, command, { primary: true }),
        ]
      );
    });
  }

  #rowActions(row: ProposalRow): HTMLElement[] {
    if (row.kind === 'group') {
      return [rowButton('check-all', TEXTS.acceptSource, () => this.#decide('accept', idsOf(row)))];
    }
    const { value } = row;
    return [
      rowButton('check', TEXTS.accept, () => this.#decide('accept', [value.id])),
      ...(value.operation === 'DELETE' ? [] : [rowButton('edit', TEXTS.edit, () => this.#edit(value))]),
      rowButton('close', TEXTS.reject, () => this.#decide('reject', [value.id])),
    ];
  }

  #card(proposal: Proposal): HTMLElement {
    const editing = this.#editing;
    return editing?.id === proposal.id
      ? proposalEditor(proposal, editing.text, this.#cardActs)
      : proposalCard(proposal, this.#cardActs);
  }

  // --- decisions -------------------------------------------------------------------------------------------------------

  readonly #cardActs: CardActs = {
    accept: ({ id }) => this.#decide('accept', [id]),
    reject: ({ id }) => this.#decide('reject', [id]),
    edit: (proposal) => this.#edit(proposal),
    open: ({ kind, ref }) => this.#parts.host.notify('openSource', { kind, ref }),
    onDraft: (text) => {
      if (this.#editing) this.#editing.text = text;
      this.#save();
    },
    save: (proposal, text) => this.#saveEdit(proposal, text),
    cancel: () => this.#stopEditing(),
  };

  readonly #batchActs: BatchActs = {
    acceptAll: (batch) => this.#acceptBatch(batch),
    lookThrough: (run) => {
      this.#dismiss(run);
      this.#later = undefined;
      this.#render();
      this.#focusList();
    },
    notNow: (run) => {
      this.#dismiss(run);
      this.#later = run;
      this.#render();
      this.#focusList();
    },
  };

  /** A key or command acts on the selection if there is one, else on the row; on a group row, on the whole group. */
  #decideOn(verdict: 'accept' | 'reject', row: ProposalRow): void {
    this.#decide(verdict, this.#selected.size > 0 ? [...this.#selected] : idsOf(row));
  }

  #decide(verdict: 'accept' | 'reject', ids: readonly string[]): void {
    if (ids.length > 0) void this.#settle(ids, () => this.#parts.host.call(verdict, { ids }));
  }

  #saveEdit(proposal: Proposal, text: string): void {
    if (text === '') return this.#status.announce(TEXTS.textIsEmpty);
    this.#editing = undefined;
    const { id } = proposal;
    const isSame = text === proposal.newText;
    const { host } = this.#parts;
    void this.#settle([id], () => (isSame ? host.call('accept', { ids: [id] }) : host.call('edit', { id, text })));
  }

  #acceptBatch(batch: Batch): void {
    const ids = (this.#state?.proposals ?? []).filter(({ run }) => run === batch.id).map(({ id }) => id);
    this.#answered.add(batch.id);
    void this.#settle(
      ids,
      () => this.#parts.host.call('acceptRun', { run: batch.id }),
      () => this.#answered.delete(batch.id),
    );
  }

  #dismiss(run: string): void {
    this.#answered.add(run);
    if (this.#state?.batch?.id === run) this.#parts.host.notify('dismissRun', { run });
  }

  /** Shows a decision at once, moves the focus on, and puts the rows back when it could not be saved. */
  async #settle(ids: readonly string[], send: () => Promise<Outcome>, onFailure?: () => void): Promise<void> {
    const decided = new Set(ids);
    const next = nextAfter(this.#rows.rows, decided);
    const open = this.#rows.openKey;
    this.#decided.begin(ids, true);
    for (const id of ids) this.#selected.delete(id);
    this.#render();
    if (next !== undefined) {
      if (open !== undefined && decided.has(open)) this.#rows.openCard(next);
      this.#rows.activate(next, { focus: false });
    }
    this.#focusList();

    const outcome = await send().catch((error: unknown) => unsaved(error, STILL_HERE));
    this.#decided.end(ids, outcome.ok);
    this.#status.show(outcome, {
      undo: () => void this.#undo(),
      retry: () => void this.#settle(ids, send, onFailure),
    });
    if (outcome.ok) return;
    const wasEmpty = this.#rows.element.hidden;
    onFailure?.();
    this.#render();
    if (wasEmpty) this.#focusList();
  }

  async #undo(): Promise<void> {
    this.#undoWatch.begin(this.#rows.rows.filter(isItem).map(({ key }) => key));
    const outcome = await this.#parts.host.call('undo').catch((error: unknown) => unsaved(error, STILL_HERE));
    this.#undoWatch.end(outcome.ok);
    this.#status.show(outcome);
  }

  #edit(proposal: Proposal): void {
    if (proposal.operation === 'DELETE') return; // there is no new text to edit
    this.#editing = { id: proposal.id, text: proposal.newText ?? '' };
    if (this.#rows.openKey === proposal.id) this.#rows.rebuildCard();
    else this.#rows.openCard(proposal.id);
    this.#rows.activate(proposal.id, { focus: false });
    this.#rows.card?.querySelector('textarea')?.focus();
  }

  #stopEditing(): void {
    this.#editing = undefined;
    this.#rows.rebuildCard();
    this.#rows.focus();
    this.#save();
  }

  // --- filter, selection, keys -----------------------------------------------------------------------------------------

  #setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#render();
  }

  #toggleGroup(key: string): void {
    if (!this.#closed.delete(key)) this.#closed.add(key);
    this.#render();
  }

  #select(row: ProposalRow): void {
    const ids = idsOf(row);
    const isOn = !ids.every((id) => this.#selected.has(id));
    for (const id of ids) {
      if (isOn) this.#selected.add(id);
      else this.#selected.delete(id);
    }
    this.#render();
    this.#status.announce(selected(this.#selected.size));
  }

  #selectAll(): void {
    for (const row of this.#rows.rows) for (const id of idsOf(row)) this.#selected.add(id);
    this.#render();
    this.#status.announce(selected(this.#selected.size));
  }

  #clearSelection(): void {
    this.#selected.clear();
    this.#render();
    this.#status.announce(TEXTS.selectionCleared);
    this.#rows.focus();
  }

  #onKey(event: KeyboardEvent, row: ProposalRow): boolean {
    const hasModifier = event.ctrlKey || event.metaKey;
    if (isUndo(event)) {
      void this.#undo();
      return true;
    }
    if (hasModifier && event.key.toLowerCase() === 'a') {
      this.#selectAll();
      return true;
    }
    if (hasModifier || event.altKey) return false;
    switch (event.key.toLowerCase()) {
      case 'a':
        this.#decideOn('accept', row);
        return true;
      case 'r':
        this.#decideOn('reject', row);
        return true;
      case 'e':
        if (row.kind === 'item') this.#edit(row.value);
        return true;
      case 'o':
        this.#openSource(row);
        return true;
      case ' ':
        this.#select(row);
        return true;
      case '?':
        this.#keyList.open();
        return true;
      case 'escape':
        if (this.#selected.size === 0) return false;
        this.#clearSelection();
        return true;
      default:
        return false;
    }
  }

  #openSource(row: ProposalRow): void {
    const source: Source | undefined = row.kind === 'group' ? row.value.source : row.value.sources[0];
    if (source) this.#parts.host.notify('openSource', { kind: source.kind, ref: source.ref });
  }

  // --- focus and what is kept ------------------------------------------------------------------------------------------

  #goTo(key: string): void {
    this.#rows.activate(key, { focus: false });
    this.#focusList();
  }

  /** To the list, or to what stands in its place. A page that does not have the focus does not take it. */
  #focusList(): void {
    if (!document.hasFocus()) return;
    if (!this.#rows.element.hidden) this.#rows.focus();
    else if (!this.#empty.hidden) this.#empty.focus();
    else this.#batch.querySelector<HTMLElement>('vscode-button, button')?.focus();
  }

  #restore(): void {
    const saved = this.#toRestore;
    if (!saved) return;
    this.#rows.restore(savedPlace(saved));
    this.#toRestore = undefined;
    this.#onView();
  }

  #onView(): void {
    if (this.#toRestore) return; // what was kept still stands
    const active = this.#rows.active;
    if (this.#editing && this.#rows.openKey !== this.#editing.id) this.#editing = undefined;
    const id = active?.kind === 'item' ? active.key : undefined;
    this.#parts.host.notify('active', { ...(id === undefined ? {} : { id }), selected: [...this.#selected] });
    this.#save();
  }

  #save(): void {
    this.#parts.saved.save({
      filter: this.#filter,
      closed: [...this.#closed],
      active: this.#rows.active?.key,
      open: this.#rows.openKey,
      scroll: this.#rows.element.scrollTop,
      later: this.#later,
      draft: this.#editing?.text,
    });
  }
}

function isItem(row: ProposalRow): boolean {
  return row.kind === 'item';
}

function idsOf(row: ProposalRow): string[] {
  return proposalsOf(row).map(({ id }) => id);
}
