import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Pin } from './versions';

const run = promisify(execFile);

/** npm may answer with a few megabytes of JSON. */
const MAX_OUTPUT_BYTES = 1 << 26;

/** Everything that is fetched once lies here, one folder per thing and version. */
export const CACHE_DIR =
  process.env.VSCODE_HOST_DIR ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'memory-r1-vscode-host');

/**
 * The folder `name` of the cache, filled by `fill` if it is not there yet. It is filled aside and renamed, so neither an
 * interrupted set-up nor two at once do harm.
 */
export async function cached(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const target = path.join(CACHE_DIR, name);
  const isReady = (): boolean => fs.existsSync(path.join(target, '.ready'));
  if (isReady()) return target;

  const work = `${target}.${process.pid}`;
  fs.mkdirSync(work, { recursive: true });
  await fill(work);
  fs.writeFileSync(path.join(work, '.ready'), '');
  if (isReady()) {
    fs.rmSync(work, { recursive: true }); // another process was faster
  } else {
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(work, target);
  }
  return target;
}

/** Downloads a pinned package through the ordinary npm client, checks its hash, and returns the tarball's path. */
export async function npmPack(pin: Pin, dir: string): Promise<string> {
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', dir, `${pin.name}@${pin.version}`];
  const { stdout } = await run('npm', args, { cwd: dir, maxBuffer: MAX_OUTPUT_BYTES });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string; integrity: string }];
  if (packed.integrity !== pin.integrity) {
    throw new Error(`${pin.name}@${pin.version}: got ${packed.integrity}, want ${pin.integrity}`);
  }
  return path.join(dir, path.basename(packed.filename));
}

/** Installs a folder's own dependencies without any install script: no compiler, no binary download. */
export async function npmInstall(dir: string, nodeBin: string): Promise<void> {
  // What the npm run around us has set (prefix, package fields) must not steer the one inside.
  const kept = Object.entries(process.env).filter(([key]) => !/^npm_(config_prefix|package_|lifecycle_)/i.test(key));
  const env = {
    ...Object.fromEntries(kept),
    PATH: `${path.dirname(nodeBin)}${path.delimiter}${process.env.PATH ?? ''}`,
  };
  // Not `npm ci`: it refuses the server's shrinkwrap ("Missing: tslib"), which `npm install` follows.
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', args, { cwd: dir, env, maxBuffer: MAX_OUTPUT_BYTES });
}

export async function untar(tarball: string, dir: string, member: string, strip: number): Promise<void> {
  fs.mkdirSync(dir, { recursive: true });
  await run('tar', ['xzf', tarball, '-C', dir, `--strip-components=${strip}`, member]);
}
