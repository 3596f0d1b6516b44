import type { Statement } from '../core/index';

/** What is right: any of these texts. None: memory cannot know, and the right answer is to decline. */
export interface Gold {
  /** 'value': a version, a name, a date, a person. 'yesNo': "yes" or "no". 'text': words of a statement, scored by their overlap. */
  readonly form: 'value' | 'yesNo' | 'text';
  readonly answers: readonly string[];
}

/** A question with the answer that the project's history gives to it, for as long as it was right. */
export interface Question {
  readonly id: string;
  readonly text: string;
  /** "version", "reason", "who": for reports. */
  readonly kind: string;
  readonly gold: Gold;
  /** Index of the first fact of the stream after which this is the right answer. */
  readonly from: number;
  /** Index of the fact after which it is right no longer; absent: it still is. */
  readonly to?: number;
  /**
   * Indices of the facts that tell the answer. They choose which questions are asked about a decision, and count what is stale or lost in
   * reports. No reward sees them.
   */
  readonly about: readonly number[];
  /**
   * How often training on a project asks it, where another is asked once: what people ask about, and what was answered wrong, matters more. It weighs outcomes and
   * says nothing of operations. Never set where results are compared.
   */
  readonly times?: number;
}

/** One fact as the policy meets it: without a key. */
export interface StreamFact extends Statement {
  readonly id: string;
  /** Who said it. */
  readonly author?: string;
}

/** The facts of one project in their order, and what can be asked of them. */
export interface Stream {
  readonly name: string;
  readonly facts: readonly StreamFact[];
  readonly questions: readonly Question[];
}

/** A memory as a reader sees it: what it says, since when, by whom. */
export interface ReadMemory {
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly time: string;
  readonly author?: string;
  /** It tells the end of something. */
  readonly ends?: boolean;
}

/** One answer that a reader might give, with how likely it is to give it. */
export interface PossibleAnswer {
  /** Empty: it declines. */
  readonly text: string;
  readonly probability: number;
}

/**
 * The frozen Answer Agent of the environments: reads memories and answers. A language model gives one answer with probability 1; the embedded
 * reader gives the distribution it would draw from, so that every wrong or crowding memory costs something.
 */
export interface Reader {
  readonly name: string;
  /** @returns probabilities that sum to 1 */
  read(question: string, memories: readonly ReadMemory[]): readonly PossibleAnswer[];
}

/** One step of training, for curves and progress. */
export interface StepLog {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** Mean reward of the rollouts. */
  readonly reward: number;
  /** In nats. */
  readonly entropy: number;
  /** To the reference policy, in nats. */
  readonly kl: number;
  /** Share of ratios that were clipped, in [0, 1]. */
  readonly clipped: number;
}

/** How whoever trains follows it, and stops it. */
export interface TrainingHooks {
  readonly onStep?: (log: StepLog) => void;
  /** Awaited between pieces of at most some ten milliseconds, so that a worker can answer others meanwhile. */
  readonly pause?: () => Promise<void>;
  /** Training ends early; what was learned until then is the result. */
  readonly signal?: AbortSignal;
}
