import assert from 'node:assert/strict';
import { logSoftmax, sigmoid, softmax } from '../../../../src/core/math/softmax';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('softmax', () => {
  it('gives probabilities in proportion to exp', () => {
    const [a, b, c] = softmax(Float64Array.of(0, Math.log(2), Math.log(5)));
    near(a!, 1 / 8);
    near(b!, 2 / 8);
    near(c!, 5 / 8);
  });

  it('stays finite for logits of any size', () => {
    const [a, b, c] = softmax(Float64Array.of(1e4, 1e4, -1e4));
    near(a!, 0.5);
    near(b!, 0.5);
    assert.equal(c, 0);
    near(logSoftmax(Float64Array.of(0, 1000))[0]!, -1000);
  });

  it('gives nothing to what is not allowed', () => {
    const [a, b, c] = softmax(Float64Array.of(3, -Infinity, 3));
    near(a!, 0.5);
    assert.equal(b, 0);
    near(c!, 0.5);
    assert.throws(() => softmax(Float64Array.of(-Infinity, -Infinity)), /No action is allowed/);
    assert.throws(() => softmax(new Float64Array(0)), /No action is allowed/);
  });
});

describe('sigmoid', () => {
  it('is finite and symmetric for any number', () => {
    for (const x of [0, 0.3, 5, 40, 1e3, Infinity]) near(sigmoid(x) + sigmoid(-x), 1);
    near(sigmoid(Math.log(3)), 0.75);
    assert.equal(sigmoid(-1e3), 0);
  });
});
