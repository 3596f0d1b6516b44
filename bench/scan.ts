// How long a scan and an answer take, on a repository of yours, through the shipped programs (npm run build first):
//   npx tsx bench/scan.ts --repo DIR [--question TEXT] [--runs 50] [--json FILE]
// DIR is cloned into a temporary folder first, so its own bank is neither used nor changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { RpcPeer } from '../src/protocol/rpc';
import type { ServiceCalls, ServiceEvents } from '../src/protocol/service';
import { createPortChannel } from '../src/node/channel';

const DIST = path.resolve(__dirname, '../dist');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repo: { type: 'string' },
      question: { type: 'string', default: 'Which version of typescript does the project use?' },
      runs: { type: 'string', default: '50' },
      json: { type: 'string' },
    },
  });
  if (values.repo === undefined)
    throw new Error('usage: bench/scan.ts --repo DIR [--question TEXT] [--runs N] [--json FILE]');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memory-bench-'));
  const repo = path.join(folder, 'repo');
  try {
    execFileSync('git', ['clone', '-q', '--local', '--no-hardlinks', values.repo, repo]);
    const scan = cli(repo, ['scan', '--accept', 'all']);
    const cold = Array.from({ length: 7 }, () => cli(repo, ['ask', values.question]).ms);
    const warm = await askWarm(repo, values.question, Number(values.runs));
    const bank = path.join(repo, '.git', 'memory-r1');
    const result = {
      node: process.version,
      cpus: os.cpus().length,
      cpu: os.cpus()[0]?.model,
      commits: scan.output.commits,
      facts: scan.output.facts,
      scanWithEmbeddingsMs: scan.ms,
      journalBytes: statSync(path.join(bank, 'journal.log')).size,
      askColdProcessMs: spread(cold),
      askWarmInWorkerMs: spread(warm),
    };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cli(
  repo: string,
  args: readonly string[],
): { readonly ms: number; readonly output: { readonly commits?: number; readonly facts?: number } } {
  const start = performance.now();
  const run = spawnSync(process.execPath, [path.join(DIST, 'cli.js'), ...args, '--repo', repo, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - start;
  if (run.status !== 0) throw new Error(`memory ${args.join(' ')}: ${run.stderr}`);
  return { ms: Math.round(ms), output: JSON.parse(run.stdout) as { commits?: number; facts?: number } };
}

async function askWarm(root: string, question: string, runs: number): Promise<number[]> {
  const worker = new Worker(path.join(DIST, 'worker.js'), { workerData: { distDir: DIST } });
  const service = new RpcPeer<ServiceCalls, ServiceEvents>(createPortChannel(worker), {
    changed: () => undefined,
    progress: () => undefined,
    log: () => undefined,
    training: () => undefined,
    learned: () => undefined,
    examined: () => undefined,
    complete: () => Promise.reject(new Error('There is no model here.')),
    apiKey: () => undefined,
  });
  await service.call('ask', { root, question });
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await service.call('ask', { root, question });
    times.push(performance.now() - start);
  }
  service.dispose();
  await worker.terminate();
  return times;
}

function spread(values: readonly number[]): { readonly p50: number; readonly p95: number; readonly max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(10 * sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!) / 10;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

void main();
