import type { OperationKind } from '../../src/core/index';
import { meanOf } from '../../src/learning/statistics';
import {
  difference,
  meanScore,
  operationShares,
  percent,
  READERS,
  scoresOf,
  totalOf,
  type Difference,
  type ReaderName,
  type Runs,
  type Value,
} from './measured';

/** A method with its runs: one a seed. */
export interface Method {
  readonly name: string;
  readonly runs: Runs;
}

/** How the methods of one table did on the same streams. */
export interface Comparison {
  readonly histories: readonly { readonly name: string; readonly facts: number; readonly questions: number }[];
  readonly methods: readonly Summary[];
  /** Of each learned method over each other one. */
  readonly differences: readonly Gain[];
}

export interface Summary {
  readonly name: string;
  readonly runs: number;
  /** Mean over repositories of F1, over both readers. */
  readonly score: Value;
  /** Standard deviation of that over seeds, in points. */
  readonly spread: number;
  readonly f1: Readonly<Record<ReaderName, Value>>;
  readonly em: Readonly<Record<ReaderName, Value>>;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byHistory: Readonly<Record<string, number>>;
  /** Counts over all repositories, means over seeds. */
  readonly entries: number;
  readonly stale: number;
  readonly lost: number;
  /** In percent of the facts that were needed. */
  readonly lostShare: number;
  /** A question. */
  readonly tokens: number;
  readonly operations: Readonly<Record<OperationKind, number>>;
}

export interface Gain {
  readonly method: string;
  readonly over: string;
  readonly all: Difference;
  readonly byReader: Readonly<Record<ReaderName, Difference>>;
  /** Less stale statements and fewer lost facts are negative. */
  readonly stale: number;
  readonly lost: number;
}

export function compare(methods: readonly Method[], isLearned: (name: string) => boolean): Comparison {
  const first = methods[0]?.runs[0] ?? [];
  return {
    histories: first.map(({ history, facts, kinds }) => ({ name: history, facts, questions: kinds.length })),
    methods: methods.map(summarise),
    differences: methods
      .filter(({ name }) => isLearned(name))
      .flatMap((ours) => methods.filter((other) => other !== ours).map((other) => gainOf(ours, other))),
  };
}

export function summarise({ name, runs }: Method): Summary {
  const of = (readers: readonly ReaderName[], metric: 'f1' | 'em'): Value =>
    meanScore(scoresOf(runs, { readers, metric }));
  const kinds = [...new Set((runs[0] ?? []).flatMap((measured) => measured.kinds))].sort();
  const perRun = runs.map((run) => meanScore(scoresOf([run])).mean);
  const lost = totalOf(runs, (measured) => measured.lost);
  const needed = totalOf(runs, (measured) => measured.needed);
  return {
    name,
    runs: runs.length,
    score: meanScore(scoresOf(runs)),
    spread: rounded(deviation(perRun)),
    f1: byReader((reader) => of([reader], 'f1')),
    em: byReader((reader) => of([reader], 'em')),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, meanScore(scoresOf(runs, { kind })).mean])),
    byHistory: Object.fromEntries([...scoresOf(runs)].map(([history, scores]) => [history, percent(meanOf(scores))])),
    entries: rounded(totalOf(runs, (measured) => measured.entries)),
    stale: rounded(totalOf(runs, (measured) => measured.stale)),
    lost: rounded(lost),
    lostShare: percent(lost / (needed || 1)),
    tokens: rounded(meanOf(runs.flatMap((run) => run.map((measured) => measured.tokens)))),
    operations: operationShares(runs),
  };
}

/** @returns the gain of the first over the second, on the same questions */
export function gainOf(ours: Method, over: Method): Gain {
  const between = (readers: readonly ReaderName[]): Difference =>
    difference(scoresOf(ours.runs, { readers }), scoresOf(over.runs, { readers }));
  return {
    method: ours.name,
    over: over.name,
    all: between(READERS),
    byReader: byReader((reader) => between([reader])),
    stale: rounded(totalOf(ours.runs, ({ stale }) => stale) - totalOf(over.runs, ({ stale }) => stale)),
    lost: rounded(totalOf(ours.runs, ({ lost }) => lost) - totalOf(over.runs, ({ lost }) => lost)),
  };
}

function byReader<T>(of: (reader: ReaderName) => T): Record<ReaderName, T> {
  return Object.fromEntries(READERS.map((reader) => [reader, of(reader)])) as Record<ReaderName, T>;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}
