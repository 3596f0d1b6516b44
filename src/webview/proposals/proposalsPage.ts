import type { Outcome, ProposalsState, SidebarCommand } from '../../protocol/sidebar';
import { Chips } from '../chips';
import { button, fill, h, icon, iconButton, linkButton, rowButton } from '../dom';
import { Editing } from '../editing';
import { savedString, savedStrings } from '../host';
import { canImport, canScan, failureNotice, noFolderView, showBanner } from '../notices';
import { keyOf } from '../source';
import { Optimistic } from '../optimistic';
import type { Key, PageParts, PageView } from '../pageView';
import { Place } from '../place';
import { Rows } from '../rows';
import { isUndo, KeyList, Status, unsaved } from '../status';
import { OPERATIONS, PROPOSAL_KEYS, selected, TEXTS } from '../texts';
import type { Batch, Proposal, Source } from '../types';
import { Undo } from '../undo';
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
  readonly #undo: Undo;
  readonly #editing: Editing<SourceGroup, Proposal>;
  readonly #place: Place<SourceGroup, Proposal>;
  readonly #selected = new Set<string>();
  /** Batches that were answered here, so that a late snapshot does not show them again. */
  readonly #answered = new Set<string>();
  #state: ProposalsState | undefined;
  #filter: Filter;
  readonly #closed: Set<string>;
  /** Run that the user put off: its proposals wait behind one line. */
  #later: string | undefined;
  #toReveal: string | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const saved = parts.saved.load();
    this.#filter = FILTERS.find((filter) => filter === saved.filter) ?? 'ALL';
    this.#closed = new Set(savedStrings(saved.closed));
    this.#later = savedString(saved.later);

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
      onView: () => this.#place.update(),
    });
    this.#undo = new Undo({
      host: parts.host,
      status: this.#status,
      keys: () => this.#rows.rows.filter(({ kind }) => kind === 'item').map(({ key }) => key),
      still: STILL_HERE,
    });
    this.#editing = new Editing(this.#rows, saved, () => this.#place.save());
    this.#place = new Place({
      host: parts.host,
      saved: parts.saved,
      rows: this.#rows,
      editing: this.#editing,
      selected: () => [...this.#selected],
      own: () => ({ filter: this.#filter, closed: [...this.#closed], later: this.#later }),
    });
    this.#empty.addEventListener('keydown', (event) => {
      if (isUndo(event)) {
        event.preventDefault();
        void this.#undo.run();
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
    this.#place.restore();
    const back = this.#undo.onSnapshot();
    if (back !== undefined) this.#goTo(back);
    const toReveal = this.#toReveal;
    if (toReveal !== undefined) this.reveal(toReveal);
  }

  press(key: Key): void {
    const row = this.#rows.active;
    if (key === 'undo') void this.#undo.run();
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
    showBanner(this.#banner, [failureNotice(reason)], this.#run);
  }

  readonly #run = (command: SidebarCommand): void => this.#parts.host.notify('command', { command });

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

    showBanner(this.#banner, state.notices, this.#run);
    this.#renderBatch(state);
    this.#top.hidden = listed.length === 0;
    this.#chips.update(countByFilter(listed), (filter) => filter === this.#filter);
    this.#bulk.hidden = this.#selected.size === 0;
    this.#bulkCount.textContent = selected(this.#selected.size);
    this.#renderEmpty(state, listed.length, shown.length);
    this.#rows.element.hidden = shown.length === 0;
    this.#rows.set(toRows(shown, (key) => this.#closed.has(key)));
    this.#place.update();
  }

  #renderBatch(state: ProposalsState): void {
    const batch = this.#shownBatch;
    const later = this.#later;
    const waiting = later === undefined ? [] : state.proposals.filter(({ run }) => run === later);
    fill(this.#batch, JSON.stringify([batch, later, waiting.length]), () => {
      if (batch) return [batchView(batch, this.#batchActs)];
      if (later === undefined || waiting.length === 0) return [];
      const ofDocuments = waiting.every(({ sources }) => sources[0]?.kind === 'file');
      return [waitingView(later, waiting.length, ofDocuments, this.#batchActs)];
    });
  }

  #renderEmpty(state: ProposalsState, listed: number, shown: number): void {
    const isWaiting = !this.#batch.hidden; // then the line above says what there is to do
    const kind = shown > 0 || !state.ready || (listed === 0 && isWaiting) ? '' : listed > 0 ? 'filter' : 'nothing';
    fill(this.#empty, JSON.stringify([kind, state.notices]), () => {
      if (kind === '') return [];
      if (kind === 'filter') return [h('p', {}, TEXTS.noneOfThisKind)];
      return (
        noFolderView(state.notices, this.#run) ?? [
          icon('inbox', 'big'),
          h('h3', {}, TEXTS.nothingToReview),
          h('p', {}, TEXTS.nothingToReviewHint),
          canScan(state.notices) && button(TEXTS.scan, () => this.#run('scan'), { primary: true }),
          canImport(state.notices) && button(TEXTS.importChats, () => this.#run('importChats')),
          canImport(state.notices) && button(TEXTS.importDocuments, () => this.#run('importDocuments')),
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
    const draft = this.#editing.draftOf(proposal.id);
    return draft === undefined
      ? proposalCard(proposal, this.#cardActs)
      : proposalEditor(proposal, draft, this.#cardActs);
  }

  // --- decisions -------------------------------------------------------------------------------------------------------

  readonly #cardActs: CardActs = {
    accept: ({ id }) => this.#decide('accept', [id]),
    reject: ({ id }) => this.#decide('reject', [id]),
    edit: (proposal) => this.#edit(proposal),
    open: (source) => this.#parts.host.notify('openSource', source),
    onDraft: (text) => this.#editing.write(text),
    save: (proposal, text) => this.#saveEdit(proposal, text),
    cancel: () => this.#editing.stop(),
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
    this.#editing.drop();
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
      undo: () => void this.#undo.run(),
      retry: () => void this.#settle(ids, send, onFailure),
    });
    if (outcome.ok) return;
    const wasEmpty = this.#rows.element.hidden;
    onFailure?.();
    this.#render();
    if (wasEmpty) this.#focusList();
  }

  #edit(proposal: Proposal): void {
    if (proposal.operation === 'DELETE') return; // there is no new text to edit
    this.#editing.start(proposal.id, proposal.newText ?? '');
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
      void this.#undo.run();
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
    if (source) this.#parts.host.notify('openSource', keyOf(source));
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
}

function idsOf(row: ProposalRow): string[] {
  return proposalsOf(row).map(({ id }) => id);
}
