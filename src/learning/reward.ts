import { exactMatch, expectedScore, f1, likeliest } from './score';
import type { Gold, PossibleAnswer } from './types';

/** What of an answer is rewarded; all but the first are there to be compared with it. */
export type RewardKind = 'expected F1' | 'F1 of the likeliest' | 'EM';

/** What a frozen reader answered to one question, and what would have been right. */
export interface Outcome {
  readonly answers: readonly PossibleAnswer[];
  readonly gold: Gold;
}

/** How right one answer is, in [0, 1]. */
export function answerReward({ answers, gold }: Outcome, kind: RewardKind): number {
  if (kind === 'expected F1') return expectedScore(answers, gold, f1);
  return (kind === 'EM' ? exactMatch : f1)(likeliest(answers), gold);
}

/**
 * The reward of one operation: how right the answers are that are given afterwards, less what it costs to keep more. It knows nothing of the
 * operation, nor of what evidence there is: the same bank and questions have the same reward, however they came about.
 * @param stored memories more than before
 * @param cost of each of them, in points of mean answer score
 * @returns 0 where nothing is asked, for then nothing is known of the outcome
 */
export function outcomeReward(outcomes: readonly Outcome[], kind: RewardKind, stored: number, cost: number): number {
  if (outcomes.length === 0) return 0;
  const sum = outcomes.reduce((total, outcome) => total + answerReward(outcome, kind), 0);
  return sum / outcomes.length - cost * stored;
}
