// Fills dist/ with everything that ships: node esbuild.js [--watch | --production]. Types are checked by tsc, not here.
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { buildModel } = require('./src/node/embedder/buildModel');
const { writeNotices } = require('./src/node/build/thirdPartyNotices');

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: !production,
  metafile: true,
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const programs = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { worker: 'src/node/worker.ts', cli: 'src/node/cli.ts', mcp: 'src/node/mcp.ts' } },
  {
    ...common,
    entryPoints: { webview: 'src/webview/main.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
  },
];

const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** Files that are read at run time, beside the programs. */
const assets = {
  'sql-wasm.wasm': 'sql.js/dist/sql-wasm.wasm',
  'codicon.css': '@vscode/codicons/dist/codicon.css',
  'codicon.ttf': '@vscode/codicons/dist/codicon.ttf',
};

async function build() {
  buildModel('dist/model');
  for (const [name, source] of Object.entries(assets))
    fs.copyFileSync(require.resolve(source), path.join('dist', name));
  if (watch) {
    for (const options of programs) await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
    return;
  }
  const results = await Promise.all(programs.map((options) => esbuild.build(options)));
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  writeNotices(path.join('dist', NOTICES), [...inputs, ...Object.values(assets).map((file) => `node_modules/${file}`)]);
  removeStale(results.flatMap((result) => Object.keys(result.metafile.outputs)));
}

/** What an earlier build has left (maps, renamed programs) must not get into the package. */
function removeStale(outputs) {
  const fresh = new Set(['model', NOTICES, ...Object.keys(assets), ...outputs.map((file) => path.basename(file))]);
  for (const name of fs.readdirSync('dist'))
    if (!fresh.has(name)) fs.rmSync(path.join('dist', name), { recursive: true });
}

build().catch((error) => {
  if (!error.errors) process.stderr.write(`${error.message}\n`); // else esbuild has shown them
  process.exitCode = 1;
});
