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
    const below = new Float64Array(layer > 1 ? rows * ins : 0);
    for (let row = 0; row < rows; row++) {
      const inputs = kept + row * ins;
      for (let out = 0; out < outs; out++) {
        const delta = deltas[row * outs + out]!;
        if (delta === 0) continue;
        const weights = offset + out * ins;
        gradient[biases + out]! += delta;
        for (let i = 0; i < ins; i++) gradient[weights + i]! += delta * activations[inputs + i]!;
        if (layer > 1) for (let i = 0; i < ins; i++) below[row * ins + i]! += delta * parameters[weights + i]!;
      }
    }
    for (let i = 0; i < below.length; i++) below[i]! *= 1 - activations[kept + i]! ** 2; // tanh' = 1 - tanh²
    deltas = below;
  }
}
