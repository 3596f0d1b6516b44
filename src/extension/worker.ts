import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createPortChannel } from '../node/channel';
import type { Connection } from './service';

/**
 * Starts the memory service in a thread of its own.
 * @param distDir holds the bundles and the files that they read
 * @param userData the window's "User" folder, where its chats lie
 */
export function startWorker(distDir: string, userData: string): Connection {
  const worker = new Worker(path.join(distDir, 'worker.js'), { workerData: { distDir, userData } });
  let stopped = (_reason: Error): void => {};
  let cause: Error | undefined;
  worker.on('error', (error: unknown) => (cause = error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => stopped(cause ?? new Error(`The worker ended with code ${code}.`)));
  return {
    channel: createPortChannel(worker),
    onDidStop: (listener) => {
      stopped = listener;
    },
    close: () => void worker.terminate(),
  };
}
