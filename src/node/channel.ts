import type { MessagePort, Worker } from 'node:worker_threads';
import type { Channel } from '../protocol/rpc';

/** A channel over a worker thread: the `Worker` on the outside, `parentPort` on the inside. */
export function createPortChannel(port: Worker | MessagePort): Channel {
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      const receive = (message: unknown): void => listener(message);
      port.on('message', receive);
      return { dispose: () => void port.off('message', receive) };
    },
  };
}
