import type { Reach, StoredEvent } from './event';
import type { Fact } from './fact';
import type { Decision, JournalRecord } from './record';

type Run = Extract<JournalRecord, { type: 'run' }>;
type Review = Extract<JournalRecord, { type: 'review' }>;
type Undo = Extract<JournalRecord, { type: 'undo' }>;
type Feedback = Extract<JournalRecord, { type: 'feedback' }>;
export type Reading = Extract<JournalRecord, { type: 'reading' }>;

/**
 * The inputs of the bank's fold, without what later records made void (earlier decisions and reaches): everything that is needed
 * to go on without the journal. Plain rows, so that a store can keep them in tables.
 */
export interface BankSnapshot {
  readonly runs: readonly Run[];
  readonly events: readonly (StoredEvent & {
    readonly run: string;
    readonly at: string;
    readonly reach: Reach;
    readonly action?: string;
  })[];
  readonly facts: readonly Fact[];
  readonly decisions: readonly Decision[];
  /** Without facts and decisions, which stand above, but where the event has not come yet. */
  readonly readings: readonly Reading[];
  /** Reviews, undos and feedback in journal order. */
  readonly actions: readonly (Review | Undo | Feedback)[];
}
