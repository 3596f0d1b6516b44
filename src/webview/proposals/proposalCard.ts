import { diffView, sideView } from '../diffView';
import { button, foreign, h, type Child } from '../dom';
import { textEditor } from '../editor';
import { sourceLink } from '../source';
import type { SourceKey } from '../../protocol/sidebar';
import { formatTime, readBy, visible } from '../../protocol/words';
import { confidenceMeans, decidedBy, formatPercent, heldFor, stepsSentence, TEXTS } from '../texts';
import type { Proposal, Source } from '../types';
import { isUnsure } from './proposalRow';

export interface CardActs {
  accept(proposal: Proposal): void;
  reject(proposal: Proposal): void;
  edit(proposal: Proposal): void;
  open(source: SourceKey): void;
  /** What the user has written so far. */
  onDraft(text: string): void;
  save(proposal: Proposal, text: string): void;
  cancel(): void;
}

/** Old beside new, the reason, the decision, and below it what the proposal rests on. */
export function proposalCard(proposal: Proposal, acts: CardActs): HTMLElement {
  return card(proposal, acts, diffView(proposal.oldText, proposal.newText), [
    button(TEXTS.accept, () => acts.accept(proposal), { primary: true }),
    proposal.operation !== 'DELETE' && button(TEXTS.edit, () => acts.edit(proposal)),
    button(TEXTS.reject, () => acts.reject(proposal)),
  ]);
}

/** The same with the new text in a text area, in its place. */
export function proposalEditor(proposal: Proposal, draft: string, acts: CardActs): HTMLElement {
  const { area, buttons } = textEditor({
    label: TEXTS.newText,
    text: draft,
    saveLabel: TEXTS.saveAndAccept,
    cancelLabel: TEXTS.cancel,
    onInput: (text) => acts.onDraft(text),
    onSave: (text) => acts.save(proposal, text),
    onCancel: () => acts.cancel(),
  });
  const old = proposal.oldText;
  const diff = h(
    'div',
    { class: 'diff' },
    old !== undefined && sideView('old', TEXTS.oldText, [visible(old)]),
    h('div', { class: 'side new' }, h('h4', {}, TEXTS.newText), area),
  );
  return card(proposal, acts, diff, buttons);
}

function card(proposal: Proposal, acts: CardActs, diff: HTMLElement, buttons: readonly Child[]): HTMLElement {
  const [source] = proposal.sources;
  const quote = source && source.quote !== source.subject ? source.quote : undefined;
  const meaning = confidenceMeans(proposal.decidedBy);
  return h(
    'div',
    { class: 'detail' },
    diff,
    h('p', { class: 'why' }, foreign(proposal.reason)),
    proposal.branch !== undefined && h('p', { class: 'why' }, foreign(heldFor(proposal.branch))),
    h('div', { class: 'buttons' }, buttons),
    h(
      'dl',
      {},
      h('dt', {}, proposal.sources.length > 1 ? TEXTS.sources : TEXTS.source),
      proposal.sources.map((each) =>
        h(
          'dd',
          {},
          sourceLink(each, (named) => acts.open(named)),
          h('span', { class: 'sub' }, whoAndWhen(each)),
        ),
      ),
      proposal.readBy !== undefined && h('dd', {}, h('span', { class: 'sub' }, foreign(readBy(proposal.readBy)))),
      quote !== undefined && [h('dt', {}, TEXTS.quote), h('dd', {}, h('q', {}, foreign(quote)))],
      h('dt', {}, TEXTS.confidence),
      h(
        'dd',
        {},
        formatPercent(proposal.confidence),
        isUnsure(proposal) && `, ${TEXTS.low}`,
        h('span', { class: 'sub' }, decidedBy(proposal.decidedBy)),
        meaning !== undefined && h('span', { class: 'sub' }, meaning),
      ),
    ),
    proposal.steps > 1 && h('p', { class: 'sub' }, stepsSentence(proposal.steps)),
  );
}

function whoAndWhen({ author, time }: Source): HTMLElement {
  return h('span', {}, author !== undefined && foreign(author), author !== undefined && ', ', formatTime(time));
}
