// The inner loops of the embedder and of exact search, in AssemblyScript: TypeScript's syntax, compiled to WebAssembly.
// buildKernel.js compiles this file into simdKernelBytes.ts; kernel.ts says what each function does.
// Places are byte offsets into the imported memory. Lengths are multiples of 8, and nothing is checked here.

/** Four rows of `a` times two columns at once: eight running sums, as many as fit in the registers of a 128-bit machine. */
export function multiply(
  a: usize, aScales: usize, rows: i32, depth: i32, b: usize, bScales: usize, bias: usize, cols: i32, out: usize,
): void {
  const aRow = <usize>depth << 1;
  const bEnd = <usize>depth;
  for (let j = 0; j < cols; j += 2) {
    const b0 = b + <usize>j * bEnd;
    const b1 = b0 + bEnd;
    for (let i = 0; i < rows; i += 4) {
      const a0 = a + <usize>i * aRow;
      const a1 = a0 + aRow;
      const a2 = a1 + aRow;
      const a3 = a2 + aRow;
      let s00 = i32x4.splat(0);
      let s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let k: usize = 0; k < bEnd; k += 8) {
        const w0 = v128.load_ext<i8>(b0 + k);
        const w1 = v128.load_ext<i8>(b1 + k);
        const x0 = v128.load(a0 + (k << 1));
        s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x0, w0));
        s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x0, w1));
        const x1 = v128.load(a1 + (k << 1));
        s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x1, w0));
        s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x1, w1));
        const x2 = v128.load(a2 + (k << 1));
        s20 = i32x4.add(s20, i32x4.dot_i16x8_s(x2, w0));
        s21 = i32x4.add(s21, i32x4.dot_i16x8_s(x2, w1));
        const x3 = v128.load(a3 + (k << 1));
        s30 = i32x4.add(s30, i32x4.dot_i16x8_s(x3, w0));
        s31 = i32x4.add(s31, i32x4.dot_i16x8_s(x3, w1));
      }
      const column = <usize>j << 2;
      const row = out + ((<usize>i * <usize>cols) << 2) + column;
      const next = <usize>cols << 2;
      const scale = aScales + (<usize>i << 2);
      storePair(row, s00, s01, load<f32>(scale), bScales + column, bias + column);
      storePair(row + next, s10, s11, load<f32>(scale, 4), bScales + column, bias + column);
      storePair(row + 2 * next, s20, s21, load<f32>(scale, 8), bScales + column, bias + column);
      storePair(row + 3 * next, s30, s31, load<f32>(scale, 12), bScales + column, bias + column);
    }
  }
}

// @ts-ignore: decorator
@inline
function storePair(out: usize, s0: v128, s1: v128, scale: f32, bScales: usize, bias: usize): void {
  store<f32>(out, <f32>sumOfInts(s0) * (scale * load<f32>(bScales)) + load<f32>(bias));
  store<f32>(out, <f32>sumOfInts(s1) * (scale * load<f32>(bScales, 4)) + load<f32>(bias, 4), 4);
}

// @ts-ignore: decorator
@inline
function sumOfInts(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

export function quantizeRows(x: usize, rows: i32, depth: i32, limit: f32, out: usize, scales: usize): void {
  const bytes = <usize>depth << 2;
  for (let i = 0; i < rows; i++) {
    let largest = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(x + k)));
    const max = Mathf.max(
      Mathf.max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      Mathf.max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    );
    store<f32>(scales + (<usize>i << 2), max / limit);
    const factor = f32x4.splat(max > 0 ? limit / max : 0);
    for (let k: usize = 0; k < bytes; k += 32) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + k), factor)));
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + k, 16), factor)));
      v128.store(out + (k >> 1), i16x8.narrow_i32x4_s(low, high));
    }
    x += bytes;
    out += bytes >> 1;
  }
}

export function dots(query: usize, rows: usize, count: i32, dimension: i32, stride: i32, out: usize): void {
  const bytes = <usize>dimension << 2;
  for (let i = 0; i < count; i++) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    for (let k: usize = 0; k < bytes; k += 32) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(query + k), v128.load(rows + k)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(query + k, 16), v128.load(rows + k, 16)));
    }
    const s = f32x4.add(s0, s1);
    store<f32>(
      out + (<usize>i << 2),
      f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3),
    );
    rows += <usize>stride << 2;
  }
}

export function weightedSum(weights: usize, rows: usize, count: i32, dimension: i32, stride: i32, out: usize): void {
  const bytes = <usize>dimension << 2;
  memory.fill(out, 0, bytes);
  for (let i = 0; i < count; i++) {
    const weight = v128.load_splat<f32>(weights + (<usize>i << 2));
    for (let k: usize = 0; k < bytes; k += 16) {
      v128.store(out + k, f32x4.add(v128.load(out + k), f32x4.mul(weight, v128.load(rows + k))));
    }
    rows += <usize>stride << 2;
  }
}
