import { button, h, icon, linkButton } from '../dom';
import { formatCount, KIND_NAMES } from '../../protocol/words';
import { batchSentence, TEXTS, waitingSentence } from '../texts';
import type { Batch } from '../types';

export interface BatchActs {
  acceptAll(batch: Batch): void;
  lookThrough(run: string): void;
  notNow(run: string): void;
}

/** The first scan, or many imported rules, as one decision instead of thousands of rows. */
export function batchView(batch: Batch, acts: BatchActs): HTMLElement {
  const ofDocuments = batch.kind === 'files';
  return h(
    'section',
    { class: 'batch', 'aria-label': ofDocuments ? TEXTS.imported : TEXTS.firstScan },
    h('p', {}, icon(ofDocuments ? 'book' : 'history'), h('span', {}, batchSentence(batch))),
    h(
      'ul',
      { class: 'kinds' },
      batch.byKind.map(({ kind, count }) =>
        h('li', {}, h('span', {}, KIND_NAMES[kind]), ' ', h('span', { class: 'badge' }, formatCount(count))),
      ),
    ),
    h(
      'div',
      { class: 'buttons' },
      button(TEXTS.acceptAll, () => acts.acceptAll(batch), { primary: true }),
      button(TEXTS.lookThrough, () => acts.lookThrough(batch.id)),
      button(TEXTS.notNow, () => acts.notNow(batch.id)),
    ),
  );
}

/** After "Not now": what still waits, in one line. */
export function waitingView(run: string, count: number, ofDocuments: boolean, acts: BatchActs): HTMLElement {
  return h(
    'div',
    { class: 'waiting' },
    icon(ofDocuments ? 'book' : 'history'),
    h('span', { class: 'grow' }, waitingSentence(count, ofDocuments)),
    linkButton(TEXTS.lookThrough, () => acts.lookThrough(run)),
  );
}
