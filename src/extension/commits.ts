// Imported when it is needed: what talks to git is no part of activation.
import { runGit, tryGit } from '../node/git/run';

export interface RecentCommit {
  readonly sha: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly time: string;
}

/** A commit as text: its message, and its changes as a diff. Neither a text filter nor a diff program of the repository runs. */
export async function showCommit(root: string, sha: string, signal: AbortSignal): Promise<string> {
  const options = ['--no-ext-diff', '--no-textconv', '--stat', '--patch', '--format=fuller'];
  return await runGit(root, ['show', ...options, sha, '--'], { signal });
}

/** The newest commits of HEAD, newest first; none in an empty repository. */
export async function recentCommits(root: string, count: number): Promise<RecentCommit[]> {
  const text = await tryGit(root, ['log', `--max-count=${count}`, '--format=%H%x00%cI%x00%s', 'HEAD', '--']);
  return (text ?? '').split('\n').flatMap((line) => {
    const [sha, time, subject] = line.split('\0');
    return sha && time ? [{ sha, time, subject: subject ?? '' }] : [];
  });
}

/** The newest tag that HEAD contains. */
export async function lastTag(root: string): Promise<string | undefined> {
  return (await tryGit(root, ['describe', '--tags', '--abbrev=0'])) || undefined;
}
