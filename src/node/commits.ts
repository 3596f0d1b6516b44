import { errors, wantsContent, type Acceptance, type RawEvent, type Reach } from '../core/index';
import type { IngestReport } from '../protocol/service';
import type { OpenBank } from './banks';
import type { Git } from './git/git';
import type { CommitGraph } from './git/graph';

type Report = Omit<IngestReport, 'ms'>;

export interface ScanOptions {
  readonly accept: 'all' | 'none';
  /** Reads what came after this revision; without it the whole history. */
  readonly since?: string;
  readonly onProgress: (done: number, total: number) => void;
}

/** Reads all commits of HEAD and the default branch that were not read before, oldest first. */
export async function scanCommits(bank: OpenBank, options: ScanOptions, signal?: AbortSignal): Promise<Report> {
  const git = gitOf(bank);
  const graph = await git.graph(signal);
  await placeCommits(bank, git, graph, signal);
  const wanted = options.since === undefined ? graph.bySha : await git.after(options.since, signal);
  const known = bank.memory.commits();
  const fresh = new Set([...wanted.keys()].filter((sha) => !known.has(sha)));
  return await read(bank, git, graph, fresh, { kind: 'scan', ...options }, signal);
}

/** After HEAD or a branch moved: places what is known where it lies now, and reads what came on top of it. */
export async function captureCommits(bank: OpenBank, accept: Acceptance, signal?: AbortSignal): Promise<Report> {
  const git = gitOf(bank);
  const graph = await git.graph(signal);
  await placeCommits(bank, git, graph, signal);
  const options = { kind: 'capture', accept, onProgress: () => undefined } as const;
  return await read(bank, git, graph, newCommits(bank, graph), options, signal);
}

/** How many commits `captureCommits` would read. */
export async function unreadCommits(bank: OpenBank): Promise<number> {
  return newCommits(bank, await gitOf(bank).graph()).size;
}

/** Commits that are no ancestors of anything read so far: what is older is read only on request. */
function newCommits(bank: OpenBank, graph: CommitGraph): Set<string> {
  const known = [...bank.memory.commits().keys()].filter((sha) => graph.bySha.has(sha));
  const old = ancestors(graph, known.length > 0 || bank.baseline === undefined ? known : [bank.baseline]);
  return new Set(graph.commits.map(({ sha }) => sha).filter((sha) => !old.has(sha)));
}

/** The commits themselves, and all that lead to them. */
function ancestors({ bySha }: CommitGraph, shas: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...shas];
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    if (found.has(sha)) continue;
    found.add(sha);
    queue.push(...(bySha.get(sha)?.parents ?? []));
  }
  return found;
}

/** Releases what was merged, holds what only a branch has, withdraws what nothing reaches. */
async function placeCommits(bank: OpenBank, git: Git, graph: CommitGraph, signal?: AbortSignal): Promise<void> {
  bank.memory.branch = await git.heldBranch();
  const known = bank.memory.commits();
  const elsewhere = [...known.keys()].filter((sha) => graph.bySha.get(sha)?.reach.on !== 'main');
  const reachOf = elsewhere.length === 0 ? new Map<string, Reach>() : await git.reachability(elsewhere, signal);
  const placeOf = (sha: string): Reach | undefined => reachOf.get(sha) ?? (graph.bySha.has(sha) ? MAIN : undefined);
  const entries = [...known].map(([sha, { event, reach }]) => ({ event, reach: placeOf(sha) ?? reach }));
  await bank.memory.place(entries);
}

async function read(
  bank: OpenBank,
  git: Git,
  graph: CommitGraph,
  fresh: ReadonlySet<string>,
  {
    kind,
    accept,
    onProgress,
  }: Omit<ScanOptions, 'accept'> & { readonly kind: 'scan' | 'capture'; readonly accept: Acceptance },
  signal?: AbortSignal,
): Promise<Report> {
  const { memory } = bank;
  const known = memory.commits();
  const abandoned = memory.abandonedCommits().slice(-MOST_ABANDONED);
  const rewrites = await git.findRewrites(abandoned, [...fresh], signal);
  const oldOf = new Map([...rewrites].map(([old, sha]) => [sha, known.get(old)?.event]));
  async function* events(): AsyncGenerator<RawEvent> {
    let done = 0;
    for await (const event of git.readCommits(graph, fresh, (path) => wantsContent(path), signal)) {
      const rewriteOf = oldOf.get(event.ref);
      yield { ...event, ...(rewriteOf !== undefined && { rewriteOf }) };
      onProgress(++done, fresh.size);
    }
  }
  return await memory.ingest(events(), { kind, accept }, signal);
}

/** A rebase leaves tens of commits behind; older ones were given up for good. */
const MOST_ABANDONED = 200;

const MAIN: Reach = { on: 'main' };

function gitOf(bank: OpenBank): Git {
  if (!bank.git) throw errors.notARepository(bank.root);
  return bank.git;
}
