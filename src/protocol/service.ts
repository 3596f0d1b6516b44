import type { ChatApp, ChatImportReport, ChatPlace, FoundChats } from './chats';
import type { DocumentReport, DocumentSource, FoundDocument } from './documents';
import type { LearningState, TrainingProgress, TrainingReport, WeightsSource } from './learning';
import type {
  ExamStep,
  HostedReply,
  HostedRequest,
  ModelChoice,
  ModelOptions,
  ModelStatus,
  ModelTrial,
  ReadingReport,
} from './model';
import type {
  Answer,
  Answered,
  AnswerVerdict,
  ChatLink,
  Done,
  FactKind,
  Freshness,
  HistoryEntry,
  Ingested,
  Memory,
  MemoryState,
  Proposal,
  RecallHit,
  RunCounts,
  Selection,
  StoreProblem,
  Suggested,
  Suggestion,
} from '../core/index';

/** The report of anything that turned events into facts. */
export type IngestReport = Ingested & { readonly ms: number };

/** One batch of proposals of one run, for the preview of the first scan. */
export type RunSummary = RunCounts;

export interface BankStatus {
  readonly root: string;
  /** The folder that holds the bank. */
  readonly path: string;
  readonly git: boolean;
  readonly branch?: string;
  /** Without records of what was done once. */
  readonly memories: { readonly active: number; readonly superseded: number; readonly deleted: number };
  readonly pending: number;
  /** Answers that the user called helpful, and wrong. */
  readonly feedback: { readonly helpful: number; readonly wrong: number };
  /** The label of the action that undo would take back. */
  readonly undoable?: string;
  /** Memories whose vectors are not computed yet. */
  readonly unembedded: number;
  /** `problem`: why it is not the one that was chosen, or does not answer now. */
  readonly embedder:
    | { readonly model: string; readonly dimension: number; readonly problem?: string }
    | { readonly unavailable: string };
  readonly index: 'exact' | 'hnsw';
  readonly readOnly?: string;
  readonly problems: readonly StoreProblem[];
  /** Commits of HEAD that were not read yet; undefined when there is no git. */
  readonly unread?: number;
  /** True until a scan of the history has been done. */
  readonly neverScanned: boolean;
}

export type ReviewMode = 'all' | 'uncertain' | 'off';

export interface ServiceOptions {
  readonly review: ReviewMode;
  /** 'auto': exact up to 50,000 vectors, above that hnsw. */
  readonly index: 'auto' | 'exact' | 'hnsw';
  /** Candidates per question, 1 to 60. */
  readonly candidates: number;
  /** Whether e-mail addresses of people may be kept; otherwise they are removed before anything is stored. */
  readonly emailAddresses: boolean;
  /** Absent: no language model, and no request to anything outside this process. */
  readonly model?: ModelOptions;
}

type InBank = { readonly root: string };

