import MiniSearch from 'minisearch';
import { words } from '../src/core/base/words';
import { createVectorIndex } from '../src/node/vectors/createVectorIndex';
import { messageOf, type CommitRecord, type Model } from './histories';
import { MOST_CHARACTERS, MOST_USED, type Said } from './judge';
import { embedAll, openVectors } from './vectors';

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

/** Nearest messages by the product's embedder. @param history name under which the vectors of its messages are kept */
export async function openEmbeddingSearch(
  commits: readonly CommitRecord[],
  model: Model,
  history: string,
): Promise<Search & { dispose(): void }> {
  const { embedder } = model;
  const texts = commits.map(messageOf);
  const vectors = await embedAll(texts, model, openVectors(history, model));
  const index = await createVectorIndex('exact', embedder.dimension, commits.length);
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
