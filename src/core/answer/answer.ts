import type { Memory, Source } from '../memory/memory';

/** A memory as an answer cites it. */
export interface UsedMemory extends Pick<Memory, 'stale' | 'stalePath' | 'lost'> {
  readonly id: string;
  readonly text: string;
  readonly validFrom: string;
  readonly reviewed: boolean;
  readonly branch?: string;
  readonly sources: readonly Source[];
}

/** What holds now, with the memories it rests on; or the statement that memory holds nothing about it. */
export interface Answer {
  /** Without a language model at most 300 characters, with one at most 600. When declined: the sentence that says so. */
  readonly answer: string;
  /** What held before, newest first. */
  readonly replaced: readonly { readonly text: string; readonly until: string }[];
  readonly declined: boolean;
  /** Why it was declined although memory knows the thing: no reason was recorded. */
  readonly lacks?: 'reason';
  /** How much of the question the evidence speaks of, in [0, 1]; of a declined one, that of the nearest memory. */
  readonly confidence: number;
  /** What the question is about, where it was declined: "deployment". */
  readonly about?: string;
  /** At most 3 without a language model, at most 5 with one. The deciding one first. */
  readonly used: readonly UsedMemory[];
  /** When declined: the nearest memory, which is not an answer. */
  readonly closest?: UsedMemory;
  /** How many memories were retrieved: at most 60. */
  readonly candidates: number;
  /** ISO 8601 time of the newest event that memory has read: "As of 26 Feb 2026". */
  readonly asOf?: string;
  readonly ms: number;
  /** The language model whose words, or whose choice, the answer is; absent where it is memory's own. */
  readonly wordedBy?: string;
  /** Of an answer by a language model: the one that memory gives without. */
  readonly plain?: string;
  /** Why a language model that was asked has no part in the answer: for the log. */
  readonly problem?: string;
}

/** A memory found by a query. */
export interface RecallHit {
  readonly memory: Memory;
  /** Fused score, in [0, 1]. */
  readonly score: number;
}
