import { known } from '../base/known';
import { words } from '../base/words';
import type { ManagerCandidate, Statement } from '../policies/policy';
import type { Idf } from '../retrieval/idf';

/** Memories that a new fact may be compared with, found by the words they share. */
export class Pool {
  readonly #idf: Idf;
  readonly #texts = new Map<
    string,
    { readonly text: string; readonly fact: Statement; readonly words: ReadonlySet<string> }
  >();
  readonly #postings = new Map<string, Set<string>>();

  constructor(idf: Idf) {
    this.#idf = idf;
  }

  /** @param text what the memory says, where it is not what the fact says */
  set(id: string, fact: Statement, text: string = fact.text): void {
    this.delete(id);
    const unique = text === fact.text ? wordsOf(fact) : new Set(words(text));
    this.#texts.set(id, { text, fact, words: unique });
    for (const word of unique) {
      const ids = this.#postings.get(word);
      if (ids) ids.add(id);
      else this.#postings.set(word, new Set([id]));
    }
  }

  delete(id: string): void {
    for (const word of this.#texts.get(id)?.words ?? []) this.#postings.get(word)?.delete(id);
    this.#texts.delete(id);
  }

  get size(): number {
    return this.#texts.size;
  }

  has(id: string): boolean {
    return this.#texts.has(id);
  }

  /**
   * The most similar memories by IDF-weighted cosine over sets of words, in [0, 1].
   * @returns at most k, most similar first; equals in the order of their ids
   */
  nearest(text: string, k: number): ManagerCandidate[] {
    const mine = new Set(words(text));
    const dots = new Map<string, number>();
    for (const word of mine) {
      const weight = this.#idf.idf(word) ** 2;
      for (const id of this.#postings.get(word) ?? []) dots.set(id, (dots.get(id) ?? 0) + weight);
    }
    const norm = this.#norm(mine);
    const scored = [...dots].map(([id, dot]) => {
      const memory = known(this.#texts.get(id));
      return {
        id,
        text: memory.text,
        fact: memory.fact,
        similarity: Math.min(1, dot / (norm * this.#norm(memory.words) || 1)),
      };
    });
    return scored.sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1)).slice(0, k);
  }

  #norm(unique: ReadonlySet<string>): number {
    let sum = 0;
    for (const word of unique) sum += this.#idf.idf(word) ** 2;
    return Math.sqrt(sum);
  }
}

/** The words of a statement. The facts before a late one are gone through again and again, so they are kept as long as the fact is. */
export function wordsOf(fact: Statement): ReadonlySet<string> {
  let unique = WORDS.get(fact);
  if (!unique) WORDS.set(fact, (unique = new Set(words(fact.text))));
  return unique;
}

const WORDS = new WeakMap<Statement, ReadonlySet<string>>();
