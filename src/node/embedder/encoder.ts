import { ACTIVATION_LIMIT, ROW_BLOCK, createKernel, type Kernel } from './kernel';
import type { Tensors } from './modelFiles';

/** Tokens the model reads; the rest of a text is cut off. */
export const MAX_TOKENS = 128;

const EMBEDDING = 256;
const WIDTH = 512;
const WIDEST = 1536;
const HEADS = 4;
/** Added to the variance in layer normalisation; a constant of the trained graph. */
const EPSILON = 1e-6;

/** A dense layer: i8 [cols, depth] with a scale per column, and a bias. Places are byte offsets in the kernel's memory. */
interface Dense {
  readonly weights: number;
  readonly scale: number;
  readonly bias: number;
  readonly depth: number;
  readonly cols: number;
}

/**
 * Universal Sentence Encoder lite: two transformer layers over token embeddings, their mean, a dense layer with tanh.
 * Pre-norm layers as in Vaswani et al. 2017; the first goes from 256 to 512 numbers per token.
 * Weights and buffers live in one block of memory, laid out once; a call allocates only its result.
 */
export class Encoder {
  readonly #kernel: Kernel;
  readonly #tensors: Tensors;
  readonly #floats: Float32Array;
  readonly #bytes: Int8Array;
  readonly #dense = new Map<string, Dense>();
  /** Byte offsets of the buffers: [MAX_TOKENS, n] floats, except `integers` (i16) and the two short ones. */
  readonly #stream: number;
  readonly #normed: number;
  readonly #wide: number;
  readonly #update: number;
  readonly #integers: number;
  readonly #scales: number;
  readonly #scores: number;

  constructor(weights: Uint8Array, tensors: Tensors, newKernel: (sizeBytes: number) => Kernel = createKernel) {
    let size = Math.ceil(weights.length / 16) * 16;
    const reserve = (bytes: number): number => (size += bytes) - bytes;
    this.#stream = reserve(MAX_TOKENS * WIDTH * 4);
    this.#normed = reserve(MAX_TOKENS * WIDTH * 4);
    this.#wide = reserve(MAX_TOKENS * WIDEST * 4);
    this.#update = reserve(MAX_TOKENS * WIDTH * 4);
    this.#integers = reserve(MAX_TOKENS * WIDEST * 2);
    this.#scales = reserve(MAX_TOKENS * 4);
    this.#scores = reserve(MAX_TOKENS * 4);
    this.#tensors = tensors;
    this.#kernel = newKernel(size);
    this.#floats = new Float32Array(this.#kernel.buffer);
    this.#bytes = new Int8Array(this.#kernel.buffer);
    this.#bytes.set(weights);
  }

  /** @returns the unit vector [512] of at least one token. */
  encode(ids: readonly number[]): Float32Array {
    const rows = Math.min(ids.length, MAX_TOKENS);
    this.#embed(ids, rows);
    this.#attend('0', rows, EMBEDDING);
    this.#multiply('0/residual', this.#stream, rows, this.#normed);
    this.#copy(this.#normed, this.#stream, rows * WIDTH);
    this.#add(rows);
    this.#feedForward('0', rows);
    this.#attend('1', rows, WIDTH);
    this.#add(rows);
    this.#feedForward('1', rows);
    return this.#pool(rows);
  }

  /** stream = 2 * embedding + sines and cosines of the position. */
  #embed(ids: readonly number[], rows: number): void {
    const table = this.#place('embeddings');
    const scales = this.#place('embeddings/scale') / 4;
    const timescales = this.#view(this.#place('timescales'), EMBEDDING / 2);
    for (let i = 0; i < rows; i++) {
      const id = ids[i] ?? 0;
      const row = this.#bytes.subarray(table + id * EMBEDDING, table + (id + 1) * EMBEDDING);
      const scale = 2 * (this.#floats[scales + id] ?? 0);
      const out = this.#view(this.#stream + i * EMBEDDING * 4, EMBEDDING);
      for (let k = 0; k < EMBEDDING; k++) out[k] = scale * (row[k] ?? 0);
      timescales.forEach((timescale, k) => {
        out[k] = (out[k] ?? 0) + Math.sin(i * timescale);
        out[k + EMBEDDING / 2] = (out[k + EMBEDDING / 2] ?? 0) + Math.cos(i * timescale);
      });
    }
  }

