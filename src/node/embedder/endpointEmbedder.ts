import { errors, type Embedder } from '../../core/index';
import { EndpointClient, type ClientOptions } from '../llm/client';

export interface EndpointEmbedderOptions extends ClientOptions {
  readonly model: string;
  /** Takes out of texts what must not leave: questions come as people write them. */
  clean(texts: readonly string[]): Promise<readonly string[]>;
}

/** Texts a request; servers take 100 and more. */
const BATCH = 32;

/** Somebody waits for the answer to a question meanwhile. */
const TIMEOUT_MS = 15_000;

/**
 * A model that embeds behind an address that speaks OpenAI's protocol. How many numbers its vectors have is found out by asking.
 * @throws KnownError as `LanguageModel.complete` does; 'usage' for a bad address
 */
export async function openEndpointEmbedder(options: EndpointEmbedderOptions, signal?: AbortSignal): Promise<Embedder> {
  const client = new EndpointClient({ timeoutMs: TIMEOUT_MS, ...options });
  const request = async (texts: readonly string[], cancel?: AbortSignal): Promise<Float32Array[]> => {
    const input = [...(await options.clean(texts))];
    const { model } = options;
    // As numbers: the package would ask for base64, which not every server knows.
    const answer = await client.request(
      (openai, both) => openai.embeddings.create({ model, input, encoding_format: 'float' }, { signal: both }),
      cancel,
    );
    return readVectors(answer, input.length, client.where);
  };
  const [probe] = await request(['How many numbers?'], signal);
  return new EndpointEmbedder(options.model, probe?.length ?? 0, client.where, request);
}

class EndpointEmbedder implements Embedder {
  readonly model: string;
  readonly dimension: number;
  readonly #where: string;
  readonly #request: (texts: readonly string[], signal?: AbortSignal) => Promise<Float32Array[]>;

  constructor(
    model: string,
    dimension: number,
    where: string,
    request: (texts: readonly string[], signal?: AbortSignal) => Promise<Float32Array[]>,
  ) {
    this.model = `endpoint:${model}`;
    this.dimension = dimension;
    this.#where = where;
    this.#request = request;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = texts.map(() => new Float32Array(this.dimension));
    const places = texts.flatMap((text, place) => (text.trim() === '' ? [] : [place]));
    for (let at = 0; at < places.length; at += BATCH) {
      const batch = places.slice(at, at + BATCH);
      const found = await this.#request(
        batch.map((place) => texts[place] ?? ''),
        signal,
      );
      for (const [i, place] of batch.entries()) vectors[place] = this.#unit(found[i] ?? new Float32Array());
    }
    return vectors;
  }

  /** Never a vector of another dimension: one index compares only what is alike. */
  #unit(vector: Float32Array): Float32Array {
    if (vector.length !== this.dimension)
      throw errors.modelFailed(this.#where, `its vectors have ${vector.length} numbers, before ${this.dimension}.`);
    const length = Math.hypot(...vector);
    if (length === 0) return vector;
    return vector.map((value) => value / length);
  }
}

/** The package promises a type that nobody has checked. Vectors come in any order, each with its place. */
function readVectors(answer: unknown, count: number, where: string): Float32Array[] {
  const data = (answer as { readonly data?: unknown } | null | undefined)?.data;
  if (!Array.isArray(data) || data.length !== count)
    throw errors.modelFailed(where, `it gave ${Array.isArray(data) ? data.length : 'no'} vectors for ${count} texts.`);
  const vectors: Float32Array[] = [];
  for (const [i, entry] of (data as unknown[]).entries()) {
    const { embedding, index } = (entry ?? {}) as { readonly embedding?: unknown; readonly index?: unknown };
    if (!Array.isArray(embedding) || embedding.length === 0 || !embedding.every(Number.isFinite))
      throw errors.modelFailed(where, 'what it gave is no vector of numbers.');
    vectors[typeof index === 'number' && index >= 0 && index < count ? index : i] = Float32Array.from(embedding);
  }
  return vectors;
}
