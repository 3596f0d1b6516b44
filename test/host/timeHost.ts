// Times the extension inside a real VS Code while it scans a repository (npm run build first):
//   npm run bench -- host --repo DIR
// DIR is cloned into a temporary folder first, so its own bank is neither used nor changed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { builtSuite, buildSuite, root } from './buildSuite';
import { runSuite } from './suite';

async function timeHost(): Promise<number> {
  const { values } = parseArgs({ options: { repo: { type: 'string' } } });
  if (values.repo === undefined) throw new Error('usage: npm run bench -- host --repo DIR');
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-time-')));
  try {
    const repo = path.join(scratch, 'repo');
    execFileSync('git', ['clone', '-q', '--local', '--no-hardlinks', values.repo, repo]);
    await buildSuite();
    const tests = path.join(scratch, 'suite', 'index.js');
    await esbuild.build({
      entryPoints: [path.join(root, 'test/vscode/timing.ts')],
      outfile: tests,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    });
    return await runSuite({ extension: root, workspace: repo, install: [], entry: builtSuite.entry, tests });
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

void timeHost().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
