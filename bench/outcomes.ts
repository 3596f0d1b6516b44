import { groupBy } from '../src/core/index';
import { bootstrapMean, wilson, type Interval } from '../src/learning/statistics';
import type { Verdict } from './judge';
import type { Origin } from './questionFiles';
import type { HistorySet } from './splits';

/** What became of one question, for the product and each search beside it. */
export interface Outcome {
  readonly history: string;
  readonly set: HistorySet;
  readonly origin: Origin;
  readonly kind: string;
  readonly question: string;
  /** Memory cannot know; the right answer is to decline. */
  readonly isAbsent: boolean;
  readonly bySystem: Readonly<Record<string, SystemOutcome>>;
}

export interface SystemOutcome extends Verdict {
  readonly answer: string;
  readonly declined: boolean;
  /** In [0, 1], where the system says it. */
  readonly confidence?: number;
}

export const PRODUCT = 'product';

/** A share in percent with its 95 % interval. */
export interface Share extends Interval {
  readonly hits: number;
  readonly of: number;
  readonly percent: number;
  /** Over histories, or Wilson's. */
  readonly interval: 'bootstrap' | 'Wilson';
}

export interface Summary {
  readonly set: string;
  readonly origin: string;
  readonly kind: string;
  readonly histories: number;
  readonly systems: Readonly<Record<string, SystemSummary>>;
  /** Of the product over each other system, in points of percent, over the same questions. */
  readonly gains: Readonly<Record<string, Gain>>;
}

export interface SystemSummary {
  /** Of the answerable questions. */
  readonly right?: Share;
  readonly falselyDeclined?: Share;
  /** Of the answerable questions that name a commit. */
  readonly cited?: Share;
  /** Of the questions that memory cannot answer. */
  readonly declined?: Share;
}

export interface Gain extends Interval {
  readonly points: number;
}

/** Few histories cannot say how histories differ. */
const LEAST_HISTORIES = 5;

const SEED = 1;

/** One summary of all kinds together, then one of each kind, for every set and origin. */
export function summarise(outcomes: readonly Outcome[]): Summary[] {
  const groups = groupBy(outcomes, ({ set, origin }) => `${set} ${origin}`);
  return [...groups.values()].flatMap((group) => [
    summaryOf(group, 'all'),
    ...[...groupBy(group, ({ kind }) => kind)].map(([kind, ofKind]) => summaryOf(ofKind, kind)),
  ]);
}

function summaryOf(outcomes: readonly Outcome[], kind: string): Summary {
  const [{ set, origin, bySystem }] = outcomes as [Outcome];
  const systems = Object.keys(bySystem);
  const answerable = outcomes.filter(({ isAbsent }) => !isAbsent);
  const absent = outcomes.filter(({ isAbsent }) => isAbsent);
  const ofSystem = (name: string): SystemSummary => {
    const said = (outcome: Outcome): SystemOutcome => outcome.bySystem[name]!;
    const citable = answerable.filter((outcome) => said(outcome).cited !== undefined);
    return {
      ...(answerable.length > 0 && {
        right: shareOf(answerable, (outcome) => said(outcome).right),
        falselyDeclined: shareOf(answerable, (outcome) => said(outcome).declined),
      }),
      ...(citable.length > 0 && { cited: shareOf(citable, (outcome) => said(outcome).cited === true) }),
      ...(absent.length > 0 && { declined: shareOf(absent, (outcome) => said(outcome).declined) }),
    };
  };
  return {
    set,
    origin,
    kind,
    histories: new Set(outcomes.map(({ history }) => history)).size,
    systems: Object.fromEntries(systems.map((name) => [name, ofSystem(name)])),
    gains: Object.fromEntries(
      systems.filter((name) => name !== PRODUCT).map((name) => [name, gainOver(outcomes, name)]),
    ),
  };
}

/** By bootstrap over histories where there are enough and not all questions went alike, otherwise Wilson's interval. */
export function shareOf(outcomes: readonly Outcome[], isHit: (outcome: Outcome) => boolean): Share {
  const hits = outcomes.filter(isHit).length;
  const byHistory = [...groupBy(outcomes, ({ history }) => history).values()];
  const isSpread = byHistory.length >= LEAST_HISTORIES && hits > 0 && hits < outcomes.length;
  const { low, high } = isSpread
    ? bootstrapMean(
        byHistory.map((group) => group.map((outcome) => (isHit(outcome) ? 1 : 0))),
        { seed: SEED },
      )
    : wilson(hits, outcomes.length);
  return {
    hits,
    of: outcomes.length,
    percent: percent(hits / outcomes.length),
    low: percent(low),
    high: percent(high),
    interval: isSpread ? 'bootstrap' : 'Wilson',
  };
}

/** Paired: each draw compares both on the same questions. Over histories where there are enough, otherwise over questions. */
function gainOver(outcomes: readonly Outcome[], system: string): Gain {
  const gain = ({ bySystem }: Outcome): number => Number(bySystem[PRODUCT]!.right) - Number(bySystem[system]!.right);
  const byHistory = [...groupBy(outcomes, ({ history }) => history).values()];
  const groups = byHistory.length >= LEAST_HISTORIES ? byHistory : outcomes.map((outcome) => [outcome]);
  const { low, high } = bootstrapMean(
    groups.map((group) => group.map(gain)),
    { seed: SEED },
  );
  const points = outcomes.reduce((sum, outcome) => sum + gain(outcome), 0) / outcomes.length;
  return { points: percent(points), low: percent(low), high: percent(high) };
}

function percent(share: number): number {
  return Math.round(1000 * share) / 10;
}