/** What the programs around core may ask of the memory service, in the worker or in their own process. */
export type ServiceCalls = {
  configure: (params: ServiceOptions) => void;
  /** Opens the bank of a folder if it is not open yet. Writes nothing. */
  status: (params: InBank) => BankStatus;
  /** Reads the whole history, or the commits after `since`, that were not read before. Emits 'progress'. Can be cancelled and called again. */
  scan: (params: InBank & { readonly since?: string; readonly accept: 'all' | 'none' }) => IngestReport;
  /** After HEAD moved: reads new commits, releases merged ones, withdraws what is gone, recognises rewritten ones. */
  capture: (params: InBank) => IngestReport;
  ingest: (
    params: InBank & { readonly lines: readonly string[]; readonly accept: 'all' | 'none' },
  ) => IngestReport & { readonly badLines: readonly number[] };
  /** Where assistants keep conversations, without opening any. */
  chatPlaces: (params: InBank) => readonly ChatPlace[];
  /** Looks for conversations of this project. The user has said yes to these assistants. Emits 'progress'. Can be cancelled. */
  findChats: (params: InBank & { readonly apps: readonly ChatApp[] }) => FoundChats;
  /** Reads conversations of this project that `findChats` found; turns that are known cost nothing, so a cancelled import goes on where it stopped. Emits 'progress'. */
  importChats: (
    params: InBank & {
      readonly chats: readonly { readonly app: ChatApp; readonly file: string; readonly id: string }[];
      readonly accept: 'all' | 'none';
    },
  ) => ChatImportReport;
  /** Reads a file or folder of transcripts, whatever directory its conversations name. Emits 'progress'. @throws 'usage' for a path that is not there */
  importTranscripts: (
    params: InBank & { readonly path: string; readonly app: ChatApp; readonly accept: 'all' | 'none' },
  ) => ChatImportReport;
  /** Rules for assistants and other memories' files, in the project and where assistants keep notes about it. None is opened. */
  findDocuments: (params: InBank) => readonly FoundDocument[];
  /**
   * Reads documents as one run, from absolute paths: what they say becomes proposals, and so does what an earlier reading found in them and they say no more.
   * Emits 'progress'. Can be cancelled; what was read stays.
   */
  importDocuments: (
    params: InBank & { readonly paths: readonly string[]; readonly accept: 'all' | 'none' },
  ) => DocumentReport;
  /** What a source of kind `file` points at. */
  document: (params: InBank & { readonly ref: string; readonly session?: string }) => DocumentSource;
  /** From now on reads new turns of these assistants as they appear, and what was missed; an empty list ends it. Proposals follow `review`. */
  watchChats: (params: InBank & { readonly apps: readonly ChatApp[] }) => void;
  /** A turn that the user wrote to `@memory`: what it decides becomes proposals. */
  hear: (
    params: InBank & {
      readonly session: string;
      readonly ref: string;
      readonly text: string;
      readonly before?: string;
    },
  ) => IngestReport;
  /** The turns of a conversation around one of them, oldest first; what was not read is not there. */
  conversation: (params: InBank & { readonly session: string; readonly ref: string }) => readonly ChatTurn[];
  /** The chat turns that led to a commit, surest first: at most three. */
  chatsOf: (params: InBank & { readonly ref: string }) => readonly ChatLink[];
  /**
   * `asOf`: "2024-03-12", "2024-03" or "2024"; answers from what held at its end. `model`: the model of VS Code that this chat request was made with, whatever is
   * chosen otherwise; 'none': the plain answer, for assistants that word it themselves.
   */
  ask: (
    params: InBank & {
      readonly question: string;
      readonly asOf?: string;
      readonly model?: { readonly id: string; readonly name: string } | 'none';
    },
  ) => Answer;
  /** Questions that suggest themselves after an answer, each of which has one: at most two. And how often what it rests on changed. */
  followUps: (params: InBank & { readonly question: string; readonly used: readonly string[] }) => {
    readonly questions: readonly string[];
    readonly changes: number;
  };
  recall: (params: InBank & { readonly query: string; readonly limit: number }) => readonly RecallHit[];
  list: (
    params: InBank & {
      readonly states?: readonly (MemoryState | 'pending')[];
      readonly kind?: FactKind;
      /** Only these. */
      readonly ids?: readonly string[];
      /** As in `ask`: in the state they had then. */
      readonly asOf?: string;
      /** Without the records of what was done once: of a long history they are most of all, and nobody looks through them. */
      readonly lasting?: true;
    },
  ) => readonly Memory[];
  /** Newest first. @throws 'bank/not-found' */
  history: (params: InBank & { readonly id: string }) => readonly HistoryEntry[];
  /** Pending proposals, newest source first. */
  review: (params: InBank) => readonly Proposal[];
  runs: (params: InBank) => readonly RunSummary[];
  /** Ids are proposals' ids; `run` takes all pending ones of a run, `all` every pending one. One action, one undo. */
  accept: (params: InBank & Selection) => ActionReport;
  reject: (params: InBank & Selection) => ActionReport;
  edit: (params: InBank & { readonly id: string; readonly text: string }) => ActionReport;
  undo: (params: InBank & { readonly count: number }) => readonly ActionReport[];
  /** The user's word becomes a note, its facts proposals. */
  remember: (params: InBank & { readonly text: string }) => Proposal | undefined;
  /** What an assistant would have remembered, replaced or forgotten: a proposal that only a person lets in, also with `review: off`. @throws 'usage' | 'bank/not-found' */
  propose: (params: InBank & Suggestion) => Suggested;
  /** Proposes to delete the memory that fits best. Undefined when none does. */
  forget: (params: InBank & { readonly query: string }) => Proposal | undefined;
  /** The user's own acts in the Memories view: done at once, undone in one step. */
  deleteMemory: (params: InBank & { readonly id: string }) => ActionReport;
  editMemory: (params: InBank & { readonly id: string; readonly text: string }) => ActionReport;
  /** Takes the newest operation on this memory back: the version before holds again; of a deleted one, the deletion. */
  revertMemory: (params: InBank & { readonly id: string }) => ActionReport;
  /** Keeps what the user says of an answer, for learning; one action, one undo. */
  rate: (params: InBank & Answered & { readonly verdict: AnswerVerdict }) => ActionReport;
  /**
   * Looks whether the files and commits that memories rest on are still there, marks those where they are not, and proposes to end them or put them right. A loss is
   * proposed once. It also runs by itself after commits were read. @throws 'store/read-only'
   */
  checkFreshness: (params: InBank) => FreshnessReport;
  /** Writes one file: `jsonl` (default) holds everything and can be imported; `markdown` is for people. */
  export: (params: InBank & { readonly file: string; readonly format?: ExportFormat }) => ExportReport;
  import: (params: InBank & { readonly file: string }) => { readonly records: number; readonly added: number };
  /** Which weights answer, what there is to learn from, how a training goes on and what came of the last one. Writes nothing. */
  learning: (params: InBank) => LearningState;
  /**
   * Fine-tunes both agents on this project and puts the new weights to use if they win on held-out questions. Emits 'training'. Cancelled, or stopped by
   * `stopTraining`, it keeps what was learned so far, evaluates it and reports.
   * @throws 'learning/too-little' | 'learning/running'
   */
  train: (params: InBank & { readonly seeds?: number }) => TrainingReport;
  /** Ends the training early; whoever called `train` gets its report. Nothing happens where none runs. */
  stopTraining: (params: InBank) => void;
  /** Agrees with the result of the last training: its weights answer. @throws 'learning/no-weights' where it did not win */
  useWeights: (params: InBank) => LearningState;
  /** Declines the result of the last training: the weights of before answer. */
  keepCurrent: (params: InBank) => LearningState;
  /** Back to what answered before the last switch; or to what is named. @throws 'learning/no-weights' */
  revertWeights: (params: InBank & { readonly to?: WeightsSource }) => LearningState;
  /**
   * Examines a model, without `choice` the chosen one, with a few fixed questions and keeps what it may be used for. Emits 'examined'.
   * @throws 'llm/...' where it cannot be reached
   */
  tryModel: (params: { readonly choice?: ModelChoice }) => ModelTrial;
  /**
   * Has the chosen model read what no model has read yet, newest first, until `limit` events, whatever the day's budget; `again`: also what others have read.
   * Emits 'progress'. Can be cancelled; what was read stays. @throws 'llm/none'
   */
  readWithModel: (params: InBank & { readonly limit?: number; readonly again?: true }) => ReadingReport;
  /** What the chosen model did for this project, and what keeps it from more. Undefined where none is chosen. Sends nothing. */
  modelStatus: (params: InBank) => ModelStatus | undefined;
  redact: (params: { readonly texts: readonly string[] }) => {
    readonly texts: readonly string[];
    readonly found: number;
  };
  /** Checks the bank's files, also for secrets that today's rules would have removed. Changes nothing. */
  doctor: (params: InBank) => DoctorReport;
  /**
   * Removes what today's rules call a secret from journal, database, vectors, backups and quarantine, for good. The one thing that cannot be undone. Nothing else
   * changes: ids, verdicts and history stay.
   */
  purge: (params: InBank) => PurgeReport;
  /** Deletes the bank's folder for good. */
  deleteBank: (params: InBank) => void;
  /** Writes checkpoints and finishes missing embeddings. */
  settle: (params: InBank) => void;
};

