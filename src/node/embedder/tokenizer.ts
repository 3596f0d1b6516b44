/** A piece of text and the logarithm of its probability in general English. A few of the original have none. */
export type Vocabulary = readonly (readonly [piece: string, logProbability: number | null])[];

/** Stands for a space, and begins every text. */
export const WORD_START = '\u2581';

/** The first pieces are marks (unknown, start, end, spare), which no text contains. */
const MARKS = 6;
const UNKNOWN = 0;

/** Longer texts are cut: this many characters hold far more tokens than the model reads. */
const MAX_CHARACTERS = 8192;

interface TrieNode {
  readonly next: Map<string, TrieNode>;
  piece?: { readonly id: number; readonly score: number };
}

/** SentencePiece with a unigram model: of all ways to cut a text into known pieces, the most probable one. */
export class Tokenizer {
  readonly #root: TrieNode = { next: new Map() };
  readonly #lengths: readonly number[];

  constructor(vocabulary: Vocabulary) {
    this.#lengths = vocabulary.map(([piece]) => piece.length);
    vocabulary.forEach(([piece, score], id) => {
      if (id >= MARKS) this.#add(piece, { id, score: score ?? 0 });
    });
  }

  /** @returns the ids of the pieces; a run of unknown characters is one id. */
  encode(text: string): number[] {
    const normalized = text.slice(0, MAX_CHARACTERS).normalize('NFKC');
    if (normalized === '') return [];
    const characters = [...(WORD_START + normalized.replaceAll(' ', WORD_START))];
    return this.#walkBack(this.#bestPieces(characters));
  }

  #add(piece: string, entry: { id: number; score: number }): void {
    let node = this.#root;
    for (const character of piece) {
      let next = node.next.get(character);
      if (!next) node.next.set(character, (next = { next: new Map() }));
      node = next;
    }
    node.piece = entry;
  }

  /**
   * Viterbi: the best last piece for every end. A place that no piece ends at keeps score 0, which beats every real
   * score; so a cut there counts as an unknown character. The reference tokenizer does the same, and ids must not differ.
   */
  #bestPieces(characters: readonly string[]): Uint16Array {
    const best = new Float64Array(characters.length + 1);
    const last = new Uint16Array(characters.length + 1);
    for (let start = 0; start < characters.length; start++) {
      const reach = (end: number, id: number, score: number): void => {
        const total = score + (best[start] ?? 0);
        if (best[end] !== 0 && total < (best[end] ?? 0)) return;
        best[end] = total;
        last[end] = id;
      };
      let node = this.#root.next.get(characters[start] ?? '');
      let found = false;
      for (let end = start + 1; node; end++) {
        if (node.piece) {
          reach(end, node.piece.id, node.piece.score);
          found = true;
        }
        node = node.next.get(characters[end] ?? '');
      }
      if (!found) reach(start + 1, UNKNOWN, 0);
    }
    return last;
  }

  #walkBack(last: Uint16Array): number[] {
    const ids: number[] = [];
    let end = last.length - 1;
    while (end > 0) {
      const id = last[end] ?? UNKNOWN;
      if (id !== UNKNOWN || ids.at(-1) !== UNKNOWN) ids.push(id);
      end -= this.#lengths[id] ?? 1;
    }
    return ids.reverse();
  }
}
