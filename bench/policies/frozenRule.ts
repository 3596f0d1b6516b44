import { anchors, keyTokens, numbers } from '../../src/core/base/words';
import type { ManagerChoice, ManagerInput, ManagerPolicy } from '../../src/core/index';

/**
 * Least IDF-weighted cosine of a memory that may be replaced. Chosen on the decisions of eleven training histories, where the rule
 * makes 25 replacements without it: the five below are wrong, of the twenty above about four.
 */
const LEAST_SIMILARITY = 0.21;

/**
 * A copy of src/core/policies/ruleV3.ts at commit 6055bfe, the last before policies were learned: the baseline that they must beat stays as it
 * was, whatever becomes of the rule. What counts as a word is the product's own (base/words.ts), for every method alike.
 */
export const frozenRule: ManagerPolicy = {
  name: 'frozen rule',
  by: 'rule',
  choose({ fact, candidates, idf }: ManagerInput): ManagerChoice {
    const mine = anchors(fact.text);
    if (mine.length > 0 || fact.ends) {
      const rarest = rarestKey(fact.text, idf);
      for (const [target, memory] of candidates.entries()) {
        if (memory.similarity < LEAST_SIMILARITY) break;
        const theirs = anchors(memory.text);
        const shared = mine.find((anchor) => theirs.includes(anchor));
        if (shared !== undefined) return replace(target, `Both give a value of "${shared}".`);
        const same = rarest !== undefined && rarest === rarestKey(memory.text, idf);
        if (same && (fact.ends || numbers(memory.text).length > 0))
          return replace(target, `Both are about "${rarest}".`);
      }
    }
    const nearest = candidates[0]?.similarity ?? 0;
    return {
      operation: 'ADD',
      confidence: 1 - nearest,
      reason:
        candidates.length === 0 ? 'Nothing like it was remembered.' : 'No memory gives a value of the same thing.',
    };

    /** Its confidence is how far the memory stands out from the next best, so that 0.5 means "no more similar than others". */
    function replace(target: number, reason: string): ManagerChoice {
      const next = Math.max(0, ...candidates.filter((_, i) => i !== target).map((other) => other.similarity));
      const margin = (candidates[target]?.similarity ?? 0) - next;
      return { operation: fact.ends ? 'DELETE' : 'UPDATE', target, confidence: (1 + margin) / 2, reason };
    }
  },
};

/** The telling word with the highest IDF: a package, an identifier, a setting. */
function rarestKey(text: string, idf: (word: string) => number): string | undefined {
  let best: string | undefined;
  for (const key of keyTokens(text)) if (best === undefined || idf(key) > idf(best)) best = key;
  return best;
}
