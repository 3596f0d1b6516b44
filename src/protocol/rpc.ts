/** One end of a connection: a webview, a worker, or in memory. */
export interface Channel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): { dispose(): void };
}

/** Every call takes one cloneable value (or nothing) and returns one; what returns `void` may also be sent as a notice. */
type Params<F> = F extends (params: infer P) => unknown ? P : never;
type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** A handler for every call; a missing one does not compile. */
export type Handlers<Local> = {
  readonly [M in keyof Local]: (
    params: Params<Local[M]>,
    signal: AbortSignal,
  ) => Result<Local[M]> | Promise<Result<Local[M]>>;
};

/** A failure as it crosses the boundary. */
interface Failure {
  readonly message: string;
  readonly code?: string;
}

type Message =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'notice'; readonly method: string; readonly params: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'done'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fail'; readonly id: number; readonly error: Failure };

/** An error that the other side reported; `code` is that of its `KnownError`, if it was one. */
export class RemoteError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'RemoteError';
  }
}

/**
 * Typed calls both ways over one channel: request ids, failures that carry a code, cancellation by signal, and rejection of
 * what is pending on dispose. Messages that are none of ours are ignored.
 */
export class RpcPeer<
  Remote extends { [M in keyof Remote]: (params: never) => unknown },
  Local extends { [M in keyof Local]: (params: never) => unknown },
> {
  readonly #channel: Channel;
  readonly #handlers: Handlers<Local>;
  readonly #subscription: { dispose(): void };
  readonly #pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #running = new Map<number, AbortController>();
  #nextId = 1;
  #closed = false;

  constructor(channel: Channel, handlers: Handlers<Local>) {
    this.#channel = channel;
    this.#handlers = handlers;
    this.#subscription = channel.listen((message) => this.#receive(message));
  }

  /** @throws RemoteError when the other side failed; the signal's reason when cancelled. */
  call<M extends keyof Remote & string>(
    method: M,
    ...[params, signal]: undefined extends Params<Remote[M]>
      ? [params?: undefined, signal?: AbortSignal]
      : [params: Params<Remote[M]>, signal?: AbortSignal]
  ): Promise<Awaited<Result<Remote[M]>>> {
    if (this.#closed) return Promise.reject(new RemoteError('The connection was closed.', 'rpc/closed'));
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#pending.delete(id);
        this.#post({ t: 'cancel', id });
        reject(abortReason(signal));
      };
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V): void => {
          signal?.removeEventListener('abort', onAbort);
          then(value);
        };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#post({ t: 'call', id, method, params });
    });
  }

  /** Sends without waiting for an answer. */
  notify<M extends keyof Remote & string>(method: M, params: Params<Remote[M]>): void {
    if (!this.#closed) this.#post({ t: 'notice', method, params });
  }

  dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#subscription.dispose();
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
    for (const waiting of this.#pending.values())
      waiting.reject(new RemoteError('The connection was closed.', 'rpc/closed'));
    this.#pending.clear();
  }

  #post(message: Message): void {
    this.#channel.post(message);
  }

  #receive(message: unknown): void {
    if (this.#closed || !isMessage(message)) return;
    switch (message.t) {
      case 'call':
        void this.#answer(message.id, message.method, message.params);
        break;
      case 'notice':
        void this.#run(message.method, message.params, new AbortController().signal).catch(() => {
          // A notice has nobody to report to; the handler has logged what it could.
        });
        break;
      case 'cancel':
        this.#running.get(message.id)?.abort();
        break;
      case 'done':
        this.#take(message.id)?.resolve(message.value as never);
        break;
      case 'fail':
        this.#take(message.id)?.reject(new RemoteError(message.error.message, message.error.code));
        break;
    }
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const value = await this.#run(method, params, controller.signal);
      if (!this.#closed) this.#post({ t: 'done', id, value });
    } catch (error) {
      if (!this.#closed) this.#post({ t: 'fail', id, error: toFailure(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  async #run(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (!Object.hasOwn(this.#handlers, method)) throw new RemoteError(`Nothing answers "${method}".`, 'rpc/no-handler');
    const handler = this.#handlers[method as keyof Local] as (params: unknown, signal: AbortSignal) => unknown;
    return await handler(params, signal);
  }

  #take(id: number): { resolve: (value: never) => void; reject: (error: Error) => void } | undefined {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    return waiting;
  }
}

/** Two ends in memory, for tests and for programs that run the service in their own process. Values are cloned, as a real channel does. */
export function createChannelPair(): [Channel, Channel] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (mine: 0 | 1, theirs: 0 | 1): Channel => ({
    post(message) {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[theirs].forEach((listener) => listener(copy)));
    },
    listen(listener) {
      listeners[mine].add(listener);
      return { dispose: () => void listeners[mine].delete(listener) };
    },
  });
  return [end(0, 1), end(1, 0)];
}

function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? { message: error.message, code } : { message: error.message };
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('Cancelled', 'AbortError');
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { t, id, method } = value as { t?: unknown; id?: unknown; method?: unknown };
  if (t === 'notice') return typeof method === 'string';
  if (t === 'call') return typeof id === 'number' && typeof method === 'string';
  return (t === 'cancel' || t === 'done' || t === 'fail') && typeof id === 'number';
}
