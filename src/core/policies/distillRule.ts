import type { DistillCandidate, DistillPolicy } from './policy';

/**
 * Distillation by hand: of what holds now, the few candidates that speak of nearly everything the question tells of. Where none does, it
 * keeps nothing, and the answer is that memory does not know.
 */
export const distillRule: DistillPolicy = {
  name: 'rule',
  keep: (_question, candidates) => keepCovering(MIN_COVERAGE, candidates),
};

/** The same rule, more or less ready to decline. @param minCoverage in [0, 1] */
export function distillRuleFrom(minCoverage: number): DistillPolicy {
  return { name: `rule from ${minCoverage}`, keep: (_question, candidates) => keepCovering(minCoverage, candidates) };
}

function keepCovering(minCoverage: number, candidates: readonly DistillCandidate[]): number[] {
  const fitting = candidates
    .map((candidate, place) => ({ place, fit: fitOf(candidate), candidate }))
    .filter(({ candidate }) => candidate.state !== 'superseded' && candidate.coverage >= minCoverage)
    .sort(compareFits);
  const best = fitting[0]?.fit ?? 0;
  return fitting
    .filter(({ fit }) => fit >= best * NEAR_BEST)
    .slice(0, MOST_KEPT)
    .map(({ place }) => place);
}

/** What fits best first; of what fits alike the newest. */
export function compareFits(a: Fitted, b: Fitted): number {
  return b.fit - a.fit || compareText(b.candidate.validFrom, a.candidate.validFrom) || a.place - b.place;
}

/** A candidate with its place among all, and how well it fits. */
interface Fitted {
  readonly place: number;
  readonly fit: number;
  readonly candidate: DistillCandidate;
}

/** How well a memory fits a question: what it speaks of, and how near it was found. In [0, 1]. */
export function fitOf({ coverage, score }: Pick<DistillCandidate, 'coverage' | 'score'>): number {
  return COVERAGE_SHARE * coverage + (1 - COVERAGE_SHARE) * score;
}

const COVERAGE_SHARE = 0.67;

/**
 * Least share of the question's telling words, weighted by how much they tell, that a memory must have to answer it.
 */
export const MIN_COVERAGE = 0.42;

/** Others are kept only when they fit nearly as well as the best. */
export const NEAR_BEST = 0.5;

/** Enough for any answer. */
export const MOST_KEPT = 30;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
