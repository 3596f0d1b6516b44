import { createLearnedManager, logit, type ManagerPolicy, type PolicyWeights } from '../../src/core/index';
import type { Adviser } from '../../src/learning/manager/decision';
import { evaluateManager } from '../../src/learning/manager/evaluate';
import { embeddedReaders } from '../../src/learning/reader';
import { meanOf } from '../../src/learning/statistics';
import type { Stream } from '../../src/learning/types';
import { difference, meanScore, scoresOf, totalOf, type Measured, type Runs, type Value } from '../policies/measured';
import { QUESTIONS, toMeasured } from '../training/managerRuns';

/** Who decides, with whose opinion. */
export interface Decider {
  /** "vote 1". */
  readonly name: string;
  readonly policy: ManagerPolicy;
}

/** A model that is asked, with one adviser a seed of its errors. */
export interface Advised {
  /** "90 % right", "smollm2-135m-instruct". */
  readonly name: string;
  readonly advisers: readonly ((stream: Stream) => Adviser)[];
  /** How often it is right, in [0, 1], where that is known. */
  readonly reliability?: number;
}

/** How one decider kept one stream. */
export interface VoteMeasured extends Measured {
  /** Decisions about which something was asked, and how many of them no other operation would have been answered noticeably better than. */
  readonly decisions: number;
  readonly right: number;
}

export interface VoteResult {
  readonly decider: string;
  readonly model: string;
  readonly runs: number;
  /** Mean over repositories of F1, over both readers, in percent. */
  readonly score: Value;
  /** Over the policy alone, paired, in points; whole repositories are drawn. */
  readonly gain: Value;
  /** In percent of the decisions. */
  readonly right: number;
  readonly stale: number;
  readonly lost: number;
}

/** The policy by itself, as it is shipped. */
export function policyAlone(weights: PolicyWeights): Decider {
  return { name: 'policy alone', policy: createLearnedManager(weights, { vote: 0 }) };
}

export function voting(weights: PolicyWeights, vote: number): Decider {
  return { name: `vote ${vote}`, policy: createLearnedManager(weights, { vote }) };
}

/**
 * A vote that follows from how often the model is right: the log-odds of that, at most 2. No product knows it exactly, so this is the most that such a vote can
 * be worth.
 */
export function votingByReliability(weights: PolicyWeights, reliability: number): Decider {
  return { ...voting(weights, Math.min(MOST_VOTE, Math.max(0, logit(reliability)))), name: 'vote by reliability' };
}

/** In logits. */
const MOST_VOTE = 2;

/** Does what the model says; what it says nothing about is added. */
export const modelAlone: Decider = {
  name: 'model alone',
  policy: {
    name: 'model alone',
    by: 'policy',
    choose: ({ opinion }) => ({ ...(opinion ?? { operation: 'ADD' }), confidence: 1, reason: '' }),
  },
};

/** One run an adviser: what each stream becomes. */
export function keepStreamsWith(
  streams: readonly Stream[],
  { policy }: Decider,
  advisers: readonly ((stream: Stream) => Adviser)[],
  { background, readers }: Reading,
): VoteMeasured[][] {
  return advisers.map((adviserOf) =>
    streams.map((stream): VoteMeasured => {
      const report = evaluateManager(stream, policy, {
        background,
        readers: () => readersOf(stream, background, readers),
        questions: QUESTIONS,
        calibration: true,
        advise: adviserOf(stream),
      });
      const right = report.outcomes.filter((outcome) => outcome.right).length;
      return { ...toMeasured(report), decisions: report.outcomes.length, right };
    }),
  );
}

export interface Reading {
  readonly background: ReadonlyMap<string, number>;
  /** What a reader has read once, it knows the next time, too. */
  readonly readers: Map<Stream, ReturnType<typeof embeddedReaders>>;
}

function readersOf(
  stream: Stream,
  background: Reading['background'],
  readers: Reading['readers'],
): ReturnType<typeof embeddedReaders> {
  let known = readers.get(stream);
  if (!known) readers.set(stream, (known = embeddedReaders(stream.facts, background)));
  return known;
}

export function resultOf(
  { name }: Decider,
  model: string,
  runs: readonly (readonly VoteMeasured[])[],
  alone: Runs,
): VoteResult {
  const { byRepository, byQuestion } = difference(scoresOf(runs), scoresOf(alone));
  const share = runs.map((run) => {
    const sum = (of: (one: VoteMeasured) => number): number => run.reduce((total, one) => total + of(one), 0);
    return sum(({ right }) => right) / (sum(({ decisions }) => decisions) || 1);
  });
  const rounded = (value: number): number => Math.round(10 * value) / 10;
  return {
    decider: name,
    model,
    runs: runs.length,
    score: meanScore(scoresOf(runs)),
    gain: byRepository ?? byQuestion,
    right: rounded(100 * meanOf(share)),
    stale: rounded(totalOf(runs, ({ stale }) => stale)),
    lost: rounded(totalOf(runs, ({ lost }) => lost)),
  };
}
