import { findExchange } from '../base/exchange';
import { anchors, keyTokens, numbers, words } from '../base/words';
import type { ManagerCandidate, ManagerInput, Statement } from './policy';
import { ruleV3 } from './ruleV3';

/** Raised when the meaning or order of a feature changes: weights of another version are refused. */
export const MANAGER_FEATURES_VERSION = 2;

/** What the policy knows of one decision. Every number is finite and roughly in [-1, 1]. */
export interface ManagerFeatures {
  /** [candidates × PAIR_FEATURES]: the fact beside each memory, most similar first. */
  readonly pairs: Float64Array;
  /** [GLOBAL_FEATURES]: the fact, and what is most like it. */
  readonly global: Float64Array;
  /** Which memory the hand-written rule would replace or end; none: it would add. */
  readonly ruled: number | undefined;
}

/** Text and time only, besides what a `Statement` has. Pure. */
export function readManagerFeatures(input: ManagerInput): ManagerFeatures {
  const { fact, candidates } = input;
  const told = weigh(fact.text, input);
  const ruled = ruleV3.choose(withoutOpinion(input)).target;
  const pairs = new Float64Array(candidates.length * PAIRS.length);
  candidates.forEach((candidate, rank) => {
    const memory = weigh(candidate.text, input);
    const pair: Pair = { input, fact, told, candidate, memory, rank, ruled, ...compare(told, memory) };
    PAIRS.forEach(([, read], i) => (pairs[rank * PAIRS.length + i] = read(pair)));
  });
  const most = (feature: number): number => {
    let found = 0;
    for (let row = 0; row < candidates.length; row++) found = Math.max(found, pairs[row * PAIRS.length + feature] ?? 0);
    return found;
  };
  const own = FACT.map(([, read]) => read({ input, fact, told }));
  return { pairs, global: Float64Array.from([...MOST.map(most), ...own]), ruled };
}

/** The rule listens to a model, too; here it is asked what it would do by itself, so that an opinion counts once, and as one. */
function withoutOpinion({ opinion: _, ...input }: ManagerInput): ManagerInput {
  return input;
}

/** One fact beside one memory. */
interface Pair extends Compared {
  readonly input: ManagerInput;
  readonly fact: Statement;
  readonly told: Weighed;
  readonly candidate: ManagerCandidate;
  readonly memory: Weighed;
  readonly rank: number;
  /** Rank of the memory that the rule would replace or end. */
  readonly ruled: number | undefined;
}

