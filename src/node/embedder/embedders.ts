import { setTimeout as sleep } from 'node:timers/promises';
import type { Embedder, Logger, Redactor } from '../../core/index';
import type { ModelOptions } from '../../protocol/model';
import type { ModelHost } from '../llm/hosted';
import { isLasting } from '../llm/lasting';
import { openEndpointEmbedder } from './endpointEmbedder';

export interface EmbeddersDeps {
  /** The built-in one; undefined where its files are missing. */
  builtIn(): Promise<Embedder | undefined>;
  readonly host: ModelHost | undefined;
  readonly redactor: Redactor;
  readonly logger: Logger;
  /** Another one embeds from now on. */
  onChange(): void;
  /** How long after a failure the endpoint is tried again. Default: a minute. */
  readonly retryMs?: number;
}

const RETRY_MS = 60_000;

/** A bank that is opened waits so long for the chosen model, so that its first answers are found as all later ones. */
const FIRST_TRY_MS = 3000;

type Place = NonNullable<ModelOptions['embeddings']>;

/**
 * Which model embeds: the built-in one, or the one of an endpoint where the user chose it and it answers. While it does not, the built-in one takes its place,
 * with its own vectors, and the endpoint is tried again now and then. So a failing endpoint costs one question's wait, and no answer.
 */
export class Embedders {
  readonly #deps: EmbeddersDeps;
  #place: Place | undefined;
  #endpoint: Embedder | undefined;
  #problem: string | undefined;
  #trying: AbortController | undefined;
  #firstTry: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;

  constructor(deps: EmbeddersDeps) {
    this.#deps = deps;
  }

  /** Why it is not the chosen one that embeds. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Resolves when the chosen model was asked once, or takes too long. */
  async ready(): Promise<void> {
    await Promise.race([this.#firstTry, sleep(FIRST_TRY_MS, undefined, { ref: false })]);
  }

  async current(): Promise<Embedder | undefined> {
    return this.#endpoint ?? (await this.#deps.builtIn());
  }

  /** Tells by `onChange` when it is there. */
  choose(place: Place | undefined): void {
    if (place?.url === this.#place?.url && place?.model === this.#place?.model && !this.#problem) return;
    this.#stop();
    this.#place = place;
    this.#problem = undefined;
    this.#use(undefined);
    if (place) this.#firstTry = this.#try(place);
  }

  dispose(): void {
    this.#stop();
  }

  async #try(place: Place): Promise<void> {
    const trying = (this.#trying = new AbortController());
    const { host, redactor } = this.#deps;
    try {
      const opened = await openEndpointEmbedder(
        {
          ...place,
          getKey: async () => await host?.apiKey({ url: place.url }),
          clean: async (texts) => (await redactor.redact(texts)).texts,
        },
        trying.signal,
      );
      if (trying.signal.aborted) return;
      this.#problem = undefined;
      this.#use(this.#watched(opened, place));
    } catch (error) {
      if (!trying.signal.aborted) this.#failed(error, place);
    }
  }

  /** The same, and when it fails the built-in one takes over. */
  #watched(embedder: Embedder, place: Place): Embedder {
    const watched: Embedder = {
      model: embedder.model,
      dimension: embedder.dimension,
      embed: async (texts, signal) => {
        try {
          return await embedder.embed(texts, signal);
        } catch (error) {
          if (!signal?.aborted && this.#endpoint === watched) this.#failed(error, place);
          throw error;
        }
      },
    };
    return watched;
  }

  #failed(error: unknown, place: Place): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#problem) this.#deps.logger.warn(`Search goes on without ${place.model}: ${problem}`);
    this.#problem = problem;
    this.#stop();
    // What a user must change is tried again when it was changed.
    if (!isLasting(error))
      this.#retry = setTimeout(() => void this.#try(place), this.#deps.retryMs ?? RETRY_MS).unref();
    this.#use(undefined);
  }

  #use(embedder: Embedder | undefined): void {
    if (embedder === this.#endpoint) return;
    this.#endpoint = embedder;
    this.#deps.onChange();
  }

  #stop(): void {
    this.#trying?.abort();
    clearTimeout(this.#retry);
  }
}
