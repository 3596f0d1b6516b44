import { APIError } from 'openai';
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { errors, type ModelReply, type ModelRequest, type ModelUsage } from '../../core/index';
import { EndpointClient, toApiError, type ClientOptions } from './client';
import type { ModelSource } from './modelSource';

/** What not every server takes, in the words in which servers speak of it. What is refused is left out, or said as the next one says it. */
const PARAMETERS = {
  response_format: /response_format|json_schema|structured output|grammar/i,
  temperature: /temperature/i,
  max_tokens: /max_tokens/i,
  max_completion_tokens: /max_completion_tokens/i,
} as const;
type Parameter = keyof typeof PARAMETERS;

/** Servers that want `max_completion_tokens` count a model's thoughts, which nobody sees, as part of its answer. */
const THOUGHT_TOKENS = 2048;

/**
 * A model behind an address that speaks OpenAI's protocol: OpenAI and its likes, Ollama, llama.cpp, vLLM, LM Studio. Answers come whole, not streamed: half a
 * JSON is worth nothing, and one whose connection broke is then told apart by the protocol.
 */
export class Endpoint implements ModelSource {
  readonly name: string;
  readonly #client: EndpointClient;
  /** What this server has shown not to take. */
  #refused: ReadonlySet<Parameter> = new Set();

  /** @throws KnownError 'usage' for a bad address */
  constructor(options: ClientOptions & { readonly model: string }) {
    this.name = options.model;
    this.#client = new EndpointClient(options);
  }

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    let refused = this.#refused;
    for (;;) {
      const body = bodyOf(this.name, request, refused);
      try {
        const answer = await this.#client.request(
          async (client, both) => unlessError(await client.chat.completions.create(body, { signal: both })),
          signal,
          (error) => refusedIn(error, body) !== undefined,
        );
        this.#refused = refused; // only now: a request may be wrong in other ways, too
        return this.#read(answer, request);
      } catch (error) {
        const refusal = toApiError(error);
        const parameter = refusal && refusedIn(refusal, body);
        if (parameter === undefined) throw error;
        refused = new Set([...refused, parameter]);
      }
    }
  }

  /** The package promises a type that nobody has checked. */
  #read(answer: DeepPartial<ChatCompletion> | string | undefined, request: ModelRequest): ModelReply {
    const { where } = this.#client;
    const choice = typeof answer === 'object' ? answer.choices?.[0] : undefined;
    const message = choice?.message;
    if (!choice || typeof message !== 'object')
      throw errors.modelFailed(where, 'what answers there does not speak the protocol. Most addresses end in /v1.');
    if (typeof message.refusal === 'string') throw errors.modelRefused(where, 'the model declined to answer.');
    if (choice.finish_reason === 'content_filter') throw errors.modelRefused(where, 'its filter held the answer back.');
    const text = typeof message.content === 'string' ? message.content : '';
    const usage = usageOf((answer as DeepPartial<ChatCompletion>).usage, request, text);
    return { text, usage, ...(choice.finish_reason === 'length' && { cut: true }) };
  }
}

type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** Some gateways answer 200 and tell of the failure of the server behind them. */
function unlessError(answer: ChatCompletion): ChatCompletion {
  const isError = typeof answer === 'object' && 'error' in answer && !('choices' in answer);
  if (isError) throw APIError.generate(502, answer, undefined, new Headers());
  return answer;
}

function bodyOf(
  model: string,
  { messages, maxTokens, schema }: ModelRequest,
  refused: ReadonlySet<Parameter>,
): ChatCompletionCreateParamsNonStreaming {
  const takes = (parameter: Parameter): boolean => !refused.has(parameter);
  const says = !takes('max_tokens') && takes('max_completion_tokens');
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- by OpenAI; all others know nothing else
    ...(takes('max_tokens') && { max_tokens: maxTokens }),
    ...(says && { max_completion_tokens: maxTokens + THOUGHT_TOKENS }),
    ...(takes('temperature') && { temperature: 0 }),
    ...(schema &&
      takes('response_format') && {
        response_format: {
          type: 'json_schema',
          json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
        },
      }),
  };
}

/**
 * The parameter that a server will not take: one of those that were sent, named in its field or its words. Where it names none, the schema, for there servers
 * differ most, and say least.
 */
function refusedIn(error: APIError, body: object): Parameter | undefined {
  if (error.status !== 400 && error.status !== 422) return undefined;
  const sent = (Object.keys(PARAMETERS) as Parameter[]).filter((parameter) => parameter in body);
  return (
    sent.find((parameter) => error.param === parameter) ??
    sent.find((parameter) => PARAMETERS[parameter].test(error.message)) ??
    sent.find((parameter) => parameter === 'response_format')
  );
}

function usageOf(usage: unknown, { messages }: ModelRequest, text: string): ModelUsage {
  const { prompt_tokens: input, completion_tokens: output } = (usage ?? {}) as Record<string, unknown>;
  if (typeof input === 'number' && typeof output === 'number') return { input, output };
  const sent = messages.reduce((sum, { content }) => sum + content.length, 0);
  return { input: tokensOf(sent), output: tokensOf(text.length), estimated: true };
}

/** About four characters of English, or of code, are a token. */
function tokensOf(characters: number): number {
  return Math.ceil(characters / 4);
}
