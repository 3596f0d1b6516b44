import assert from 'node:assert/strict';
import { activationCount, forward, parameterCount } from '../../../../src/core/math/mlp';

const near = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i]! - value) < 1e-12, `${i}: ${actual[i]} is not ${value}`);
};

describe('forward', () => {
  // Weights [out × in] row by row, then biases
  const sizes = [2, 3, 1];
  const parameters = Float64Array.of(1, 2, -1, 0.5, 0, 3, 0.1, -0.2, 0.3, 2, -1, 0.5, 4);
  const byHand = (x: number, y: number): number =>
    2 * Math.tanh(x + 2 * y + 0.1) - Math.tanh(-x + 0.5 * y - 0.2) + 0.5 * Math.tanh(3 * y + 0.3) + 4;

  it('goes through tanh and ends linear', () =>
    near(forward({ sizes, parameters }, Float64Array.of(0.3, -0.7)), [byHand(0.3, -0.7)]));

  it('takes any number of rows, none too', () => {
    const output = forward({ sizes, parameters }, Float64Array.of(0.3, -0.7, 0, 0, 5, 1));
    near(output, [byHand(0.3, -0.7), byHand(0, 0), byHand(5, 1)]);
    near(forward({ sizes, parameters }, new Float64Array(0)), []);
  });

  it('is linear without hidden layers', () =>
    near(forward({ sizes: [2, 2], parameters: Float64Array.of(1, 2, 3, 4, 10, 20) }, Float64Array.of(1, -1)), [9, 19]));

  it('keeps every layer, the input first', () => {
    const input = Float64Array.of(0.3, -0.7, 0, 0);
    const activations = new Float64Array(activationCount(sizes, 2));
    const output = forward({ sizes, parameters }, input, activations);
    near(activations.subarray(0, 4), [...input]);
    near(activations.subarray(4, 10), [
      ...[Math.tanh(-1), Math.tanh(-0.85), Math.tanh(-1.8)],
      ...[Math.tanh(0.1), Math.tanh(-0.2), Math.tanh(0.3)],
    ]);
    near(activations.subarray(10), [...output]);
  });

  it('reads parameters out of a longer array', () => {
    const all = Float64Array.of(7, ...parameters, 7);
    near(forward({ sizes, parameters: all.subarray(1, 14) }, Float64Array.of(1, 1)), [byHand(1, 1)]);
  });

  it('agrees with the plain sums for layers of any size', () => {
    for (const wide of [
      [5, 9, 6, 3],
      [28, 24, 2],
      [1, 4, 8, 1],
      [7, 5],
    ]) {
      const numbers = Float64Array.from({ length: parameterCount(wide) }, (_, i) => Math.sin(i * 1.7));
      const input = Float64Array.from({ length: wide[0]! }, (_, i) => Math.cos(i * 2.3));
      let values = [...input];
      let offset = 0;
      for (const [layer, outs] of wide.slice(1).entries()) {
        const ins = values.length;
        const sums = Array.from({ length: outs }, (_, out) =>
          values.reduce(
            (sum, value, i) => sum + numbers[offset + out * ins + i]! * value,
            numbers[offset + outs * ins + out]!,
          ),
        );
        offset += outs * (ins + 1);
        values = layer < wide.length - 2 ? sums.map(Math.tanh) : sums;
      }
      near(forward({ sizes: wide, parameters: numbers }, input), values);
    }
  });

  it('refuses shapes that do not fit', () => {
    assert.equal(parameterCount(sizes), 13);
    assert.equal(parameterCount([28, 24, 2]), 746);
    assert.throws(() => forward({ sizes, parameters }, new Float64Array(3)), /3 inputs are no rows of 2/);
    assert.throws(() => forward({ sizes, parameters: parameters.subarray(1) }, new Float64Array(2)), /12 parameters/);
    assert.throws(() => forward({ sizes, parameters }, new Float64Array(2), new Float64Array(5)), /5 activations/);
    assert.throws(() => forward({ sizes: [2], parameters: new Float64Array(0) }, new Float64Array(2)), RangeError);
  });
});