const PAIRS: readonly (readonly [name: string, read: (pair: Pair) => number])[] = [
  ['similarity', ({ candidate }) => candidate.similarity],
  ['rank', ({ rank }) => rank / 4],
  ['behind the most similar', ({ input, candidate }) => (input.candidates[0]?.similarity ?? 0) - candidate.similarity],
  [
    'before the next',
    ({ input, candidate, rank }) => candidate.similarity - (input.candidates[rank + 1]?.similarity ?? 0),
  ],
  // Which of their words they share.
  [
    'keys shared of all',
    ({ sharedKeys, told, memory }) => share(sharedKeys, told.keys.size + memory.keys.size - sharedKeys),
  ],
  ['fact keys in memory', ({ sharedKeys, told }) => share(sharedKeys, told.keys.size)],
  ['memory keys in fact', ({ sharedKeys, memory }) => share(sharedKeys, memory.keys.size)],
  ['weight of fact in memory', ({ sharedWeight, told }) => share(sharedWeight, told.weight)],
  ['weight of memory in fact', ({ sharedWeight, memory }) => share(sharedWeight, memory.weight)],
  ['rarest shared key', ({ rarestShared }) => rarestShared / MOST_TELLING],
  ['first key same', ({ told, memory }) => flag(told.first !== undefined && told.first === memory.first)],
  ['rarest key same', ({ told, memory }) => flag(told.rarest !== undefined && told.rarest === memory.rarest)],
  ['rarest fact key in memory', ({ told, memory }) => flag(told.rarest !== undefined && memory.words.has(told.rarest))],
  [
    'rarest memory key in fact',
    ({ told, memory }) => flag(memory.rarest !== undefined && told.words.has(memory.rarest)),
  ],
  // Values.
  ['both have numbers', ({ told, memory }) => flag(told.numbers.length > 0 && memory.numbers.length > 0)],
  ['same numbers', ({ told, memory }) => flag(sameNumbers(told, memory))],
  ['some number same', ({ told, memory }) => flag(told.numbers.some((number) => memory.numbers.includes(number)))],
  ['numbers of the same thing', ({ anchored }) => flag(anchored)],
  ['other numbers of the same thing', ({ anchored, told, memory }) => flag(anchored && !sameNumbers(told, memory))],
  [
    'rarest key same, memory has a number',
    ({ told, memory }) => flag(told.rarest !== undefined && told.rarest === memory.rarest && memory.numbers.length > 0),
  ],
  // One thing for another.
  [
    'memory says what the fact replaces',
    ({ told, memory }) => (told.exchange ? covered(told.exchange.old, memory.words) : 0),
  ],
  [
    'memory says what the fact brings',
    ({ told, memory }) => (told.exchange ? covered(told.exchange.now, memory.words) : 0),
  ],
  [
    'memory brought what the fact replaces',
    ({ told, memory }) => (told.exchange && memory.exchange ? covered(told.exchange.old, memory.exchange.now) : 0),
  ],
  [
    'memory replaced what the fact brings',
    ({ told, memory }) => (told.exchange && memory.exchange ? covered(told.exchange.now, memory.exchange.old) : 0),
  ],
  // What becomes of it.
  [
    'fact ends what shares its keys',
    ({ fact, sharedKeys, told }) => (fact.ends ? share(sharedKeys, told.keys.size) : 0),
  ],
  ['fact removes, memory does not', ({ told, memory }) => flag(told.removes && !memory.removes)],
  ['memory removes, fact does not', ({ told, memory }) => flag(memory.removes && !told.removes)],
  ['both remove', ({ told, memory }) => flag(told.removes && memory.removes)],
  ['memory adds', ({ memory }) => flag(memory.adds)],
  ['one negates', ({ told, memory }) => flag(told.negates !== memory.negates)],
  [
    'fact reverts what memory says',
    ({ told, sharedWeight, memory }) => (told.reverts ? share(sharedWeight, memory.weight) : 0),
  ],
  ['both revert', ({ told, memory }) => flag(told.reverts && memory.reverts)],
  // How they stand to each other.
  ['memory says it all', ({ told, memory }) => flag(told.keys.size > 0 && isWithin(told, memory))],
  ['fact says it all', ({ told, memory }) => flag(memory.keys.size > 0 && isWithin(memory, told))],
  [
    'length of fact to memory',
    ({ told, memory }) => bounded(Math.log((told.words.size + 1) / (memory.words.size + 1)) / 2),
  ],
  ['same kind', ({ fact, candidate }) => flag(fact.kind === candidate.fact.kind)],
  ['both of state', ({ fact, candidate }) => flag(isOfState(fact) && isOfState(candidate.fact))],
  [
    'same subject',
    ({ fact, candidate }) => flag(fact.subject !== undefined && fact.subject === candidate.fact.subject),
  ],
  ['same event', ({ fact, candidate }) => flag(fact.event === candidate.fact.event)],
  ['age of memory', ({ fact, candidate }) => ageOf(fact, candidate.fact)],
  ['memory edited', ({ candidate }) => flag(candidate.text !== candidate.fact.text)],
  // What the hand-written rule would do is one opinion more.
  ['rule replaces it', ({ rank, ruled }) => flag(rank === ruled)],
];

/** Names of the inputs for one memory, in order. */
export const PAIR_FEATURES: readonly string[] = PAIRS.map(([name]) => name);