  /** update = self-attention of the normalised stream [rows, width]. */
  #attend(layer: string, rows: number, width: number): void {
    this.#normalize(`${layer}/attention/norm`, rows, width);
    this.#multiply(`${layer}/attention/qkv`, this.#normed, rows, this.#wide);
    const head = width / HEADS;
    const stride = 3 * width;
    const scores = this.#view(this.#scores, rows);
    for (let h = 0; h < HEADS; h++) {
      const queries = this.#wide + h * head * 4;
      const keys = queries + width * 4;
      const values = keys + width * 4;
      for (let i = 0; i < rows; i++) {
        this.#kernel.dots(queries + i * stride * 4, keys, rows, head, stride, this.#scores);
        softmax(scores, 1 / Math.sqrt(head));
        const out = this.#normed + (i * width + h * head) * 4;
        this.#kernel.weightedSum(this.#scores, values, rows, head, stride, out);
      }
    }
    this.#multiply(`${layer}/attention/output`, this.#normed, rows, this.#update);
  }

  /** stream += two dense layers with a ReLU between, of the normalised stream. */
  #feedForward(layer: string, rows: number): void {
    this.#normalize(`${layer}/feedForward/norm`, rows, WIDTH);
    this.#multiply(`${layer}/feedForward/in`, this.#normed, rows, this.#wide);
    const hidden = this.#view(this.#wide, rows * WIDEST);
    for (let k = 0; k < hidden.length; k++) if ((hidden[k] ?? 0) < 0) hidden[k] = 0;
    this.#multiply(`${layer}/feedForward/out`, this.#wide, rows, this.#update);
    this.#add(rows);
  }

  #pool(rows: number): Float32Array {
    this.#view(this.#scores, rows).fill(1 / rows);
    this.#kernel.weightedSum(this.#scores, this.#stream, rows, WIDTH, WIDTH, this.#normed);
    this.#multiply('pooled', this.#normed, 1, this.#update);
    const vector = this.#view(this.#update, WIDTH).map(Math.tanh);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / length);
  }

  /** normed = layer normalisation of the stream. */
  #normalize(name: string, rows: number, width: number): void {
    const gains = this.#view(this.#place(name), 2 * width);
    for (let i = 0; i < rows; i++) {
      const row = this.#view(this.#stream + i * width * 4, width);
      const out = this.#view(this.#normed + i * width * 4, width);
      let sum = 0;
      for (let k = 0; k < width; k++) sum += row[k] ?? 0;
      const mean = sum / width;
      let squares = 0;
      for (let k = 0; k < width; k++) squares += ((row[k] ?? 0) - mean) ** 2;
      const scale = 1 / Math.sqrt(squares / width + EPSILON);
      for (let k = 0; k < width; k++)
        out[k] = ((row[k] ?? 0) - mean) * scale * (gains[k] ?? 0) + (gains[width + k] ?? 0);
    }
  }

  /** out [rows, cols] = dense layer of x [rows, depth]. */
  #multiply(name: string, x: number, rows: number, out: number): void {
    const { weights, scale, bias, depth, cols } = this.#denseAt(name);
    this.#kernel.quantizeRows(x, rows, depth, ACTIVATION_LIMIT, this.#integers, this.#scales);
    const blocks = Math.ceil(rows / ROW_BLOCK) * ROW_BLOCK;
    this.#kernel.multiply(this.#integers, this.#scales, blocks, depth, weights, scale, bias, cols, out);
  }

  /** stream += update */
  #add(rows: number): void {
    const stream = this.#view(this.#stream, rows * WIDTH);
    const update = this.#view(this.#update, rows * WIDTH);
    for (let k = 0; k < stream.length; k++) stream[k] = (stream[k] ?? 0) + (update[k] ?? 0);
  }

  #copy(from: number, to: number, count: number): void {
    this.#floats.copyWithin(to / 4, from / 4, from / 4 + count);
  }

  #view(place: number, length: number): Float32Array {
    return this.#floats.subarray(place / 4, place / 4 + length);
  }

  #denseAt(name: string): Dense {
    let dense = this.#dense.get(name);
    if (!dense) {
      const cols = this.#tensor(`${name}/bias`).bytes / 4;
      const depth = this.#tensor(name).bytes / cols;
      const [weights, scale, bias] = [this.#place(name), this.#place(`${name}/scale`), this.#place(`${name}/bias`)];
      this.#dense.set(name, (dense = { weights, scale, bias, depth, cols }));
    }
    return dense;
  }

  #place(name: string): number {
    return this.#tensor(name).offset;
  }

  #tensor(name: string): { readonly offset: number; readonly bytes: number } {
    const tensor = this.#tensors[name];
    if (!tensor) throw new Error(`The model has no tensor ${name}.`);
    return tensor;
  }
}

/** In place: probabilities of scaled scores. Subtracting the maximum keeps exp() finite. */
function softmax(scores: Float32Array, scale: number): void {
  let max = -Infinity;
  for (let k = 0; k < scores.length; k++) max = Math.max(max, scores[k] ?? 0);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(((scores[k] ?? 0) - max) * scale);
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum;
}
