import type { Term } from '../base/words';
import type { Fact } from '../memory/fact';
import type { OperationKind } from '../memory/memory';
import type { Candidate } from '../retrieval/retriever';

/** What the Memory Manager may know of a statement: what it says, when, and where it was said. */
export type Statement = Pick<Fact, 'text' | 'time' | 'event'> & Partial<Pick<Fact, 'kind' | 'subject' | 'ends'>>;

/** A memory that a new fact is compared with. */
export interface ManagerCandidate {
  readonly id: string;
  readonly text: string;
  /** IDF-weighted cosine of words, in [0, 1]. */
  readonly similarity: number;
  /** The fact that it holds. Its text is the one above where a person edited it. */
  readonly fact: Statement;
}

export interface ManagerInput {
  readonly fact: Statement;
  /** At most five, most similar first. */
  readonly candidates: readonly ManagerCandidate[];
  /** Inverse document frequency of a word, as of the fact's own time. */
  readonly idf: (word: string) => number;
  /** Memories in the bank that the policy could have met. */
  readonly bankSize: number;
  /** What a language model would do, where one was asked. */
  readonly opinion?: {
    readonly operation: OperationKind;
    /** Index into `candidates`, of all but ADD. */
    readonly target?: number;
  };
}

export interface ManagerChoice {
  readonly operation: OperationKind;
  /** Index into `candidates`; required for UPDATE and DELETE. */
  readonly target?: number;
  /** Probability that this operation leads to answers at least as right as every other allowed one would, in [0, 1]. */
  readonly confidence: number;
  readonly reason: string;
  /** The operation is another one than without the language model's opinion. */
  readonly swayed?: true;
}

/**
 * Confidence from which `review: uncertain` lets an operation pass unseen. What a language model swayed stays below it, for no probability was ever fitted to its
 * word. In [0, 1].
 */
export const CERTAIN = 0.8;

/** What a swayed choice may claim at most. */
export const MOST_SWAYED = CERTAIN - 0.05;

/** The Memory Manager's decision maker: one operation for one fact (Memory-R1, section 3.1). */
export interface ManagerPolicy {
  readonly name: string;
  readonly by: 'rule' | 'policy';
  choose(input: ManagerInput): ManagerChoice;
}

/** A retrieved memory with its named scores. */
export type DistillCandidate = Omit<Candidate, 'memory'>;

/** A question as it was read. */
export interface AskedQuestion {
  /** "why", "when": see `QuestionType` of the answers. */
  readonly type: string;
  /** Wants yes or no. */
  readonly isYesNo: boolean;
  /** Of each telling term what it is, and how much it tells; in the order of the candidates' `shares`. */
  readonly terms: readonly { readonly kind: Term['kind']; readonly weight: number }[];
}

/** The Answer Agent's distillation: which of up to 60 candidates the answer may use (Memory-R1, section 3.2). */
export interface DistillPolicy {
  readonly name: string;
  /**
   * @param asked what is known of the question beside its words
   * @returns indices into `candidates`, best first; empty when none deserves an answer.
   */
  keep(question: string, candidates: readonly DistillCandidate[], asked?: AskedQuestion): readonly number[];
}
