import type { OperationKind } from '../../src/core/index';
import { bootstrapMean, meanOf } from '../../src/learning/statistics';

/** The readers that every method is measured with. */
export const READERS = ['ignores time', 'prefers newer'] as const;
export type ReaderName = (typeof READERS)[number];

/** How one method did on one history. Lists have one entry a question, in the order of the stream. */
export interface Measured {
  readonly history: string;
  readonly kinds: readonly string[];
  /** Index of the fact after which it was asked. */
  readonly after: readonly number[];
  readonly scores: Readonly<Record<ReaderName, { readonly f1: readonly number[]; readonly em: readonly number[] }>>;
  /** Facts of the stream. */
  readonly facts: number;
  /** Memories that hold at the end. */
  readonly entries: number;
  /** Of these, what holds no longer. */
  readonly stale: number;
  readonly staleIds: readonly string[];
  /** Facts that still hold and that no memory tells any more. */
  readonly lost: number;
  /** Facts of which that can be said. */
  readonly needed: number;
  /** Tokens that the reader is given, mean over questions. */
  readonly tokens: number;
  readonly operations: Readonly<Record<OperationKind, number>>;
}

/** A value with its 95 % interval, in percent or points of percent. */
export interface Value {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Difference {
  /** Each repository counts alike; whole repositories are drawn. Absent where there are fewer than two. */
  readonly byRepository?: Value;
  /** Each question counts alike; questions are drawn. */
  readonly byQuestion: Value;
}

/** Runs of one method that differ by seed only; of a rule there is one. */
export type Runs = readonly (readonly Measured[])[];

const SEED = 1;
const ROUNDS = 2000;

export type Metric = 'f1' | 'em';

/** The score of each question of each history, averaged over runs and over the readers that are asked for. */
export function scoresOf(
  runs: Runs,
  { metric = 'f1', readers = READERS, kind }: { metric?: Metric; readers?: readonly ReaderName[]; kind?: string } = {},
): ReadonlyMap<string, readonly number[]> {
  const first = runs[0] ?? [];
  return new Map(
    first.map(({ history, kinds }, place) => {
      const lists = runs.flatMap((run) => readers.map((reader) => run[place]!.scores[reader][metric]));
      const scores = kinds.map((_, question) => meanOf(lists.map((list) => list[question]!)));
      return [history, kind === undefined ? scores : scores.filter((_, question) => kinds[question] === kind)];
    }),
  );
}

/** Mean over repositories, each counting alike. In percent, with its interval over repositories where there are two or more, else over questions. */
export function meanScore(scores: ReadonlyMap<string, readonly number[]>): Value {
  const groups = [...scores.values()].filter((list) => list.length > 0);
  return groups.length >= 2
    ? valueOf(groups.map((list) => [meanOf(list)]))
    : valueOf(groups.flat().map((one) => [one]));
}

/** Paired: both answered the same questions. In points of percent. */
export function difference(
  ours: ReadonlyMap<string, readonly number[]>,
  theirs: ReadonlyMap<string, readonly number[]>,
): Difference {
  const gains = [...ours].map(([history, list]) => list.map((score, i) => score - theirs.get(history)![i]!));
  const filled = gains.filter((list) => list.length > 0);
  return {
    ...(filled.length >= 2 && { byRepository: valueOf(filled.map((list) => [meanOf(list)])) }),
    byQuestion: valueOf(filled.flat().map((gain) => [gain])),
  };
}

function valueOf(groups: readonly (readonly number[])[]): Value {
  if (groups.length === 0) return { mean: 0, low: 0, high: 0 };
  const { low, high } = bootstrapMean(groups, { seed: SEED, rounds: ROUNDS });
  return { mean: percent(meanOf(groups.flat())), low: percent(low), high: percent(high) };
}

/** Mean of a count over runs, summed over histories. */
export function totalOf(runs: Runs, count: (measured: Measured) => number): number {
  return meanOf(runs.map((run) => run.reduce((sum, measured) => sum + count(measured), 0)));
}

/** Share of each operation, in percent of the facts. */
export function operationShares(runs: Runs): Readonly<Record<OperationKind, number>> {
  const all = totalOf(runs, ({ operations }) => Object.values(operations).reduce((sum, count) => sum + count, 0));
  const share = (kind: OperationKind): number =>
    percent(totalOf(runs, ({ operations }) => operations[kind]) / (all || 1));
  return { ADD: share('ADD'), UPDATE: share('UPDATE'), DELETE: share('DELETE'), NOOP: share('NOOP') };
}

export function percent(share: number): number {
  return Math.round(10000 * share) / 100;
}
