import { numbers, terms, words } from '../../core/index';
import type { Draft } from './draft';
import type { History } from './history';

/** Of every single fact: its rarest words are asked for, the rest is the answer. */
export function toldQuestions(history: History): Draft[] {
  const seen = new Map<string, number>();
  for (const { text } of history.facts)
    for (const word of new Set(words(text))) seen.set(word, (seen.get(word) ?? 0) + 1);
  return history.facts.flatMap(({ id, text }, index): Draft[] => {
    const figures = new Set(numbers(text));
    const telling = terms(text).filter((term) => !term.stop && !figures.has(term.whole) && term.text.length > 2);
    const rarest = [...new Map(telling.map((term) => [term.whole, term])).values()]
      .sort((a, b) => (seen.get(a.whole) ?? 0) - (seen.get(b.whole) ?? 0) || a.start - b.start)
      .slice(0, telling.length > 5 ? 3 : telling.length > 2 ? 2 : 1)
      .sort((a, b) => a.start - b.start);
    if (rarest.length === 0) return [];
    const asked = new Set(rarest.map(({ whole }) => whole));
    const rest = terms(text).filter((term) => !asked.has(term.whole));
    const answer = rest.map((term) => term.text).join(' ');
    if (rest.every((term) => term.stop)) return [];
    const names = [rarest.map((term) => term.text).join(' ')];
    return [
      {
        key: `told\n${id}`,
        kind: 'told',
        wordings: TOLD,
        names,
        gold: { form: 'text', answers: [answer] },
        from: index,
        about: [index],
      },
    ];
  });
}

const TOLD = [
  'What do we know about %?',
  'What happened with %?',
  'What was said about %?',
  'What about %?',
  'What was decided about %?',
  'What is the state of %?',
];
