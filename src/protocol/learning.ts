/** Where the weights of an agent come from; 'rule': the hand-written rule instead of any. */
export type WeightsSource = 'shipped' | 'project' | 'rule';

/** What decides, or distils, now. */
export interface WeightsInUse {
  readonly source: WeightsSource;
  /** ISO 8601; when they were trained. Absent for the rule. */
  readonly trainedAt?: string;
  /** Why these weights and not those that were chosen: "The weights of this project are damaged." */
  readonly problem?: string;
}

/** A value with its 95 % interval. */
export interface Measured {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What there is to learn from, counted in questions. */
export interface LearningMaterial {
  /** Made from the history of the project. */
  readonly history: number;
  /** Made from reviews, and from what the user said of answers. */
  readonly reviews: number;
  /** How many of both it takes: "12 of 40 reviews and questions". */
  readonly needed: number;
  readonly isEnough: boolean;
}

/** The score of the weights in training on held-out questions, after so many steps of all seeds together. */
export interface CurvePoint {
  readonly step: number;
  /** How right the answers are in [0, 1], over the seeds; low and high are the worst and the best seed. */
  readonly score: Measured;
}

export type TrainingPhase = 'preparing' | 'training' | 'evaluating';

export interface TrainingProgress {
  readonly phase: TrainingPhase;
  /** From 0 to `steps`, over both agents and all seeds. */
  readonly step: number;
  readonly steps: number;
  /** Absent until it can be told. */
  readonly minutesLeft?: number;
  /** Grows from message to message. */
  readonly curve: readonly CurvePoint[];
  /** The score of the weights that answered until now, on the same questions: the dashed line. */
  readonly before?: Measured;
}

/** One line of the table: new weights beside those that answered until now. */
export interface ComparedRow {
  readonly name:
    'Right answers' | 'Right operations' | 'Rightly said that memory holds nothing' | 'Memories used per answer';
  /** 'share': in [0, 1], to be shown in per cent; 'count': a mean number. */
  readonly unit: 'share' | 'count';
  readonly before: Measured;
  readonly after: Measured;
  /** after - before, pair by pair. */
  readonly change: Measured;
}

/** A held-out question that the new weights answer otherwise. */
export interface ChangedQuestion {
  readonly question: string;
  readonly before: string;
  readonly after: string;
  /** Any of these is right; none: memory cannot know. */
  readonly right: readonly string[];
  readonly became: 'better' | 'worse' | 'neither';
}

/** What came of a training. */
export interface TrainingReport {
  /** ISO 8601; when it ended. */
  readonly at: string;
  /** 'won': the new weights answer better, with the whole interval of the difference above zero; they are in use. */
  readonly outcome: 'won' | 'notWon';
  /** One sentence: "New weights answer better: 61 of 80 held-out questions right, before 52." */
  readonly verdict: string;
  /** The user stopped it; it learned until then. */
  readonly stopped: boolean;
  /** Held-out questions that were asked. */
  readonly questions: number;
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** The first is that of the right answers. */
  readonly rows: readonly ComparedRow[];
  readonly changed: readonly ChangedQuestion[];
  readonly curve: readonly CurvePoint[];
  /** Questions of the history and of reviews that it learned from, without those held out. */
  readonly learnedFrom: { readonly history: number; readonly reviews: number };
  readonly seeds: number;
  readonly minutes: number;
}

/** Everything that the Learning page shows. */
export interface LearningState {
  /** The Memory Manager's weights, and those of distillation. */
  readonly inUse: { readonly manager: WeightsInUse; readonly distillation: WeightsInUse };
  /** Whether this project was ever trained on. */
  readonly wasTrained: boolean;
  readonly material: LearningMaterial;
  readonly running?: TrainingProgress;
  /** Why the last training failed, until the next one. */
  readonly failed?: string;
  /** Of the last training. */
  readonly last?: TrainingReport;
  /** `last` waits for the user's word: "Use new weights" and "Keep current" have not been said. */
  readonly isOpen: boolean;
  /** The weights of the last training that won are those that are chosen now. */
  readonly isNewInUse: boolean;
  /** What `revertWeights` without a target goes back to; absent: there is no way back. */
  readonly back?: WeightsInUse;
}
