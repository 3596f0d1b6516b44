import type { LinkCommit } from '../src/core/index';
import { bootstrapMean, type Interval } from '../src/learning/statistics';
import type { LinkOf, Made } from './linkBaselines';
import type { LinkGold } from './linkGold';
import { groupBy } from '../src/core/index';

/** By sha. */
export type Links = ReadonlyMap<string, Made>;

export function linksBy(linkOf: LinkOf, commits: readonly LinkCommit[]): Links {
  return new Map(
    commits.flatMap((commit) => {
      const made = linkOf(commit);
      return made ? [[commit.ref, made]] : [];
    }),
  );
}

/** A share with its interval, all in [0, 1]. */
export type Share = Interval & { readonly hits: number; readonly of: number; readonly share: number };

export interface Score {
  /** Right links of all that were made. A link to a commit that the history does not name is taken to be wrong. */
  readonly strict: Share;
  /** Right links of those made for commits that the history names. */
  readonly named: Share;
  /** Right links of the commits that the history names. */
  readonly recall: Share;
  /** Right links that also tell the request, of those whose request is known. */
  readonly turn?: Share;
  /** Links to commits that the history does not name, whose subject it has in that very conversation under another sha: most likely right. */
  readonly rewritten: number;
}

export function scoreOf(gold: LinkGold, links: Links, commits: readonly LinkCommit[], seed = 1): Score {
  const made = commits.filter(({ ref }) => links.has(ref));
  const named = commits.filter(({ ref }) => gold.origins.has(ref));
  const isRight = ({ ref }: LinkCommit): boolean => isRightLink(gold, links, ref);
  const asked = made.filter((commit) => isRight(commit) && gold.origins.get(commit.ref)?.turn !== undefined);
  const tellsTurn = asked.some(({ ref }) => links.get(ref)?.turn !== undefined);
  return {
    strict: shareOf(made, isRight, seed),
    named: shareOf(
      made.filter(({ ref }) => gold.origins.has(ref)),
      isRight,
      seed,
    ),
    recall: shareOf(named, isRight, seed),
    ...(tellsTurn && {
      turn: shareOf(asked, ({ ref }) => links.get(ref)?.turn === gold.origins.get(ref)?.turn, seed),
    }),
    rewritten: made.filter(
      ({ ref, text }) => !gold.origins.has(ref) && gold.subjects.get(links.get(ref)!.session)?.has(text),
    ).length,
  };
}

function isRightLink(gold: LinkGold, links: Links, ref: string): boolean {
  const session = links.get(ref)?.session;
  return session !== undefined && gold.origins.get(ref)?.sessions.has(session) === true;
}

/** Bootstrap over days: what was made on one day was made in few conversations. */
function shareOf(commits: readonly LinkCommit[], isHit: (commit: LinkCommit) => boolean, seed: number): Share {
  const hits = commits.filter(isHit).length;
  if (commits.length === 0) return { hits: 0, of: 0, share: 0, low: 0, high: 1 };
  const { low, high } = bootstrapMean(
    byDay(commits, (commit) => (isHit(commit) ? 1 : 0)),
    { seed },
  );
  return { hits, of: commits.length, share: rounded(hits / commits.length), low: rounded(low), high: rounded(high) };
}

/** Recall of one system less that of another, in [-1, 1], with its interval. */
export type Gain = Interval & { readonly gain: number };

/** Paired: each draw compares both on the same days. */
export function gainOf(gold: LinkGold, own: Links, other: Links, seed: number): Gain {
  const named = gold.commits.filter(({ ref }) => gold.origins.has(ref));
  const gain = ({ ref }: LinkCommit): number =>
    Number(isRightLink(gold, own, ref)) - Number(isRightLink(gold, other, ref));
  const { low, high } = bootstrapMean(byDay(named, gain), { seed });
  const mean = named.reduce((sum, commit) => sum + gain(commit), 0) / named.length;
  return { gain: rounded(mean), low: rounded(low), high: rounded(high) };
}

function byDay(commits: readonly LinkCommit[], valueOf: (commit: LinkCommit) => number): number[][] {
  return [...groupBy(commits, ({ time }) => time.slice(0, 10)).values()].map((day) => day.map(valueOf));
}

function rounded(share: number): number {
  return Math.round(1000 * share) / 1000;
}
