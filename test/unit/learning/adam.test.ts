import assert from 'node:assert/strict';
import { Adam } from '../../../src/learning/adam';

describe('Adam', () => {
  it('first moves each parameter by the learning rate, uphill', () => {
    const parameters = Float64Array.of(1, 1, 1);
    new Adam(3, 100).ascend(parameters, Float64Array.of(0.001, -20, 0), 0.1);
    for (const [i, expected] of [1.1, 0.9, 1].entries()) assert.ok(Math.abs(parameters[i]! - expected) < 1e-5);
  });

  it('follows recorded steps', () => {
    // Worked out by hand from algorithm 1: gradients 1 and then -0.5
    const parameters = Float64Array.of(0);
    const adam = new Adam(1, 100);
    adam.ascend(parameters, Float64Array.of(1), 0.1);
    adam.ascend(parameters, Float64Array.of(-0.5), 0.1);
    const mean = (0.9 * 0.1 - 0.1 * 0.5) / (1 - 0.9 ** 2);
    const square = (0.999 * 0.001 + 0.001 * 0.25) / (1 - 0.999 ** 2);
    assert.ok(Math.abs(parameters[0]! - (0.1 + (0.1 * mean) / Math.sqrt(square))) < 1e-8);
  });

  it('finds the top of a hill', () => {
    const parameters = Float64Array.of(5, -3);
    const adam = new Adam(2, 1);
    for (let i = 0; i < 1000; i++) adam.ascend(parameters, parameters.map((value, k) => k + 1 - value), 0.02); // prettier-ignore
    assert.ok(Math.abs(parameters[0]! - 1) < 0.01 && Math.abs(parameters[1]! - 2) < 0.01, parameters.join());
  });

  it('shortens a gradient that is too long, so that it counts no more than others', () => {
    const after = (first: Float64Array, maxNorm: number): number => {
      const parameters = Float64Array.of(0, 0);
      const adam = new Adam(2, maxNorm);
      for (const gradient of [first, Float64Array.of(-0.6, -0.8)]) adam.ascend(parameters, gradient, 0.1);
      return parameters[0]!;
    };
    const [long, unit] = [Float64Array.of(600, 800), Float64Array.of(0.6, 0.8)];
    assert.ok(Math.abs(after(long, 1) - after(unit, 1)) < 1e-9);
    assert.ok(Math.abs(after(long, 1e6) - after(unit, 1e6)) > 0.01);
  });

  it('refuses a gradient that is not finite, and leaves the parameters as they were', () => {
    const parameters = Float64Array.of(1, 2);
    for (const bad of [NaN, Infinity])
      assert.throws(() => new Adam(2, 1).ascend(parameters, Float64Array.of(1, bad), 0.1), /not finite/);
    assert.deepEqual(parameters, Float64Array.of(1, 2));
    assert.throws(() => new Adam(2, 1).ascend(parameters, Float64Array.of(1), 0.1), RangeError);
  });
});
