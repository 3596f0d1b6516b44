import type { VectorHit, VectorIndex } from './embedder';

/** Where an exact index keeps its vectors, one a row, and how it multiplies them. */
export interface VectorRows {
  /** Makes room for at least this many rows and keeps those there are. */
  reserve(rows: number): void;
  write(row: number, vector: Float32Array): void;
  copy(from: number, to: number): void;
  /** @returns the dot products of the query with the first `count` rows, good until the next call. */
  dots(query: Float32Array, count: number): Float32Array;
}

/**
 * Compares a query with every vector. Exact, quick to change, and fast enough for tens of thousands of vectors.
 * The rows are always 0 to size - 1: a deleted row is filled with the last one.
 */
export class ExactIndex implements VectorIndex {
  readonly #dimension: number;
  readonly #rows: VectorRows;
  readonly #ids: string[] = [];
  readonly #rowOf = new Map<string, number>();

  constructor(dimension: number, rows: VectorRows = new PlainRows(dimension)) {
    this.#dimension = dimension;
    this.#rows = rows;
  }

  get size(): number {
    return this.#ids.length;
  }

  set(id: string, vector: Float32Array): void {
    this.#check(vector);
    let row = this.#rowOf.get(id);
    if (row === undefined) {
      row = this.#ids.push(id) - 1;
      this.#rowOf.set(id, row);
      this.#rows.reserve(row + 1);
    }
    this.#rows.write(row, vector);
  }

  delete(id: string): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    this.#rowOf.delete(id);
    const lastId = this.#ids.pop();
    if (lastId === undefined || lastId === id) return;
    this.#rows.copy(this.#ids.length, row);
    this.#ids[row] = lastId;
    this.#rowOf.set(lastId, row);
  }

  search(query: Float32Array, k: number): VectorHit[] {
    this.#check(query);
    return best(this.#ids, this.#rows.dots(query, this.size), k);
  }

  dispose(): void {
    this.#ids.length = 0;
    this.#rowOf.clear();
  }

  #check(vector: Float32Array): void {
    if (vector.length === this.#dimension) return;
    throw new RangeError(`A vector of ${vector.length} numbers in an index of ${this.#dimension}`);
  }
}

/** The k highest scores, best first; equal scores by id, so that the order of insertion does not show. */
function best(ids: readonly string[], scores: Float32Array, k: number): VectorHit[] {
  const hits: VectorHit[] = [];
  if (k <= 0) return hits;
  let bar = -Infinity;
  ids.forEach((id, row) => {
    const score = scores[row] ?? 0;
    if (score < bar) return;
    const hit = { id, score };
    let place = hits.length;
    for (let above = hits[place - 1]; above && isBefore(hit, above); above = hits[place - 1]) place--;
    hits.splice(place, 0, hit);
    if (hits.length > k) hits.pop();
    if (hits.length === k) bar = hits[k - 1]?.score ?? bar;
  });
  return hits;
}

function isBefore(a: VectorHit, b: VectorHit): boolean {
  return a.score > b.score || (a.score === b.score && a.id < b.id);
}

class PlainRows implements VectorRows {
  readonly #dimension: number;
  #values = new Float32Array(0);
  #scores = new Float32Array(0);

  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  reserve(rows: number): void {
    if (rows <= this.#scores.length) return;
    const room = Math.max(rows, 2 * this.#scores.length, 64);
    const values = new Float32Array(room * this.#dimension);
    values.set(this.#values);
    this.#values = values;
    this.#scores = new Float32Array(room);
  }

  write(row: number, vector: Float32Array): void {
    this.#values.set(vector, row * this.#dimension);
  }

  copy(from: number, to: number): void {
    this.#values.copyWithin(to * this.#dimension, from * this.#dimension, (from + 1) * this.#dimension);
  }

  dots(query: Float32Array, count: number): Float32Array {
    const values = this.#values;
    const dimension = this.#dimension;
    for (let row = 0; row < count; row++) {
      const start = row * dimension;
      // Four sums at once: one would wait for each addition before it can start the next.
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let k = 0;
      for (; k + 3 < dimension; k += 4) {
        s0 += (query[k] ?? 0) * (values[start + k] ?? 0);
        s1 += (query[k + 1] ?? 0) * (values[start + k + 1] ?? 0);
        s2 += (query[k + 2] ?? 0) * (values[start + k + 2] ?? 0);
        s3 += (query[k + 3] ?? 0) * (values[start + k + 3] ?? 0);
      }
      for (; k < dimension; k++) s0 += (query[k] ?? 0) * (values[start + k] ?? 0);
      this.#scores[row] = s0 + s1 + s2 + s3;
    }
    return this.#scores;
  }
}
