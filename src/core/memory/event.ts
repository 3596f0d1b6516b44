/**
 * Where an event comes from: a commit, a turn of a chat, something that was told to memory directly, or a document that was imported: rules for assistants, another
 * memory's file. Of a document `ref` is its path inside the project, or its name, and `session` a hash of its text, so that a changed document is another event.
 */
export type EventKind = 'commit' | 'chat' | 'note' | 'file';
export type Role = 'user' | 'assistant';

/** One turn of the conversation that a chat turn goes on from. */
export interface Said {
  readonly role: Role;
  readonly text: string;
}

/** One file that a commit touched. Contents are there only where an extractor asked for them (`Extractor.wants`). */
export interface FileChange {
  /** Path inside the repository, with forward slashes. */
  readonly path: string;
  readonly status: 'A' | 'M' | 'D' | 'R';
  readonly oldPath?: string;
  /** Text before and after this commit (compared with its first parent). */
  readonly before?: string;
  readonly after?: string;
}

/**
 * What capture hands in: untrusted text, perhaps with secrets. It reaches nothing but the entrance
 * (`cleanEvent` in `memory/clean.ts`), which turns it into an `Event`.
 */
export interface RawEvent {
  readonly kind: EventKind;
  /** Full sha of a commit; of a chat turn an id that is unique in its session; of a note any unique id. */
  readonly ref: string;
  /** The conversation of a chat turn. */
  readonly session?: string;
  /** ISO 8601: when it happened, as people read it (of a commit: its committer date). */
  readonly time: string;
  /**
   * Seconds since 1970 that events are ordered by; of a commit its corrected commit date, which is greater than that of
   * every parent (https://git-scm.com/docs/commit-graph-format, generation number v2). Default: `time`.
   */
  readonly order?: number;
  readonly role: Role;
  readonly author?: string;
  /** Of a chat turn: the assistant whose transcript it stands in, such as "claude-code"; absent for the project's own chat. */
  readonly app?: string;
  /** Of a chat turn: what its conversation is called. */
  readonly title?: string;
  /** Of a chat turn: its place in the conversation, from 1. */
  readonly turn?: number;
  /** Of a chat turn: the turns right before it, oldest first, for "no, use pnpm". Only extractors see them; they are not stored with it. */
  readonly before?: readonly Said[];
  /** Of a chat turn: commits, perhaps abbreviated, that its conversation says were made in it. Of a finding: the commit that it rests on (`finding.ts`). */
  readonly commits?: readonly string[];
  /** The whole commit message or chat turn. */
  readonly text: string;
  readonly files?: readonly FileChange[];
  /** Shas of a commit's parents. */
  readonly parents?: readonly string[];
  /** Where the commit lies: see `Reach`. Default `main`. */
  readonly reach?: Reach;
  /** Id of the event that this one is the rewritten form of (amend, rebase). */
  readonly rewriteOf?: string;
}

/**
 * `main`: the default branch reaches the commit (also: every event that is no commit).
 * A branch: only that branch does; its facts are held. `gone`: nothing reaches it any more; its facts are withdrawn, but for what was accepted while the
 * default branch reached it (`left`): that stays, marked stale, until somebody decides.
 */
export type Reach =
  | { readonly on: 'main' }
  | { readonly on: 'branch'; readonly branch: string; readonly left?: true }
  | { readonly on: 'gone'; readonly left?: true };

declare const cleaned: unique symbol;

/** An event that passed the entrance: secrets removed, machine paths shortened. Only `cleanEvent` makes one. */
export interface Event extends Omit<RawEvent, 'order' | 'files' | 'reach'> {
  /** `eventId(kind, session, ref)`: 12 hex digits. */
  readonly id: string;
  readonly order: number;
  readonly files: readonly FileChange[];
  readonly reach: Reach;
  /** How many secrets the entrance took out. */
  readonly secrets: number;
  readonly [cleaned]: true;
}

/** What the journal keeps of an event: all but the contents of its files, and the turns before it, which are events themselves. */
export type StoredEvent = Omit<Event, typeof cleaned | 'before' | 'files' | 'reach'> & {
  readonly files: readonly string[];
};
