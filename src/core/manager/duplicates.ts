import { numbers, terms } from '../base/words';
import type { ManagerCandidate } from '../policies/policy';

/** IDF-weighted cosine from which two statements with the same numbers and the same negations count as one. */
const NEAR_DUPLICATE = 0.92;

/** The gate before the policy: a statement that says nearly what a memory says, with the same numbers and negations, is that memory again. */
export function isNearDuplicate(text: string, memory: ManagerCandidate): boolean {
  return (
    memory.similarity >= NEAR_DUPLICATE &&
    sameSet(numbers(text), numbers(memory.text)) &&
    negations(text) === negations(memory.text) &&
    !isOtherWayRound(text, memory.text)
  );
}

/** "From npm to pnpm" has the words of "from pnpm to npm". */
function isOtherWayRound(a: string, b: string): boolean {
  const turned = new Set(changesIn(a).map(([from, to]) => `${to} ${from}`));
  return turned.size > 0 && changesIn(b).some(([from, to]) => turned.has(`${from} ${to}`));
}

function changesIn(text: string): (readonly [string, string])[] {
  return [...text.toLowerCase().matchAll(CHANGE)].map(([, from = '', to = '']) => [from, to]);
}

const CHANGE = /([\w@][\w./@-]*)(?: (?:to|with|by|over|instead of|rather than) |\s*(?:->|→)\s*)(?=([\w@][\w./@-]*\w))/g;

function negations(text: string): number {
  return terms(text).filter((term) => NEGATION.test(term.text)).length;
}

const NEGATION = /^(not|no|never|without|cannot|none|nor|un\w{4,}|\w+n['’]t|longer|instead)$/i;

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
