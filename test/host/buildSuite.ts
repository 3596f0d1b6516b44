import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

/** The repository's folder. */
export const root = path.resolve(__dirname, '../..');
const out = path.join(root, 'out/test');

/** Where the compiled parts of the suite lie. */
export const builtSuite = {
  tests: path.join(out, 'vscode'),
  entry: path.join(out, 'host/suiteEntry.js'),
  fakeModel: path.join(out, 'host/fakeModel'),
} as const;

/** One bundle per test file, as Mocha loads them one by one. */
export async function buildSuite(): Promise<void> {
  fs.rmSync(out, { recursive: true, force: true });
  const tests = fs.readdirSync(path.join(root, 'test/vscode'), { recursive: true, encoding: 'utf8' });
  const isEntry = (file: string): boolean => file === 'index.ts' || file.endsWith('.test.ts');
  await esbuild.build({
    entryPoints: [
      ...tests.filter(isEntry).map((file) => path.join(root, 'test/vscode', file)),
      path.join(root, 'test/host/suiteEntry.ts'),
      path.join(root, 'test/host/fakeModel/extension.ts'),
    ],
    outbase: path.join(root, 'test'),
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'], // as the product is built
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  fs.copyFileSync(path.join(root, 'test/host/fakeModel/package.json'), path.join(builtSuite.fakeModel, 'package.json'));
}
