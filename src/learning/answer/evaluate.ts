import type { DistillPolicy } from '../../core/index';
import { meanOf } from '../statistics';
import type { AnswerTask, ReaderAnswer } from './answerTask';

/** What became of one question. */
export interface AskedOutcome {
  readonly task: AnswerTask;
  readonly answer: ReaderAnswer;
  /** In [0, 1]; of a question that memory cannot answer: 1 where it was declined. */
  readonly score: number;
  readonly kept: number;
}

/** How a policy does on questions. Shares in [0, 1], means over all questions or those named. */
export interface AnswerReport {
  readonly questions: number;
  readonly answerable: number;
  readonly absent: number;
  /** Of the answerable. */
  readonly score: number;
  /** Of the answerable: those that are right for the most part. */
  readonly right: number;
  /** Of the answerable. */
  readonly falselyDeclined: number;
  /** Of the absent. */
  readonly rightlyDeclined: number;
  /** Memories that were kept where any were. */
  readonly kept: number;
}

export function askAll(tasks: readonly AnswerTask[], policy: DistillPolicy): AskedOutcome[] {
  return tasks.map((task) => {
    const kept = policy.keep(task.text, task.candidates, task.asked);
    const answer = task.read(kept);
    const score = task.isAbsent ? (answer.declined ? 1 : 0) : answer.declined ? 0 : task.score(answer);
    return { task, answer, score, kept: kept.length };
  });
}

export function evaluateAnswerAgent(tasks: readonly AnswerTask[], policy: DistillPolicy): AnswerReport {
  const outcomes = askAll(tasks, policy);
  const answerable = outcomes.filter(({ task }) => !task.isAbsent);
  const absent = outcomes.filter(({ task }) => task.isAbsent);
  return {
    questions: tasks.length,
    answerable: answerable.length,
    absent: absent.length,
    score: meanOf(answerable.map(({ score }) => score)),
    right: meanOf(answerable.map(({ score }) => (score >= MOSTLY_RIGHT ? 1 : 0))),
    falselyDeclined: meanOf(answerable.map(({ answer }) => (answer.declined ? 1 : 0))),
    rightlyDeclined: meanOf(absent.map(({ score }) => score)),
    kept: meanOf(outcomes.flatMap(({ kept }) => (kept > 0 ? [kept] : []))),
  };
}

const MOSTLY_RIGHT = 0.5;
