import type { Conversation, Exchange } from './conversation';

/** What speaks for and against a conversation having led to a commit, by name. */
export interface Evidence {
  /** 1. */
  readonly always: number;
  /** Share of the commit's files that were changed in the conversation before it, in [0, 1]. */
  readonly files: number;
  /** 1 where these are all of them. */
  readonly allFiles: number;
  /** 1 where the conversation changed no file that we know of: not every assistant tells. */
  readonly noFiles: number;
  /** Share of the commit's files that the exchange names, in [0, 1]. */
  readonly mentioned: number;
  /** ln(1 + minutes) between the exchange and the commit. */
  readonly minutes: number;
  /** ln(1 + how many other conversations began between the exchange and the commit). */
  readonly overtaken: number;
  /** How many times more often these files were committed since than changed in the conversation, as a logarithm of at least 0. */
  readonly spent: number;
  /** Share of what the commit's message tells that the exchange says, too, in [0, 1]. */
  readonly said: number;
  /** How much that is: near 0 for "cleanup", near 1 for a sentence with names, in [0, 1). */
  readonly told: number;
}

export const EVIDENCE = [
  'always',
  'files',
  'allFiles',
  'noFiles',
  'mentioned',
  'minutes',
  'overtaken',
  'spent',
  'said',
  'told',
] as const satisfies readonly (keyof Evidence)[];

/** A commit, made ready to be compared. */
export interface Comparable {
  /** Seconds since 1970. */
  readonly at: number;
  readonly files: ReadonlySet<string>;
  /** What its message tells: words, and how much each tells. */
  readonly tells: ReadonlyMap<string, number>;
}

/** What the comparison wants to know of everything else. */
export interface Surroundings {
  /** How many conversations began after one time and until another, both in seconds since 1970. */
  begunBetween(after: number, until: number): number;
  /** How many commits touched any of these files in that time. */
  committedBetween(files: readonly string[], after: number, before: number): number;
  wordsOf(exchange: Exchange): ReadonlySet<string>;
}

/** @returns the exchange that fits a commit best and what speaks for it; undefined where the conversation began after the commit */
export function compare(
  commit: Comparable,
  conversation: Conversation,
  around: Surroundings,
): { readonly exchange: Exchange; readonly evidence: Evidence } | undefined {
  const before = conversation.exchanges.filter(({ begins }) => begins <= commit.at + CLOCK_SLACK);
  if (before.length === 0) return undefined;
  const isTouching = ({ files }: Exchange): boolean => [...commit.files].some((file) => files.has(file));
  const touching = before.filter(isTouching);
  const near = (touching.length > 0 ? touching : before).slice(-MOST_COMPARED);
  const last = near.at(-1)!;

  const changed = [...commit.files].filter((file) => touching.some(({ files }) => files.has(file)));
  const compared = near.map((exchange) => ({ exchange, ...likeness(commit, around.wordsOf(exchange)) }));
  const best = compared.reduce((a, b) => (b.said >= a.said ? b : a));
  const since = Math.max(0, commit.at - last.ends);
  const committed = touching[0] ? around.committedBetween(changed, touching[0].begins, commit.at) : 0;
  const share = commit.files.size === 0 ? 0 : changed.length / commit.files.size;
  const evidence: Evidence = {
    always: 1,
    files: share,
    allFiles: share === 1 ? 1 : 0,
    noFiles: conversation.exchanges.every(({ files }) => files.size === 0) ? 1 : 0,
    mentioned: best.mentioned,
    minutes: Math.log1p(since / 60),
    overtaken: Math.log1p(around.begunBetween(last.ends, commit.at)),
    spent: touching.length === 0 ? 0 : Math.max(0, Math.log((1 + committed) / (1 + touching.length))),
    said: best.said,
    told: best.told,
  };
  return { exchange: best.exchange, evidence };
}

/** Clocks tell seconds, and some transcripts only the time of their beginning. */
const CLOCK_SLACK = 60;

/** Exchanges of one conversation that are compared with a commit, the last ones. */
const MOST_COMPARED = 16;

/** What a message tells at which `told` is 1 - 1/e; idf of about three rare words. */
const TELLING = 15;

function likeness(
  { files, tells }: Comparable,
  words: ReadonlySet<string>,
): Pick<Evidence, 'said' | 'told' | 'mentioned'> {
  let all = 0;
  let shared = 0;
  for (const [word, weight] of tells) {
    all += weight;
    if (words.has(word)) shared += weight;
  }
  let named = 0;
  for (const file of files) if (words.has(baseName(file))) named++;
  return {
    said: all === 0 ? 0 : shared / all,
    told: 1 - Math.exp(-shared / TELLING),
    mentioned: files.size === 0 ? 0 : named / files.size,
  };
}

/** As `words` gives it. */
function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).toLowerCase();
}
