/** The part of hnswlib-wasm's factory that is used; the package's own entry point works in browsers only. */
declare module 'hnswlib-wasm/dist/hnswlib-317962d7.js' {
  export interface HierarchicalNSW {
    initIndex(maxElements: number, m: number, efConstruction: number, randomSeed: number): void;
    resizeIndex(maxElements: number): void;
    setEfSearch(ef: number): void;
    addPoint(vector: Float32Array, label: number, replaceDeleted: boolean): void;
    markDelete(label: number): void;
    getPoint(label: number): ArrayLike<number>;
    searchKnn(
      query: Float32Array,
      k: number,
      filter: undefined,
    ): { readonly distances: readonly number[]; readonly neighbors: readonly number[] };
    /** Frees the index's memory; every object of the C++ side has it. */
    delete(): void;
  }
  export interface Hnswlib {
    HierarchicalNSW: new (space: 'ip', dimension: number, autoSaveFilename: string) => HierarchicalNSW;
  }
  export default function createHnswlib(): Promise<Hnswlib>;
}
