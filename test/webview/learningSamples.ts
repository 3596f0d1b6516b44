import type { LearningState, Measured, TrainingProgress, TrainingReport } from '../../src/protocol/learning';
import type { LearningPageState } from '../../src/protocol/learningPage';

const measured = (mean: number, spread = 0.02): Measured => ({ mean, low: mean - spread, high: mean + spread });

/** A curve that rises and bends; the numbers are made up. */
export const CURVE: TrainingProgress['curve'] = Array.from({ length: 21 }, (_, i) => ({
  step: i * 10,
  score: measured(0.58 + 0.16 * (1 - Math.exp(-i / 5)) + 0.004 * Math.sin(i * 2), 0.012),
}));

const SHIPPED = { source: 'shipped', trainedAt: '2026-02-09T10:00:00Z' } as const;
const OWN = { source: 'project', trainedAt: '2026-02-27T10:00:00Z' } as const;

export const REPORT: TrainingReport = {
  at: '2026-02-27T10:41:00Z',
  outcome: 'won',
  verdict: 'New weights answer better: 75% right on 240 questions held out, 68% before.',
  stopped: false,
  questions: 240,
  better: 24,
  worse: 8,
  same: 208,
  rows: [
    {
      name: 'Right answers',
      unit: 'share',
      before: measured(0.68),
      after: measured(0.746),
      change: { mean: 0.066, low: 0.021, high: 0.11 },
    },
    {
      name: 'Rightly said that memory holds nothing',
      unit: 'share',
      before: measured(0.88),
      after: measured(0.875),
      change: { mean: -0.005, low: -0.03, high: 0.02 },
    },
    {
      name: 'Memories used per answer',
      unit: 'count',
      before: measured(2.1, 0.1),
      after: measured(1.7, 0.1),
      change: { mean: -0.4, low: -0.6, high: -0.2 },
    },
  ],
  changed: [
    {
      question: 'Which type do binary response bodies have?',
      before: 'Buffer',
      after: 'Uint8Array',
      right: ['Uint8Array'],
      became: 'better',
    },
    { question: 'Who keeps the release notes?', before: '', after: 'Dev One', right: [], became: 'worse' },
    {
      question: 'Why was promise cancelling removed?',
      before: 'It was soft-deprecated.',
      after: 'AbortSignal does it.',
      right: ['In favor of AbortSignal', 'AbortSignal'],
      became: 'neither',
    },
  ],
  curve: CURVE,
  learnedFrom: { history: 320, reviews: 86 },
  seeds: 3,
  minutes: 41,
};

/** Never trained, with enough to learn from. */
export function learningState(given: Partial<LearningState> = {}): LearningState {
  return {
    inUse: { manager: SHIPPED, distillation: SHIPPED },
    wasTrained: false,
    material: { history: 320, reviews: 86, needed: 40, isEnough: true },
    isOpen: false,
    isNewInUse: false,
    ...given,
  };
}

export const TOO_LITTLE = learningState({ material: { history: 9, reviews: 3, needed: 40, isEnough: false } });

export function running(given: Partial<TrainingProgress> = {}): LearningState {
  const progress: TrainingProgress = {
    phase: 'training',
    step: 85,
    steps: 200,
    minutesLeft: 20,
    curve: CURVE.slice(0, 9),
    before: measured(0.68),
  };
  return learningState({ running: { ...progress, ...given } });
}

/** The new weights answer already, and the user has not said a word. */
export const WON = learningState({
  wasTrained: true,
  inUse: { manager: OWN, distillation: OWN },
  last: REPORT,
  isOpen: true,
  isNewInUse: true,
  back: SHIPPED,
});

export const NOT_WON = learningState({
  wasTrained: true,
  last: {
    ...REPORT,
    outcome: 'notWon',
    verdict: 'New weights are not better.',
    rows: [
      {
        name: 'Right answers',
        unit: 'share',
        before: measured(0.68),
        after: measured(0.69),
        change: { mean: 0.01, low: -0.02, high: 0.04 },
      },
    ],
  },
});

export const DECLINED: LearningState = {
  ...WON,
  inUse: { manager: SHIPPED, distillation: SHIPPED },
  isOpen: false,
  isNewInUse: false,
  back: OWN,
};

export const FAILED = learningState({ failed: 'the disk is full.' });

export const REFUSED = learningState({
  inUse: {
    manager: {
      source: 'rule',
      problem: 'The shipped weights are not used: they are of another version of the features. The rule stands in.',
    },
    distillation: SHIPPED,
  },
});

export function learningPage(learning: LearningState, given: Partial<LearningPageState> = {}): LearningPageState {
  return { revision: 1, learning, canChange: true, obstacles: [], ...given };
}
