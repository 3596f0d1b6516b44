/**
 * How much a word tells: its inverse document frequency, from what is generally known of the word and from the documents seen
 * so far. Words are in the form that `words` gives.
 *
 *   p(word) = (documents with the word + STRENGTH · prior(word)) / (documents + STRENGTH)
 *   idf(word) = -ln p(word)
 *
 * which is the posterior mean of a Beta prior worth STRENGTH documents. The order of additions does not matter.
 */
export class Idf {
  readonly #prior: ReadonlyMap<string, number>;
  readonly #counts = new Map<string, number>();
  #documents = 0;

  /** @param prior probability in (0, 1) that a document has the word; may be empty */
  constructor(prior: ReadonlyMap<string, number> = new Map()) {
    this.#prior = prior;
  }

  /** Documents counted so far. */
  get documents(): number {
    return this.#documents;
  }

  /** Counts one document. Repetitions within it do not count. */
  add(words: Iterable<string>): void {
    this.#documents += 1;
    for (const word of new Set(words)) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  /** Takes back one document that was added. */
  remove(words: Iterable<string>): void {
    this.#documents -= 1;
    for (const word of new Set(words)) {
      const left = (this.#counts.get(word) ?? 0) - 1;
      if (left > 0) this.#counts.set(word, left);
      else this.#counts.delete(word);
    }
  }

  /** @returns at least 0; the highest for words that neither the prior nor any document knows */
  idf(word: string): number {
    const expected = STRENGTH * (this.#prior.get(word) ?? UNKNOWN);
    const share = ((this.#counts.get(word) ?? 0) + expected) / (this.#documents + STRENGTH);
    return Math.max(0, -Math.log(share));
  }
}

/** How many documents the prior is worth: enough to tell "the" from "esbuild" in a bank of ten facts, little in one of a thousand. */
const STRENGTH = 50;

/** Probability of a word that the prior does not know. Two in a thousand documents: rare, but not so rare that one sighting is nothing. */
const UNKNOWN = 0.002;
