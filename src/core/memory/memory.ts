import type { EventKind, Role } from './event';
import type { FactKind } from './fact';
import type { Loss } from './finding';

export type OperationKind = 'ADD' | 'UPDATE' | 'DELETE' | 'NOOP';
export type MemoryState = 'active' | 'superseded' | 'deleted';

/** Who let a fact into the bank, or decided its operation. */
export type DecidedBy = 'you' | 'rule' | 'policy' | 'model';

/** Where a memory, an answer or a proposal comes from. Stamped by code, never by a model. */
export interface Source {
  readonly kind: EventKind;
  /** Full sha of a commit. */
  readonly ref: string;
  readonly session?: string;
  /** First line of the event's text. */
  readonly subject: string;
  readonly time: string;
  readonly author?: string;
  readonly quote: string;
  /** Of a chat turn: who said it, the assistant ("claude-code"), the conversation's title, and its place in it, from 1. */
  readonly role?: Role;
  readonly app?: string;
  readonly title?: string;
  readonly turn?: number;
}

/** A chat turn that led to a commit. */
export interface ChatLink {
  readonly source: Source;
  /** How sure the link is, in [0, 1]. */
  readonly confidence: number;
}

/** How a memory served: in how many answers it was used, and what the user said of those. */
export interface MemoryUses {
  readonly recalled: number;
  /** ISO 8601: when it was last used. */
  readonly last?: string;
  readonly helpful: number;
  readonly wrong: number;
}

/** A fact the bank holds, as every surface sees it. */
export interface Memory {
  readonly id: string;
  /** All versions of one thing share it (a keyed fact's versions, or the chain of UPDATEs). */
  readonly lineage: string;
  readonly text: string;
  readonly kind: FactKind;
  readonly state: MemoryState;
  readonly subject?: string;
  readonly attribute?: string;
  readonly value?: string;
  /** What held before, as its event tells it; the bank may hold no memory of that. */
  readonly was?: string;
  readonly validFrom: string;
  /** Until when it held; there when superseded or deleted. */
  readonly validTo?: string;
  /** False while the proposal that brings it is pending: answers mark it "not reviewed". */
  readonly reviewed: boolean;
  /** The branch it is held for, until merged. */
  readonly branch?: string;
  /** It may be out of date, see `lost` and `stalePath`. */
  readonly stale?: true;
  /** Of a stale memory: what it rests on and is not there any more. */
  readonly lost?: readonly Loss[];
  /** Of a stale memory: a file that its commit changed, and how often that was changed since. */
  readonly stalePath?: { readonly path: string; readonly changes: number };
  /** How a deleted memory ended: "moment was removed (replaced by date-fns)". `forgotten`: the user wants it gone, so no answer uses it. */
  readonly ending?: {
    readonly text: string;
    readonly time: string;
    readonly sources: readonly Source[];
    readonly forgotten: boolean;
    readonly replacedBy?: string;
  };
  /** The memory that superseded it. */
  readonly supersededBy?: string;
  readonly sources: readonly Source[];
  readonly decidedBy: DecidedBy;
  /** There once it was used in an answer. */
  readonly uses?: MemoryUses;
}

/** One step in the life of a memory, newest first in lists. */
export interface HistoryEntry {
  /** 1 for the oldest. */
  readonly version: number;
  readonly id: string;
  readonly text: string;
  readonly operation: Exclude<OperationKind, 'NOOP'>;
  readonly decidedBy: DecidedBy;
  readonly reason: string;
  /** When it became true in the project (event time). */
  readonly at: string;
  /** Until when it held. */
  readonly until?: string;
  readonly event: Source;
  readonly reviewed: boolean;
  /** The user put it in these words. */
  readonly edited?: true;
  /** The fact's own words, where `text` is what a language model made of them and of the text before. */
  readonly said?: string;
  /** The language model that found it in its event; absent where rules did, or the user. */
  readonly readBy?: string;
  /** There once this version was used in an answer. */
  readonly uses?: MemoryUses;
}

export type ProposalState = 'pending' | 'accepted' | 'edited' | 'rejected' | 'reverted';

/**
 * An operation that waits for review, or is past it. All pending facts of one lineage from one run are one proposal:
 * the net change, whose steps become history.
 */
export interface Proposal {
  /** Id of its newest fact. */
  readonly id: string;
  readonly operation: Exclude<OperationKind, 'NOOP'>;
  /** The memory that an UPDATE or DELETE acts on. */
  readonly target?: string;
  readonly oldText?: string;
  /** Of an ADD whose subject was also removed in the same run: the text of the removal. */
  readonly newText?: string;
  readonly kind: FactKind;
  readonly subject?: string;
  readonly reason: string;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly decidedBy: DecidedBy;
  /** Newest first. */
  readonly sources: readonly Source[];
  readonly state: ProposalState;
  /** The run (scan, capture, import) that brought it. */
  readonly run: string;
  /** How many facts it stands for. */
  readonly steps: number;
  /** The language model that found it in its event; absent where rules did, or the user. */
  readonly readBy?: string;
  readonly branch?: string;
}
