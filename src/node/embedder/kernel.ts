import { PlainKernel } from './plainKernel';
import { SIMD_KERNEL } from './simdKernelBytes';

/** Activations are rounded to integers up to this: 8191 * 127 * 1536 (the deepest product) still fits 32 bits. */
export const ACTIVATION_LIMIT = 8191;

/** Rows are multiplied by fours, so that every buffer of rows has room for a multiple of this. */
export const ROW_BLOCK = 4;

/**
 * The inner loops of the embedder and of exact search, over one block of memory.
 * All places are byte offsets, multiples of 16; all lengths (`depth`, `cols`, `dimension`) are multiples of 8.
 */
export interface Kernel {
  /** The memory. `grow` replaces it, and views made before are then dead. */
  readonly buffer: ArrayBuffer;
  /** Makes the memory at least this large and keeps its contents. */
  grow(sizeBytes: number): void;
  /**
   * Rounds each row of floats to integers in [-limit, limit].
   * @param x f32 [rows, depth]
   * @param out i16 [rows, depth]
   * @param scales f32 [rows]: x = out * scale
   */
  quantizeRows(x: number, rows: number, depth: number, limit: number, out: number, scales: number): void;
  /**
   * out = a * transposed(b) + bias, with integer products and float scales. Rows are rounded up to `ROW_BLOCK`.
   * @param a i16 [rows, depth], with aScales f32 [rows]
   * @param b i8 [cols, depth], with bScales f32 [cols]
   * @param bias f32 [cols]
   * @param out f32 [rows, cols]
   */
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
  ): void;
  /** out[i] = query . row i, for `count` rows of f32 that lie `stride` numbers apart. */
  dots(query: number, rows: number, count: number, dimension: number, stride: number, out: number): void;
  /** out = sum of weights[i] * row i, for `count` rows of f32 that lie `stride` numbers apart. */
  weightedSum(weights: number, rows: number, count: number, dimension: number, stride: number, out: number): void;
}

/** @returns the SIMD kernel, or the plain one (about twenty times slower) on a machine without SIMD. */
export function createKernel(sizeBytes: number): Kernel {
  simdModule ??= compileSimd();
  return simdModule ? new SimdKernel(simdModule, sizeBytes) : new PlainKernel(sizeBytes);
}

let simdModule: WebAssemblyModule | false | undefined;

function compileSimd(): WebAssemblyModule | false {
  try {
    return new WebAssembly.Module(Buffer.from(SIMD_KERNEL, 'base64'));
  } catch {
    return false; // No WebAssembly, or a processor without the instructions: the plain kernel gives the same results.
  }
}

const PAGE_BYTES = 65_536;

class SimdKernel implements Kernel {
  readonly quantizeRows: Kernel['quantizeRows'];
  readonly multiply: Kernel['multiply'];
  readonly dots: Kernel['dots'];
  readonly weightedSum: Kernel['weightedSum'];
  readonly #memory: WebAssemblyMemory;

  constructor(module: WebAssemblyModule, sizeBytes: number) {
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(sizeBytes / PAGE_BYTES) });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    ({
      quantizeRows: this.quantizeRows,
      multiply: this.multiply,
      dots: this.dots,
      weightedSum: this.weightedSum,
    } = exports);
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  grow(sizeBytes: number): void {
    const pages = Math.ceil((sizeBytes - this.buffer.byteLength) / PAGE_BYTES);
    if (pages > 0) this.#memory.grow(pages);
  }
}

// The part of WebAssembly used here; the types of Node leave it out, and those of the DOM would let in much else.
interface WebAssemblyModule {
  readonly __module: never;
}
interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => WebAssemblyModule;
  Memory: new (options: { initial: number }) => WebAssemblyMemory;
  Instance: new (
    module: WebAssemblyModule,
    imports: { env: { memory: WebAssemblyMemory } },
  ) => { readonly exports: Pick<Kernel, 'quantizeRows' | 'multiply' | 'dots' | 'weightedSum'> };
};
