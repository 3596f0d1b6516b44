import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** `storeWriter.ts`, bundled as the product is, so that a process starts in a fraction of a second and can be killed where it counts. */
export interface StoreProgram {
  start(args: readonly string[], options?: { readonly uid?: number }): ChildProcess;
  /** @returns what it printed. */
  run(args: readonly string[], options?: { readonly uid?: number }): Promise<string>;
  dispose(): Promise<void>;
}

export async function buildStoreProgram(): Promise<StoreProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-program-'));
  await chmod(folder, 0o755);
  const program = join(folder, 'storeWriter.js');
  await build({
    entryPoints: [join(__dirname, 'storeWriter.ts')],
    outfile: program,
    ...{
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    },
  });
  await copyFile(createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));

  const start: StoreProgram['start'] = (args, options = {}) =>
    spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'], cwd: folder, ...options });
  return {
    start,
    run: (args, options) =>
      new Promise((resolve, reject) => {
        const child = start(args, options);
        let output = '';
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
        child.on('error', reject);
        child.on('close', (code) =>
          code === 0 ? resolve(output) : reject(new Error(`The store program ended with ${code}.`)),
        );
      }),
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
