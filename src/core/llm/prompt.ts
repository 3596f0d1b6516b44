import type { AnswerSchema, ModelMessage, ModelPurpose } from './languageModel';

/** What a model is asked, beside the reading of its answer. */
export interface Prompt<T> {
  readonly purpose: ModelPurpose;
  readonly messages: readonly ModelMessage[];
  /** Upper bound of the answer, in tokens. */
  readonly maxTokens: number;
  readonly schema: AnswerSchema;
  /** Takes anything. The same text is always read alike. */
  readonly parse: (text: string) => Parsed<T>;
}

/**
 * What could be read of an answer, with what was left out of it and why; or why nothing could be read, as a sentence that both a log and the model
 * itself can use: "The answer holds no JSON."
 */
export type Parsed<T> = { readonly value: T; readonly dropped: readonly string[] } | { readonly problem: string };
