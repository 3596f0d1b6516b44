/** Turns texts into unit vectors. Vectors of different models or dimensions are never compared. */
export interface Embedder {
  /** Name and version of the model, as it stands in the vector file. */
  readonly model: string;
  readonly dimension: number;
  /** @returns one L2-normalised vector of `dimension` numbers per text; a zero vector for an empty text. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

export interface VectorHit {
  readonly id: string;
  /** Cosine, in [-1, 1]. */
  readonly score: number;
}

/** Nearest neighbours by cosine over unit vectors. */
export interface VectorIndex {
  readonly size: number;
  /** Adds or replaces. @throws RangeError when the dimension differs. */
  set(id: string, vector: Float32Array): void;
  delete(id: string): void;
  /** @returns at most k hits, best first. */
  search(query: Float32Array, k: number): VectorHit[];
  dispose(): void;
}

/** Where vectors are kept between runs: a cache of text to vector for one model; whatever is lost is embedded again. */
export interface VectorStore {
  get(text: string): Float32Array | undefined;
  put(entries: readonly { readonly text: string; readonly vector: Float32Array }[]): Promise<void>;
  close(): Promise<void>;
}
