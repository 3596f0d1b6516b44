/** What a request is for: requests and tokens are counted by it. */
export const MODEL_PURPOSES = ['extract', 'decide', 'answer', 'test'] as const;
export type ModelPurpose = (typeof MODEL_PURPOSES)[number];

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The form that an answer must have, where a model can be held to one. */
export interface AnswerSchema {
  /** Letters and underscores: "memory_operations". */
  readonly name: string;
  /** JSON Schema, draft 2020-12, an object with every property required (what providers call strict). */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly purpose: ModelPurpose;
  /** At most one `system` message, the first. Providers without system messages put it before the first of the user. */
  readonly messages: readonly ModelMessage[];
  /** Upper bound of the answer, in tokens. */
  readonly maxTokens: number;
  readonly schema?: AnswerSchema;
}

/** Tokens of one request. */
export interface ModelUsage {
  readonly input: number;
  readonly output: number;
  /** Counted by length, because the provider did not say. */
  readonly estimated?: true;
}

export interface ModelReply {
  readonly text: string;
  readonly usage: ModelUsage;
  /** The answer ended because `maxTokens`, or the connection, did. */
  readonly cut?: true;
}

/**
 * A language model, wherever it runs: one that VS Code offers, or an endpoint that speaks OpenAI's protocol. It may answer anything: what it says is
 * data until a parser has looked at it.
 */
export interface LanguageModel {
  /** As its provider calls it: "gpt-5-mini", "qwen3:4b". Stands in the journal beside what it said. */
  readonly name: string;
  /** Input tokens that fit, where that is known. */
  readonly contextTokens?: number;
  /** What it has shown to be able to do. */
  readonly trust: ModelTrust;
  /**
   * One answer. Timeout, and retries with back-off where the provider is busy, are done inside.
   * @throws KnownError 'llm/unreachable' | 'llm/unauthorized' | 'llm/rate-limited' | 'llm/timeout' | 'llm/refused' | 'llm/failed', or the signal's reason
   */
  complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
}

/**
 * What a model is used for. It follows from the examination that `Set Up Language Model` runs (`exam.ts`), so a model that cannot do something is not
 * asked to; what was never examined only words answers, for each of those is checked against its memories.
 */
export interface ModelTrust {
  /** `words`: puts the memories that distillation kept into a sentence. `distils`: may choose other candidates, too. */
  readonly answers: 'no' | 'words' | 'distils';
  /** Its opinion about operations counts, and it words merged memories. */
  readonly decides: boolean;
  /** Reads events for facts that rules do not understand. */
  readonly extracts: boolean;
}

export const NO_TRUST: ModelTrust = { answers: 'no', decides: false, extracts: false };
export const UNEXAMINED: ModelTrust = { answers: 'words', decides: false, extracts: false };