/** Of which of them the most over all memories is known to ADD and NOOP. */
const MOST_OF = [
  'similarity',
  'before the next',
  'keys shared of all',
  'weight of fact in memory',
  'weight of memory in fact',
  'rarest shared key',
  'rarest key same',
  'numbers of the same thing',
  'other numbers of the same thing',
  'memory says what the fact replaces',
  'memory brought what the fact replaces',
  'fact ends what shares its keys',
  'fact removes, memory does not',
  'fact reverts what memory says',
  'memory says it all',
  'fact says it all',
  'same event',
  'rule replaces it',
];
const MOST = MOST_OF.map((name) => PAIR_FEATURES.indexOf(name));

interface Alone {
  readonly input: ManagerInput;
  readonly fact: Statement;
  readonly told: Weighed;
}

const FACT: readonly (readonly [name: string, read: (alone: Alone) => number])[] = [
  ['fact has numbers', ({ told }) => flag(told.numbers.length > 0)],
  ['fact changes something', ({ told }) => flag(told.changes)],
  ['fact adds', ({ told }) => flag(told.adds)],
  ['fact removes', ({ told }) => flag(told.removes)],
  ['fact reverts', ({ told }) => flag(told.reverts)],
  ['fact negates', ({ told }) => flag(told.negates)],
  ['fact ends something', ({ fact }) => flag(fact.ends === true)],
  ['fact says several things', ({ fact }) => flag(/;\s|,\s.*\band\b|\s[&+]\s/.test(fact.text))],
  ['fact is of state', ({ fact }) => flag(isOfState(fact))],
  ['fact is a setting or feature', ({ fact }) => flag(fact.kind === 'setting' || fact.kind === 'feature')],
  ['fact is a decision', ({ fact }) => flag(fact.kind === 'decision' || fact.kind === 'convention')],
  ['keys of fact', ({ told }) => bounded(told.keys.size / 10)],
  ['rarest key of fact', ({ told }) => bounded(told.rarestIdf / MOST_TELLING)],
  ['memories in the bank', ({ input }) => bounded(Math.log1p(input.bankSize) / 10)],
  ['memories beside it', ({ input }) => input.candidates.length / 5],
];

/** Names of the inputs about the fact as a whole, in order. */
export const GLOBAL_FEATURES: readonly string[] = [
  ...MOST_OF.map((name) => `most: ${name}`),
  ...FACT.map(([name]) => name),
];

/** In nats: a key that nobody ever wrote has about this IDF. */
const MOST_TELLING = 10;

/** What two texts have in common. */
interface Compared {
  readonly sharedKeys: number;
  /** Sum of the squared IDFs of the words in both. */
  readonly sharedWeight: number;
  readonly rarestShared: number;
  /** Both say a number of the same thing. */
  readonly anchored: boolean;
}

function compare(told: Weighed, memory: Weighed): Compared {
  let sharedKeys = 0;
  let rarestShared = 0;
  for (const [key, idf] of told.keyIdf) {
    if (!memory.keys.has(key)) continue;
    sharedKeys += 1;
    rarestShared = Math.max(rarestShared, Math.min(idf, MOST_TELLING));
  }
  let sharedWeight = 0;
  for (const [word, weight] of told.weights) if (memory.words.has(word)) sharedWeight += weight;
  const anchored = told.anchors.some((anchor) => memory.anchors.includes(anchor));
  return { sharedKeys, sharedWeight, rarestShared, anchored };
}

/** A text with what its words tell at the time of the decision. */
interface Weighed extends Text {
  /** Squared IDF of each word. */
  readonly weights: readonly (readonly [word: string, weight: number])[];
  readonly weight: number;
  readonly keyIdf: readonly (readonly [key: string, idf: number])[];
  readonly rarest: string | undefined;
  readonly rarestIdf: number;
}

function weigh(written: string, { idf }: ManagerInput): Weighed {
  const text = readText(written);
  let weight = 0;
  const weights: [string, number][] = [];
  for (const word of text.words) {
    const squared = idf(word) ** 2;
    weights.push([word, squared]);
    weight += squared;
  }
  let rarest: string | undefined;
  let rarestIdf = 0;
  const keyIdf: [string, number][] = [];
  for (const key of text.keys) {
    const value = idf(key);
    keyIdf.push([key, value]);
    if (rarest === undefined || value > rarestIdf) [rarest, rarestIdf] = [key, value];
  }
  return { ...text, weights, weight, keyIdf, rarest, rarestIdf };
}

