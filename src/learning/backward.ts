import { activationCount, type Mlp } from '../core/index';

/**
 * Adds the gradient of what `forward` computed, by reverse-mode differentiation.
 * @param activations as `forward` filled them
 * @param dOutput [rows × outputs] gradient by the outputs
 * @param gradient [parameters]
 */
export function backward(
  { sizes, parameters }: Mlp,
  activations: Float64Array,
  dOutput: Float64Array,
  gradient: Float64Array,
): void {
  const rows = dOutput.length / sizes.at(-1)!;
  if (!Number.isInteger(rows) || activations.length !== activationCount(sizes, rows))
    throw new RangeError(`${activations.length} activations do not belong to ${dOutput.length} outputs`);
  if (gradient.length !== parameters.length)
    throw new RangeError(`A gradient of ${gradient.length} for ${parameters.length} parameters`);
  let deltas = dOutput; // gradient by the sums of the layer, before tanh
  let offset = parameters.length;
  let kept = activations.length - dOutput.length;
  for (let layer = sizes.length - 1; layer > 0; layer--) {
    const ins = sizes[layer - 1]!;
    const outs = sizes[layer]!;
    offset -= outs * (ins + 1);
    kept -= rows * ins;
    const biases = offset + outs * ins;
    for (let out = 0; out < outs; out++) {
      for (let row = 0; row < rows; row++) gradient[biases + out]! += deltas[row * outs + out]!;
      addOuter(gradient, offset + out * ins, activations, kept, ins, deltas, out, outs, rows);
    }
    const below = new Float64Array(layer > 1 ? rows * ins : 0);
    for (let at = 0; at < below.length; at += ins) {
      for (let out = 0; out < outs; out++) {
        const delta = deltas[(at / ins) * outs + out]!;
        const weights = offset + out * ins;
        for (let i = 0; i < ins; i++) below[at + i]! += delta * parameters[weights + i]!;
      }
    }
    for (let i = 0; i < below.length; i++) below[i]! *= 1 - activations[kept + i]! ** 2; // tanh' = 1 - tanh²
    deltas = below;
  }
}

/** Adds the slopes of the weights of one output: over all rows, input times delta. Four inputs at a time stay in registers meanwhile. */
function addOuter(
  gradient: Float64Array,
  weights: number,
  activations: Float64Array,
  kept: number,
  ins: number,
  deltas: Float64Array,
  out: number,
  outs: number,
  rows: number,
): void {
  let i = 0;
  for (; i + 3 < ins; i += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const delta = deltas[row * outs + out]!;
      const input = kept + row * ins + i;
      a += delta * activations[input]!;
      b += delta * activations[input + 1]!;
      c += delta * activations[input + 2]!;
      d += delta * activations[input + 3]!;
    }
    gradient[weights + i]! += a;
    gradient[weights + i + 1]! += b;
    gradient[weights + i + 2]! += c;
    gradient[weights + i + 3]! += d;
  }
  for (; i < ins; i++)
    for (let row = 0; row < rows; row++)
      gradient[weights + i]! += deltas[row * outs + out]! * activations[kept + row * ins + i]!;
}
