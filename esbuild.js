// Bundles every program: node esbuild.js [--watch]. Types are checked by tsc, not here.
const esbuild = require('esbuild');

const watch = process.argv.includes('--watch');
const common = { bundle: true, sourcemap: true, target: 'node20', platform: 'node', format: 'cjs', logLevel: 'info' };

const builds = [
  { ...common, entryPoints: { extension: 'src/extension/extension.ts' }, external: ['vscode'], outdir: 'dist' },
  { ...common, entryPoints: { worker: 'src/node/worker.ts', cli: 'src/node/cli.ts' }, outdir: 'dist' },
  { ...common, entryPoints: { webview: 'src/webview/main.ts' }, platform: 'browser', format: 'iife', target: 'chrome128', outdir: 'dist' },
];

void (async () => {
  for (const options of builds) {
    if (watch) await (await esbuild.context(options)).watch();
    else await esbuild.build(options);
  }
})();
