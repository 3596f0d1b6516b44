import type { PolicyCard } from '../../src/core/index';
import { meanScore, scoresOf, totalOf, type Measured, type Value } from '../policies/measured';

/** Something that was trained, and how it does on the validation histories. */
export interface Candidate<T> {
  readonly name: string;
  readonly trained: T;
  /** In percent. */
  readonly score: Value;
  /** Facts wrongly lost, where that can be said. */
  readonly lost?: number;
}

export interface Baseline {
  readonly name: string;
  readonly score: Value;
  readonly lost?: number;
}

/** What is shipped, or why nothing is. */
export type Choice<T> = { readonly chosen: Candidate<T> } | { readonly refused: string };

/**
 * The best on validation, of those that lose no more facts than the baseline that loses most, where there are such. Nothing that does worse than any
 * baseline is chosen.
 * @param noise how much less still counts as alike, in percent
 */
export function choose<T>(candidates: readonly Candidate<T>[], baselines: readonly Baseline[], noise = 0): Choice<T> {
  const allowed = Math.max(0, ...baselines.map(({ lost = 0 }) => lost));
  const careful = candidates.filter(({ lost = 0 }) => lost <= allowed);
  const [best] = (careful.length > 0 ? careful : [...candidates]).sort((a, b) => b.score.mean - a.score.mean);
  if (!best) return { refused: 'nothing was trained' };
  const better = baselines.filter(({ score }) => score.mean > best.score.mean + noise);
  if (better.length === 0) return { chosen: best };
  const names = better.map(({ name, score }) => `${name} (${score.mean.toFixed(1)} %)`).join(' and ');
  return {
    refused: `the best, ${best.name} with ${best.score.mean.toFixed(1)} %, is behind ${names} on the validation histories`,
  };
}

/** How a Memory Manager did on each validation history, in the form that choices are made by. */
export function managerScore(measured: readonly Measured[]): { readonly score: Value; readonly lost: number } {
  return { score: meanScore(scoresOf([measured])), lost: totalOf([measured], ({ lost }) => lost) };
}

/** Of questions by history: the mean over histories, each counting alike. */
export function answerScore(histories: readonly string[], scores: readonly number[]): Value {
  const byHistory = new Map<string, number[]>();
  histories.forEach((history, i) => {
    const list = byHistory.get(history) ?? [];
    list.push(scores[i] ?? 0);
    byHistory.set(history, list);
  });
  return meanScore(byHistory);
}

/** @param score in percent */
export function cardScore(name: string, { mean, low, high }: Value): PolicyCard['scores'][number] {
  const share = (value: number): number => Number((value / 100).toFixed(4));
  return { name, mean: share(mean), low: share(low), high: share(high) };
}
