import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { errors, KnownError } from '../../core/index';
import { isInTheOpen } from './address';
import { parseEndpointUrl } from './endpointUrl';
import { within } from './within';

export interface ClientOptions {
  readonly url: string;
  /** Asked for at each request; not kept longer than it takes. */
  getKey(): Promise<string | undefined>;
  /** For one answer, with its retries and waits. Default: 60 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** How often a busy or failing server is asked again, with the package's back-off (0.5 s, 1 s; or what the server says). */
const RETRIES = 2;

/** A server that wants to be left alone for longer is told about as busy: whoever waits for an answer gets the plain one. In milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/** Of what a server says about a failure. In characters. */
const REASON_LENGTH = 200;

/** Headers in which the package tells about this machine. Nobody needs to know. */
const UNTOLD = ['Arch', 'Lang', 'OS', 'Package-Version', 'Retry-Count', 'Runtime', 'Runtime-Version', 'Timeout'];

/**
 * Requests to one server that speaks OpenAI's protocol: key, timeout, retries and failures, for whatever is asked. The key goes nowhere but into the header of a
 * request to this very address.
 */
export class EndpointClient {
  /** What messages call it: "localhost:11434". */
  readonly where: string;
  readonly #options: ClientOptions;
  readonly #url: URL;

  /** @throws KnownError 'usage' for a bad address */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#url = parseEndpointUrl(options.url);
    this.where = this.#url.host;
  }

  /**
   * @param ask gets a client for this one request
   * @returns what `ask` returns
   * @throws KnownError as `LanguageModel.complete` does, or the signal's reason. What `accepts` takes is thrown as it is.
   */
  async request<T>(
    ask: (client: OpenAI, signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    accepts: (error: APIError) => boolean = () => false,
  ): Promise<T> {
    const { timeoutMs = TIMEOUT_MS } = this.#options;
    let key: string | undefined;
    try {
      return await within(
        timeoutMs,
        async (both) => {
          key = await this.#key();
          return await ask(this.#client(key), both);
        },
        () => errors.modelTimeout(this.where, timeoutMs / 1000),
        signal,
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (KnownError.is(error)) throw error;
      const refusal = toApiError(error);
      if (refusal && accepts(refusal)) throw refusal;
      throw this.#toKnown(error, key);
    }
  }

  async #key(): Promise<string | undefined> {
    let key: string | undefined;
    try {
      key = (await this.#options.getKey())?.trim();
    } catch {
      // Whatever the store of keys says is about keys, and is not repeated.
      throw errors.modelFailed(this.where, 'its key could not be read from the store of keys.');
    }
    if (key === undefined || key === '') return undefined;
    if (!isInTheOpen(this.#url)) return key;
    throw errors.modelRefused(this.where, 'a key is not sent without encryption. Use https, or remove the key.');
  }

  #client(key: string | undefined): OpenAI {
    return new OpenAI({
      baseURL: this.#url.href,
      apiKey: key ?? 'none',
      // All that the package would take from the environment: keys of other programs are none of ours.
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: 'off',
      maxRetries: RETRIES,
      timeout: this.#options.timeoutMs ?? TIMEOUT_MS,
      fetch: fetchHere,
      defaultHeaders: {
        'User-Agent': 'memory-r1',
        ...Object.fromEntries(UNTOLD.map((name) => [`X-Stainless-${name}`, null])),
        ...(key === undefined && { Authorization: null }),
      },
    });
  }

  /** Failures carry no cause: what the package throws holds headers, and what servers send may repeat the key. */
  #toKnown(thrown: unknown, key: string | undefined): KnownError {
    const { where } = this;
    if (thrown instanceof APIConnectionError || thrown instanceof APIUserAbortError)
      return errors.modelUnreachable(where);
    const error = toApiError(thrown);
    if (!error) return errors.modelFailed(where, 'its answer broke off, or cannot be read.');
    const reason = sayable(error, key);
    const status = Number(error.status);
    if (status === 401) return errors.modelUnauthorized(where);
    if (status === 429) return errors.modelBusy(where);
    if (status >= 300 && status < 400) return errors.modelRefused(where, movedTo(error, this.#url));
    if (status >= 400 && status < 500) return errors.modelRefused(where, reason);
    return errors.modelFailed(where, reason);
  }
}

/** What a server said of a request that it did not answer. */
export function toApiError(error: unknown): APIError | undefined {
  return error instanceof APIError ? (error as APIError) : undefined;
}

/** Follows no redirect, so that neither key nor text goes to an address that the user did not set; and waits for nobody for long. */
async function fetchHere(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const wait = Number(response.headers.get('retry-after'));
  const isSoon = !(wait * 1000 > LONGEST_WAIT_MS);
  if (response.ok || isSoon) return response;
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function movedTo(error: APIError, url: URL): string {
  const location = error.headers?.get('location') ?? undefined;
  if (location === undefined || !URL.canParse(location, url.href)) return 'it sends on to another address.';
  return `it sends on to ${new URL(location, url).origin}. Set that address instead.`;
}

/** What the server says, as far as it may be shown: one line, and never the key. */
function sayable(error: APIError, key: string | undefined): string {
  const text = messageIn(error.error) ?? error.message;
  const hidden = key === undefined ? text : text.replaceAll(key, '(key)');
  const line = hidden.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return line.length > REASON_LENGTH ? `${line.slice(0, REASON_LENGTH)}...` : line;
}

function messageIn(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  const message = (error as { readonly message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : undefined;
}
