import { numbers, words } from '../../src/core/base/words';
import type { ManagerChoice, ManagerInput, ManagerPolicy } from '../../src/core/index';

/** Forgets nothing and replaces nothing; what is the same again was kept out by the gate before every method. */
export const addOnly: ManagerPolicy = {
  name: 'ADD-only',
  by: 'rule',
  choose: () => added('Everything is added.'),
};

/** IDF-weighted cosine from which "replace most similar" replaces; where the prototype (hashed words) had it. */
const ALIKE = 0.35;

/** Takes the nearest memory for the same thing. */
export const replaceMostSimilar: ManagerPolicy = {
  name: 'replace most similar',
  by: 'rule',
  choose: ({ candidates }) =>
    (candidates[0]?.similarity ?? 0) >= ALIKE
      ? { operation: 'UPDATE', target: 0, confidence: 1, reason: 'The most similar memory.' }
      : added('Nothing is similar.'),
};

/**
 * What Mem0's prompt asks of a language model, as far as similarity can tell: like nothing there is, it is added; saying nothing new about what is
 * there, it is left out; contradicting it (an end), the memory goes; otherwise it takes its place.
 * @param threshold IDF-weighted cosine from which two statements are about the same, in [0, 1]
 */
export function mem0Like(threshold: number): ManagerPolicy {
  return {
    name: 'Mem0-like',
    by: 'rule',
    choose({ fact, candidates }: ManagerInput): ManagerChoice {
      const nearest = candidates[0];
      if (!nearest || nearest.similarity < threshold) return added('Nothing is similar.');
      if (fact.ends) return { operation: 'DELETE', target: 0, confidence: 1, reason: 'It has ended.' };
      return saysNothingNew(fact.text, nearest.text)
        ? { operation: 'NOOP', target: 0, confidence: 1, reason: 'It is remembered already.' }
        : { operation: 'UPDATE', target: 0, confidence: 1, reason: 'It is about the same.' };
    },
  };
}

/** Candidates for the threshold of `mem0Like`; which one it is, is chosen on the train histories. */
export const MEM0_THRESHOLDS: readonly number[] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

function saysNothingNew(text: string, known: string): boolean {
  const there = new Set([...words(known), ...numbers(known)]);
  return [...words(text), ...numbers(text)].every((word) => there.has(word));
}

function added(reason: string): ManagerChoice {
  return { operation: 'ADD', confidence: 1, reason };
}
