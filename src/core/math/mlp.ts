/** A multilayer perceptron: tanh in the hidden layers, linear output. */
export interface Mlp {
  /** Numbers per layer: inputs, hidden ..., outputs. */
  readonly sizes: readonly number[];
  /** Layer by layer: weights [out × in] row-major, then biases [out]. May be a view into a longer array. */
  readonly parameters: Float64Array;
}

export function parameterCount(sizes: readonly number[]): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++) count += sizes[layer]! * (sizes[layer - 1]! + 1);
  return count;
}

/** @returns how many numbers `forward` keeps of so many rows */
export function activationCount(sizes: readonly number[], rows: number): number {
  return rows * sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Any number of rows goes through the same network at once.
 * @param input [rows × inputs]
 * @param activations [activationCount] is filled for `backward`: layer by layer [rows × size], the input first
 * @returns [rows × outputs]
 */
export function forward(mlp: Mlp, input: Float64Array, activations?: Float64Array): Float64Array {
  const { sizes, parameters } = mlp;
  const rows = rowsOf(mlp, input);
  if (activations && activations.length !== activationCount(sizes, rows))
    throw new RangeError(`${activations.length} activations instead of ${activationCount(sizes, rows)}`);
  activations?.set(input);
  let values = input;
  let offset = 0;
  let kept = input.length;
  for (let layer = 1; layer < sizes.length; layer++) {
    const ins = sizes[layer - 1]!;
    const outs = sizes[layer]!;
    const next = new Float64Array(rows * outs);
    const biases = offset + outs * ins;
    const isHidden = layer < sizes.length - 1;
    for (let row = 0; row < rows; row++) {
      addProducts(parameters, offset, values, row * ins, ins, next, row * outs, outs);
      for (let out = row * outs; out < (row + 1) * outs; out++) {
        const sum = next[out]! + parameters[biases + out - row * outs]!;
        next[out] = isHidden ? Math.tanh(sum) : sum;
      }
    }
    activations?.set(next, kept);
    kept += next.length;
    offset = biases + outs;
    values = next;
  }
  return values;
}

/** Sums of weights times inputs of one row. Four outputs at a time, for then no addition waits for the one before it: twice as fast. */
function addProducts(
  parameters: Float64Array,
  weights: number,
  inputs: Float64Array,
  input: number,
  ins: number,
  outputs: Float64Array,
  output: number,
  outs: number,
): void {
  let out = 0;
  for (; out + 3 < outs; out += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    const w = weights + out * ins;
    for (let i = 0; i < ins; i++) {
      const x = inputs[input + i]!;
      a += parameters[w + i]! * x;
      b += parameters[w + ins + i]! * x;
      c += parameters[w + 2 * ins + i]! * x;
      d += parameters[w + 3 * ins + i]! * x;
    }
    outputs[output + out] = a;
    outputs[output + out + 1] = b;
    outputs[output + out + 2] = c;
    outputs[output + out + 3] = d;
  }
  for (; out < outs; out++) {
    let sum = 0;
    for (let i = 0; i < ins; i++) sum += parameters[weights + out * ins + i]! * inputs[input + i]!;
    outputs[output + out] = sum;
  }
}

/** @returns the number of rows in `input` */
function rowsOf({ sizes, parameters }: Mlp, input: Float64Array): number {
  if (sizes.length < 2) throw new RangeError('A network has at least inputs and outputs');
  if (parameters.length !== parameterCount(sizes))
    throw new RangeError(`${parameters.length} parameters instead of ${parameterCount(sizes)} for ${sizes.join('-')}`);
  const rows = input.length / sizes[0]!;
  if (!Number.isInteger(rows)) throw new RangeError(`${input.length} inputs are no rows of ${sizes[0]}`);
  return rows;
}
