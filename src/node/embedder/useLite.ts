import { setImmediate } from 'node:timers/promises';
import type { Embedder } from '../../core';
import { Encoder } from './encoder';
import { readChecked, readManifest, readTensors, readVocabulary } from './modelFiles';
import { Tokenizer } from './tokenizer';

/** A worker that embeds still answers: it lets others run after this much work, in milliseconds. */
const TURN_MS = 8;

/**
 * Universal Sentence Encoder lite (English, 512 numbers) from the files that buildModel.js wrote.
 * @throws KnownError model/damaged
 */
export async function openUseLite(modelDir: string): Promise<Embedder> {
  const manifest = await readManifest(modelDir);
  const [weights, tensors, vocabulary] = await Promise.all([
    readChecked(modelDir, 'weights.bin', manifest),
    readTensors(modelDir, manifest),
    readVocabulary(modelDir, manifest),
  ]);
  return new UseLite(manifest.model, manifest.dimension, new Tokenizer(vocabulary), new Encoder(weights, tensors));
}

class UseLite implements Embedder {
  constructor(
    readonly model: string,
    readonly dimension: number,
    private readonly tokenizer: Tokenizer,
    private readonly encoder: Encoder,
  ) {}

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    let turnEnds = performance.now() + TURN_MS;
    for (const text of texts) {
      signal?.throwIfAborted();
      const ids = this.tokenizer.encode(text.trim());
      vectors.push(ids.length > 0 ? this.encoder.encode(ids) : new Float32Array(this.dimension));
      if (performance.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = performance.now() + TURN_MS;
    }
    return vectors;
  }
}
