import type { AnswerTask, ReaderAnswer } from './answerTask';

/**
 * What is rewarded of a kept set. `exact`: only an answer that is wholly right. `answer`: how right the answer is. `expected`: half of that, and
 * half of how right it would be on average from one of the kept memories alone, so that every memory that is kept beside the deciding one counts.
 */
export type AnswerRewardKind = 'exact' | 'answer' | 'expected';

export interface AnswerRewardOptions {
  readonly kind: AnswerRewardKind;
  /**
   * What declining is worth where memory knows the answer, in [0, 1]. A wrong answer is worth 0: so answering pays only where it is right with at
   * least this probability.
   */
  readonly declined: number;
  /** Of each memory that is kept beyond the first, in points of score. */
  readonly cost: number;
}

/** Chosen on the validation histories; see bench/README.md. */
export const ANSWER_REWARD: AnswerRewardOptions = { kind: 'answer', declined: 0.1, cost: 0.002 };

/** Outcome only: what the reader answers, how right that is, and how much it had to read. @param kept indices into the task's candidates, best first */
export function rewardOfKept(task: AnswerTask, kept: readonly number[], options: AnswerRewardOptions): number {
  const whole = valueOf(task, task.read(kept), options);
  if (options.kind !== 'expected' || kept.length === 0) return whole - costOf(kept, options);
  const alone = kept.reduce((sum, one) => sum + valueOf(task, task.read([one]), options), 0) / kept.length;
  return (whole + alone) / 2 - costOf(kept, options);
}

function costOf(kept: readonly number[], { cost }: AnswerRewardOptions): number {
  return cost * Math.max(0, kept.length - 1);
}

/** In [0, 1]. */
function valueOf(task: AnswerTask, answer: ReaderAnswer, { kind, declined }: AnswerRewardOptions): number {
  if (answer.declined) return task.isAbsent ? 1 : declined;
  if (task.isAbsent) return 0;
  const score = task.score(answer);
  return kind === 'exact' ? (score >= 1 ? 1 : 0) : score;
}
