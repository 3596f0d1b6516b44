import { answerScores, expectedF1, type Kept, type Task } from './tasks';

/** What the policy is rewarded by: the answer alone, and never which memories the dataset names as evidence. */
export const REWARDS = {
  /** Expected F1 of the reader: every memory that distracts it costs something. */
  soft: expectedF1,
  f1: (task: Task, kept: Kept) => answerScores(task, kept).f1,
  em: (task: Task, kept: Kept) => answerScores(task, kept).em,
} as const;

export type RewardKind = keyof typeof REWARDS;
