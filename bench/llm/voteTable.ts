import { markdownTable } from '../markers';
import { valueText } from '../policies/tables';
import type { VoteResult } from './votes';

/** One row a decider and model, in the order of the results. */
export function voteTable(results: readonly VoteResult[]): string {
  return markdownTable(
    ['model', 'who decides', 'F1, both readers', 'over the policy alone', 'right decisions', 'stale', 'wrongly lost'],
    results.map(({ model, decider, runs, score, gain, right, stale, lost }) => [
      model,
      runs > 1 ? `${decider} (${runs} seeds)` : decider,
      score.mean.toFixed(1),
      decider === 'policy alone' ? '' : valueText(gain, true),
      `${right.toFixed(1)} %`,
      stale.toFixed(0),
      lost.toFixed(0),
    ]),
  );
}
