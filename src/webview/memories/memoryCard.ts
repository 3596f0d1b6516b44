import { marked } from '../diffView';
import { button, foreign, h, icon, linkButton, type Child } from '../dom';
import { textEditor } from '../editor';
import { sourceLink } from '../source';
import { endedOn, heldFor, historyFailed, historyLine, openCommit, OPERATIONS, supersededOn, TEXTS } from '../texts';
import type { SourceKey } from '../../protocol/sidebar';
import { staleRemark, usesText, visible } from '../../protocol/words';
import type { HistoryEntry, Memory, Story } from '../types';
import { wordDiff } from '../wordDiff';
import { stateOf } from './memoryList';
import { STATE_ICONS } from './memoryRow';

export interface CardActs {
  history(memory: Memory): Promise<Story>;
  /** The memory with this id, if the extension told of it. */
  find(id: string): Memory | undefined;
  show(memory: Memory): void;
  open(source: SourceKey): void;
  edit(memory: Memory): void;
  delete(memory: Memory): void;
  revert(memory: Memory): void;
  onDraft(text: string): void;
  save(memory: Memory, text: string): void;
  cancel(): void;
}

/**
 * What the state of a memory means, its history, and what can be done with it.
 * @param asOf the day on show: what came later stands apart, and nothing can be changed
 */
export function memoryCard(memory: Memory, asOf: string | undefined, acts: CardActs): HTMLElement {
  const isPast = asOf !== undefined;
  const buttons = h('div', { class: 'buttons' }, isPast ? [] : buttonsOf(memory, undefined, acts));
  const timeline = h('div', { class: 'timeline' }, h('h4', {}, TEXTS.history));
  acts.history(memory).then(
    (story) => {
      const { entries } = story;
      const served = usesText(story.uses);
      timeline.replaceChildren(...timelineOf(story, memory, asOf, acts));
      if (served !== undefined) timeline.append(h('p', { class: 'sub' }, `${served}.`));
      if (!isPast) buttons.replaceChildren(...buttonsOf(memory, entries, acts));
    },
    (error: unknown) =>
      timeline.append(h('p', {}, historyFailed(error instanceof Error ? error.message : String(error)))),
  );
  return h('div', { class: 'detail' }, notesOf(memory, acts), timeline, buttons);
}

/** Newest first; what came after the day on show is told apart from what had come by then. */
function timelineOf(
  { entries, discussed }: Story,
  memory: Memory,
  asOf: string | undefined,
  acts: CardActs,
): HTMLElement[] {
  const items = entries.map((entry, i) => {
    const isOfCommit = entry.event.kind === 'commit';
    const chats = discussed.find(({ commit }) => isOfCommit && commit === entry.event.ref)?.chats ?? [];
    return historyItem(entry, { before: entries[i + 1], isThis: entry.id === memory.id, chats }, acts);
  });
  const isLater = ({ at }: HistoryEntry): boolean => asOf !== undefined && at.slice(0, asOf.length) > asOf;
  const later = items.filter((_, i) => entries[i] && isLater(entries[i]));
  const byThen = items.filter((item) => !later.includes(item));
  return [
    ...(later.length > 0 ? [h('h4', {}, TEXTS.sinceThen), h('ol', { class: 'history' }, later)] : []),
    h('h4', {}, TEXTS.history),
    h('ol', { class: 'history' }, byThen),
  ];
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
      return [button(TEXTS.delete, () => acts.delete(memory))];
  }
}

function notesOf(memory: Memory, acts: CardActs): HTMLElement[] {
  const notes: HTMLElement[] = [];
  const state = stateOf(memory);
  const add = (name: string, ...content: readonly Child[]): void =>
    void notes.push(h('p', { class: 'note' }, icon(name), h('span', {}, content)));
  if (state === 'stale') add(STATE_ICONS.stale, foreign(sentence(staleRemark(memory))), ...commitsOf(memory, acts));
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

/** What shows how the things went that a stale memory rests on. */
function commitsOf({ lost = [] }: Memory, acts: CardActs): HTMLElement[] {
  const commits = new Set(lost.flatMap(({ commit }) => commit ?? []));
  return [...commits].map((ref) => linkButton(openCommit(ref), () => acts.open({ kind: 'commit', ref })));
}

function sentence(remark = ''): string {
  return `${remark.charAt(0).toUpperCase()}${remark.slice(1)}. `;
}

interface Around {
  readonly before: HistoryEntry | undefined;
  /** Of the memory on show. */
  readonly isThis: boolean;
  /** What led to its commit. */
  readonly chats: Story['discussed'][number]['chats'];
}

/** One step: what happened, the text with the words that changed, and where it comes from. */
function historyItem(entry: HistoryEntry, { before, isThis, chats }: Around, acts: CardActs): HTMLElement {
  const isChange = entry.operation === 'UPDATE' && before !== undefined;
  const text = isChange ? marked(wordDiff(before.text, entry.text).new, 'ins') : [visible(entry.text)];
  return h(
    'li',
    { class: entry.operation.toLowerCase(), 'aria-current': isThis && 'true' },
    icon(OPERATIONS[entry.operation].icon, 'op'),
    h(
      'div',
      {},
      h('div', { class: 'sub' }, historyLine(entry)),
      h('p', { dir: 'auto' }, text),
      entry.said !== undefined && [h('div', { class: 'sub' }, TEXTS.said), h('q', {}, foreign(entry.said))],
      sourceLink(entry.event, (source) => acts.open(source)),
      chats.length > 0 && h('div', { class: 'sub' }, TEXTS.discussedIn),
      chats.map(({ source }) => sourceLink(source, (chat) => acts.open(chat))),
    ),
  );
}
