import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Largest text of a commit that is shown; more is cut by git's own limit on the pipe. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Nothing that the repository's configuration names is run: no pager, monitor, signature check, diff or text filter. */
const SAFE = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
  '-c',
  'core.hooksPath=/dev/null',
];

export interface RecentCommit {
  readonly sha: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly time: string;
}

/** A commit as text: its message, and its changes as a diff. */
export async function showCommit(root: string, sha: string, signal: AbortSignal): Promise<string> {
  return await git(
    root,
    ['show', '--no-ext-diff', '--no-textconv', '--stat', '--patch', '--format=fuller', sha, '--'],
    signal,
  );
}

/** The newest commits of HEAD, newest first; none in an empty repository. */
export async function recentCommits(root: string, count: number): Promise<RecentCommit[]> {
  const text = await git(root, ['log', `--max-count=${count}`, '--format=%H%x00%cI%x00%s', 'HEAD', '--']).catch(
    () => '',
  );
  return text.split('\n').flatMap((line) => {
    const [sha, time, subject] = line.split('\0');
    return sha && time ? [{ sha, time, subject: subject ?? '' }] : [];
  });
}

/** The newest tag that HEAD contains. */
export async function lastTag(root: string): Promise<string | undefined> {
  const text = await git(root, ['describe', '--tags', '--abbrev=0']).catch(() => '');
  return text.trim() || undefined;
}

async function git(root: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const { stdout } = await run('git', [...SAFE, ...args], {
    cwd: root,
    maxBuffer: MAX_BYTES,
    windowsHide: true,
    ...(signal ? { signal } : {}),
  });
  return stdout;
}
