import type { Removal } from '../../core/index';
import { runGit } from './run';

/** All paths of these commits, with forward slashes. */
export async function readTree(
  root: string,
  tips: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(
    tips.map((tip) => runGit(root, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', tip], { signal })),
  );
  return new Set(lists.flatMap((list) => list.split('\0').filter((path) => path !== '')));
}

/** A file that was renamed more often than this is not followed to its end. */
const MOST_RENAMES = 5;

/**
 * How files went that these commits do not have: by which commit, or where to. Files whose end the history does not tell (a shallow clone, a merge that
 * dropped them) are left out.
 */
export async function readRemovals(
  root: string,
  tips: readonly string[],
  paths: readonly string[],
  tree: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Removal>> {
  const found = new Map<string, Removal>();
  /** Where a file of the question is called so now. */
  let names = new Map(paths.filter((path) => !tree.has(path)).map((path) => [path, [path]]));
  for (let round = 0; names.size > 0 && round < MOST_RENAMES; round++) {
    const ends = await lastRemovals(root, tips, [...names.keys()], signal);
    const moves = await movesIn(root, [...new Set([...ends.values()].map(({ commit }) => commit))], signal);
    const next = new Map<string, string[]>();
    for (const [name, asked] of names) {
      const end = ends.get(name);
      if (!end) continue;
      const to = moves.get(end.commit)?.get(name);
      for (const path of asked) found.set(path, to !== undefined && tree.has(to) ? { ...end, movedTo: to } : end);
      if (to !== undefined && !tree.has(to)) next.set(to, [...(next.get(to) ?? []), ...asked]);
    }
    names = next;
  }
  return found;
}

/** Of each path the newest commit that removed it; a merge only where no commit behind it did. */
async function lastRemovals(
  root: string,
  tips: readonly string[],
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Removal>> {
  // Standard input has no limit as the command line has; paths in it are no patterns.
  const output = await runGit(
    root,
    [
      '--literal-pathspecs',
      ...['log', '--stdin', '--diff-filter=D', '--no-renames', '--diff-merges=first-parent', '--name-only', '-z'],
      '--format=%x01%H%x02%P%x02%cI%x02%s%x02',
    ],
    { input: [...tips, '--', ...paths].join('\n') + '\n', signal },
  );
  const removals = new Map<string, Removal>();
  const byMerge = new Map<string, Removal>();
  for (const entry of output.split('\x01')) {
    const [commit, parents, time, subject, names] = entry.split('\x02');
    if (commit === undefined || time === undefined || subject === undefined) continue;
    const into = parents?.includes(' ') ? byMerge : removals;
    for (const name of (names ?? '').split('\0')) {
      const path = name.replace(/^\n+/, '');
      if (path !== '' && !into.has(path)) into.set(path, { commit, subject, time });
    }
  }
  return new Map([...byMerge, ...removals]);
}

/** By commit, where each of its files went. */
async function movesIn(
  root: string,
  commits: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const moves = new Map<string, Map<string, string>>();
  if (commits.length === 0) return moves;
  const output = await runGit(
    root,
    ['diff-tree', '--stdin', '-r', '-m', '-z', '-M', '--name-status', '--diff-filter=RAD', '--pretty=format:%x01%H'],
    { input: commits.join('\n') + '\n', signal },
  );
  for (const entry of output.split('\x01')) {
    const [header = '', commit] = /^([0-9a-f]+)[\n\0]*/.exec(entry) ?? [];
    if (commit === undefined) continue;
    const changes = readChanges(entry.slice(header.length).split('\0'));
    const all = moves.get(commit) ?? new Map<string, string>();
    for (const [from, to] of changes.renamed) all.set(from, to);
    for (const path of changes.removed) {
      const to = rewrittenAs(path, changes.added);
      if (to !== undefined) all.set(path, to);
    }
    moves.set(commit, all);
  }
  return moves;
}

interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamed: readonly (readonly [string, string])[];
}

function readChanges(fields: readonly string[]): Changes {
  const added: string[] = [];
  const removed: string[] = [];
  const renamed: [string, string][] = [];
  for (let at = 0; at < fields.length;) {
    const status = fields[at++] ?? '';
    if (status === '') continue;
    const path = fields[at++] ?? '';
    if (status.startsWith('R')) renamed.push([path, fields[at++] ?? '']);
    else if (status === 'A') added.push(path);
    else if (status === 'D') removed.push(path);
  }
  return { added, removed, renamed };
}

/**
 * A file that was changed too much for git to see its new name: the only new one of its name, or the one in its place with another ending (from
 * JavaScript to TypeScript).
 */
export function rewrittenAs(path: string, added: readonly string[]): string | undefined {
  const stem = path.replace(/\.\w+$/, '');
  const [inPlace] = added.filter((other) => other.replace(/\.\w+$/, '') === stem);
  if (inPlace !== undefined) return inPlace;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const namesakes = added.filter((other) => other.endsWith(`/${name}`) || other === name);
  return namesakes.length === 1 ? namesakes[0] : undefined;
}
