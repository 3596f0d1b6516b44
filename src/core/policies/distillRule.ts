import type { DistillCandidate, DistillPolicy } from './policy';

/**
 * Distillation by hand: of what holds now, the few candidates that speak of nearly everything the question tells of. Where none does, it
 * keeps nothing, and the answer is that memory does not know.
 */
export const distillRule: DistillPolicy = {
  name: 'rule',
  keep(_question, candidates) {
    const fitting = candidates
      .map((candidate, index) => ({ candidate, index, rank: candidate.score * candidate.coverage }))
      .filter(({ candidate }) => candidate.state !== 'superseded' && candidate.coverage >= MIN_COVERAGE)
      .sort((a, b) => b.rank - a.rank || a.index - b.index);
    const best = fitting[0];
    if (!best) return [];
    return fitting
      .filter(({ candidate, rank }) => rank >= best.rank * NEAR_BEST && isNoRepetition(candidate, best.candidate))
      .slice(0, MOST)
      .map(({ index }) => index);
  },
};

/**
 * Least share of the question's telling words, weighted by how much they tell, that a memory must have to answer it. At 0.6 a question
 * of three equally rare words needs two of them.
 */
const MIN_COVERAGE = 0.6;

/** Others are kept only when they fit almost as well as the best. */
const NEAR_BEST = 0.8;

const MOST = 3;

function isNoRepetition(candidate: DistillCandidate, best: DistillCandidate): boolean {
  return candidate === best || candidate.text.toLowerCase() !== best.text.toLowerCase();
}