/** What a text says, whatever else was written. */
interface Text {
  readonly words: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly first: string | undefined;
  readonly numbers: readonly string[];
  /** What the numbers are numbers of. */
  readonly anchors: readonly string[];
  readonly exchange: { readonly old: ReadonlySet<string>; readonly now: ReadonlySet<string> } | undefined;
  readonly adds: boolean;
  readonly changes: boolean;
  readonly removes: boolean;
  readonly reverts: boolean;
  readonly negates: boolean;
}

/** The same texts are compared again and again. A cache: what it gives does not depend on it. */
const READ = new Map<string, Text>();
/** A few windows' worth; some 2 kB each. */
const MOST_READ = 5000;

function readText(text: string): Text {
  let read = READ.get(text);
  if (!read) {
    const keys = keyTokens(text);
    read = {
      words: new Set(words(text)),
      keys: new Set(keys),
      first: keys[0],
      numbers: numbers(text),
      anchors: anchors(text),
      exchange: exchangeIn(text),
      adds: /\b(?:add(?:s|ed)?|introduc\w+|creat(?:e|es|ed)|implement\w*|support(?:s|ed)?|allow(?:s|ed)?)\b/i.test(
        text,
      ),
      changes:
        /\b(?:updat|upgrad|bump|chang|rais|mov|switch|migrat|set|renam|replac|downgrad|lower|increas|decreas|pin)\w*|->|→/i.test(
          text,
        ),
      removes: /\b(?:remov|drop|delet|uninstall|disabl|deprecat|get rid|no longer|stop)\w*/i.test(text),
      reverts: /\b(?:revert|roll(?:ed)? back|back(?:ed)? out|undo|undid|undone|applied again)\w*/i.test(text),
      negates: /\b(?:not|no|never|without|cannot|none|instead|off|disabled?|false)\b|n['’]t\b/i.test(text),
    };
    if (READ.size >= MOST_READ) READ.clear();
    READ.set(text, read);
  }
  return read;
}

/** "From 4 to 5", "X instead of Y", "X -> Y": the words of the old and of the new. */
function exchangeIn(text: string): Text['exchange'] {
  const plain = FROM_TO.exec(text)?.groups;
  const found =
    plain?.['old'] !== undefined && plain['now'] !== undefined
      ? { old: plain['old'], now: plain['now'] }
      : findExchange(text);
  if (!found) return undefined;
  return { old: new Set(words(found.old)), now: new Set(words(found.now)) };
}

const FROM_TO = /\bfrom\s+(?<old>\S+)\s+to\s+(?<now>\S+)/i;

/** @returns which share of the words the others have; 0 for none */
function covered(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let found = 0;
  for (const word of some) if (others.has(word)) found += 1;
  return share(found, some.size);
}

/** All keys and numbers of one text are in the other. */
function isWithin(small: Text, large: Text): boolean {
  for (const key of small.keys) if (!large.words.has(key)) return false;
  return small.numbers.every((number) => large.numbers.includes(number));
}

function sameNumbers(a: Text, b: Text): boolean {
  return (
    a.numbers.length > 0 &&
    a.numbers.length === b.numbers.length &&
    a.numbers.every((number) => b.numbers.includes(number))
  );
}

function isOfState({ kind }: Statement): boolean {
  return kind === 'dependency' || kind === 'tool' || kind === 'requirement';
}

const DAY_MS = 86_400_000;

/** 0 for the same moment, 0.5 for about a month, 1 for three years. */
function ageOf(fact: Statement, memory: Statement): number {
  const days = (Date.parse(fact.time) - Date.parse(memory.time)) / DAY_MS;
  return Number.isFinite(days) ? bounded(Math.log1p(Math.max(0, days)) / 7) : 0;
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function bounded(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
