import { cutText } from '../base/text';
import { withoutThoughts } from './json';
import type { LanguageModel, ModelMessage, ModelUsage } from './languageModel';
import type { Parsed, Prompt } from './prompt';

/** What came of asking: what could be read, or the problem with the last attempt; and what it cost. */
export type Asked<T> = Parsed<T> & {
  /** Of all attempts. */
  readonly usage: ModelUsage;
  readonly attempts: number;
};

/**
 * Asks a model and reads its answer. An answer that cannot be read is shown to the model once with what is wrong with it; a second one leaves the problem to
 * the caller, who goes on by rule.
 * @throws what `LanguageModel.complete` throws; never for what an answer says
 */
export async function askModel<T>(model: LanguageModel, prompt: Prompt<T>, signal?: AbortSignal): Promise<Asked<T>> {
  const first = await attempt(model, prompt, prompt.messages, signal);
  if (!('problem' in first.parsed)) return { ...first.parsed, usage: first.usage, attempts: 1 };
  const messages = [...prompt.messages, ...repair(first.text, first.parsed.problem)];
  // Models that think before they answer may have used up the room for that; those that never end an answer get no more.
  const hasBegun = withoutThoughts(first.text).includes('{');
  const maxTokens = first.isCut && !hasBegun ? prompt.maxTokens * MORE_ROOM : prompt.maxTokens;
  const second = await attempt(model, { ...prompt, maxTokens }, messages, signal);
  return { ...second.parsed, usage: addUsage(first.usage, second.usage), attempts: 2 };
}

const MORE_ROOM = 3;

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  const isEstimated = a.estimated === true || b.estimated === true;
  return { input: a.input + b.input, output: a.output + b.output, ...(isEstimated && { estimated: true }) };
}

interface Attempt<T> {
  readonly text: string;
  readonly parsed: Parsed<T>;
  readonly usage: ModelUsage;
  readonly isCut: boolean;
}

async function attempt<T>(
  model: LanguageModel,
  { purpose, maxTokens, schema, parse }: Prompt<T>,
  messages: readonly ModelMessage[],
  signal: AbortSignal | undefined,
): Promise<Attempt<T>> {
  const { text, usage, cut = false } = await model.complete({ purpose, messages, maxTokens, schema }, signal);
  const parsed = parse(text);
  const isLost = cut && 'problem' in parsed;
  return { text, parsed: isLost ? { problem: CUT } : parsed, usage, isCut: cut };
}

const CUT = 'The answer was cut off before it was complete: answer more briefly.';

/** How much of a bad answer is shown to the model again. In characters. */
const SHOWN = 1500;

function repair(text: string, problem: string): ModelMessage[] {
  // Providers refuse empty messages.
  const said = text.trim() === '' ? '(nothing)' : cutText(text.trim(), SHOWN);
  return [
    { role: 'assistant', content: said },
    {
      role: 'user',
      content: `That answer cannot be used. ${problem} Answer the same request again, with one JSON object of the form that was asked for and nothing else.`,
    },
  ];
}
