import type { Conversation, Exchange } from './conversation';

/** What speaks for and against a conversation having led to a commit, by name. */
export interface Evidence extends Outward {
  /** Share of the commit's files that the exchange names, in [0, 1]. */
  readonly mentioned: number;
  /** Share of what the commit's message tells that the exchange says, too, in [0, 1]. */
  readonly said: number;
  /** How much that is: near 0 for "cleanup", near 1 for a sentence with names, in [0, 1). */
  readonly told: number;
}

/** The part that is known without reading what was said. */
export interface Outward {
  /** 1. */
  readonly always: number;
  /** Share of the commit's files that were changed in the conversation before it, in [0, 1]. */
  readonly files: number;
  /** 1 where these are all of them. */
  readonly allFiles: number;
  /** 1 where the conversation changed no file that we know of: not every assistant tells. */
  readonly noFiles: number;
  /** ln(1 + minutes) between the exchange and the commit. */
  readonly minutes: number;
  /** Where nothing was said, and only the beginning of the conversation is known: 1 for a commit at once, halved every ten seconds; otherwise 0. */
  readonly begun: number;
  /** ln(1 + how many other conversations began between the exchange and the commit). */
  readonly overtaken: number;
  /** How many times more often these files were committed since than changed in the conversation, as a logarithm of at least 0. */
  readonly spent: number;
}

export const EVIDENCE = [
  'always',
  'files',
  'allFiles',
  'noFiles',
  'minutes',
  'begun',
  'overtaken',
  'spent',
  'mentioned',
  'said',
  'told',
] as const satisfies readonly (keyof Evidence)[];

/** A commit, made ready to be compared. */
export interface Comparable {
  /** Seconds since 1970. */
  readonly at: number;
  readonly files: readonly string[];
  /** What its message tells: words, and how much each tells. */
  readonly tells: ReadonlyMap<string, number>;
}

/** What the comparison wants to know of everything else. */
export interface Surroundings {
  /** How many conversations began after one time and until another, both in seconds since 1970. */
  begunBetween(after: number, until: number): number;
  /** How often the one of these files that changed most was committed after one time and before another. */
  committedBetween(files: readonly string[], after: number, before: number): number;
}

/** A conversation that may have led to a commit, as it looks from outside. */
export interface Outline {
  readonly conversation: Conversation;
  /** The exchanges that may be the one: those that changed a file of the commit, otherwise the last ones before it. Not empty. */
  readonly exchanges: readonly Exchange[];
  readonly outward: Outward;
}

/** @returns undefined where the conversation began after the commit */
export function outline(commit: Comparable, conversation: Conversation, around: Surroundings): Outline | undefined {
  const before = conversation.exchanges.filter(({ begins }) => begins <= commit.at + CLOCK_SLACK);
  const touching = before.filter(({ files }) => commit.files.some((file) => files.has(file)));
  const exchanges = (touching.length > 0 ? touching : before).slice(-MOST_COMPARED);
  const last = exchanges.at(-1);
  if (!last) return undefined;
  const since = Math.max(0, commit.at - last.ends);

  const changed = commit.files.filter((file) => touching.some(({ files }) => files.has(file)));
  const share = commit.files.length === 0 ? 0 : changed.length / commit.files.length;
  const committed = touching[0] ? around.committedBetween(changed, touching[0].begins, commit.at) : 0;
  return {
    conversation,
    exchanges,
    outward: {
      always: 1,
      files: share,
      allFiles: share === 1 ? 1 : 0,
      noFiles: conversation.exchanges.every(({ files }) => files.size === 0) ? 1 : 0,
      minutes: Math.log1p(since / 60),
      begun: isSilent(conversation) ? 2 ** (-since / HALF_LIFE) : 0,
      overtaken: Math.log1p(around.begunBetween(last.ends, commit.at)),
      spent: touching.length === 0 ? 0 : Math.max(0, Math.log((1 + committed) / (1 + touching.length))),
    },
  };
}

/** @returns the exchange that the commit's message fits best, and everything that speaks for the conversation */
export function readOutline(
  commit: Comparable,
  { exchanges, outward }: Outline,
  wordsOf: (exchange: Exchange) => ReadonlySet<string>,
): { readonly exchange: Exchange; readonly evidence: Evidence } {
  const read = exchanges.map((exchange) => {
    const inward = compareWords(commit, wordsOf(exchange));
    const minutes = Math.max(0, commit.at - exchange.ends) / 60;
    return { exchange, inward, fit: inward.said - AGE_COST * Math.log1p(minutes) };
  });
  const { exchange, inward } = read.reduce((a, b) => (b.fit >= a.fit ? b : a));
  return { exchange, evidence: { ...outward, ...inward } };
}

/** Clocks tell whole seconds. */
export const CLOCK_SLACK = 2;

/** Exchanges of one conversation that are compared with a commit, the last ones. */
const MOST_COMPARED = 16;

/** Of `begun`, in seconds. */
const HALF_LIFE = 10;

/**
 * Among exchanges of one conversation, what the message must fit better for each unit of ln(1 + minutes): a fifth of it for an hour ago instead of now.
 * By hand: the chats that the model was fitted to tell the time of their beginning only.
 */
const AGE_COST = 0.05;

/** What a message tells at which `told` is 1 - 1/e; idf of about three rare words. */
const TELLING = 15;

function isSilent({ exchanges }: Conversation): boolean {
  return exchanges.every(({ turns }) => turns.every(({ text }) => text === ''));
}

function compareWords({ files, tells }: Comparable, words: ReadonlySet<string>): Omit<Evidence, keyof Outward> {
  let all = 0;
  let shared = 0;
  for (const [word, weight] of tells) {
    all += weight;
    if (words.has(word)) shared += weight;
  }
  const named = files.filter((file) => words.has(baseName(file))).length;
  return {
    mentioned: files.length === 0 ? 0 : named / files.length,
    said: all === 0 ? 0 : shared / all,
    told: 1 - Math.exp(-shared / TELLING),
  };
}

/** As `words` gives it. */
function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).toLowerCase();
}
