import type { IngestReport } from './service';

/** What people and assistants already wrote down, and what it is called, in the order in which it is offered. */
export const DOCUMENT_KINDS = {
  agents: 'AGENTS.md',
  claude: 'Claude Code rules',
  copilot: 'Copilot instructions',
  cursor: 'Cursor rules',
  windsurf: 'Windsurf rules',
  cline: 'Cline rules',
  'memory-bank': 'Cline memory bank',
  gemini: 'Gemini CLI rules',
  'vscode-memory': 'VS Code memory tool',
  'claude-memory': 'Claude Code auto memory',
  'memory-server': 'MCP memory server',
  mem0: 'Mem0 export',
  markdown: 'Markdown',
} as const;
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

export function isDocumentKind(name: string): name is DocumentKind {
  return Object.hasOwn(DOCUMENT_KINDS, name);
}

/** A document that was found by its place; it has not been opened. */
export interface FoundDocument {
  /** Absolute. */
  readonly path: string;
  /** As people read it: the path in the project, else "~/.claude/projects/...". Memories name it so as their source. */
  readonly name: string;
  readonly kind: DocumentKind;
  readonly sizeBytes: number;
  /** Whether memory has read it, and whether its file was written since. */
  readonly state: 'new' | 'changed' | 'read';
  /** It lies outside of the project, where an assistant keeps what it noted: it is read only when somebody picks it. */
  readonly outside?: true;
}

/** What became of one document. */
export interface ReadDocument {
  readonly name: string;
  readonly kind: DocumentKind;
  /** Statements that were taken in, and those beyond the limit of a document. */
  readonly statements: number;
  readonly leftOut: number;
  /** False where memory had read this very text before. */
  readonly news: boolean;
}

/** Something that was not read, and why: "too large (3 MB)". */
export interface SkippedDocument {
  readonly name: string;
  readonly reason: string;
}

export type DocumentReport = IngestReport & {
  readonly documents: readonly ReadDocument[];
  readonly skipped: readonly SkippedDocument[];
};

/** Where a source of kind `file` is now: its file, if it is still there, and what was read of it. */
export interface DocumentSource {
  readonly path?: string;
  readonly text?: string;
}
