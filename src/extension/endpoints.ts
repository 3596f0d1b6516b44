import { isInTheOpen, isLoopback, readAddress } from '../node/llm/address';

/** An address that is offered by name. */
export interface EndpointPreset {
  readonly name: string;
  readonly url: string;
}

/** Programs that run models on this machine, at the port that each has by default. */
export const LOCAL_ENDPOINTS: readonly EndpointPreset[] = [
  { name: 'Ollama', url: 'http://localhost:11434/v1' },
  { name: 'LM Studio', url: 'http://localhost:1234/v1' },
  { name: 'llama.cpp', url: 'http://localhost:8080/v1' },
  { name: 'vLLM', url: 'http://localhost:8000/v1' },
];

export const REMOTE_ENDPOINTS: readonly EndpointPreset[] = [{ name: 'OpenAI', url: 'https://api.openai.com/v1' }];

/** What an endpoint says of its models, or why it says nothing. */
export type ModelsFound =
  | { readonly kind: 'models'; readonly names: readonly string[] }
  /** It answers, but keeps no list: the name must be typed. */
  | { readonly kind: 'noList' }
  /** It wants a key, or another one. */
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'unreachable' };

/** A list is short; who takes longer does not answer. */
const LIST_TIMEOUT_MS = 8_000;

/** Names of models that an endpoint offers (`GET /models`). Sends nothing but the key, and follows nobody elsewhere with it. */
export async function findModels(url: string, key: string | undefined, signal?: AbortSignal): Promise<ModelsFound> {
  const timeout = AbortSignal.timeout(LIST_TIMEOUT_MS);
  const list = new URL(url);
  list.pathname += '/models';
  const hasKey = key !== undefined && !isReadable(url);
  try {
    const response = await fetch(list, {
      headers: { accept: 'application/json', ...(hasKey && { authorization: `Bearer ${key}` }) },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.status === 401 || response.status === 403) return { kind: 'unauthorized' };
    if (!response.ok) return { kind: 'noList' };
    const names = parseModels(await response.json().catch(() => undefined));
    return names.length > 0 ? { kind: 'models', names } : { kind: 'noList' };
  } catch {
    signal?.throwIfAborted();
    return { kind: 'unreachable' };
  }
}

/** `{ data: [{ id }] }`, as OpenAI's protocol has it. */
function parseModels(body: unknown): string[] {
  const { data } = (body ?? {}) as { readonly data?: unknown };
  if (!Array.isArray(data)) return [];
  const ids = data.map((model: unknown) => (model as { readonly id?: unknown } | null)?.id);
  return [...new Set(ids.filter((id) => typeof id === 'string' && id !== ''))] as string[];
}

/** An address in the one form in which settings, keys and agreements have it. Undefined for what is none. */
export function parseEndpoint(text: string): string | undefined {
  return readAddress(text)?.href;
}

/** What is wrong with an address that `parseEndpoint` does not take, and what to do. */
export function endpointProblem(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '') return 'Type the address, such as http://localhost:11434/v1';
  if (readAddress(typed)) return undefined;
  if (!/^https?:\/\//i.test(typed)) return 'The address begins with http:// or https://';
  return URL.canParse(typed)
    ? 'Leave the name and the password out. A key is asked for next, where one is needed.'
    : 'This is no address. One looks like http://localhost:11434/v1';
}

/** Whether what is sent there stays on this machine. */
export function isLocal(url: string): boolean {
  return isLoopback(new URL(url));
}

/** Whether others on the way can read what is sent there. No key goes there, see `EndpointClient`. */
export function isReadable(url: string): boolean {
  return isInTheOpen(new URL(url));
}

/** "localhost:11434", "api.openai.com": short enough for a sentence. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Models that turn text into vectors answer nothing. Told by the names that they usually have. */
export function isEmbedder(name: string): boolean {
  return /embed|(?:^|[/_-])(?:bge|gte|e5|minilm)(?:[/_:-]|$)/i.test(name);
}
