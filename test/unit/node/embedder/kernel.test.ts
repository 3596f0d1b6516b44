import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Encoder } from '../../../../src/node/embedder/encoder';
import { ACTIVATION_LIMIT, createKernel, type Kernel } from '../../../../src/node/embedder/kernel';
import type { Tensors } from '../../../../src/node/embedder/modelFiles';
import { PlainKernel } from '../../../../src/node/embedder/plainKernel';
import { modelDir } from './model';

describe('The SIMD kernel', () => {
  it('is what its source compiles to', async function () {
    this.timeout(30_000);
    const script = join(__dirname, '../../../../src/node/embedder/buildKernel.js');
    await promisify(execFile)(process.execPath, [script, '--check']);
  });

  it('is used on this machine', () => {
    assert.ok(!(createKernel(16) instanceof PlainKernel));
  });

  it('multiplies as the plain kernel does, at the largest values too', () => {
    const [rows, depth, cols] = [8, 1536, 6];
    check((kernel, memory) => {
      const a = memory.shorts(rows * depth, (i) => (i < depth ? ACTIVATION_LIMIT : ((i * 7919) % 16_383) - 8191));
      const b = memory.bytes(cols * depth, (i) => (i < depth ? 127 : ((i * 31) % 255) - 127));
      const [aScales, bScales] = [
        memory.floats(rows, (i) => 0.1 * (i + 1)),
        memory.floats(cols, (i) => 0.01 * (i + 1)),
      ];
      const [bias, out] = [memory.floats(cols, (i) => i - 2), memory.floats(rows * cols)];
      kernel.multiply(a, aScales, rows, depth, b, bScales, bias, cols, out);
      return memory.read(out, rows * cols);
    });
  });

  it('rounds rows to integers, the largest to the limit', () => {
    check((kernel, memory) => {
      const x = memory.floats(2 * 16, (i) => (i % 16 === 3 ? -4.5 * (1 + i) : Math.sin(i)));
      const [integers, scales] = [memory.shorts(2 * 16), memory.floats(2)];
      kernel.quantizeRows(x, 2, 16, 100, integers, scales);
      const rounded = new Int16Array(kernel.buffer, integers, 2 * 16);
      assert.deepEqual([rounded[3], rounded[19]], [-100, -100]);
      return Float32Array.from([...rounded, ...memory.read(scales, 2)]);
    });
  });

  it('rounds a row of zeros to zeros', () => {
    check((kernel, memory) => {
      const [x, out, scales] = [memory.floats(16), memory.shorts(16, () => 1), memory.floats(1, () => 1)];
      kernel.quantizeRows(x, 1, 16, ACTIVATION_LIMIT, out, scales);
      assert.deepEqual(new Int16Array(kernel.buffer, out, 16), new Int16Array(16));
      return memory.read(scales, 1);
    });
  });

  it('takes dot products and weighted sums of rows that lie apart', () => {
    check((kernel, memory) => {
      const [query, rows] = [memory.floats(16, Math.cos), memory.floats(5 * 40, Math.sin)];
      const [scores, sum] = [memory.floats(5), memory.floats(16)];
      kernel.dots(query, rows, 5, 16, 40, scores);
      kernel.weightedSum(scores, rows, 5, 16, 40, sum);
      return Float32Array.from([...memory.read(scores, 5), ...memory.read(sum, 16)]);
    });
  });

  it('keeps its memory when it grows', () => {
    check((kernel, memory) => {
      const place = memory.floats(8, (i) => i);
      kernel.grow(kernel.buffer.byteLength + 100_000);
      return new Float32Array(kernel.buffer.slice(place, place + 32));
    });
  });

  it('encodes as the plain kernel does', async function () {
    this.timeout(20_000);
    const weights = await readFile(join(modelDir, 'weights.bin'));
    const tensors = JSON.parse(await readFile(join(modelDir, 'tensors.json'), 'utf8')) as Tensors;
    const ids = [9, 200, 4000, 7999, 17, 0, 31];
    const plain = new Encoder(weights, tensors, (sizeBytes) => new PlainKernel(sizeBytes)).encode(ids);
    new Encoder(weights, tensors)
      .encode(ids)
      .forEach((value, k) => assert.ok(Math.abs(value - (plain[k] ?? 0)) < 1e-3));
  });
});

/** Runs the same work on both kernels and compares what they give. */
function check(work: (kernel: Kernel, memory: Memory) => Float32Array): void {
  const [simd, plain] = [createKernel(1_000_000), new PlainKernel(1_000_000)].map((kernel) =>
    work(kernel, new Memory(kernel)),
  );
  assert.ok(simd && plain && simd.length === plain.length);
  plain.forEach((value, i) => {
    const distance = Math.abs((simd[i] ?? NaN) - value);
    assert.ok(distance <= 1e-5 * Math.max(1, Math.abs(value)), `${simd[i]} is not ${value} at ${i}`);
  });
}

/** Lays arrays out in a kernel's memory, one after another. */
class Memory {
  #next = 0;
  constructor(readonly kernel: Kernel) {}

  floats(length: number, value: (i: number) => number = () => 0): number {
    const place = this.#reserve(length * 4);
    new Float32Array(this.kernel.buffer, place, length).forEach((_, i, floats) => (floats[i] = value(i)));
    return place;
  }

  shorts(length: number, value: (i: number) => number = () => 0): number {
    const place = this.#reserve(length * 2);
    new Int16Array(this.kernel.buffer, place, length).forEach((_, i, shorts) => (shorts[i] = value(i)));
    return place;
  }

  bytes(length: number, value: (i: number) => number): number {
    const place = this.#reserve(length);
    new Int8Array(this.kernel.buffer, place, length).forEach((_, i, bytes) => (bytes[i] = value(i)));
    return place;
  }

  read(place: number, length: number): Float32Array {
    return new Float32Array(this.kernel.buffer, place, length).slice();
  }

  #reserve(bytes: number): number {
    const place = this.#next;
    this.#next += Math.ceil(bytes / 16) * 16;
    return place;
  }
}
