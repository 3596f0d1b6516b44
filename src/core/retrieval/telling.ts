import nlp from 'compromise/two';
import { synonymsOf } from '../base/synonyms';
import { terms, type Term } from '../base/words';
import type { Idf } from './idf';

/** One term of a question, with how much it says about what is asked, and how else a memory may say it. */
export interface AskedTerm extends Term {
  /** Names say best what a question is about, then nouns; verbs and adverbs are often said otherwise. A noun has 1. */
  readonly weight: number;
  /** Words, or pairs of words joined by a space, that mean nearly the same. */
  readonly synonyms: ReadonlySet<string>;
  /** The same word, written together with the one beside it ("line breaks" -> linebreak). */
  readonly joined: readonly string[];
  /** The last segment of a dotted name, by which it is also called: "child_process.execFile" -> execfile. */
  readonly tail: string | undefined;
}

/** The terms of a question that say what it is about: neither stop words nor the furniture of questions about a project. */
export function tellingTerms(question: string): AskedTerm[] {
  const blanked = [ASKING, IDIOMS].reduce(
    (text, cut) => text.replace(cut, (said) => ' '.repeat(said.length)),
    question,
  );
  const all = terms(blanked).filter((term) => !term.stop);
  const telling = all.filter((term) => !FURNITURE.has(term.whole));
  const used = telling.length > 0 ? telling : all;
  const weights = weigh(question);
  return used.map((term, index) => {
    const pairs = [used[index - 1], term, used[index + 1]]
      .slice(0, -1)
      .flatMap((first, at) => pairOf(first, [term, used[index + 1]][at], question));
    return {
      ...term,
      weight: isName(term, question) ? NAME_WEIGHT : term.kind === 'word' ? (weights.get(term.start) ?? 1) : 1,
      synonyms: new Set([term.whole, ...pairs.map(({ spaced }) => spaced)].flatMap((said) => [...synonymsOf(said)])),
      tail: tailOf(term),
      joined: pairs.map(({ joined }) => joined),
    };
  });
}

/**
 * How much of a question a memory speaks of: the share of its telling terms that the memory has, each weighted by how much it tells.
 * A name counts fully only as a whole: "eslint-plugin-x" is hardly covered by "eslint".
 * @returns in [0, 1]; 0 for a question without terms
 */
export function coverage(
  question: readonly AskedTerm[],
  memory: ReadonlySet<string>,
  idf: Idf,
  around: Around = NOTHING_AROUND,
): number {
  return coverageOf(tellingWeights(question, idf), sharesOf(question, memory, idf, around));
}

/**
 * @param weights how much each term tells
 * @param shares how far each is said, in [0, 1]
 * @returns in [0, 1]; 0 where nothing tells anything
 */
export function coverageOf(weights: readonly number[], shares: readonly number[]): number {
  let covered = 0;
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    total += weight;
    covered += weight * (shares[index] ?? 0);
  }
  return total > 0 ? covered / total : 0;
}

/** How much each term of a question tells; at least 0. */
export function tellingWeights(question: readonly AskedTerm[], idf: Idf): number[] {
  return question.map((term) => term.weight * tellingOf(term, idf));
}

/** How far a memory says each term of a question, itself or in what stands around it; in [0, 1]. */
export function sharesOf(
  question: readonly AskedTerm[],
  memory: ReadonlySet<string>,
  idf: Idf,
  { rest = NOTHING, title, body }: Around = NOTHING_AROUND,
): number[] {
  return question.map((term) =>
    Math.max(
      share(term, memory, idf),
      REST_WORTH * share(term, rest, idf),
      TITLE_WORTH * share(term, title, idf),
      BODY_WORTH * share(term, body, idf),
    ),
  );
}

/** How much a term tells. A word of everyday language tells little, even where memory never saw it: it is how somebody asks. */
function tellingOf({ kind, whole }: AskedTerm, idf: Idf): number {
  const seen = Math.min(idf.idf(whole), MOST_TELLING);
  return kind === 'word' ? Math.min(seen, idf.ordinary(whole)) : seen;
}

/** Terms of the question that the memory does not have, not even in parts. */
export function uncovered<T extends Term>(question: readonly T[], memory: ReadonlySet<string>): T[] {
  return question.filter((term) => !memory.has(term.whole) && !term.parts.some((part) => memory.has(part)));
}

/** What the last segment of a dotted name is worth without the rest. */
const TAIL_WORTH = 0.7;

/** What the parts of a name are worth without the name. */
const PARTS_WORTH = 0.5;

