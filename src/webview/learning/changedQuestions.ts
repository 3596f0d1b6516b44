import type { ChangedQuestion } from '../../protocol/learning';
import { countOf } from '../../protocol/words';
import { foreign, h, icon, type Child } from '../dom';
import { BECAME, TEXTS } from '../texts';

const ORDER = ['better', 'worse', 'neither'] as const;

/** The held-out questions that the new weights answer otherwise: what was said, what is said now, and what is right. */
export function changedQuestions(changed: readonly ChangedQuestion[]): HTMLElement[] {
  return ORDER.flatMap((became) => {
    const questions = changed.filter((each) => each.became === became);
    if (questions.length === 0) return [];
    const { heading, icon: name } = BECAME[became];
    return [
      h('h3', { class: became }, icon(name), ` ${heading}: ${countOf(questions.length, 'question')}`),
      h('ul', { class: 'asked' }, questions.map(questionView)),
    ];
  });
}

function questionView({ question, before, after, right }: ChangedQuestion): HTMLElement {
  return h(
    'li',
    {},
    h('p', { class: 'question' }, foreign(question)),
    h(
      'dl',
      {},
      line(TEXTS.answeredBefore, said(before)),
      line(TEXTS.answeredNow, said(after)),
      line(TEXTS.rightAnswer, right.length > 0 ? alternatives(right) : [TEXTS.declines]),
    ),
  );
}

function line(name: string, value: readonly Child[]): HTMLElement[] {
  return [h('dt', {}, name), h('dd', {}, value)];
}

function said(answer: string): readonly Child[] {
  return answer === '' ? [TEXTS.declines] : [foreign(answer)];
}

function alternatives(right: readonly string[]): Child[] {
  return right.flatMap((answer, i) => [i > 0 && ', or ', foreign(answer)]);
}
