import { h, icon } from '../dom';
import { sourceIcon, sourceLabel, sourceTitle } from '../source';
import { countOf, formatDate, formatShortDate, visible } from '../../protocol/words';
import { formatPercent, OPERATIONS, TEXTS } from '../texts';
import type { Proposal } from '../types';
import { textOf, type SourceGroup } from './proposalList';

/** Below this the user is told in words that the decision is unsure. */
const LOW_CONFIDENCE = 0.5;

export function isUnsure({ confidence }: Proposal): boolean {
  return confidence < LOW_CONFIDENCE;
}

export function groupView({ source, proposals }: SourceGroup, isOpen: boolean): HTMLElement {
  const title = sourceTitle(source);
  const count = proposals.length;
  return h(
    'div',
    {
      class: 'group',
      title,
      'aria-label': `${sourceLabel(source)}, ${formatDate(source.time)}, ${countOf(count, 'proposal')}`,
    },
    h(
      'div',
      { class: 'cell', role: 'gridcell' },
      icon(isOpen ? 'chevron-down' : 'chevron-right', 'twist'),
      sourceIcon(source),
      h('div', { class: 'main', dir: 'auto' }, title),
      h('span', { class: 'sub date' }, formatShortDate(source.time)),
      count > 1 && h('span', { class: 'badge' }, String(count)),
    ),
  );
}

export function itemView(proposal: Proposal, isSelected: boolean): HTMLElement {
  const { word, icon: name } = OPERATIONS[proposal.operation];
  const text = visible(textOf(proposal));
  const percent = formatPercent(proposal.confidence);
  const unsure = isUnsure(proposal);
  return h(
    'div',
    {
      class: `item ${proposal.operation.toLowerCase()}`,
      title: text,
      'aria-selected': String(isSelected),
      'aria-label': `${word}: ${text}, confidence ${percent}${unsure ? `, ${TEXTS.low}` : ''}`,
    },
    h(
      'div',
      { class: 'cell', role: 'gridcell' },
      icon(isSelected ? 'pass-filled' : name, 'op'),
      h(
        'div',
        { class: 'lines' },
        h('div', { class: 'sub' }, h('span', { class: 'word' }, word), ' ', unsure ? lowConfidence(percent) : percent),
        h('div', { class: 'main', dir: 'auto' }, text),
      ),
    ),
  );
}

export function lowConfidence(percent: string): HTMLElement {
  return h('span', { class: 'low' }, icon('warning'), ` ${TEXTS.lowConfidence}, ${percent}`);
}
