import type { VectorRows } from '../../core';
import { createKernel, type Kernel } from '../embedder/kernel';

/** The kernel reads eight numbers at a time. */
const LANES = 8;

/** Rows for an exact index in the memory of the SIMD kernel: the query, then the rows, then room for their scores. */
export class SimdRows implements VectorRows {
  readonly #dimension: number;
  /** Numbers from one row to the next: the dimension, filled up with zeros. */
  readonly #stride: number;
  readonly #kernel: Kernel;
  #room = 64;
  #floats: Float32Array;

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#stride = Math.ceil(dimension / LANES) * LANES;
    this.#kernel = createKernel(this.#sizeBytes());
    this.#floats = new Float32Array(this.#kernel.buffer);
  }

  reserve(rows: number): void {
    if (rows <= this.#room) return;
    this.#room = Math.max(rows, 2 * this.#room);
    this.#kernel.grow(this.#sizeBytes());
    this.#floats = new Float32Array(this.#kernel.buffer);
    // The scores stood where rows are now, and the numbers that fill a row up must be zeros.
    this.#floats.fill(0, this.#row(rows - 1));
  }

  write(row: number, vector: Float32Array): void {
    this.#floats.set(vector, this.#row(row));
  }

  copy(from: number, to: number): void {
    this.#floats.copyWithin(this.#row(to), this.#row(from), this.#row(from) + this.#dimension);
  }

  dots(query: Float32Array, count: number): Float32Array {
    this.#floats.set(query);
    const scores = this.#row(this.#room);
    this.#kernel.dots(0, this.#row(0) * 4, count, this.#stride, this.#stride, scores * 4);
    return this.#floats.subarray(scores, scores + count);
  }

  /** @returns an index into the floats; row -1 is the query. */
  #row(row: number): number {
    return (row + 1) * this.#stride;
  }

  #sizeBytes(): number {
    return (this.#row(this.#room) + Math.ceil(this.#room / LANES) * LANES) * 4;
  }
}
