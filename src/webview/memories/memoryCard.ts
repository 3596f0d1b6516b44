import { marked } from '../diffView';
import { button, foreign, h, icon, linkButton, visible, type Child } from '../dom';
import { textEditor } from '../editor';
import { sourceLink } from '../source';
import { endedOn, heldFor, historyFailed, historyLine, OPERATIONS, supersededOn, TEXTS } from '../texts';
import type { HistoryEntry, Memory, Source } from '../types';
import { wordDiff } from '../wordDiff';
import { stateOf } from './memoryList';
import { STATE_ICONS } from './memoryRow';

export interface CardActs {
  /** Newest first. */
  history(memory: Memory): Promise<readonly HistoryEntry[]>;
  /** The memory with this id, if the extension told of it. */
  find(id: string): Memory | undefined;
  show(memory: Memory): void;
  open(source: Pick<Source, 'kind' | 'ref'>): void;
  edit(memory: Memory): void;
  delete(memory: Memory): void;
  revert(memory: Memory): void;
  onDraft(text: string): void;
  save(memory: Memory, text: string): void;
  cancel(): void;
}

/** What the state of a memory means, its history, and what can be done with it. */
export function memoryCard(memory: Memory, acts: CardActs): HTMLElement {
  const buttons = h('div', { class: 'buttons' }, buttonsOf(memory, undefined, acts));
  const list = h('ol', { class: 'history' });
  acts.history(memory).then(
    (entries) => {
      list.append(...entries.map((entry, i) => historyItem(entry, entries[i + 1], acts)));
      buttons.replaceChildren(...buttonsOf(memory, entries, acts));
    },
    (error: unknown) =>
      list.replaceWith(h('p', {}, historyFailed(error instanceof Error ? error.message : String(error)))),
  );
  return h('div', { class: 'detail' }, notesOf(memory, acts), h('h4', {}, TEXTS.history), list, buttons);
}

export function memoryEditor(memory: Memory, draft: string, acts: CardActs): HTMLElement {
  const { area, buttons } = textEditor({
    label: TEXTS.text,
    text: draft,
    saveLabel: TEXTS.save,
    cancelLabel: TEXTS.cancel,
    onInput: (text) => acts.onDraft(text),
    onSave: (text) => acts.save(memory, text),
    onCancel: () => acts.cancel(),
  });
  return h(
    'div',
    { class: 'detail' },
    h('div', {}, h('h4', {}, TEXTS.text), area),
    h('div', { class: 'buttons' }, buttons),
  );
}

function buttonsOf(memory: Memory, history: readonly HistoryEntry[] | undefined, acts: CardActs): HTMLElement[] {
  switch (memory.state) {
    case 'active':
      return [
        button(TEXTS.edit, () => acts.edit(memory)),
        button(TEXTS.delete, () => acts.delete(memory)),
        ...((history?.length ?? 0) > 1 ? [button(TEXTS.revert, () => acts.revert(memory))] : []),
      ];
    case 'deleted':
      return [button(TEXTS.restore, () => acts.revert(memory))];
    case 'superseded':
      return [];
  }
}

function notesOf(memory: Memory, acts: CardActs): HTMLElement[] {
  const notes: HTMLElement[] = [];
  const state = stateOf(memory);
  const add = (name: string, ...content: readonly Child[]): void =>
    void notes.push(h('p', { class: 'note' }, icon(name), h('span', {}, content)));
  if (state === 'stale') add(STATE_ICONS.stale, TEXTS.stale);
  if (!memory.reviewed) add('eye', TEXTS.notReviewedNote);
  if (memory.branch !== undefined) add('git-branch', foreign(heldFor(memory.branch)));
  const later = memory.supersededBy === undefined ? undefined : acts.find(memory.supersededBy);
  if (state === 'superseded' && later) {
    const link = linkButton(foreign(later.text), () => acts.show(later));
    add(STATE_ICONS.superseded, supersededOn(memory.validTo ?? later.validFrom), link);
  }
  const { ending } = memory;
  if (state === 'deleted') {
    const isForgotten = !ending || ending.forgotten;
    add(STATE_ICONS.deleted, ...(isForgotten ? [TEXTS.deleted] : [endedOn(ending.time), foreign(ending.text)]));
  }
  return notes;
}

/** One step: what happened, the text with the words that changed, and where it comes from. */
function historyItem(entry: HistoryEntry, before: HistoryEntry | undefined, acts: CardActs): HTMLElement {
  const isChange = entry.operation === 'UPDATE' && before !== undefined;
  const text = isChange ? marked(wordDiff(before.text, entry.text).new, 'ins') : [visible(entry.text)];
  return h(
    'li',
    { class: entry.operation.toLowerCase() },
    icon(OPERATIONS[entry.operation].icon, 'op'),
    h(
      'div',
      {},
      h('div', { class: 'sub' }, historyLine(entry)),
      h('p', { dir: 'auto' }, text),
      sourceLink(entry.event, (source) => acts.open(source)),
    ),
  );
}
