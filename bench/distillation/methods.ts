import { meanOf } from '../../src/learning/statistics';
import { answerScores, type Kept, type Task } from './tasks';

/** A way to choose what the reader is shown. */
export interface Method {
  readonly name: string;
  readonly keep: (task: Task) => Kept;
}

/** Those that learn nothing, or one number. @param train to choose thresholds on */
export function plainMethods(train: readonly Task[]): Method[] {
  const cosine = (task: Task, place: number): number => task.asked.candidates[place]!.cosine;
  const score = (task: Task, place: number): number => task.asked.candidates[place]!.candidate.score;
  return [
    { name: 'no distillation (all 60)', keep: allOf },
    ...[20, 10, 5, 3, 1].map((k) => ({ name: `top-${k}`, keep: (task: Task) => allOf(task).slice(0, k) })),
    bestThreshold('cosine', cosine, train),
    bestThreshold('score', score, train),
  ];
}

/** What nobody could do without the answers: all candidates that rest on evidence, and the first where none does. */
export const oracle: Method = {
  name: 'oracle evidence',
  keep: (task) => orFirst(allOf(task).filter((place) => task.asked.candidates[place]!.isEvidence)),
};

type Measure = (task: Task, place: number) => number;

/** Keeps what reaches a threshold, at least the first; the threshold with the best F1 on the training questions. */
function bestThreshold(name: string, measure: Measure, train: readonly Task[]): Method {
  const keepFrom = (least: number) => (task: Task) =>
    orFirst(allOf(task).filter((place) => measure(task, place) >= least));
  const thresholds = Array.from({ length: 18 }, (_, i) => 0.05 * (i + 1));
  const scored = thresholds.map((least) => {
    const keep = keepFrom(least);
    return { least, keep, f1: meanOf(train.map((task) => answerScores(task, keep(task)).f1)) };
  });
  const best = scored.reduce((a, b) => (b.f1 > a.f1 ? b : a));
  return { name: `${name} >= ${best.least.toFixed(2)} (tuned on train)`, keep: best.keep };
}

function allOf({ readings }: Task): number[] {
  return [...readings.keys()];
}

function orFirst(kept: Kept): Kept {
  return kept.length > 0 ? kept : [0];
}
