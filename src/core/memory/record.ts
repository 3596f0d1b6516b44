import type { StoredEvent, Reach } from './event';
import type { Fact } from './fact';
import type { DecidedBy, OperationKind } from './memory';

/** What the Memory Manager decided about one fact that has no key. */
export interface Decision {
  readonly fact: string;
  readonly operation: OperationKind;
  /** The fact id of the memory that UPDATE, DELETE or NOOP refers to. */
  readonly target?: string;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly reason: string;
  readonly by: DecidedBy;
  /** Fact ids of the memories it was compared with, most similar first. */
  readonly candidates: readonly string[];
  /** Of an UPDATE: old and new in one statement, as a language model worded it. Stands for the fact's own text. */
  readonly text?: string;
}

/** What an UPDATE says in place of its fact, where a language model worded old and new in one. */
export function mergedText(decision: Decision | undefined): string | undefined {
  return decision?.operation === 'UPDATE' ? decision.text : undefined;
}

/** What a language model would do with a fact. One voice beside the policy's: see `ManagerInput.opinion`. */
export interface Opinion {
  readonly fact: string;
  readonly operation: OperationKind;
  /** The fact id of the memory that UPDATE, DELETE or NOOP refers to. */
  readonly target?: string;
  /** Of an UPDATE: the merged text. */
  readonly text?: string;
  readonly reason: string;
  /** Name of the model. Stamped by code. */
  readonly model: string;
}

export type Verdict = 'accepted' | 'edited' | 'rejected' | 'reverted';

/** What the user said of an answer. */
export type AnswerVerdict = 'helpful' | 'wrong';

export type RunKind = 'scan' | 'capture' | 'ingest' | 'import' | 'note' | 'chats' | 'files' | 'check';

/**
 * One entry of the journal: the truth that everything else follows from. Records are idempotent and commute (facts and
 * events carry content ids; of reviews of one fact the later one counts), so that no interleaving of writers can harm.
 */
export type JournalRecord =
  /** A run begins: one scan, one capture of new commits, one import. */
  | {
      readonly type: 'run';
      readonly id: string;
      readonly kind: RunKind;
      readonly at: string;
      readonly commits?: number;
    }
  /** An event with all its facts, and the decisions about them. One record, so that they stand or fall together. */
  | {
      readonly type: 'event';
      readonly at: string;
      readonly run: string;
      readonly event: StoredEvent;
      readonly reach: Reach;
      readonly facts: readonly Fact[];
      readonly decisions: readonly Decision[];
      /** Set when the event is the user's own act (delete, edit): undoing that action withdraws it. */
      readonly action?: string;
    }
  /** Decisions made anew, because what they rested on changed. */
  | { readonly type: 'decide'; readonly at: string; readonly decisions: readonly Decision[] }
  /** A verdict over facts; one record is one action, undone in one step. */
  | {
      readonly type: 'review';
      readonly at: string;
      readonly action: string;
      readonly facts: readonly string[];
      readonly verdict: Verdict;
      /** The text that `edited` puts in place. */
      readonly text?: string;
      readonly by: DecidedBy;
      /** How the action reads in a message: "Accepted 3 proposals". */
      readonly label: string;
    }
  /** Takes an action back. Undoing an undo is redo. */
  | {
      readonly type: 'undo';
      readonly at: string;
      readonly action: string;
      readonly undoes: string;
      readonly label: string;
    }
  /** What the user said of an answer: an outcome to learn from. It changes nothing that is remembered. */
  | {
      readonly type: 'feedback';
      readonly at: string;
      readonly action: string;
      /** As it was asked, without secrets. */
      readonly question: string;
      /** Ids of the memories that the answer rested on. */
      readonly used: readonly string[];
      readonly declined: boolean;
      readonly verdict: AnswerVerdict;
      readonly label: string;
    }
  /**
   * What a language model read in an event that was recorded before: facts beside those of the rules (`Fact.readBy`), and its opinions about them and about the
   * event's other facts. Also with neither, so that the event is not read again.
   */
  | {
      readonly type: 'reading';
      readonly at: string;
      readonly event: string;
      readonly model: string;
      readonly facts: readonly Fact[];
      readonly decisions: readonly Decision[];
      readonly opinions: readonly Opinion[];
    }
  /** Where commits lie now: merged, moved to a branch, gone. */
  | {
      readonly type: 'reach';
      readonly at: string;
      readonly entries: readonly { readonly event: string; readonly reach: Reach }[];
    };
