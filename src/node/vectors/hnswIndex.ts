import type { HierarchicalNSW, Hnswlib } from 'hnswlib-wasm/dist/hnswlib-317962d7.js';
import type { VectorHit, VectorIndex } from '../../core';

/** Neighbours per node; the usual value, good up to a thousand dimensions (hnswlib's ALGO_PARAMS). */
const M = 16;
/** Candidates while building. */
const EF_CONSTRUCTION = 100;
/** Candidates while searching, at least: with 200 the best 60 are found as in an exact search in 99 of 100 cases. */
const EF_SEARCH = 200;
/** Seed of the graph's random levels: the same vectors give the same graph. */
const SEED = 100;
/** Nodes an index has room for at first; it doubles when it is full. */
const FIRST_ROOM = 1024;

/** Loads hnswlib's WebAssembly on the first call. */
export async function openHnswIndex(dimension: number): Promise<VectorIndex> {
  return new HnswIndex(await (hnswlib ??= loadHnswlib()), dimension);
}

let hnswlib: Promise<Hnswlib> | undefined;

/** The package's entry point would want IndexedDB, so that the factory behind it is loaded by its path. */
async function loadHnswlib(): Promise<Hnswlib> {
  const { default: createHnswlib } = await import('hnswlib-wasm/dist/hnswlib-317962d7.js');
  return withWindow(createHnswlib);
}

/**
 * hnswlib-wasm is compiled for browsers and looks for a `window` as it starts, before it first waits. It gets one for just
 * that moment: other extensions share this process.
 */
function withWindow<T>(start: () => T): T {
  const scope = globalThis as { window?: unknown };
  if ('window' in scope) return start();
  scope.window = {};
  try {
    return start();
  } finally {
    delete scope.window;
  }
}

/**
 * An approximate index: a graph of near neighbours, for more vectors than an exact search can go through.
 * Kept in memory only, as it can always be built again. A label is used once: replacing a vector deletes its node and
 * adds another. Deleted nodes stay in the graph until they are most of it.
 */
class HnswIndex implements VectorIndex {
  readonly #library: Hnswlib;
  readonly #dimension: number;
  readonly #labelOf = new Map<string, number>();
  readonly #idOf = new Map<number, string>();
  #graph: HierarchicalNSW;
  #room = FIRST_ROOM;
  #nextLabel = 0;
  #ef = EF_SEARCH;

  constructor(library: Hnswlib, dimension: number) {
    this.#library = library;
    this.#dimension = dimension;
    this.#graph = this.#newGraph();
  }

  get size(): number {
    return this.#labelOf.size;
  }

  set(id: string, vector: Float32Array): void {
    this.#check(vector);
    this.delete(id);
    if (this.#nextLabel === this.#room) this.#makeRoom();
    const label = this.#nextLabel++;
    this.#graph.addPoint(vector, label, false);
    this.#labelOf.set(id, label);
    this.#idOf.set(label, id);
  }

  delete(id: string): void {
    const label = this.#labelOf.get(id);
    if (label === undefined) return;
    this.#graph.markDelete(label);
    this.#labelOf.delete(id);
    this.#idOf.delete(label);
  }

  search(query: Float32Array, k: number): VectorHit[] {
    this.#check(query);
    const count = Math.min(k, this.size);
    if (count <= 0) return [];
    this.#setEf(Math.max(EF_SEARCH, 2 * count));
    const { neighbors, distances } = this.#graph.searchKnn(query, count, undefined);
    const hits = neighbors.map((label, i) => ({ id: this.#idOf.get(label) ?? '', score: 1 - (distances[i] ?? 1) }));
    return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  }

  dispose(): void {
    this.#labelOf.clear();
    this.#idOf.clear();
    this.#graph.delete();
  }

  #makeRoom(): void {
    if (this.size * 2 < this.#nextLabel) this.#rebuild();
    else this.#graph.resizeIndex((this.#room *= 2));
  }

  /** The same vectors in a new graph without the deleted nodes. */
  #rebuild(): void {
    const old = this.#graph;
    const labels = [...this.#labelOf];
    this.#graph = this.#newGraph();
    this.#idOf.clear();
    this.#nextLabel = 0;
    for (const [id, oldLabel] of labels) {
      const label = this.#nextLabel++;
      this.#graph.addPoint(Float32Array.from(old.getPoint(oldLabel)), label, false);
      this.#labelOf.set(id, label);
      this.#idOf.set(label, id);
    }
    old.delete();
  }

  #newGraph(): HierarchicalNSW {
    const graph = new this.#library.HierarchicalNSW('ip', this.#dimension, '');
    graph.initIndex(this.#room, M, EF_CONSTRUCTION, SEED);
    graph.setEfSearch(this.#ef); // A new graph starts with 10.
    return graph;
  }

  #setEf(ef: number): void {
    if (ef !== this.#ef) this.#graph.setEfSearch((this.#ef = ef));
  }

  #check(vector: Float32Array): void {
    if (vector.length === this.#dimension) return;
    throw new RangeError(`A vector of ${vector.length} numbers in an index of ${this.#dimension}`);
  }
}
