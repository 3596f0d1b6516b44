import type { Reach } from '../../core/index';
import { runGit } from './run';
import type { Place } from './branches';

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Committer date, in seconds since 1970. */
  readonly time: number;
  /** Corrected commit date, in seconds: greater than that of every parent, whatever the clocks said. */
  readonly order: number;
  readonly reach: Reach;
}

export interface CommitGraph {
  /** Oldest first by `order`; of one second, by sha: the same for every clone. */
  readonly commits: readonly Commit[];
  readonly bySha: ReadonlyMap<string, Commit>;
}

/** Reads what HEAD and the default branch reach. Parents that a shallow clone lacks are left out. */
export async function readGraph(
  root: string,
  { head, branch, main }: Place,
  signal?: AbortSignal,
): Promise<CommitGraph> {
  const bySha = new Map<string, Commit>();
  const mainTips = main?.tips ?? [];
  for (const [tips, reach] of [
    [mainTips, { on: 'main' }],
    [head === undefined ? [] : [head, ...mainTips.map((tip) => `^${tip}`)], { on: 'branch', branch }],
  ] as const) {
    if (tips.length === 0) continue;
    const input = tips.join('\n');
    const output = await runGit(
      root,
      ['rev-list', '--topo-order', '--reverse', '--parents', '--timestamp', '--stdin'],
      { input, signal },
    );
    for (const line of output.split('\n')) {
      const [seconds, sha, ...parents] = line.split(' ');
      if (seconds === undefined || sha === undefined) continue;
      const time = Number(seconds);
      const order = parents.reduce(
        (least, parent) => Math.max(least, (bySha.get(parent)?.order ?? -Infinity) + 1),
        time,
      );
      bySha.set(sha, { sha, parents, time, order, reach });
    }
  }
  const commits = [...bySha.values()].sort((a, b) => a.order - b.order || (a.sha < b.sha ? -1 : 1));
  return { commits, bySha };
}
