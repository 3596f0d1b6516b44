import { ExactIndex, type VectorIndex } from '../../core';
import { openHnswIndex } from './hnswIndex';
import { SimdRows } from './simdRows';

export type VectorIndexKind = 'auto' | 'exact' | 'hnsw';

/** Up to here an exact search takes at most about 10 ms, less than the embedding of the question. */
export const MAX_EXACT = 50_000;

/**
 * @param kind 'auto' takes the exact index up to `MAX_EXACT` expected vectors
 * @param expectedSize how many vectors the index will hold, as far as is known
 */
export async function createVectorIndex(
  kind: VectorIndexKind,
  dimension: number,
  expectedSize: number,
): Promise<VectorIndex> {
  const isExact = kind === 'exact' || (kind === 'auto' && expectedSize <= MAX_EXACT);
  return isExact ? new ExactIndex(dimension, new SimdRows(dimension)) : openHnswIndex(dimension);
}
