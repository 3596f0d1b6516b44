import { distillState, type AskedQuestion, type DistillCandidate, type DistillState } from '../../core/index';

/** What a frozen reader says when it may use the kept memories. */
export interface ReaderAnswer {
  readonly text: string;
  /** It says that memory does not know. */
  readonly declined: boolean;
}

/** A question for the Answer Agent: what it may keep, and what becomes of what it keeps. */
export interface AnswerTask {
  readonly id: string;
  readonly text: string;
  /** "told", "why": for reports. */
  readonly kind: string;
  /** Whose history it asks about. */
  readonly history: string;
  /** Memory cannot know; the right answer is to decline. */
  readonly isAbsent: boolean;
  readonly asked: AskedQuestion;
  readonly candidates: readonly DistillCandidate[];
  /** Of these candidates. */
  readonly state: DistillState;
  /** How often it is asked beside the others; default 1. */
  readonly weight?: number;
  /**
   * The frozen reader. Asked once for each set of memories, so it may be slow, or a record of what a language model said.
   * @param kept indices into `candidates`, best first
   */
  readonly read: (kept: readonly number[]) => ReaderAnswer;
  /** How right an answer is that was given, in [0, 1]. */
  readonly score: (answer: ReaderAnswer) => number;
}

/** Looks at the candidates once. */
export function answerTask(task: Omit<AnswerTask, 'state'>): AnswerTask {
  return { ...task, state: distillState(task.text, task.candidates, task.asked) };
}

/** There is something that could be kept, and so something to learn. */
export function isOpen({ state }: AnswerTask): boolean {
  return state.places.length > 0;
}
