import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension/extension';

/** Runs inside the extension host: how long activation takes, and how long our handlers keep its thread while a scan runs. */
export async function run(): Promise<void> {
  const handled: number[] = [];
  timeWorkerMessages(handled);
  const extension = vscode.extensions.getExtension<Api>('memory-r1.memory-r1');
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!extension || !folder) throw new Error('The extension or the folder is missing.');
  const { activationMs, app } = await extension.activate();
  await vscode.commands.executeCommand('memory.proposals.focus'); // the sidebar is open, and gets its snapshots
  await app.service.call('status', { root: folder.uri.fsPath });

  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  handled.length = 0;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  const report = await app.service.call('scan', { root: folder.uri.fsPath, accept: 'none' });
  await app.service.call('settle', { root: folder.uri.fsPath });
  delay.disable();
  const result = {
    node: process.version,
    vscode: vscode.version,
    activationMs: round(activationMs),
    commits: report.events,
    scanWithEmbeddingsMs: Math.round(performance.now() - begun),
    handlersMs: {
      count: handled.length,
      p50: quantile(handled, 0.5),
      p99: quantile(handled, 0.99),
      max: quantile(handled, 1),
    },
    eventLoopDelayMs: {
      p50: round(delay.percentile(50) / 1e6),
      p99: round(delay.percentile(99) / 1e6),
      max: round(delay.max / 1e6),
    },
  };
  globalThis.console.log(JSON.stringify(result, null, 2));
}

/** Other extensions start in the first seconds of a window, on the same thread. */
const SETTLE_MS = 15_000;

/** Everything that the extension does for a message of its worker, up to and with the microtasks that follow from it. */
function timeWorkerMessages(into: number[]): void {
  const emit = Worker.prototype.emit as (this: Worker, ...args: unknown[]) => boolean;
  Worker.prototype.emit = function (this: Worker, ...args: unknown[]) {
    if (args[0] !== 'message') return emit.apply(this, args);
    const begun = performance.now();
    const result = emit.apply(this, args);
    process.nextTick(() => queueMicrotask(() => void into.push(performance.now() - begun)));
    return result;
  } as never;
}

function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? undefined : round(value);
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
