import type { Reach } from '../../core/index';
import { runGit, tryGit } from './run';

export interface DefaultBranch {
  readonly name: string;
  /** Shas of the local branch and of the remote's: a commit on either is on the default branch. */
  readonly tips: readonly string[];
}

/** Where a working tree stands. */
export interface Place {
  readonly head: string | undefined;
  /** What commits are held for that only HEAD reaches. */
  readonly branch: string;
  readonly main: DefaultBranch | undefined;
}

interface Ref {
  readonly name: string;
  readonly sha: string;
  /** What a symbolic ref points to. */
  readonly target: string;
}

/** The remote's HEAD, else main or master, else the current branch. */
export async function findDefaultBranch(root: string): Promise<DefaultBranch | undefined> {
  const [refs, current] = await Promise.all([
    readRefs(root, [
      'refs/remotes/*/HEAD',
      'refs/heads/main',
      'refs/heads/master',
      'refs/remotes/origin/main',
      'refs/remotes/origin/master',
    ]),
    tryGit(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
  ]);
  const heads = refs.filter((ref) => /^refs\/remotes\/[^/]+\/HEAD$/.test(ref.name) && ref.target !== '');
  const published = heads.find((ref) => ref.name === 'refs/remotes/origin/HEAD') ?? heads[0];
  const remote = published?.name.slice('refs/remotes/'.length, -'/HEAD'.length);
  const name =
    remote !== undefined
      ? published?.target.slice(`refs/remotes/${remote}/`.length)
      : (['main', 'master'].find((candidate) => refs.some((ref) => ref.name.endsWith(`/${candidate}`))) ?? current);
  if (name === undefined) return undefined;
  const wanted = await readRefs(root, [`refs/heads/${name}`, `refs/remotes/${remote ?? 'origin'}/${name}`]);
  const tips = [...new Set(wanted.map((ref) => ref.sha))];
  return tips.length === 0 ? undefined : { name, tips };
}

/**
 * Where each of these commits lies: on the default branch, on another one, or nowhere any more. Commits that the repository does
 * not have (a shallow clone, a memory from elsewhere) are left out: nothing is known about them.
 */
export async function reachOf(
  root: string,
  shas: readonly string[],
  place: Place,
  signal?: AbortSignal,
): Promise<Map<string, Reach>> {
  const reach = new Map<string, Reach>(shas.map((sha) => [sha, { on: 'gone' }]));
  const list = async (args: readonly string[], tips: readonly string[]) =>
    tips.length === 0 ? '' : await runGit(root, args, { input: `${tips.join('\n')}\n`, signal });
  const mark = (sha: string, where: Reach) => {
    if (reach.get(sha)?.on === 'gone') reach.set(sha, where);
  };

  const mainTips = place.main?.tips ?? [];
  for (const sha of (await list(['rev-list', '--stdin'], mainTips)).split('\n')) mark(sha, { on: 'main' });
  if ([...reach.values()].every(({ on }) => on === 'main')) return reach;

  const notMain = mainTips.map((tip) => `^${tip}`);
  if (place.head !== undefined) {
    for (const sha of (await list(['rev-list', '--stdin'], [place.head, ...notMain])).split('\n'))
      mark(sha, { on: 'branch', branch: place.branch });
  }
  // One walk names for each commit one of the branches that reach it.
  const refs = (await readRefs(root, ['refs/heads', 'refs/remotes'])).map((ref) => ref.name);
  const sources =
    refs.length === 0 ? '' : await list(['log', '--source', '--format=%H%x00%S', '--stdin'], [...refs, ...notMain]);
  for (const line of sources.split('\n')) {
    const [sha = '', ref = ''] = line.split('\0');
    mark(sha, { on: 'branch', branch: ref.replace(/^refs\/(?:heads|remotes)\//, '') });
  }

  const gone = shas.filter((sha) => reach.get(sha)?.on === 'gone');
  for (const line of (await list(['cat-file', '--batch-check'], gone)).split('\n')) {
    const [sha = '', type] = line.split(' ');
    if (type === 'missing') reach.delete(sha);
  }
  return reach;
}

async function readRefs(root: string, patterns: readonly string[]): Promise<Ref[]> {
  const format = '%(objectname)%00%(refname)%00%(symref)';
  const output = await runGit(root, ['for-each-ref', `--format=${format}`, '--', ...patterns]);
  return output.split('\n').flatMap((line) => {
    const [sha, name, target = ''] = line.split('\0');
    return sha !== undefined && name !== undefined ? [{ sha, name, target }] : [];
  });
}
