import path from 'node:path';
import { FileVectorStore } from '../src/node/vectors/fileVectorStore';
import type { Model } from './histories';

/** Vectors are kept between runs. The folder can be deleted at any time. */
const CACHE = path.join(__dirname, '../out/bench-vectors');

export function openVectors(source: string, { embedder }: Model): FileVectorStore {
  return new FileVectorStore(path.join(CACHE, source), embedder.model, embedder.dimension);
}

/** The vectors of these texts, those that were kept and those that are missing. */
export async function embedAll(
  texts: readonly string[],
  { embedder }: Model,
  kept: FileVectorStore,
): Promise<ReadonlyMap<string, Float32Array>> {
  const missing = [...new Set(texts)].filter((text) => kept.get(text) === undefined);
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH);
    const made = await embedder.embed(batch);
    await kept.put(batch.map((text, i) => ({ text, vector: made[i]! })));
  }
  return new Map(texts.map((text) => [text, kept.get(text)!]));
}

/** Texts embedded between two writes of their vectors. */
const BATCH = 64;
