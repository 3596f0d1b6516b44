import type { Role } from '../../core/index';
import type { ChatApp } from '../../protocol/chats';

/** Where conversations may lie on this machine, and what makes one belong to the project. Given, so that tests need no home folder. */
export interface Places {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** "User" folders of VS Code and its relatives: that of the running window first. */
  readonly userData: readonly string[];
  /** The project's root and those of its worktrees; real, absolute paths. */
  readonly roots: readonly string[];
}

/** Reads the transcripts of one assistant. Never writes, never locks; a transcript may be growing while it is read. */
export interface TranscriptReader {
  readonly app: ChatApp;
  /** Files and folders that `find` would look into: absolute, whether they exist or not. */
  where(places: Places): readonly string[];
  /**
   * Files that may hold conversations of the project. Looks at names, sizes and the files that say which project a folder belongs to;
   * a transcript itself is opened only for its first lines.
   */
  find(places: Places, signal?: AbortSignal): AsyncIterable<string>;
  /**
   * Streams what was said in one file, or in every transcript of a folder, in the order of the conversation. Damage costs only itself: it is told as
   * `skipped`, never thrown.
   * @throws what the file system throws for `path` itself; the reason of `signal`
   */
  read(path: string, signal?: AbortSignal): AsyncIterable<TranscriptItem>;
}

export type TranscriptItem =
  | ({ readonly type: 'conversation' } & Conversation)
  | ({ readonly type: 'turn' } & Turn)
  /** Something that could not be read, or was left out on purpose: "a line that is no JSON". Counted per reason. */
  | { readonly type: 'skipped'; readonly reason: string };

/** A conversation begins, or more is known of the one that began (its title, its folder). Turns that follow belong to it. */
export interface Conversation {
  /** As the assistant names it; unique among its conversations, and the same on every reading. */
  readonly id: string;
  readonly title?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** Working directory or workspace folder, absolute. Absent where only the place of the file tells. */
  readonly cwd?: string;
}

/** What the user or the assistant said, without tool output, injected context and hidden reasoning. */
export interface Turn {
  /** Unique in its conversation, and the same on every reading, also after the transcript has grown. */
  readonly id: string;
  readonly role: Role;
  /** As written, Markdown. Never empty. */
  readonly text: string;
  /** ISO 8601, where the transcript has one. */
  readonly time?: string;
  /** Files that were changed in this turn, as the transcript names them: absolute, or relative to the working directory. */
  readonly files?: readonly string[];
  /** Commits that the transcript says were made in this turn; shas, perhaps abbreviated. */
  readonly commits?: readonly string[];
}
