import { words } from '../base/words';
import type { StoredEvent } from '../memory/event';
import { Idf } from '../retrieval/idf';
import { ExchangeWords, toConversations, type Conversation, type Exchange, type LinkTurn } from './conversation';
import {
  CLOCK_SLACK,
  outline,
  readOutline,
  type Comparable,
  type Evidence,
  type Outline,
  type Surroundings,
} from './evidence';
import { highestProbability, LINK_MODEL, probabilityOf, type LinkModel } from './linkModel';

/** Of a commit, what tells which conversation it came from. */
export type LinkCommit = Pick<StoredEvent, 'ref' | 'time' | 'text' | 'files' | 'author'>;

/** A conversation that led to a commit. */
export interface CommitLink {
  /** Full sha. */
  readonly commit: string;
  readonly session: string;
  /** The turn that asked for it: `ref` of a turn. */
  readonly turn: string;
  /** In [0, 1]; 1 where the transcript names the commit. */
  readonly confidence: number;
}

/** A conversation that a commit may have come from. */
export interface LinkCandidate {
  readonly conversation: Conversation;
  readonly exchange: Exchange;
  readonly evidence: Evidence;
}

/** Every link between these turns and commits, in the order of the commits. */
export function linkCommits(turns: Iterable<LinkTurn>, commits: readonly LinkCommit[]): CommitLink[] {
  const linker = new CommitLinker(turns, commits);
  return commits.flatMap((commit) => linker.linksOf(commit));
}

/**
 * Tells which conversations led to a commit. A conversation that names the commit did; otherwise the one that fits best did if it fits well enough, by the
 * files it changed, the time, and what was said. Made from all turns and commits that are known, which is cheap: what was said is read only when a commit
 * nearby is asked for. A conversation of which only the beginning is known may be given as one turn without text.
 */
export class CommitLinker {
  readonly #model: LinkModel;
  readonly #conversations: readonly Conversation[];
  readonly #begins: readonly number[];
  /** Conversations that changed a file, in order of their beginning. */
  readonly #byFile = new Map<string, Conversation[]>();
  /** Exchanges that name commits, by the first digits of these. */
  readonly #naming = new Map<string, Naming[]>();
  /** Who made the commits that conversations name; nobody else's are guessed to come from them. Empty where none is named. */
  readonly #authors = new Set<string>();
  /** When a file was committed: seconds since 1970, ascending. */
  readonly #commitTimes = new Map<string, number[]>();
  readonly #idf = new Idf();
  readonly #words = new ExchangeWords();
  readonly #around: Surroundings;

