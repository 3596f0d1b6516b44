import type { LanguageModel, ModelReply, ModelRequest, ModelTrust } from '../../src/core/index';
import { Endpoint } from '../../src/node/llm/endpoint';

/** A small model on a shared machine is slow; what matters here is what it says. In milliseconds. */
const TIMEOUT_MS = 600_000;

export const FULL_TRUST: ModelTrust = { answers: 'distils', decides: true, extracts: true };

/** One request as it went. */
export interface Exchange {
  readonly request: ModelRequest;
  readonly reply: ModelReply;
  readonly seconds: number;
}

export interface EndpointModel extends LanguageModel {
  /** All that it was asked, in order. */
  readonly exchanges: readonly Exchange[];
}

export interface EndpointModelOptions {
  readonly trust?: ModelTrust;
  /** An answer ends after so many tokens, where the product would wait for more. */
  readonly mostTokens?: number;
}

/** The product's own way to an endpoint, with the trust that is to be measured. */
export function openEndpointModel(
  url: string,
  name: string,
  { trust = FULL_TRUST, mostTokens = Infinity }: EndpointModelOptions = {},
): EndpointModel {
  const endpoint = new Endpoint({ url, model: name, getKey: () => Promise.resolve(undefined), timeoutMs: TIMEOUT_MS });
  const exchanges: Exchange[] = [];
  return {
    name,
    trust,
    exchanges,
    async complete(request, signal) {
      const start = performance.now();
      const maxTokens = Math.min(mostTokens, request.maxTokens);
      const reply = await endpoint.complete({ ...request, maxTokens }, signal);
      exchanges.push({ request, reply, seconds: (performance.now() - start) / 1000 });
      return reply;
    },
  };
}

/** The same model where the server knows no schemas. */
export function withoutSchema(model: EndpointModel): EndpointModel {
  return {
    ...model,
    complete: ({ schema: _, ...request }, signal) => model.complete(request, signal),
  };
}