export type ExportFormat = 'jsonl' | 'markdown';

export interface ExportReport {
  /** Records of the journal; of Markdown the memories. */
  readonly records: number;
  readonly file: string;
  /** What is not in the file: "12 proposals that wait for review". */
  readonly leftOut: readonly string[];
}

export type FreshnessReport = Freshness & { readonly ms: number };

/** What was done, and what undo will call it: "Accepted 3 proposals." */
export type ActionReport = Done;

export interface DoctorReport {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  /** Secrets that were stored before there was a rule for them; `purge` takes them out. */
  readonly stored?: StoredSecrets;
}

/** Where secrets lie, never which. */
export interface StoredSecrets {
  readonly secrets: number;
  /** Records of the journal that hold them, and ids of the memories among these. */
  readonly records: number;
  readonly memories: readonly string[];
  /** Names of the bank's files that hold them. */
  readonly files: readonly string[];
}

export interface PurgeReport {
  /** How many secrets were taken out of how many records. */
  readonly secrets: number;
  readonly records: number;
  /** Files that were written anew or removed. */
  readonly files: readonly string[];
}

/** A turn of a conversation, to be read. */
export interface ChatTurn {
  readonly ref: string;
  readonly role: 'user' | 'assistant';
  readonly time: string;
  readonly text: string;
  readonly turn?: number;
}

/** What the service may say to the program around it. */
export type ServiceEvents = ServiceNotices & HostCalls;

/** What the service asks of the program around it, which alone reaches the models of VS Code and its store of keys. */
export type HostCalls = {
  /**
   * One answer of a model of VS Code. Cancelled when the service gives up.
   * @throws 'llm/refused' without consent, 'llm/none' for a model that is gone, 'llm/rate-limited', 'llm/failed'
   */
  complete: (request: HostedRequest) => HostedReply;
  /** The key that the user set for this endpoint, if any. Never kept, never logged. */
  apiKey: (params: { readonly url: string }) => string | undefined;
};

/** What the service tells without being asked. */
export type ServiceNotices = {
  /** The bank of `root` changed, by this process or another. */
  changed: (params: InBank) => void;
  progress: (
    params: InBank & {
      readonly phase: 'reading' | 'looking' | 'embedding' | 'model';
      readonly done: number;
      readonly total: number;
    },
  ) => void;
  /** How a training goes on. */
  training: (params: InBank & TrainingProgress) => void;
  /** A training began or ended, or other weights answer: what `learning` says is another. */
  learned: (params: InBank) => void;
  /** A step of the examination of this model is done. */
  examined: (params: {
    readonly model: string;
    readonly step: ExamStep;
    readonly done: number;
    readonly total: number;
  }) => void;
  log: (params: { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string }) => void;
};
