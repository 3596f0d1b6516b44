import type { Embedder, Logger, Recall, VectorIndex } from '../../core/index';
import { FileVectorStore } from '../vectors/fileVectorStore';

export interface BankEmbeddingDeps {
  /** Of the bank: each model's vectors are a file of their own there. */
  readonly folder: string;
  readonly recall: Recall;
  readonly createIndex: (dimension: number, expected: number) => Promise<VectorIndex>;
  readonly logger: Logger;
}

/** What a bank is searched with by meaning: one model at a time. Vectors of the others stay in their files, so that going back costs nothing. */
export class BankEmbedding {
  readonly #deps: BankEmbeddingDeps;
  readonly #stores = new Map<string, FileVectorStore>();
  #embedder: Embedder | undefined;

  constructor(deps: BankEmbeddingDeps) {
    this.#deps = deps;
  }

  get embedder(): Embedder | undefined {
    return this.#embedder;
  }

  /** @param embedder undefined: words alone find */
  use(embedder: Embedder | undefined): void {
    if (embedder === this.#embedder) return;
    this.#embedder = embedder;
    const { recall, createIndex } = this.#deps;
    recall.useDense(
      embedder && {
        embedder,
        vectors: this.#vectorsOf(embedder),
        createIndex: (expected) => createIndex(embedder.dimension, expected),
      },
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
  }

  #vectorsOf({ model, dimension }: Embedder): FileVectorStore {
    const { folder, logger } = this.#deps;
    const key = `${dimension} ${model}`;
    const store = this.#stores.get(key) ?? new FileVectorStore(folder, model, dimension, logger);
    this.#stores.set(key, store);
    return store;
  }
}
