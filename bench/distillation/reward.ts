import { expectedF1, answerFrom, type Kept, type Task } from './tasks';
import { scoreAnswer } from './scores';

/** What the policy is rewarded by: the answer alone, and never which memories the dataset names as evidence. */
export const REWARDS = {
  /** Expected F1 of the reader: every memory that distracts it costs something. */
  soft: expectedF1,
  f1: (task: Task, kept: Kept) => scoresOf(task, kept).f1,
  em: (task: Task, kept: Kept) => scoresOf(task, kept).em,
} as const;

export type RewardKind = keyof typeof REWARDS;

function scoresOf(task: Task, kept: Kept): { readonly f1: number; readonly em: number } {
  const { gold, category } = task.asked.question;
  return scoreAnswer(answerFrom(task, kept), gold, category);
}
