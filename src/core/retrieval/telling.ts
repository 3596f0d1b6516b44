import { terms, type Term } from '../base/words';
import type { Idf } from './idf';

/** The terms of a question that say what it is about: neither stop words nor the furniture of questions about a project. */
export function tellingTerms(question: string): Term[] {
  const all = terms(question.replace(ASKING, (word) => ' '.repeat(word.length))).filter((term) => !term.stop);
  const telling = all.filter((term) => !FURNITURE.has(term.whole));
  return telling.length > 0 ? telling : all;
}

/**
 * How much of a question a memory speaks of: the share of its telling terms that the memory has, each weighted by how much it tells.
 * A name counts fully only as a whole: "eslint-plugin-x" is hardly covered by "eslint".
 * @returns in [0, 1]; 0 for a question without terms
 */
export function coverage(question: readonly Term[], memory: ReadonlySet<string>, idf: Idf): number {
  let covered = 0;
  let total = 0;
  for (const term of question) {
    const weight = idf.idf(term.whole);
    total += weight;
    covered += weight * share(term, memory, idf);
  }
  return total > 0 ? covered / total : 0;
}

/** Terms of the question that the memory does not have, not even in parts. */
export function uncovered(question: readonly Term[], memory: ReadonlySet<string>): Term[] {
  return question.filter((term) => !memory.has(term.whole) && !term.parts.some((part) => memory.has(part)));
}

/** What the parts of a name are worth without the name. */
const PARTS_WORTH = 0.5;

/** Stems that any question about a project may have, and how people ask whether something is on. */
const FURNITURE = new Set(
  'project repo repositori codebas use version current still exist kind sort off turn enabl disabl'.split(' '),
);

/** Question words of scripts without spaces: pairs of characters over them would count as unknown words. */
const ASKING =
  /为什么|為什麼|为何|什么|什麼|哪个|哪個|哪些|是否|怎么|怎麼|吗|嗎|呢|なぜ|どうして|どの|どれ|何故|ですか|ますか|왜|무엇|어떤|어느|입니까|인가요/g;

function share(term: Term, memory: ReadonlySet<string>, idf: Idf): number {
  if (memory.has(term.whole)) return 1;
  if (term.parts.length === 0) return 0;
  const weights = term.parts.map((part) => idf.idf(part));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.reduce((sum, weight, index) => sum + (memory.has(term.parts[index] ?? '') ? weight : 0), 0);
  return total > 0 ? (PARTS_WORTH * found) / total : 0;
}
