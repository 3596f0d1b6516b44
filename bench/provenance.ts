import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a result was made from: without it a number cannot be made again. */
export interface Provenance {
  /** Commit of our code; ends in "+" where the working tree differed from it. */
  readonly code: string;
  readonly node: string;
  readonly machine: string;
  readonly at: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** SHA-256 by file name. */
  readonly data: Readonly<Record<string, string>>;
}

export function provenanceOf(files: readonly string[], options: Readonly<Record<string, unknown>>): Provenance {
  return {
    code: `${git('rev-parse', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`,
    node: process.version,
    machine: `${process.platform} ${process.arch}, ${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}`,
    at: new Date().toISOString(),
    options: Object.fromEntries(Object.entries(options).filter(([name]) => !PLACES.has(name))),
    data: Object.fromEntries(
      files.map((file) => [path.basename(file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
    ),
  };
}

/** Options that say where things lie on one machine; files are named with their hashes. */
const PLACES: ReadonlySet<string> = new Set(['data', 'json', 'plot', 'questions', 'records', 'clones', 'weights']);

/** @returns "unknown" outside of a repository */
function git(...args: readonly string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: __dirname, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}
