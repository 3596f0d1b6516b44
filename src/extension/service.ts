import { RemoteError, RpcPeer, type Channel, type Handlers } from '../protocol/rpc';
import type { ServiceCalls, ServiceEvents } from '../protocol/service';

/** A running memory service on the other side of a channel. */
export interface Connection {
  readonly channel: Channel;
  /** Told once, when the other side ended by itself. */
  onDidStop(listener: (reason: Error) => void): void;
  close(): void;
}

export interface ServiceHost {
  connect(): Connection;
  /** Answers what the service tells without being asked. */
  readonly events: Handlers<ServiceEvents>;
  /** Told after each start, so that options reach a new service before any other call. */
  started(service: MemoryService): void;
  /** Told when the service ended by itself. `restarts` says whether the next call starts it again. */
  stopped(reason: Error, restarts: boolean): void;
}

/** A second stop within this time is no accident, so it is not tried a third time. */
const RESTART_WINDOW_MS = 10 * 60_000;

/** The memory service as the extension sees it: started by the first call, and once more after a crash. */
export class MemoryService {
  readonly #host: ServiceHost;
  readonly #now: () => number;
  #running: { readonly peer: RpcPeer<ServiceCalls, ServiceEvents>; readonly connection: Connection } | undefined;
  #lastStop: number | undefined;
  #failed = false;
  #disposed = false;

  constructor(host: ServiceHost, now: () => number = Date.now) {
    this.#host = host;
    this.#now = now;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** @throws RemoteError with the service's words, or the signal's reason. */
  async call<M extends keyof ServiceCalls>(
    method: M,
    params: Parameters<ServiceCalls[M]>[0],
    signal?: AbortSignal,
  ): Promise<ReturnType<ServiceCalls[M]>> {
    const peer = this.#start();
    const call = peer.call.bind(peer) as (
      method: M,
      params: unknown,
      signal?: AbortSignal,
    ) => Promise<ReturnType<ServiceCalls[M]>>;
    try {
      return await call(method, params, signal);
    } catch (error) {
      const stoppedMeanwhile =
        error instanceof RemoteError && error.code === 'rpc/closed' && this.#running?.peer !== peer;
      throw stoppedMeanwhile && !this.#disposed ? stopped(!this.#failed) : error;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#running?.peer.dispose();
    this.#running?.connection.close();
    this.#running = undefined;
  }

  #start(): RpcPeer<ServiceCalls, ServiceEvents> {
    if (this.#running) return this.#running.peer;
    if (this.#disposed) throw new RemoteError('The connection was closed.', 'rpc/closed');
    if (this.#failed) throw stopped(false);
    const connection = this.#host.connect();
    const peer = new RpcPeer<ServiceCalls, ServiceEvents>(connection.channel, this.#host.events);
    this.#running = { peer, connection };
    connection.onDidStop((reason) => this.#onStop(peer, reason));
    this.#host.started(this);
    return peer;
  }

  #onStop(peer: RpcPeer<ServiceCalls, ServiceEvents>, reason: Error): void {
    if (this.#disposed || this.#running?.peer !== peer) return;
    const now = this.#now();
    this.#failed = this.#lastStop !== undefined && now - this.#lastStop < RESTART_WINDOW_MS;
    this.#lastStop = now;
    this.#running = undefined;
    peer.dispose();
    this.#host.stopped(reason, !this.#failed);
  }
}

function stopped(restarts: boolean): RemoteError {
  const advice = restarts ? 'Try again.' : 'Reload the window to start it again.';
  return new RemoteError(`Project Memory stopped unexpectedly. What was saved is safe. ${advice}`, 'rpc/closed');
}
