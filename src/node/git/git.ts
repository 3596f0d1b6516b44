import path from 'node:path';
import { errors, KnownError, type ProjectFiles, type RawEvent, type Reach } from '../../core/index';
import { readEvents } from './events';
import { readGraph, type CommitGraph } from './graph';
import { findDefaultBranch, reachOf, type DefaultBranch } from './branches';
import { readRemovals, readTree } from './removals';
import { patchIds, pairRewrites } from './rewrites';
import { runGit, tryGit } from './run';

/** One repository, seen from one working tree. Reads only, and runs nothing that the repository brings along. */
export interface Git {
  /** The top of the working tree; of a bare repository its own folder. */
  readonly root: string;
  /** Absolute: shared by all worktrees of a repository. */
  readonly commonDir: string;
  /** Absolute: of this worktree alone. HEAD is in it. */
  readonly gitDir: string;
  /** Absolute roots of this worktree and all others of the repository, also of those whose folder is gone; this one first. */
  worktrees(): Promise<readonly string[]>;
  /** @returns undefined when HEAD names a commit and no branch. */
  currentBranch(): Promise<string | undefined>;
  /** @returns undefined before the first commit. */
  head(): Promise<string | undefined>;
  /** The remote's HEAD, else main or master, else the current branch. Undefined when no branch has a commit. */
  defaultBranch(): Promise<DefaultBranch | undefined>;
  /** Where new facts are held: the current branch when it is not the default one, `DETACHED` without a branch. */
  heldBranch(): Promise<string | undefined>;
  /** @returns the full sha. @throws KnownError 'git/bad-revision' */
  resolve(revision: string): Promise<string>;
  /** All commits that HEAD or the default branch reach, oldest first. */
  graph(signal?: AbortSignal): Promise<CommitGraph>;
  /** Of these, the ones that `since` does not reach: what a scan of `since..` reads. */
  after(since: string, signal?: AbortSignal): Promise<ReadonlySet<string>>;
  /** Commits of the graph as raw events in its order, with the contents of wanted files before and after. */
  readCommits(
    graph: CommitGraph,
    shas: ReadonlySet<string>,
    wants: (path: string) => boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<RawEvent>;
  /** Where known commits lie now; those that this repository does not have are left out. */
  reachability(shas: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Reach>>;
  /** What the default branch and HEAD hold, and how to learn what became of other files. Undefined before the first commit. */
  files(signal?: AbortSignal): Promise<ProjectFiles | undefined>;
  /** @returns an id that stays when a commit is rebased; undefined for merges and empty commits. */
  patchId(sha: string): Promise<string | undefined>;
  /** Pairs commits that are gone with those they were rewritten to (amend, rebase): old sha -> new sha. */
  findRewrites(
    gone: readonly string[],
    fresh: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}

/** What stands for the branch while HEAD names a commit alone. */
export const DETACHED = 'detached HEAD';

/**
 * @returns undefined where there is no repository, or no git to ask.
 * @throws KnownError 'git/failed' when git refuses the repository (another owner, a damaged config).
 */
export async function openGit(folder: string, signal?: AbortSignal): Promise<Git | undefined> {
  const ask = async (...args: string[]) =>
    (await runGit(folder, ['rev-parse', ...args], { signal })).replace(/\r?\n$/, '');
  try {
    const [gitDir, commonDir] = await Promise.all([ask('--absolute-git-dir'), ask('--git-common-dir')]);
    const top = await tryGit(folder, ['rev-parse', '--show-toplevel'], { signal });
    return new Repository(
      path.resolve(top === undefined || top === '' ? gitDir : top),
      path.resolve(folder, commonDir),
      path.resolve(gitDir),
    );
  } catch (error) {
    const absent =
      KnownError.is(error, 'git/unavailable') ||
      (KnownError.is(error, 'git/failed') && /not a git repository|cannot change to/i.test(error.message));
    if (absent) return undefined;
    throw error;
  }
}

class Repository implements Git {
  /** The last graph, and what it was read for: it is asked for often, and seldom another one. */
  #graph: { readonly key: string; readonly graph: CommitGraph } | undefined;

  constructor(
    readonly root: string,
    readonly commonDir: string,
    readonly gitDir: string,
  ) {}

  async worktrees(): Promise<readonly string[]> {
    const listed = (await tryGit(this.root, ['worktree', 'list', '--porcelain', '-z'])) ?? '';
    const others = listed.split('\0').flatMap((line) => /^worktree (.+)$/s.exec(line)?.[1] ?? []);
    return [...new Set([this.root, ...others.map((tree) => path.resolve(tree))])];
  }

  async currentBranch(): Promise<string | undefined> {
    return await tryGit(this.root, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  }

  async head(): Promise<string | undefined> {
    return await this.#commit('HEAD');
  }

  async defaultBranch(): Promise<DefaultBranch | undefined> {
    return await findDefaultBranch(this.root);
  }

  async heldBranch(): Promise<string | undefined> {
    const [current, main] = await Promise.all([this.currentBranch(), this.defaultBranch()]);
    if (current !== undefined) return main === undefined || current === main.name ? undefined : current;
    const head = await this.head();
    if (head === undefined || main === undefined) return undefined;
    const reach = await this.reachability([head]);
    return reach.get(head)?.on === 'main' ? undefined : DETACHED;
  }

  async resolve(revision: string): Promise<string> {
    const sha = await this.#commit(revision);
    if (sha === undefined) throw errors.badRevision(revision);
    return sha;
  }

  async graph(signal?: AbortSignal): Promise<CommitGraph> {
    signal?.throwIfAborted();
    const [head, current, main] = await Promise.all([this.head(), this.currentBranch(), this.defaultBranch()]);
    const place = { head, branch: current ?? DETACHED, main };
    const key = JSON.stringify(place);
    if (this.#graph?.key !== key) this.#graph = { key, graph: await readGraph(this.root, place, signal) };
    return this.#graph.graph;
  }

  async after(since: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
    const [from, head, main] = await Promise.all([this.resolve(since), this.head(), this.defaultBranch()]);
    const tips = [...(head === undefined ? [] : [head]), ...(main?.tips ?? [])];
    const output = await runGit(this.root, ['rev-list', '--stdin'], {
      input: [...tips, `^${from}`].join('\n'),
      signal,
    });
    return new Set(output.split('\n').filter((line) => line !== ''));
  }

  readCommits(
    graph: CommitGraph,
    shas: ReadonlySet<string>,
    wants: (path: string) => boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<RawEvent> {
    return readEvents(
      this.root,
      graph.commits.filter(({ sha }) => shas.has(sha)),
      wants,
      signal,
    );
  }

  async reachability(shas: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Reach>> {
    const [head, current, main] = await Promise.all([this.head(), this.currentBranch(), this.defaultBranch()]);
    return await reachOf(this.root, shas, { head, branch: current ?? DETACHED, main }, signal);
  }

  async files(signal?: AbortSignal): Promise<ProjectFiles | undefined> {
    const [head, main] = await Promise.all([this.head(), this.defaultBranch()]);
    const tips = [...new Set([...(main?.tips ?? []), ...(head === undefined ? [] : [head])])];
    if (tips.length === 0) return undefined;
    const tree = await readTree(this.root, tips, signal);
    return { tree, removals: (paths, stop) => readRemovals(this.root, tips, paths, tree, stop) };
  }

  async patchId(sha: string): Promise<string | undefined> {
    return (await patchIds(this.root, [await this.resolve(sha)])).get(sha);
  }

  async findRewrites(
    gone: readonly string[],
    fresh: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, string>> {
    return await pairRewrites(this.root, gone, fresh, signal);
  }

  async #commit(revision: string): Promise<string | undefined> {
    return (
      (await tryGit(this.root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])) ||
      undefined
    );
  }
}
