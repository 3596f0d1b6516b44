import type { Option } from 'commander';
import type { FactKind, MemoryState } from '../../core/index';
import type { ChatApp } from '../../protocol/chats';
import type { WeightsSource } from '../../protocol/learning';
import type { Handlers } from '../../protocol/rpc';
import type { ExportFormat, ServiceCalls } from '../../protocol/service';

type Used =
  | ('scan' | 'ingest' | 'ask' | 'recall' | 'list' | 'history' | 'review' | 'accept' | 'reject' | 'edit' | 'undo')
  | (
      | 'findDocuments'
      | 'importDocuments'
      | 'importTranscripts'
      | 'chatsOf'
      | 'checkFreshness'
      | 'export'
      | 'import'
      | 'redact'
      | 'doctor'
      | 'purge'
      | 'settle'
    )
  | ('train' | 'revertWeights' | 'tryModel' | 'readWithModel');

/** What the commands need of the memory service. */
export type CliService = Pick<Handlers<ServiceCalls>, Used> & { dispose(): Promise<void> };

/** The process around a command, or what stands for it in a test. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Resolves when the text is out, so that nothing piles up before a slow reader. */
  write(text: string): Promise<void>;
  writeError(text: string): void;
  /** Whether somebody watches standard error: only then there is progress. */
  readonly isInteractive: boolean;
}

/** All options that any command has, after parsing. */
export interface CommandOptions {
  readonly since?: string;
  readonly accept: 'all' | 'none';
  readonly all?: true;
  readonly limit?: number;
  readonly again?: true;
  readonly state?: MemoryState | 'pending';
  readonly kind?: FactKind;
  readonly asOf?: string;
  readonly jsonl?: true;
  readonly purge?: true;
  readonly yes?: true;
  readonly source: ChatApp;
  readonly list?: true;
  readonly format: ExportFormat;
  readonly seeds?: number;
  readonly use?: WeightsSource | 'before';
}

/** One call of a command. */
export interface Call {
  readonly service: CliService;
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly args: readonly string[];
  readonly options: CommandOptions;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** What a command says: the same, once for programs and once for people. */
export interface Result {
  readonly json: unknown;
  readonly text: string;
  /** It ran, and what it found is a failure. */
  readonly failed?: boolean;
}

export interface CommandSpec {
  /** Name and arguments, as in `ask <question>`; what ends in `...` takes several. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: readonly Option[];
  /** It changes the bank: what is missing of the embeddings is made after its result was printed. */
  readonly changes?: true;
  /** @returns nothing when it has written its output itself. */
  run(call: Call): Promise<Result | undefined>;
}
