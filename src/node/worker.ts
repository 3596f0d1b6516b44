import { parentPort, workerData } from 'node:worker_threads';
import { silentLogger, type Logger } from '../core/index';
import { RpcPeer } from '../protocol/rpc';
import type { ServiceCalls, ServiceEvents } from '../protocol/service';
import { createPortChannel } from './channel';
import { createRedactor } from './redactor';
import { createService } from './service';

/** The worker: holds the banks, the embedder and the index, so that the extension host's thread never waits for them. */
const port = parentPort;
if (!port) throw new Error('This file is the entry of a worker thread.');
const { distDir, userData } = workerData as { readonly distDir: string; readonly userData: string };

const log =
  (level: 'debug' | 'info' | 'warn' | 'error') =>
  (message: string, cause?: unknown): void =>
    peer.notify('log', { level, message: cause instanceof Error ? `${message} ${cause.message}` : message });
const logger: Logger = {
  ...silentLogger,
  debug: log('debug'),
  info: log('info'),
  warn: log('warn'),
  error: log('error'),
};

const service = createService({
  distDir,
  userData,
  redactor: createRedactor(),
  clock: () => new Date(),
  logger,
  emit: (event, params) => peer.notify(event, params as never),
  host: {
    complete: (request, signal) => peer.call('complete', request, signal),
    apiKey: (params) => peer.call('apiKey', params),
  },
});
const peer = new RpcPeer<ServiceEvents, ServiceCalls>(createPortChannel(port), service);
