import { readManifest, readVocabulary } from './modelFiles';
import { WORD_START } from './tokenizer';

/**
 * How frequent words are in general English, for the weight of rare words: the probabilities of those pieces of the
 * model's vocabulary that are whole words. About 4,500 words; a word that is missing is rarer than all of them.
 * @returns lower-case word -> probability in (0, 1)
 * @throws KnownError model/damaged
 */
export async function loadBackground(modelDir: string): Promise<ReadonlyMap<string, number>> {
  const vocabulary = await readVocabulary(modelDir, await readManifest(modelDir));
  const probabilities = new Map<string, number>();
  for (const [piece, logProbability] of vocabulary) {
    if (logProbability === null || !WHOLE_WORD.test(piece)) continue;
    const word = piece.slice(WORD_START.length).toLowerCase();
    probabilities.set(word, (probabilities.get(word) ?? 0) + Math.exp(logProbability));
  }
  return probabilities;
}

const WHOLE_WORD = new RegExp(`^${WORD_START}\\p{L}+$`, 'u');