/** Words around a statement: the reason that follows it; of what it rests on the first line, and the whole. */
export interface Around {
  readonly rest?: ReadonlySet<string>;
  readonly title: ReadonlySet<string>;
  readonly body: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();
export const NOTHING_AROUND: Around = { title: NOTHING, body: NOTHING };

/** What a word is worth that only stands in the reason. */
const REST_WORTH = 0.85;

/** What a word is worth that only stands in the title of the source, or in its body. */
const TITLE_WORTH = 0.8;
const BODY_WORTH = 0.5;

/** What a synonym is worth beside the word itself. */
const SYNONYM_WORTH = 0.8;

/** In nats: a word that memory never saw tells no more than one that a few memories have. */
const MOST_TELLING = 8;

/** Stems that any question about a project may have, and how people ask whether something is on. */
const FURNITURE = new Set(
  'project repo repositori codebas use version current still exist kind sort off turn enabl disabl nowaday day today longer anymor'.split(
    ' ',
  ),
);

/** Question words of scripts without spaces: pairs of characters over them would count as unknown words. */
const ASKING =
  /为什么|為什麼|为何|什么|什麼|哪个|哪個|哪些|是否|怎么|怎麼|吗|嗎|呢|なぜ|どうして|どの|どれ|何故|ですか|ますか|왜|무엇|어떤|어느|입니까|인가요/g;

/** How much of a term a memory has: in [0, 1]. */
export function share(term: AskedTerm, memory: ReadonlySet<string>, idf: Idf): number {
  if (memory.has(term.whole) || term.joined.some((word) => memory.has(word))) return 1;
  for (const synonym of term.synonyms) if (synonym.split(' ').every((word) => memory.has(word))) return SYNONYM_WORTH;
  if (term.tail !== undefined && memory.has(term.tail)) return TAIL_WORTH;
  if (term.parts.length === 0) return 0;
  const weights = term.parts.map((part) => idf.idf(part));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.reduce((sum, weight, index) => sum + (memory.has(term.parts[index] ?? '') ? weight : 0), 0);
  return total > 0 ? (PARTS_WORTH * found) / total : 0;
}

/** Ways of speaking that say nothing about what is asked. */
const IDIOMS =
  /\b(?:under the hood|these days|at the moment|right now|any ?more|for so long|so long|behind the scenes|in the first place|by hand|kicks? in|straight|otherwise|completely|actually|nowadays|at all|as well|for example|e\.g\.|i\.e\.|such as|made sure|make sure)(?![\p{L}])/giu;

const NAME_WEIGHT = 1.4;

/** Written as code, in capitals, or with a capital where no sentence begins. */
function isName({ kind, text, start }: Term, question: string): boolean {
  if (kind === 'name') return true;
  if (kind !== 'word') return false;
  const [before, after] = [question.slice(0, start), question.slice(start + text.length)];
  return (
    /^\p{Lu}{2,}$/u.test(text) ||
    (/^\p{Lu}/u.test(text) && /[\p{L}\p{N},]\s$/u.test(before)) ||
    /^\(/.test(after) ||
    /(?:^|\s)[.$#@-]$/.test(before) ||
    (/[`"'“‘]$/.test(before) && /^[`"'”’]/.test(after))
  );
}

function tailOf({ kind, text }: Term): string | undefined {
  const tail = kind === 'name' && !text.startsWith('@') ? /[.:](\w+)$/.exec(text)?.[1] : undefined;
  return tail === undefined ? undefined : terms(tail)[0]?.whole;
}

interface Pair {
  readonly spaced: string;
  readonly joined: string;
}

/** Two plain words with nothing but a space between them. */
function pairOf(first: Term | undefined, second: Term | undefined, text: string): Pair[] {
  if (first?.kind !== 'word' || second?.kind !== 'word') return [];
  if (text.slice(first.start + first.text.length, second.start) !== ' ') return [];
  const [joined] = terms(first.text + second.text);
  return [{ spaced: `${first.whole} ${second.whole}`, joined: joined?.whole ?? '' }];
}

/** The weight of each word by its part of speech, by where it begins. */
function weigh(question: string): Map<number, number> {
  const weights = new Map<number, number>();
  let at = 0;
  const sentences = nlp(question).json({ terms: { tags: true } }) as TaggedSentence[];
  for (const { text, tags } of sentences.flatMap((sentence) => sentence.terms)) {
    const start = question.indexOf(text, at);
    if (start < 0) continue;
    at = start + text.length;
    const weight = tags.includes('Noun') ? 1 : (WEIGHTS.find(([tag]) => tags.includes(tag))?.[1] ?? 1);
    weights.set(start, weight);
  }
  return weights;
}

interface TaggedSentence {
  readonly terms: readonly { readonly text: string; readonly tags: readonly string[] }[];
}

const WEIGHTS: readonly (readonly [tag: string, weight: number])[] = [
  ['Adverb', 0.3],
  ['Verb', 0.8],
  ['Adjective', 0.7],
];
