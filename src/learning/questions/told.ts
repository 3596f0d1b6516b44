import { keyTokens, numbers, readVerb, statementOf, terms, words, type Term } from '../../core/index';
import { fill, text, type Draft } from './draft';
import type { History } from './history';

/**
 * Of every single fact: a few of its rarest words are asked for, the rest is the answer.
 * @param saying 'much': of facts whose rest is worth an answer; 'little': of the others, of which "it was updated" is all that is left
 */
export function toldQuestions(history: History, saying: 'much' | 'little'): Draft[] {
  const ask = createAsker(history);
  const sameAs = new Map<string, number[]>();
  history.facts.forEach((fact, index) => {
    const plain = fact.text.toLowerCase();
    const same = sameAs.get(plain);
    if (same) same.push(index);
    else sameAs.set(plain, [index]);
  });
  return [...sameAs.values()].flatMap((about): Draft[] => {
    const [first = 0] = about;
    const { id = '', text: said = '', kind = '' } = history.facts[first] ?? {};
    const asked = ask(said, kind);
    if (asked?.says !== saying) return [];
    const { wordings, rest } = asked;
    const until = history.untilFact(about.at(-1) ?? first);
    return [{ key: `told\n${id}`, kind: 'told', wordings, gold: text(rest), from: first, ...until, about }];
  });
}

/** A text in two: what is asked, and what is left to answer. */
export interface Asked {
  readonly topic: string;
  readonly wordings: readonly string[];
  /** The text without the words of the topic. */
  readonly rest: string;
  readonly says: 'much' | 'little';
}

/** Asks about any text of a project by what is seldom said there. */
export function createAsker(history: History): (said: string, kind: string) => Asked | undefined {
  const seen = new Map<string, number>();
  for (const fact of history.facts)
    for (const word of new Set(words(fact.text))) seen.set(word, (seen.get(word) ?? 0) + 1);
  const rarity = (word: string): number => Math.log((history.facts.length + 1) / (seen.get(word) ?? 1));
  return (text, kind) => {
    const said = withoutFrame(text);
    const run = topicOf(said, rarity);
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return undefined;
    const topic = said.slice(first.start, last.start + last.text.length).replace(/[`"]|(?<!\w)'|'(?!\w)/g, '');
    const rest = termsBeside(said, topic);
    if (rest.length === 0) return undefined;
    const wordings = fill([...(BY_KIND[kind] ?? []), ...TOLD], topic);
    return { topic, wordings, rest: joined(rest), says: says(rest, said) };
  };
}

/** A title without what a tool reads: "build(deps): ", " (#12)". */
function withoutFrame(text: string): string {
  return text.replace(/^[a-z]+(?:\([^)]*\))?!?:\s+/, '').replace(/\s*\(#\d+\)/g, '');
}

/** A text without the words of a topic. */
export function restOf(said: string, topic: string): string {
  return joined(termsBeside(said, topic));
}

function termsBeside(said: string, topic: string): Term[] {
  const asked = new Set(terms(topic).map(({ whole }) => whole));
  return terms(said).filter((term) => !asked.has(term.whole));
}

function joined(all: readonly Term[]): string {
  return all.map((term) => term.text).join(' ');
}

function says(rest: readonly Term[], said: string): 'much' | 'little' {
  const keys = new Set([...keyTokens(said), ...numbers(said)]);
  return rest.filter((term) => !term.stop && keys.has(term.whole)).length >= 2 ? 'much' : 'little';
}

/** One to three telling words that stand side by side and are seldom said: a developer asks for a thing by its name. */
function topicOf(said: string, rarity: (word: string) => number): readonly Term[] {
  const all = terms(statementOf(said));
  const keys = new Set(keyTokens(said));
  const figures = new Set(numbers(said));
  const isPassive = PASSIVE.test(said);
  const isName = (term: Term): boolean => term.kind === 'name' || /[`'"]/.test(said.charAt(term.start - 1));
  const isKey = (term: Term, index: number): boolean =>
    all[index - 1]?.text !== 'to' &&
    keys.has(term.whole) &&
    !figures.has(term.whole) &&
    term.text.length > 1 &&
    !NO_TOPIC.test(term.text) &&
    !(/^[A-Z]/.test(term.text) && readVerb(`${term.text} it`)) &&
    (index > 0 || isPassive || isName(term));
  const count = all.filter((term) => !term.stop).length;
  const most = count > 5 ? 3 : count > 2 ? 2 : 1;
  let best: readonly Term[] = [];
  let bestScore = 0;
  for (const name of namesIn(all, isKey, said))
    for (let length = 1; length <= Math.min(most, name.length); length++) {
      // the last word of a name says what it is: of "extension host debugging" that is debugging
      const run = name.slice(-length);
      const isLone = run.length === 1 && run.every((term) => !isName(term));
      const weigh = (term: Term): number => rarity(term.whole) * (isName(term) ? NAME : isLone ? LONE : 1);
      const score = run.reduce((sum, term) => sum + weigh(term), 0);
      if (score > bestScore) [best, bestScore] = [run, score];
    }
  return best.length > 0 ? best : all.filter((term) => !term.stop && !figures.has(term.whole)).slice(-1);
}

const PASSIVE = /\b(?:is|are|was|were)\b/;

/** Words that nothing is called by. */
const NO_TOPIC =
  /ly$|^(?:additional|back|deprecated|instead|again|also|always|anymore|away|better|different|existing|first|last|latest|longer|missing|more|most|need|needs|new|now|old|only|other|own|possible|rather|same|similar|so|still|too|twice|using|various|wrong)$/i;

/** A name is asked for rather than words that are as rare. */
const NAME = 1.6;
/** A single word is asked for only where there is nothing else: it may be anything. */
const LONE = 0.5;

/** Runs of telling words with nothing but spaces and quotes between them. */
function namesIn(all: readonly Term[], isKey: (term: Term, index: number) => boolean, said: string): Term[][] {
  const runs: Term[][] = [];
  let run: Term[] = [];
  for (const [index, term] of all.entries()) {
    const before = run.at(-1);
    const gap = before ? said.slice(before.start + before.text.length, term.start) : '';
    if (!isKey(term, index)) {
      run = [];
    } else if (before && JOINS.test(gap)) {
      run.push(term);
    } else {
      run = [term];
      runs.push(run);
    }
  }
  return runs;
}

const JOINS = /^[\s`'"-]+$/;

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
  feature: ['What is there about %?', 'What changed about %?'],
  setting: ['How is % set up?', 'What is the setting of %?', 'How did we configure %?'],
  note: ['What did I tell you about %?', 'What should you remember about %?'],
  revert: ['What became of %?', 'Where do we stand with %?'],
};
