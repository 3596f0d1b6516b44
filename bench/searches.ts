import MiniSearch from 'minisearch';
import { words } from '../src/core/base/words';
import type { Embedder, VectorIndex, VectorStore } from '../src/core/index';
import { createVectorIndex } from '../src/node/vectors/createVectorIndex';
import { messageOf, type CommitRecord } from './histories';
import { MOST_CHARACTERS, MOST_USED, type Said } from './judge';

/** What stands beside the product: a search that finds commit messages, and shows the beginnings of what it found. It never declines. */
export interface Search {
  readonly name: string;
  /** @returns commits, best first */
  find(question: string): Promise<readonly CommitRecord[]>;
}

/** BM25 with the product's own words: stop words left out, stems, names whole and split. */
export function createBm25(commits: readonly CommitRecord[]): Search {
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: words,
    processTerm: (word) => word,
  });
  index.addAll(commits.map((commit, id) => ({ id, text: messageOf(commit) })));
  return {
    name: 'BM25',
    find: async (question) =>
      index
        .search(question)
        .slice(0, MOST_USED)
        .map(({ id }) => commits[id as number]!),
  };
}

/** Nearest messages by the product's embedder. @param vectors where those of the messages are kept between runs */
export async function openEmbeddingSearch(
  commits: readonly CommitRecord[],
  embedder: Embedder,
  vectors: VectorStore,
): Promise<Search & { dispose(): void }> {
  const index: VectorIndex = await createVectorIndex('exact', embedder.dimension, commits.length);
  const texts = commits.map(messageOf);
  const missing = [...new Set(texts)].filter((text) => vectors.get(text) === undefined);
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH);
    const made = await embedder.embed(batch);
    await vectors.put(batch.map((text, i) => ({ text, vector: made[i]! })));
  }
  for (const [id, text] of texts.entries()) index.set(String(id), vectors.get(text)!);
  return {
    name: 'embeddings',
    find: async (question) => {
      const [vector] = await embedder.embed([question]);
      return vector ? index.search(vector, MOST_USED).map(({ id }) => commits[Number(id)]!) : [];
    },
    dispose: () => index.dispose(),
  };
}

/** Texts embedded between two writes of their vectors. */
const BATCH = 64;

/** The first hit, or the first three joined, cut to what an answer may be long. */
export function saidBySearch(found: readonly CommitRecord[], hits: 1 | 3): Said {
  const shown = found.slice(0, hits);
  const room = Math.floor((MOST_CHARACTERS - (hits - 1)) / hits);
  return {
    answer: shown.map((commit) => messageOf(commit).slice(0, room)).join(' '),
    declined: false,
    used: shown.map(({ sha }) => [sha]),
  };
}
