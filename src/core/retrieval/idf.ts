import { words } from '../base/words';

/**
 * How much a word tells: its inverse document frequency, from how frequent it is in ordinary text and from the documents seen so far.
 * Words are in the form that `words` gives.
 *
 *   p(word) = (documents with the word + STRENGTH · prior(word)) / (documents + STRENGTH)
 *   idf(word) = -ln p(word)
 *
 * which is the posterior mean of a Beta prior worth STRENGTH documents. The order of additions does not matter.
 */
export class Idf {
  #prior = new Map<string, number>();
  #unknown: number;
  readonly #counts = new Map<string, number>();
  #documents = 0;

  /** @param background of written words, the probability in (0, 1) that a word of ordinary text is this one; may be empty */
  constructor(background: ReadonlyMap<string, number> = new Map()) {
    for (const [written, probability] of background) {
      const [word] = words(written);
      if (word !== undefined) this.#prior.set(word, (this.#prior.get(word) ?? 0) + probability);
    }
    let rarest = UNKNOWN;
    for (const [word, probability] of this.#prior) {
      const inDocument = 1 - (1 - probability) ** DOCUMENT_LENGTH;
      this.#prior.set(word, inDocument);
      rarest = Math.min(rarest, inDocument);
    }
    this.#unknown = rarest;
  }

  /** One that knows as much of ordinary text, and has seen no document. */
  blank(): Idf {
    const blank = new Idf();
    blank.#prior = this.#prior;
    blank.#unknown = this.#unknown;
    return blank;
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

  /** The same in ordinary text alone, whatever the documents say. */
  ordinary(word: string): number {
    return -Math.log(this.#prior.get(word) ?? this.#unknown);
  }

  /** @returns at least 0; the highest for words that neither the prior nor any document knows */
  idf(word: string): number {
    const expected = STRENGTH * (this.#prior.get(word) ?? this.#unknown);
    const share = ((this.#counts.get(word) ?? 0) + expected) / (this.#documents + STRENGTH);
    return Math.max(0, -Math.log(share));
  }
}

/** How many documents the prior is worth: enough to tell "the" from "esbuild" in a bank of ten facts, little in one of a thousand. */
const STRENGTH = 50;

/** Probability that a document has a word, where nothing is known of any word: rare, but not so rare that one sighting is nothing. */
const UNKNOWN = 0.002;

/** Words in an ordinary fact: turns the probability of a word into that of a document with it. */
const DOCUMENT_LENGTH = 20;
