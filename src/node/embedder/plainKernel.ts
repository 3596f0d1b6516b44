import type { Kernel } from './kernel';

/** The kernel in plain JavaScript: for machines without SIMD, and what the tests hold the SIMD kernel against. */
export class PlainKernel implements Kernel {
  #buffer: ArrayBuffer;
  #floats: Float32Array;
  #shorts: Int16Array;
  #bytes: Int8Array;

  constructor(sizeBytes: number) {
    this.#buffer = new ArrayBuffer(Math.ceil(sizeBytes / 16) * 16);
    this.#floats = new Float32Array(this.#buffer);
    this.#shorts = new Int16Array(this.#buffer);
    this.#bytes = new Int8Array(this.#buffer);
  }

  get buffer(): ArrayBuffer {
    return this.#buffer;
  }

  grow(sizeBytes: number): void {
    if (sizeBytes <= this.#buffer.byteLength) return;
    const old = this.#bytes;
    this.#buffer = new ArrayBuffer(Math.ceil(sizeBytes / 16) * 16);
    this.#floats = new Float32Array(this.#buffer);
    this.#shorts = new Int16Array(this.#buffer);
    this.#bytes = new Int8Array(this.#buffer);
    this.#bytes.set(old);
  }

  quantizeRows(x: number, rows: number, depth: number, limit: number, out: number, scales: number): void {
    for (let i = 0; i < rows; i++) {
      const row = this.#floats.subarray(x / 4 + i * depth, x / 4 + (i + 1) * depth);
      let max = 0;
      for (const value of row) max = Math.max(max, Math.abs(value));
      this.#floats[scales / 4 + i] = max / limit;
      const factor = max > 0 ? limit / max : 0;
      const start = out / 2 + i * depth;
      row.forEach((value, k) => (this.#shorts[start + k] = Math.round(value * factor)));
    }
  }

  multiply(
    a: number,
    aScales: number,
    rows: number,
    depth: number,
    b: number,
    bScales: number,
    bias: number,
    cols: number,
    out: number,
  ): void {
    for (let j = 0; j < cols; j++) {
      const column = this.#bytes.subarray(b + j * depth, b + (j + 1) * depth);
      const scale = this.#float(bScales, j);
      for (let i = 0; i < rows; i++) {
        const row = this.#shorts.subarray(a / 2 + i * depth, a / 2 + (i + 1) * depth);
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += (row[k] ?? 0) * (column[k] ?? 0);
        this.#floats[out / 4 + i * cols + j] = sum * (this.#float(aScales, i) * scale) + this.#float(bias, j);
      }
    }
  }

  dots(query: number, rows: number, count: number, dimension: number, stride: number, out: number): void {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < dimension; k++) sum += this.#float(query, k) * this.#float(rows, i * stride + k);
      this.#floats[out / 4 + i] = sum;
    }
  }

  weightedSum(weights: number, rows: number, count: number, dimension: number, stride: number, out: number): void {
    for (let k = 0; k < dimension; k++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += this.#float(weights, i) * this.#float(rows, i * stride + k);
      this.#floats[out / 4 + k] = sum;
    }
  }

  #float(place: number, index: number): number {
    return this.#floats[place / 4 + index] ?? 0;
  }
}
