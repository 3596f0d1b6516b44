import { errors, KnownError, type ErrorCode, type ModelReply, type ModelRequest } from '../../core/index';
import type { HostedReply, HostedRequest } from '../../protocol/model';
import type { ModelSource } from './modelSource';
import { within } from './within';

/** The program around the service, as far as models go: it reaches those of VS Code, and knows the keys. */
export interface ModelHost {
  complete(request: HostedRequest, signal: AbortSignal): Promise<HostedReply>;
  apiKey(params: { readonly url: string }): Promise<string | undefined>;
}

const TIMEOUT_MS = 60_000;

/** A model that the program around the service asks for us: one of VS Code. */
export class Hosted implements ModelSource {
  readonly name: string;
  readonly #id: string;
  readonly #host: ModelHost;
  readonly #timeoutMs: number;

  constructor(model: { readonly id: string; readonly name: string }, host: ModelHost, timeoutMs = TIMEOUT_MS) {
    this.name = model.name;
    this.#id = model.id;
    this.#host = host;
    this.#timeoutMs = timeoutMs;
  }

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    try {
      return await within(
        this.#timeoutMs,
        (both) => this.#host.complete({ ...request, model: this.#id }, both),
        () => errors.modelTimeout(this.name, this.#timeoutMs / 1000),
        signal,
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw known(error) ?? errors.modelFailed(this.name, error instanceof Error ? error.message : String(error));
    }
  }
}

/** A failure that came over the boundary is the same failure on this side. */
function known(error: unknown): KnownError | undefined {
  if (KnownError.is(error)) return error;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return code.startsWith('llm/') ? new KnownError(code as ErrorCode, message) : undefined;
}
