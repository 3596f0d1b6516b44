import type { IngestReport } from './service';

/** The assistants whose conversations can be read, in the order in which they are offered. */
export const CHAT_APPS = {
  'claude-code': 'Claude Code',
  vscode: 'VS Code chat',
  copilot: 'GitHub Copilot',
  codex: 'Codex',
  aider: 'Aider',
  gemini: 'Gemini CLI',
  cline: 'Cline',
  roo: 'Roo Code',
  cursor: 'Cursor',
  continue: 'Continue',
  specstory: 'SpecStory',
} as const;
export type ChatApp = keyof typeof CHAT_APPS;

/** Whether the name of an assistant is one that can be read. */
export function isChatApp(name: string): name is ChatApp {
  return Object.hasOwn(CHAT_APPS, name);
}

/** Where an assistant keeps its conversations, told before anything in there is opened. */
export interface ChatPlace {
  readonly app: ChatApp;
  /** Files and folders that would be looked into, as people read them: "~/.claude/projects". */
  readonly paths: readonly string[];
  /** Whether any of them exists. */
  readonly exists: boolean;
}

/** A conversation about this project, as it lies on disk. */
export interface FoundChat {
  readonly app: ChatApp;
  /** The file it stands in. One file may hold several conversations. */
  readonly file: string;
  /** Unique among the conversations of its assistant. */
  readonly id: string;
  readonly title: string;
  /** ISO 8601; of the first turn. Absent where the transcript has no times. */
  readonly startedAt?: string;
  /** Turns of the user and the assistant. */
  readonly turns: number;
  /** Of these, the ones that memory has not read. */
  readonly newTurns: number;
  /** Characters of what was said, without tool output. */
  readonly size: number;
}

/** Something that was found and not read, and why: "no date", "a line that is no JSON (3)", "of another project". */
export interface SkippedChat {
  readonly app: ChatApp;
  readonly file: string;
  readonly reason: string;
}

export interface FoundChats {
  readonly chats: readonly FoundChat[];
  readonly skipped: readonly SkippedChat[];
}

/** What became of one conversation. */
export interface ImportedChat {
  readonly app: ChatApp;
  readonly id: string;
  readonly title: string;
  readonly turns: number;
  /** Turns that were not known before, and what they said that is worth remembering. */
  readonly events: number;
  readonly facts: number;
}

export type ChatImportReport = IngestReport & {
  readonly chats: readonly ImportedChat[];
  readonly skipped: readonly SkippedChat[];
};
