// npm test: everything that must hold, in order, then one line for machines: "N passed, N failed".
import { spawn } from 'node:child_process';
import path from 'node:path';
import { mochaOutcome, type Outcome } from './mochaOutcome';

interface Step {
  /** The npm script that does it. */
  readonly script: string;
  /** 'check' counts as one, 'tests' as many as Mocha says. */
  readonly counts: 'check' | 'tests';
  /** Steps without which this one cannot work. */
  readonly needs?: readonly string[];
}

const STEPS: readonly Step[] = [
  { script: 'build', counts: 'check' },
  { script: 'lint', counts: 'check' },
  { script: 'typecheck', counts: 'check' },
  { script: 'test:unit', counts: 'tests', needs: ['build'] },
  { script: 'test:webview', counts: 'tests', needs: ['build'] },
  { script: 'test:vscode', counts: 'tests', needs: ['build'] },
  { script: 'package', counts: 'check', needs: ['build'] },
  { script: 'test:packaged', counts: 'tests', needs: ['package'] },
];

async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  const broken = new Set<string>();
  for (const step of STEPS) {
    const missing = step.needs?.find((script) => broken.has(script));
    if (missing) {
      console.log(`\n== ${step.script}: not run, as ${missing} failed`);
      broken.add(step.script);
      outcomes.push({ passed: 0, failed: 1, skipped: 0 });
      continue;
    }
    console.log(`\n== ${step.script}`);
    const startedAt = Date.now();
    const { code, output } = await run(step.script);
    const outcome = step.counts === 'check' ? checkOutcome(code) : mochaOutcome(code, output);
    const { passed, failed, skipped } = outcome;
    console.log(`== ${step.script}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds(startedAt)} s`);
    if (failed > 0) broken.add(step.script);
    outcomes.push(outcome);
  }
  const total = (key: keyof Outcome): number => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  const failing = broken.size > 0 ? `; failed: ${[...broken].join(', ')}` : '';
  console.log(`\nAll steps took ${seconds(0, process.uptime() * 1000)} s${failing}`);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  process.exitCode = total('failed') > 0 ? 1 : 0;
}

function checkOutcome(code: number): Outcome {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Runs an npm script, shows what it prints, and keeps it. */
async function run(script: string): Promise<{ code: number; output: string }> {
  const isWindows = process.platform === 'win32'; // npm is a .cmd file there, which only the shell can start
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: path.resolve(__dirname, '..'),
    shell: isWindows,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    output += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output };
}

function seconds(startedAtMs: number, nowMs = Date.now()): string {
  return ((nowMs - startedAtMs) / 1000).toFixed(1);
}

void main();