  constructor(turns: Iterable<LinkTurn>, commits: Iterable<LinkCommit>, model = LINK_MODEL) {
    this.#model = model;
    this.#conversations = toConversations(turns);
    this.#begins = this.#conversations.map(({ begins }) => begins);
    for (const conversation of this.#conversations) this.#addConversation(conversation);
    for (const commit of commits) this.#addCommit(commit);
    for (const times of this.#commitTimes.values()) times.sort((a, b) => a - b);
    this.#around = {
      begunBetween: (after, until) => countBetween(this.#begins, after, until),
      committedBetween: (files, after, before) =>
        Math.max(...files.map((file) => countBetween(this.#commitTimes.get(file) ?? [], after, before - 1))),
    };
  }

  /** Surest first: all conversations that name the commit, otherwise at most one. */
  linksOf(commit: LinkCommit): CommitLink[] {
    const named = this.#namedBy(commit);
    return named.length > 0 ? named : this.#guess(commit);
  }

  /** Conversations near a commit, with what speaks for each. For training, and for those who want to see why. */
  candidates(commit: LinkCommit): LinkCandidate[] {
    const comparable = this.#comparable(commit);
    return this.#near(comparable).map((near) => ({
      conversation: near.conversation,
      ...readOutline(comparable, near, (exchange) => this.#words.of(exchange)),
    }));
  }

  #guess(commit: LinkCommit): CommitLink[] {
    if (commit.author !== undefined && this.#authors.size > 0 && !this.#authors.has(commit.author)) return [];
    const comparable = this.#comparable(commit);
    const promising = this.#near(comparable)
      .map((near) => ({ near, most: highestProbability(near.outward, this.#model) }))
      .sort((a, b) => b.most - a.most);
    let best: CommitLink | undefined;
    for (const { near, most } of promising) {
      if (most < this.#model.threshold || (best && most <= best.confidence)) break;
      const { exchange, evidence } = readOutline(comparable, near, (one) => this.#words.of(one));
      const confidence = probabilityOf(evidence, this.#model);
      if (confidence < this.#model.threshold || (best && confidence <= best.confidence)) continue;
      best = { commit: commit.ref, session: near.conversation.session, turn: exchange.asked.ref, confidence };
    }
    return best ? [best] : [];
  }

  #namedBy({ ref }: LinkCommit): CommitLink[] {
    const naming = (this.#naming.get(ref.slice(0, SHORTEST_SHA)) ?? []).filter(({ sha }) => ref.startsWith(sha));
    const sessions = new Map(naming.map(({ session, exchange }) => [session, exchange.asked.ref]));
    return [...sessions].map(([session, turn]) => ({ commit: ref, session, turn, confidence: 1 }));
  }

  #addConversation(conversation: Conversation): void {
    const { session, exchanges } = conversation;
    for (const exchange of exchanges) {
      for (const file of exchange.files) {
        const known = this.#byFile.get(file);
        if (!known) this.#byFile.set(file, [conversation]);
        else if (known.at(-1) !== conversation) known.push(conversation);
      }
      for (const sha of exchange.turns.flatMap(({ commits }) => commits ?? []))
        if (sha.length >= SHORTEST_SHA) push(this.#naming, sha.slice(0, SHORTEST_SHA), { sha, exchange, session });
    }
  }

  #addCommit(commit: LinkCommit): void {
    this.#idf.add(words(commit.text.slice(0, MOST_TOLD)));
    for (const file of commit.files) push(this.#commitTimes, file, secondsOf(commit));
    if (commit.author !== undefined && this.#namedBy(commit).length > 0) this.#authors.add(commit.author);
  }

  /** The last conversations that began before, and the last ones that changed a file of the commit. */
  #near(commit: Comparable): Outline[] {
    const ofFiles = commit.files.slice(0, MOST_FILES).map((file) => this.#byFile.get(file) ?? []);
    const near = new Set<Conversation>();
    for (const known of [this.#conversations, ...ofFiles]) {
      const end = upperBound(known, ({ begins }) => begins, commit.at + CLOCK_SLACK);
      for (const conversation of known.slice(Math.max(0, end - MOST_NEAR), end)) near.add(conversation);
    }
    return [...near].flatMap((conversation) => {
      const isOver = commit.at - conversation.ends > LONGEST;
      return isOver ? [] : (outline(commit, conversation, this.#around) ?? []);
    });
  }

  #comparable(commit: LinkCommit): Comparable {
    const tells = new Map<string, number>();
    for (const word of words(commit.text.slice(0, MOST_TOLD))) tells.set(word, this.#idf.idf(word));
    return { at: secondsOf(commit), files: [...new Set(commit.files)].slice(0, MOST_COMPARED_FILES), tells };
  }
}

interface Naming {
  readonly sha: string;
  readonly session: string;
  readonly exchange: Exchange;
}

/** Fewer digits of a sha name no commit for sure. */
const SHORTEST_SHA = 7;

/** Conversations looked at for a commit, of all and of each of its files. */
const MOST_NEAR = 6;

/** Files of a commit that conversations are looked up by, and that are compared: some commits touch every file. */
const MOST_FILES = 8;
const MOST_COMPARED_FILES = 200;

/** What was said is forgotten, or done, after two weeks. In seconds. */
const LONGEST = 14 * 24 * 3600;

/** Of a commit's message. In characters. */
const MOST_TOLD = 500;

function secondsOf(commit: LinkCommit): number {
  return Date.parse(commit.time) / 1000;
}

/** @param sorted ascending @returns how many are greater than `after` and at most `until` */
function countBetween(sorted: readonly number[], after: number, until: number): number {
  const itself = (value: number): number => value;
  return Math.max(0, upperBound(sorted, itself, until) - upperBound(sorted, itself, after));
}

/** @param sorted ascending by value @returns how many have a value of at most `limit` */
function upperBound<T>(sorted: readonly T[], valueOf: (item: T) => number, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && valueOf(item) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
