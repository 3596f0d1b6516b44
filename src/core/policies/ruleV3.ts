import { anchors, keyTokens, numbers } from '../base/words';
import { MOST_SWAYED, type ManagerChoice, type ManagerInput, type ManagerPolicy } from './policy';

/**
 * Least IDF-weighted cosine of a memory that may be replaced. Chosen on the decisions of eleven training histories, where the rule
 * makes 25 replacements without it: the five below are wrong, of the twenty above about four.
 */
const LEAST_SIMILARITY = 0.21;

/**
 * The hand-written rule, fallback of the learned policy and the baseline it must beat: a fact with a value replaces the first
 * similar memory whose value is of the same thing; all else is added. NOOP and DELETE come from the gates before it and from keys.
 */
export const ruleV3: ManagerPolicy = {
  name: 'rule v3',
  by: 'rule',
  choose(input: ManagerInput): ManagerChoice {
    const own = ruled(input);
    const { fact, opinion } = input;
    // It has no measure of how sure an end is, so a fact that tells none ends nothing.
    const isGuarded = opinion?.operation === 'DELETE' && !fact.ends;
    if (!opinion || own.confidence >= UNDECIDED || isGuarded || isSame(own, opinion)) return own;
    const { operation, target } = opinion;
    return {
      ...{ operation, confidence: Math.min(MOST_SWAYED, 1 - own.confidence), reason: own.reason, swayed: true },
      ...(target !== undefined && { target }),
    };
  },
};

/** Below this a language model's opinion decides: the memories most like the fact are no clearer than one another, or like it without a value. In [0, 1]. */
const UNDECIDED = 0.6;

function isSame(own: ManagerChoice, { operation, target }: NonNullable<ManagerInput['opinion']>): boolean {
  return own.operation === operation && own.target === target;
}

function ruled({ fact, candidates, idf }: ManagerInput): ManagerChoice {
  const mine = anchors(fact.text);
  if (mine.length > 0 || fact.ends) {
    const rarest = rarestKey(fact.text, idf);
    for (const [target, memory] of candidates.entries()) {
      if (memory.similarity < LEAST_SIMILARITY) break;
      const theirs = anchors(memory.text);
      const shared = mine.find((anchor) => theirs.includes(anchor));
      if (shared !== undefined) return replace(target, `Both give a value of "${shared}".`);
      const same = rarest !== undefined && rarest === rarestKey(memory.text, idf);
      if (same && (fact.ends || numbers(memory.text).length > 0)) return replace(target, `Both are about "${rarest}".`);
    }
  }
  const nearest = candidates[0]?.similarity ?? 0;
  return {
    operation: 'ADD',
    confidence: 1 - nearest,
    reason: candidates.length === 0 ? 'Nothing like it was remembered.' : 'No memory gives a value of the same thing.',
  };

  /** Its confidence is how far the memory stands out from the next best, so that 0.5 means "no more similar than others". */
  function replace(target: number, reason: string): ManagerChoice {
    const next = Math.max(0, ...candidates.filter((_, i) => i !== target).map((other) => other.similarity));
    const margin = (candidates[target]?.similarity ?? 0) - next;
    return { operation: fact.ends ? 'DELETE' : 'UPDATE', target, confidence: (1 + margin) / 2, reason };
  }
}

/** The telling word with the highest IDF: a package, an identifier, a setting. */
function rarestKey(text: string, idf: (word: string) => number): string | undefined {
  let best: string | undefined;
  for (const key of keyTokens(text)) if (best === undefined || idf(key) > idf(best)) best = key;
  return best;
}
