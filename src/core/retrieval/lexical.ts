import MiniSearch from 'minisearch';
import { words } from '../base/words';

/**
 * What is searched: the words of the text itself, and words around it by which it may be asked for. Both as `words` gives them, joined by
 * spaces: who makes documents has tokenised most of it already, and an index of thousands is built in the time of one question.
 */
export interface LexicalDocument {
  readonly id: string;
  readonly text: string;
  readonly context: string;
}

export interface LexicalHit {
  readonly id: string;
  /** BM25+ over both fields, divided by that of the best hit: in (0, 1]. */
  readonly score: number;
}

/** Search by words. Built in memory from the documents themselves; nothing of it is stored. */
export class LexicalIndex {
  readonly #index: MiniSearch<LexicalDocument>;
  readonly #synonymBoost: number;
  #documents = new Map<string, LexicalDocument>();

  constructor({ context, synonym }: LexicalWeights = LEXICAL_WEIGHTS) {
    this.#index = createIndex(context);
    this.#synonymBoost = synonym;
  }

  get size(): number {
    return this.#documents.size;
  }

  /** Makes these the documents: what is new is added, what changed replaced, what is missing dropped. */
  sync(documents: Iterable<LexicalDocument>): void {
    const next = new Map<string, LexicalDocument>();
    for (const document of documents) next.set(document.id, document);
    for (const [id, old] of this.#documents) {
      // Not `discard`: what is only discarded still counts as having its words, and can turn their weights negative.
      if (!isSame(old, next.get(id))) this.#index.remove(old);
    }
    for (const document of next.values()) {
      if (!isSame(document, this.#documents.get(document.id))) this.#index.add(document);
    }
    this.#documents = next;
  }

  /** @returns at most `limit` hits, best first; equal ones by id */
  search(
    query: string,
    limit: number,
    filter?: (id: string) => boolean,
    also: ReadonlySet<string> = NOTHING,
  ): LexicalHit[] {
    const said = words(query);
    const own = new Set(said);
    // A boost of 0 would count as none given.
    const others = this.#synonymBoost > 0 ? [...also].filter((word) => !own.has(word)) : [];
    const found = this.#index.search([...said, ...others].join(' '), {
      tokenize: (joined: string) => joined.split(' '),
      boostTerm: (word: string) => (own.has(word) ? 1 : this.#synonymBoost),
      ...(filter && { filter: (result: { id: unknown }) => filter(result.id as string) }),
    });
    const best = found[0]?.score ?? 0;
    if (best <= 0) return [];
    return found
      .map((result) => ({ id: result.id as string, score: round(result.score / best) }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }
}

export interface LexicalWeights {
  /** Of a word in the context against one in the text. */
  readonly context: number;
  /** Of a word that means nearly the same as one of the query. */
  readonly synonym: number;
}

/** The context: chosen on LoCoMo's conversations 26 and 30. */
export const LEXICAL_WEIGHTS: LexicalWeights = { context: 0.8, synonym: 0.4 };

function createIndex(contextBoost: number): MiniSearch<LexicalDocument> {
  return new MiniSearch<LexicalDocument>({
    // A boost of 0 would count as none given.
    fields: contextBoost > 0 ? ['text', 'context'] : ['text'],
    tokenize: (joined) => joined.split(' '),
    processTerm: (word) => word,
    searchOptions: { boost: { text: 1, context: contextBoost } },
  });
}

function isSame(a: LexicalDocument | undefined, b: LexicalDocument | undefined): boolean {
  return a !== undefined && b !== undefined && a.text === b.text && a.context === b.context;
}

/** The index keeps running averages: what it has forgotten shows in the last digits, and must not decide between equals. */
function round(score: number): number {
  return Math.round(score * 1e9) / 1e9;
}

const NOTHING: ReadonlySet<string> = new Set();
