import { meanOf, bootstrapMean } from '../statistics';
import type { Asked, AskedQuestion } from './askProject';

/** A value with its 95 % interval. */
export interface Measure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Compared {
  readonly name:
    'Right answers' | 'Right operations' | 'Rightly said that memory holds nothing' | 'Memories used per answer';
  /** 'share': in [0, 1]; 'count': a mean number. */
  readonly unit: 'share' | 'count';
  readonly before: Measure;
  readonly after: Measure;
  /** Pair by pair, where there are pairs. */
  readonly change: Measure;
}

export interface ChangedAnswer {
  readonly question: string;
  readonly before: string;
  readonly after: string;
  /** Any of these is right; none: memory cannot know. */
  readonly right: readonly string[];
  readonly became: 'better' | 'worse' | 'neither';
}

/** New weights beside those that answered until now. */
export interface Comparison {
  /** The whole interval of the difference in right answers is above zero. */
  readonly won: boolean;
  /** Held-out questions that were asked. */
  readonly questions: number;
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  readonly rows: readonly Compared[];
  readonly changed: readonly ChangedAnswer[];
}

/** @param before the same questions, asked of what answered until now */
export function compare(before: Asked, after: Asked): Comparison {
  const pairs = before.answers.flatMap((old, i) => (after.answers[i] ? [[old, after.answers[i]] as const] : []));
  const changes = pairs.map(([old, now]) => now.score - old.score);
  const absent = pairs.filter(([{ question }]) => question.gold.answers.length === 0);
  const answering = pairs.filter(([old, now]) => old.kept > 0 || now.kept > 0);
  const answers = rowOf('Right answers', 'share', pairs, ({ score }) => score);
  const rows = [
    answers,
    operationsRow(before, after),
    ...(absent.length > 0
      ? [rowOf('Rightly said that memory holds nothing', 'share', absent, ({ score }) => score)]
      : []),
    ...(answering.length > 0 ? [rowOf('Memories used per answer', 'count', answering, ({ kept }) => kept)] : []),
  ].filter((row) => row !== undefined);
  return {
    won: pairs.length > 0 && answers.change.low > 0,
    questions: pairs.length,
    better: changes.filter((change) => change > 0).length,
    worse: changes.filter((change) => change < 0).length,
    same: changes.filter((change) => change === 0).length,
    rows,
    changed: pairs.filter(([old, now]) => old.answer !== now.answer).map(([old, now]) => toChanged(old, now)),
  };
}

/** A mean with its bootstrapped interval; 0 of nothing. */
export function spreadOf(values: readonly number[]): Measure {
  if (values.length === 0) return { mean: 0, low: 0, high: 0 };
  const interval = bootstrapMean(
    values.map((value) => [value]),
    { seed: 1 },
  );
  return { mean: meanOf(values), ...interval };
}

export function scoreOf({ answers }: Pick<Asked, 'answers'>): number {
  return meanOf(answers.map(({ score }) => score));
}

function rowOf(
  name: Compared['name'],
  unit: Compared['unit'],
  pairs: readonly (readonly [old: AskedQuestion, now: AskedQuestion])[],
  valueOf: (asked: AskedQuestion) => number,
): Compared {
  return {
    ...{ name, unit },
    before: spreadOf(pairs.map(([old]) => valueOf(old))),
    after: spreadOf(pairs.map(([, now]) => valueOf(now))),
    change: spreadOf(pairs.map(([old, now]) => valueOf(now) - valueOf(old))),
  };
}

/** Two managers meet other banks, so their decisions are no pairs: the interval of the difference is that of two independent shares. */
function operationsRow(before: Asked, after: Asked): Compared | undefined {
  if (before.decisions.length === 0 || after.decisions.length === 0) return undefined;
  const [old, now] = [before, after].map(({ decisions }) => spreadOf(decisions.map(({ right }) => Number(right))));
  if (!old || !now) return undefined;
  const mean = now.mean - old.mean;
  const margin = Math.hypot(now.high - now.low, old.high - old.low) / 2;
  return {
    ...{ name: 'Right operations', unit: 'share', before: old, after: now },
    change: { mean, low: Math.max(-1, mean - margin), high: Math.min(1, mean + margin) },
  };
}

function toChanged(old: AskedQuestion, now: AskedQuestion): ChangedAnswer {
  const { text, gold } = old.question;
  const became = now.score > old.score ? 'better' : now.score < old.score ? 'worse' : 'neither';
  return { question: text, before: old.answer, after: now.answer, right: gold.answers, became };
}
