import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What `import-chats` of the built command line took for one path, from its start to its end. */
export interface WholeImport {
  readonly conversations: number;
  readonly turns: number;
  readonly facts: number;
  readonly seconds: number;
  readonly peakRssMb: number;
}

const CLI = path.resolve(__dirname, '..', 'dist', 'cli.js');
const TOLD = 'BENCH_PEAK_FILE';
const PRELOAD = `process.on('exit', () => require('node:fs').writeFileSync(process.env.${TOLD}, String(process.resourceUsage().maxRSS)));`;

/** Imports into an empty project: cleaned, extracted, decided, recorded and embedded. @throws where the build is missing or the import fails */
export function importWhole(app: string, file: string): WholeImport {
  if (!existsSync(CLI)) throw new Error('Run "npm run build" first: the built command line is measured.');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memory-bench-import-'));
  try {
    const preload = path.join(folder, 'preload.cjs');
    const told = path.join(folder, 'peak');
    writeFileSync(preload, PRELOAD);
    const start = performance.now();
    const run = spawnSync(
      process.execPath,
      ['--require', preload, CLI, 'import-chats', file, '--source', app, '--repo', folder, '--json'],
      {
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, [TOLD]: told, XDG_DATA_HOME: folder },
      },
    );
    const seconds = (performance.now() - start) / 1000;
    if (run.status !== 0) throw new Error(`${file} could not be imported`);
    const { sessions, facts } = JSON.parse(run.stdout) as { sessions: { turns: number }[]; facts: number };
    const turns = sessions.reduce((sum, session) => sum + session.turns, 0);
    const peakRssMb = Math.round(Number(readFileSync(told, 'utf8')) / 1024);
    return { conversations: sessions.length, turns, facts, seconds, peakRssMb };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
