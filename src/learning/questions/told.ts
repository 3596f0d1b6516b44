import { keyTokens, numbers, statementOf, terms, words, type Term } from '../../core/index';
import { fill, text, type Draft } from './draft';
import type { History } from './history';

/**
 * Of every single fact: a few of its rarest words are asked for, the rest is the answer.
 * @param saying 'much': of facts whose rest is worth an answer; 'little': of the others, of which "it was updated" is all that is left
 */
export function toldQuestions(history: History, saying: 'much' | 'little'): Draft[] {
  const seen = new Map<string, number>();
  for (const fact of history.facts)
    for (const word of new Set(words(fact.text))) seen.set(word, (seen.get(word) ?? 0) + 1);
  const rarity = (word: string): number => Math.log((history.facts.length + 1) / (seen.get(word) ?? 1));
  const sameAs = new Map<string, number[]>();
  history.facts.forEach((fact, index) => {
    const plain = fact.text.toLowerCase();
    sameAs.set(plain, [...(sameAs.get(plain) ?? []), index]);
  });
  return [...sameAs.values()].flatMap((about): Draft[] => {
    const [first = 0] = about;
    const last = about.at(-1) ?? first;
    const { id, text: said, kind = '' } = history.facts[first] ?? { id: '', text: '' };
    const asked = topicOf(said, rarity);
    if (!asked) return [];
    const gone = new Set(asked.map(({ whole }) => whole));
    const rest = terms(said).filter((term) => !gone.has(term.whole));
    if (rest.length === 0 || says(rest, said) !== saying) return [];
    const topic = said.slice(asked[0]?.start, (asked.at(-1)?.start ?? 0) + (asked.at(-1)?.text.length ?? 0));
    return [
      {
        key: `told\n${id}`,
        kind: 'told',
        wordings: fill([...(BY_KIND[kind] ?? []), ...TOLD], topic),
        gold: text(rest.map((term) => term.text).join(' ')),
        from: first,
        ...history.untilFact(last),
        about,
      },
    ];
  });
}

function says(rest: readonly Term[], said: string): 'much' | 'little' {
  const keys = new Set([...keyTokens(said), ...numbers(said)]);
  return rest.filter((term) => !term.stop && keys.has(term.whole)).length >= 2 ? 'much' : 'little';
}

/** One to three telling words that stand side by side and are seldom said: a developer asks for a thing by its name. */
function topicOf(said: string, rarity: (word: string) => number): readonly Term[] | undefined {
  const keys = new Set(keyTokens(said));
  const figures = new Set(numbers(said));
  const all = terms(statementOf(said));
  const isKey = (term: Term | undefined): boolean =>
    term !== undefined &&
    !/ly$/.test(term.text) &&
    keys.has(term.whole) &&
    !figures.has(term.whole) &&
    term.text.length > 1;
  const count = all.filter((term) => !term.stop).length;
  const most = count > 5 ? 3 : count > 2 ? 2 : 1;
  let best: readonly Term[] | undefined;
  let bestScore = 0;
  for (let start = 0; start < all.length; start++)
    for (let end = start + 1; end <= start + most && isKey(all[end - 1]); end++) {
      const run = all.slice(start, end);
      if (!isOneName(run, said)) continue;
      const score = run.reduce((sum, term) => sum + rarity(term.whole) * (term.kind === 'name' ? NAME : 1), 0);
      if (score > bestScore) [best, bestScore] = [run, score];
    }
  return best ?? all.filter((term) => !term.stop && !figures.has(term.whole)).slice(0, 1);
}

/** A name is asked for rather than words that are as rare. */
const NAME = 1.6;

/** Nothing but spaces and quotes lies between its words. */
function isOneName(run: readonly Term[], said: string): boolean {
  return run.every((term, i) => {
    const before = run[i - 1];
    return !before || /^[\s`'"-]+$/.test(said.slice(before.start + before.text.length, term.start));
  });
}

const TOLD = [
  'What do we know about %?',
  'What happened with %?',
  'What was said about %?',
  'What about %?',
  'What was done about %?',
  'what changed around %?',
  'Tell me about %.',
];
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  convention: [
    'What is our rule on %?',
    'How do we do % here?',
    'What is the convention for %?',
    'What did we agree on about %?',
  ],
  decision: ['What did we decide about %?', 'What was the decision on %?', 'How do we handle %?'],
  feature: ['What can we do with %?', 'What is there about %?', 'How does % work now?'],
  setting: ['How is % set up?', 'What is the setting of %?', 'How did we configure %?'],
  note: ['What did I tell you about %?', 'What should you remember about %?'],
  revert: ['What became of %?', 'Where do we stand with %?'],
};
