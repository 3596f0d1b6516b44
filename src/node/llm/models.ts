import {
  errors,
  KnownError,
  type LanguageModel,
  type ModelReply,
  type ModelRequest,
  type Redactor,
} from '../../core/index';
import type { ModelChoice, ModelOptions } from '../../protocol/model';
import { Endpoint } from './endpoint';
import { Hosted, type ModelHost } from './hosted';
import type { Meter } from './meter';
import type { ModelSource } from './modelSource';
import { keyOf, type Trials } from './trials';

export interface ModelsDeps {
  /** Without it models of VS Code cannot be asked, and endpoints only without a key. */
  readonly host: ModelHost | undefined;
  readonly trials: Trials;
  /** What today's rules call a secret is not sent, though it may have been stored under older ones. */
  readonly redactor: Redactor;
  /** For one answer. Default: that of the provider. */
  readonly timeoutMs?: number;
}

/** The model that a call is made with: of a chat request its own; 'none' for whoever words answers itself. */
export type AskedFor = { readonly id: string; readonly name: string } | 'none' | undefined;

/** Who waits for an answer does not wait again for a server that was not there just now. In milliseconds. */
const REST_MS = 30_000;

interface Failure {
  readonly error: KnownError;
  /** `performance.now()` */
  readonly at: number;
}

/** The one place that knows which language model serves what. */
export class Models {
  readonly #deps: ModelsDeps;
  /** What was opened stays open, for it has learned what its server takes. */
  readonly #sources = new Map<string, ModelSource>();
  /** By the last request, if it failed. */
  readonly #failures = new Map<string, Failure>();

  constructor(deps: ModelsDeps) {
    this.#deps = deps;
  }

  /** What a call names goes before what was chosen. */
  chosen(options: ModelOptions | undefined, asked?: AskedFor): ModelChoice {
    if (asked === 'none') return NONE;
    return asked ? { kind: 'vscode', ...asked } : (options?.choice ?? NONE);
  }

  /**
   * @param meter counts its requests
   * @returns undefined where no model is chosen
   * @throws KnownError 'usage' for a bad address, 'llm/none' for a model of VS Code outside of it
   */
  async open(choice: ModelChoice, meter?: Meter): Promise<LanguageModel | undefined> {
    if (choice.kind === 'none') return undefined;
    const key = keyOf(choice);
    let source = this.#sources.get(key);
    if (!source) this.#sources.set(key, (source = this.#connect(choice)));
    const { name, contextTokens, complete } = this.#watched(meter?.counting(source) ?? source, key);
    const trust = await this.#deps.trials.trust(choice);
    return { name, trust, complete, ...(contextTokens !== undefined && { contextTokens }) };
  }

  /** Why the last request failed; undefined where it did not. */
  problem(choice: ModelChoice): string | undefined {
    return this.#failures.get(keyOf(choice))?.error.message;
  }

  /** What failed before may work now. */
  forgive(): void {
    this.#failures.clear();
  }

  #watched(source: ModelSource, key: string): ModelSource {
    const { name, contextTokens } = source;
    const complete = async (request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> => {
      const last = this.#failures.get(key);
      if (request.purpose === 'answer' && last && isResting(last)) throw last.error;
      try {
        const reply = await source.complete(await this.#withoutSecrets(request), signal);
        this.#failures.delete(key);
        return reply;
      } catch (error) {
        if (KnownError.is(error)) this.#failures.set(key, { error, at: performance.now() });
        throw error;
      }
    };
    return { name, complete, ...(contextTokens !== undefined && { contextTokens }) };
  }

  async #withoutSecrets(request: ModelRequest): Promise<ModelRequest> {
    const { texts } = await this.#deps.redactor.redact(request.messages.map(({ content }) => content));
    return { ...request, messages: request.messages.map(({ role }, i) => ({ role, content: texts[i] ?? '' })) };
  }

  #connect(choice: Exclude<ModelChoice, { kind: 'none' }>): ModelSource {
    const { host, timeoutMs } = this.#deps;
    if (choice.kind === 'vscode') {
      if (!host) throw errors.noModel();
      return new Hosted(choice, host, timeoutMs);
    }
    const { url, model } = choice;
    const getKey = async (): Promise<string | undefined> => await host?.apiKey({ url });
    return new Endpoint({ url, model, getKey, ...(timeoutMs !== undefined && { timeoutMs }) });
  }
}

const NONE: ModelChoice = { kind: 'none' };

function isResting({ error, at }: Failure): boolean {
  const isAway = KnownError.is(error, 'llm/unreachable') || KnownError.is(error, 'llm/timeout');
  return isAway && performance.now() - at < REST_MS;
}
