import { parameterCount } from '../core/index';

/**
 * Parameters of a network that has learned nothing: hidden weights uniform within ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010,
 * formula 16), biases and the whole last layer 0, so that every output is 0.
 * @returns [parameters], as `Mlp` orders them
 */
export function initialise(sizes: readonly number[], random: () => number): Float64Array {
  const parameters = new Float64Array(parameterCount(sizes));
  let offset = 0;
  for (let layer = 1; layer < sizes.length - 1; layer++) {
    const ins = sizes[layer - 1]!;
    const outs = sizes[layer]!;
    const limit = Math.sqrt(6 / (ins + outs));
    for (let i = 0; i < outs * ins; i++) parameters[offset + i] = limit * (2 * random() - 1);
    offset += outs * (ins + 1);
  }
  return parameters;
}
