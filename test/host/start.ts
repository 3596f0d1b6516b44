// npm start [-- FOLDER] [-- --server]: builds, and opens VS Code with the extension on FOLDER, or on a sample project.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './buildSuite';
import { CACHE_DIR } from './cache';
import { findDesktop, openDesktop } from './desktop';
import { makeSampleProject } from './sampleProject';
import { startServer } from './server';

async function start(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { server: { type: 'boolean' } } });
  const folder = positionals[0] ? path.resolve(process.env.INIT_CWD ?? '.', positionals[0]) : sampleProject();
  if (!fs.existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  execFileSync(process.execPath, [path.join(root, 'esbuild.js')], { cwd: root, stdio: 'inherit' });

  const desktop = values.server ? undefined : await findDesktop();
  if (desktop) {
    say(`Opening ${folder} in ${desktop}.`);
    await openDesktop(desktop, root, folder);
  } else {
    await serve(folder);
  }
}

async function serve(folder: string): Promise<void> {
  const server = await startServer({ ownHome: true, extensions: [shippedFiles()] });
  say(`VS Code is open on ${folder} at\n\n    ${server.url(folder)}\n\nPress Ctrl+C to stop it.`);
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
  const code = await Promise.race([stopped, server.exited]);
  await server.stop();
  if (code !== 'SIGINT' && code !== 'SIGTERM') throw new Error(`VS Code ended with ${code}.`);
}

/** A folder with what the package would hold, and nothing of the rest of the repository. */
function shippedFiles(): string {
  const folder = path.join(CACHE_DIR, 'extension');
  fs.rmSync(folder, { recursive: true, force: true });
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'dist', 'media']) {
    if (fs.existsSync(path.join(root, name)))
      fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  return folder;
}

/** Is made once and kept, with what was remembered about it. */
function sampleProject(): string {
  const folder = path.join(CACHE_DIR, 'sample-project');
  if (!fs.existsSync(folder)) {
    const work = `${folder}.${process.pid}`; // renamed when done, so that a broken one is never taken for it
    makeSampleProject(work);
    fs.renameSync(work, folder);
  }
  return folder;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

void start().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
