import type { DistillPolicy } from './policy';

/**
 * Distillation by hand: of what holds now, the few candidates that speak of nearly everything the question tells of. Where none does, it
 * keeps nothing, and the answer is that memory does not know.
 */
export const distillRule: DistillPolicy = {
  name: 'rule',
  keep(_question, candidates) {
    const fitting = candidates
      .map((candidate, index) => ({ candidate, index, fit: candidate.coverage + SCORE_SHARE * candidate.score }))
      .filter(({ candidate }) => candidate.state !== 'superseded' && candidate.coverage >= MIN_COVERAGE);
    const best = Math.max(...fitting.map(({ fit }) => fit));
    return (
      fitting
        .filter(({ fit }) => fit >= best * NEAR_BEST)
        // Of what fits alike the newest counts: statements without a key do not supersede each other by themselves.
        .sort((a, b) => compareText(b.candidate.validFrom, a.candidate.validFrom) || b.fit - a.fit || a.index - b.index)
        .slice(0, MOST)
        .map(({ index }) => index)
    );
  },
};

/**
 * Least share of the question's telling words, weighted by how much they tell, that a memory must have to answer it. At 0.6 a question
 * of three equally rare words needs two of them.
 */
const MIN_COVERAGE = 0.42;

const SCORE_SHARE = 0.5;

/** Others are kept only when they fit almost as well as the best. */
const NEAR_BEST = 0.9;

const MOST = 3;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
