import type {
  ExamStep,
  ModelPurpose,
  ModelReply,
  ModelRequest,
  ModelTrust,
  ReadingOutcome as Outcome,
} from '../core/index';

export type { ExamStep, ReadingReport } from '../core/index';

/** Which language model the user chose. `none`: everything works without one. */
export type ModelChoice =
  | { readonly kind: 'none' }
  /** A model of VS Code, by its id there. */
  | { readonly kind: 'vscode'; readonly id: string; readonly name: string }
  /** Whatever speaks OpenAI's protocol: "http://localhost:11434/v1". */
  | { readonly kind: 'endpoint'; readonly url: string; readonly model: string };

/** What the worker is told of the model with its other options. */
export interface ModelOptions {
  readonly choice: ModelChoice;
  /** Model of the same endpoint that embeds instead of the built-in one. */
  readonly embeddings?: { readonly url: string; readonly model: string };
  /** Tokens that reading in the background may use in 24 hours, input and output together. 0: it does not run. */
  readonly dailyTokens: number;
}

/** What a test of a model found. */
export interface ModelTrial {
  readonly name: string;
  readonly steps: readonly ExamStep[];
  readonly trust: ModelTrust;
  /** Median time of an answer. */
  readonly answerMs: number;
  readonly tokens: number;
}

/** Requests and tokens of some time. */
export interface ModelCount {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
  /** Requests whose answer could not be used, so that the rule took over. */
  readonly unusable: number;
}

/** What a model did for one project, as `/status` shows it. */
export interface ModelStatus {
  readonly name: string;
  readonly where: 'vscode' | 'endpoint';
  readonly trust: ModelTrust;
  /** In the last 24 hours, by purpose. */
  readonly today: Readonly<Partial<Record<ModelPurpose, ModelCount>>>;
  readonly dailyTokens: number;
  /** Events that it has not read yet. */
  readonly unread: number;
  /** The last readings, newest first: what came of each capture. */
  readonly log: readonly ReadingOutcome[];
  /** What keeps it from being used now: "The endpoint does not answer.", "Today's budget is used up." */
  readonly problem?: string;
}

/** What came of reading one event, without what only core needs. */
export type ReadingOutcome = Omit<Outcome, 'event'>;

/** What the worker asks of the extension, which alone reaches the models of VS Code. */
export type HostedRequest = ModelRequest & { readonly model: string };
export type HostedReply = ModelReply;
