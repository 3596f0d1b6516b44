import { bootstrapMean, meanOf, type Interval } from '../../src/learning/statistics';
import { measure, type Kept, type Measures, type Task } from './tasks';

/** What one method did: for each of its seeds the measures of every question, in one order for all methods. */
export interface Outcome {
  readonly name: string;
  readonly runs: readonly (readonly Measures[])[];
}

/** In percent, but for `kept`. */
export interface Row {
  readonly name: string;
  readonly seeds: number;
  readonly f1: number;
  readonly bleu1: number;
  readonly em: number;
  /** With category 1 scored part by part, as LoCoMo does. */
  readonly f1ByParts: number;
  readonly soft: number;
  readonly evidence: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly kept: number;
  /** F1 of categories 1 to 4. */
  readonly categories: readonly number[];
  /** Of F1 over questions (mean of the seeds). */
  readonly interval: Interval;
  /** Lowest and highest seed. */
  readonly band?: { readonly f1: Interval; readonly soft: Interval; readonly kept: Interval };
}

/** The difference of two methods on the same questions, in points. */
export interface Difference {
  readonly method: string;
  readonly over: string;
  readonly metric: 'f1' | 'soft';
  readonly points: number;
  /** Questions drawn. */
  readonly byQuestion: Interval;
  /** Whole conversations drawn: questions of one conversation resemble each other. Absent where there is only one. */
  readonly byConversation?: Interval;
}

/** @param keeps of each seed what is kept */
export function outcomeOf(name: string, tasks: readonly Task[], keeps: readonly ((task: Task) => Kept)[]): Outcome {
  return { name, runs: keeps.map((keep) => tasks.map((task) => measure(task, keep(task)))) };
}

export function rowOf({ name, runs }: Outcome, tasks: readonly Task[]): Row {
  const mean = (valueOf: (one: Measures) => number): number => percent(meanOf(runs.flat().map(valueOf)));
  const evidence = (valueOf: (found: NonNullable<Measures['evidence']>) => number): number =>
    percent(meanOf(runs.flat().flatMap((one) => (one.evidence ? [valueOf(one.evidence)] : []))));
  const f1 = meansOf(runs, (one) => one.f1);
  const { low, high } = bootstrapMean(
    f1.map((value) => [value]),
    { seed: SEED },
  );
  return {
    name,
    seeds: runs.length,
    f1: percent(meanOf(f1)),
    bleu1: mean((one) => one.bleu1),
    em: mean((one) => one.em),
    f1ByParts: mean((one) => one.byParts),
    soft: mean((one) => one.soft),
    evidence: {
      precision: evidence((found) => found.precision),
      recall: evidence((found) => found.recall),
      f1: evidence((found) => found.f1),
    },
    kept: Math.round(10 * meanOf(runs.flat().map(({ kept }) => kept))) / 10,
    categories: [1, 2, 3, 4].map((category) =>
      percent(meanOf(f1.filter((_, i) => tasks[i]!.asked.question.category === category))),
    ),
    interval: { low: percent(low), high: percent(high) },
    ...(runs.length > 1 && {
      band: {
        f1: bandOf(runs, (one) => 100 * one.f1),
        soft: bandOf(runs, (one) => 100 * one.soft),
        kept: bandOf(runs, (one) => one.kept),
      },
    }),
  };
}

export function differenceOf(
  method: Outcome,
  over: Outcome,
  metric: Difference['metric'],
  tasks: readonly Task[],
): Difference {
  const others = meansOf(over.runs, (one) => one[metric]);
  const gains = meansOf(method.runs, (one) => one[metric]).map((value, i) => value - others[i]!);
  const talks = [...new Set(tasks.map(({ asked }) => asked.talk))];
  const groups = talks.map((talk) => gains.filter((_, i) => tasks[i]!.asked.talk === talk));
  return {
    method: method.name,
    over: over.name,
    metric,
    points: percent(meanOf(gains)),
    byQuestion: inPercent(
      bootstrapMean(
        gains.map((gain) => [gain]),
        { seed: SEED },
      ),
    ),
    ...(groups.length > 1 && { byConversation: inPercent(bootstrapMean(groups, { seed: SEED })) }),
  };
}

/** Of the bootstrap. */
const SEED = 1;

/** Of each question the mean over the seeds. */
function meansOf(runs: Outcome['runs'], valueOf: (one: Measures) => number): number[] {
  return (runs[0] ?? []).map((_, i) => meanOf(runs.map((run) => valueOf(run[i]!))));
}

function bandOf(runs: Outcome['runs'], valueOf: (one: Measures) => number): Interval {
  const means = runs.map((run) => meanOf(run.map(valueOf)));
  return { low: rounded(Math.min(...means)), high: rounded(Math.max(...means)) };
}

function inPercent({ low, high }: Interval): Interval {
  return { low: percent(low), high: percent(high) };
}

function percent(share: number): number {
  return rounded(100 * share);
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}
