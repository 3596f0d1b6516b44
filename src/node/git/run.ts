import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { errors } from '../../core/index';

/**
 * What a repository, which may come from anybody, could set to make git run a program, reach the network or change its
 * output. Command line settings win over those of the repository.
 */
const SAFE_SETTINGS = [
  'core.quotepath=off',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.orderFile=/dev/null', // git reads this name on Windows too
  'diff.renameLimit=400',
  'gpg.program=false',
  'log.showSignature=false',
  'log.mailmap=false',
  'protocol.allow=never', // a partial clone would fetch what it lacks
].flatMap((setting) => ['-c', setting]);

/** Variables of a hook or an alias that runs us would point git at another repository. */
const KEPT_VARIABLES = new Set([
  'GIT_EXEC_PATH',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
]);

function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^GIT_/i.test(name) || KEPT_VARIABLES.has(name.toUpperCase()),
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
}

/** Starts git without a shell. The signal ends it. */
export function startGit(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): ChildProcessWithoutNullStreams {
  return spawn('git', ['--no-pager', '-C', folder, ...SAFE_SETTINGS, ...args], {
    // Not the repository: Windows looks for programs in the current folder first.
    cwd: path.dirname(process.execPath),
    env: environment(),
    windowsHide: true,
    ...(signal && { signal }),
  });
}

export interface GitRun {
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

/** @throws KnownError 'git/unavailable' | 'git/failed' */
export async function runGit(folder: string, args: readonly string[], run: GitRun = {}): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(folder, args, run)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** As `runGit`, but undefined where git says no: for questions whose answer may be that there is nothing. */
export async function tryGit(folder: string, args: readonly string[], run: GitRun = {}): Promise<string | undefined> {
  try {
    return (await runGit(folder, args, run)).trimEnd();
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === 'git/failed') return undefined;
    throw error;
  }
}

/** The output as it comes. Leaving the loop early ends git. @throws as `runGit` */
export async function* streamGit(
  folder: string,
  args: readonly string[],
  { input, signal }: GitRun = {},
): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const child = startGit(folder, args, signal);
  let problem = '';
  child.stderr.on('data', (chunk: Buffer) => (problem = (problem + chunk.toString('utf8')).slice(0, 4000)));
  const ended = new Promise<{ code: number | null; error?: Error }>((resolve) => {
    child.on('error', (error) => resolve({ code: null, error }));
    child.on('close', (code) => resolve({ code }));
  });
  child.stdin.on('error', () => {}); // git may end before it has read all: its exit code tells
  child.stdin.end(input ?? '');
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const { code, error } = await ended;
    signal?.throwIfAborted();
    if (error)
      throw (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? errors.gitUnavailable(error)
        : errors.gitFailed(args[0] ?? '', error.message, error);
    if (code !== 0)
      throw errors.gitFailed(args[0] ?? '', firstProblem(problem) ?? `it ended with code ${String(code)}`);
  } finally {
    child.kill();
  }
}

function firstProblem(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0])?.replace(/^(?:fatal|error):\s*/, '');
}
