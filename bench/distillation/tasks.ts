import type { Asked } from './candidates';
import { stateOf, type DistillationState } from './features';
import type { Reading } from './reader';
import { scoreAnswer, type AnswerScores } from './scores';

/** A question ready to be distilled: its candidates, what the reader makes of each, and what the policy sees. */
export interface Task {
  readonly asked: Asked;
  readonly readings: readonly Reading[];
  readonly state: DistillationState;
}

export function toTasks(asked: readonly Asked[], readings: readonly (readonly Reading[])[]): Task[] {
  return asked.map((one, task) => ({
    asked: one,
    readings: readings[task]!,
    state: stateOf(one, readings[task]!),
  }));
}

/** Places of the candidates that the reader is shown; best first, never repeated. */
export type Kept = readonly number[];

/**
 * What the reader answers from these candidates: the answer it likes best; of a question that asks for several things, also the next ones
 * that it likes nearly as much.
 */
export function answerFrom({ asked, readings }: Task, kept: Kept): string {
  const liked = kept.map((place) => readings[place]!).sort((a, b) => b.score - a.score);
  const [best] = liked;
  if (best === undefined) return '';
  if (!asked.read.asksForList) return best.answer;
  const near = liked.filter(({ score }) => score > best.score - LIST_MARGIN).map(({ answer }) => answer);
  return [...new Set(near)].slice(0, LONGEST_LIST).join(', ');
}

/** In logits of the reader. From 0.25 to 2 the training questions are answered alike. */
const LIST_MARGIN = 1;

const LONGEST_LIST = 4;

/** Everything that is measured of one question and one kept set. */
export interface Measures extends AnswerScores {
  /** The expected F1; see `expectedF1`. */
  readonly soft: number;
  readonly kept: number;
  /** Of the kept memories, how many rest on evidence; of the evidence, how much is kept. Absent where the dataset names none. */
  readonly evidence?: { readonly precision: number; readonly recall: number; readonly f1: number };
}

export function measure(task: Task, kept: Kept): Measures {
  const { question } = task.asked;
  return {
    ...answerScores(task, kept),
    soft: expectedF1(task, kept),
    kept: kept.length,
    ...(question.evidence.size > 0 && { evidence: evidenceOf(task, kept) }),
  };
}

/** Of the answer that the reader gives from these candidates. */
export function answerScores(task: Task, kept: Kept): AnswerScores {
  const answer = answerFrom(task, kept);
  const scored = SCORED.get(task) ?? new Map<string, AnswerScores>();
  SCORED.set(task, scored);
  const known = scored.get(answer);
  if (known) return known;
  const { gold, category } = task.asked.question;
  const scores = scoreAnswer(answer, gold, category);
  scored.set(answer, scores);
  return scores;
}

/** Training asks for the scores of few answers many times. */
const SCORED = new WeakMap<Task, Map<string, AnswerScores>>();

/** The F1 that a reader would have on average that draws one of the kept memories by softmax(how much it likes its best answer). */
export function expectedF1({ readings }: Task, kept: Kept): number {
  const most = Math.max(...kept.map((place) => readings[place]!.score));
  let total = 0;
  let expected = 0;
  for (const place of kept) {
    const { score, f1 } = readings[place]!;
    const weight = Math.exp(score - most);
    total += weight;
    expected += weight * f1;
  }
  return total === 0 ? 0 : expected / total;
}

function evidenceOf({ asked }: Task, kept: Kept): { precision: number; recall: number; f1: number } {
  const { evidence } = asked.question;
  const found = kept.map((place) => asked.candidates[place]!);
  const covered = new Set(
    found.flatMap(({ observation }) => [...observation.turns].filter((turn) => evidence.has(turn))),
  );
  const precision = found.filter(({ isEvidence }) => isEvidence).length / Math.max(1, kept.length);
  const recall = covered.size / evidence.size;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
