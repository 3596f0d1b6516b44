import type { LinkCommit, LinkTurn } from '../src/core/index';
import { words } from '../src/core/base/words';
import { Idf } from '../src/core/retrieval/idf';

/** A link as any system makes it. */
export interface Made {
  readonly session: string;
  /** In [0, 1], where the system tells. */
  readonly confidence?: number;
  readonly turn?: string;
}
export type LinkOf = (commit: LinkCommit) => Made | undefined;

/** A conversation as simple rules see it. */
interface Known {
  readonly session: string;
  /** Seconds since 1970. */
  readonly begins: number;
  readonly files: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

/** Seconds that the time window is tried at; the last one is no limit. */
export const WINDOWS: readonly number[] = [5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 14_400, Infinity];

/** Simple rules on the same input: each looks at one thing only. */
export class Baselines {
  readonly #known: readonly Known[];
  readonly #idf = new Idf();

  constructor(turns: readonly LinkTurn[], commits: readonly LinkCommit[]) {
    const bySession = new Map<string, LinkTurn[]>();
    for (const turn of turns) bySession.set(turn.session!, [...(bySession.get(turn.session!) ?? []), turn]);
    this.#known = [...bySession]
      .map(([session, said]) => ({
        session,
        begins: Math.min(...said.map(({ order }) => order)),
        files: new Set(said.flatMap(({ files }) => files)),
        words: new Set(said.flatMap(({ text }) => words(text))),
      }))
      .sort((a, b) => a.begins - b.begins);
    for (const { text } of commits) this.#idf.add(words(text));
  }

  /** The last conversation that began before the commit, at most so many seconds before. */
  time(windowSeconds: number): LinkOf {
    return (commit) => {
      const last = this.#before(commit).at(-1);
      return last && secondsOf(commit) - last.begins <= windowSeconds ? { session: last.session } : undefined;
    };
  }

  /** The last conversation that changed most of the commit's files. */
  files: LinkOf = (commit) => {
    const shared = this.#before(commit).map(({ session, files }) => ({
      session,
      share: commit.files.filter((file) => files.has(file)).length,
    }));
    const best = lastBest(shared, ({ share }) => share);
    return best && best.share > 0 ? { session: best.session } : undefined;
  };

  /** The last conversation that says most of what the commit's message tells, each word counted by its rarity; the share is the confidence. */
  content: LinkOf = (commit) => {
    const tells = [...new Set(words(commit.text))].map((word) => ({ word, weight: this.#idf.idf(word) }));
    const sum = (said: ReadonlySet<string>): number =>
      tells.reduce((total, { word, weight }) => total + (said.has(word) ? weight : 0), 0);
    const all = tells.reduce((total, { weight }) => total + weight, 0);
    const shares = this.#before(commit).map(({ session, words: said }) => ({ session, share: sum(said) / (all || 1) }));
    const best = lastBest(shares, ({ share }) => share);
    return best && best.share > 0 ? { session: best.session, confidence: best.share } : undefined;
  };

  #before(commit: LinkCommit): readonly Known[] {
    const at = secondsOf(commit);
    return this.#known.filter(({ begins }) => begins <= at);
  }
}

function lastBest<T>(items: readonly T[], valueOf: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((a, b) => (a === undefined || valueOf(b) >= valueOf(a) ? b : a), undefined);
}

function secondsOf({ time }: LinkCommit): number {
  return Date.parse(time) / 1000;
}
