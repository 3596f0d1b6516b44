import assert from 'node:assert/strict';
import { activationCount, forward, parameterCount, type Mlp } from '../../../src/core/index';
import { backward } from '../../../src/learning/backward';
import { Bernoullis, Categorical, type Distribution } from '../../../src/learning/distribution';
import { initialise } from '../../../src/learning/initialise';
import { createRandom } from '../../../src/learning/random';
import { clippedSurrogate } from '../../../src/learning/surrogate';

const random = createRandom(5);
const noise = (length: number, scale = 1): Float64Array =>
  Float64Array.from({ length }, () => scale * (2 * random() - 1));

/** Central differences of a function of numbers, each of which is put back. */
function slopes(at: Float64Array, value: () => number, step = 1e-5): Float64Array {
  return at.map((_, i) => {
    const kept = at[i]!;
    at[i] = kept + step;
    const above = value();
    at[i] = kept - step;
    const below = value();
    at[i] = kept;
    return (above - below) / (2 * step);
  });
}

function near(actual: Float64Array, expected: Float64Array, tolerance = 1e-7): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries())
    assert.ok(
      Math.abs(value - expected[i]!) <= tolerance * (1 + Math.abs(value)),
      `${i}: ${value}, not ${expected[i]}`,
    );
}

describe('backward', () => {
  for (const sizes of [
    [28, 24, 2],
    [17, 24, 2],
    [36, 32, 1],
    [17, 24, 1],
    [4, 3],
    [5, 7, 6, 3],
  ]) {
    it(`agrees with finite differences for ${sizes.join('-')}`, () => {
      const rows = 3;
      const mlp: Mlp = { sizes, parameters: noise(parameterCount(sizes), 0.5) };
      const input = noise(rows * sizes[0]!);
      const dOutput = noise(rows * sizes.at(-1)!);
      const activations = new Float64Array(activationCount(sizes, rows));
      forward(mlp, input, activations);
      const gradient = new Float64Array(mlp.parameters.length).fill(1);
      backward(mlp, activations, dOutput, gradient);
      const value = (): number => forward(mlp, input).reduce((sum, output, i) => sum + output * dOutput[i]!, 0);
      near(
        gradient,
        slopes(mlp.parameters, value).map((slope) => slope + 1),
      ); // it adds to what was there
    });
  }

  it('refuses what does not belong together', () => {
    const mlp: Mlp = { sizes: [2, 3, 1], parameters: noise(13) };
    const activations = new Float64Array(activationCount(mlp.sizes, 2));
    assert.throws(() => backward(mlp, activations, new Float64Array(3), new Float64Array(13)), RangeError);
    assert.throws(() => backward(mlp, activations, new Float64Array(2), new Float64Array(12)), RangeError);
  });
});

describe('initialise', () => {
  it('begins with outputs of 0, whatever goes in, and with hidden weights within the limit', () => {
    const sizes = [28, 24, 2];
    const parameters = initialise(sizes, createRandom(1));
    assert.deepEqual(forward({ sizes, parameters }, noise(28)), new Float64Array(2));
    const hidden = parameters.subarray(0, 28 * 24);
    const limit = Math.sqrt(6 / 52);
    assert.ok(hidden.every((weight) => Math.abs(weight) <= limit));
    assert.ok(Math.max(...hidden) > 0.95 * limit && Math.min(...hidden) < -0.95 * limit);
    assert.deepEqual(initialise(sizes, createRandom(1)), parameters);
    assert.notDeepEqual(initialise(sizes, createRandom(2)), parameters);
  });
});

describe('the gradient of a distribution', () => {
  /** Looks at each of the three parts by itself, then at all together. */
  function agrees<A>(
    at: Float64Array,
    other: Float64Array,
    make: (logits: Float64Array) => Distribution<A>,
    action: A,
  ) {
    const reference = make(other);
    const components = make(at).logProbs(action).length;
    for (const [weight, entropyWeight, klWeight] of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1.3, 0.4, -0.7],
    ] as const) {
      const weights = noise(components).map((value) => value * weight);
      const value = (): number => {
        const now = make(at);
        const logProb = now.logProbs(action).reduce((sum, each, k) => sum + weights[k]! * each, 0);
        return logProb + entropyWeight * now.entropy() - klWeight * now.kl(reference);
      };
      near(make(at).gradient(action, weights, entropyWeight, klWeight, reference), slopes(at, value));
    }
  }

  it('agrees with finite differences for one choice', () =>
    agrees(noise(12, 2), noise(12, 2), (logits) => new Categorical(logits), 4));

  it('agrees with finite differences where some choices are not allowed, and is 0 for those', () => {
    const at = noise(6, 2);
    const mask = (logits: Float64Array): Float64Array => logits.map((logit, i) => (i % 3 === 1 ? -Infinity : logit));
    agrees(at, noise(6, 2), (logits) => new Categorical(mask(logits)), 3);
    const gradient = new Categorical(mask(at)).gradient(3, Float64Array.of(1), 1, 1, new Categorical(mask(noise(6))));
    assert.deepEqual([gradient[1], gradient[4]], [0, 0]);
  });

  it('agrees with finite differences for keeps', () => {
    const keeps = Array.from({ length: 9 }, (_, i) => i % 2 === 0);
    agrees(noise(9, 3), noise(9, 3), (logits) => new Bernoullis(logits), keeps);
  });

  it('is that of the clipped objective, component by component', () => {
    const at = noise(5, 2);
    const before = new Bernoullis(at.map((logit, i) => logit + [0.01, -0.9, 0.9, 0.1, -0.1][i]!));
    const keeps = [true, true, true, false, false];
    for (const advantage of [2, -1.5]) {
      const value = (): number => {
        const old = before.logProbs(keeps);
        return new Bernoullis(at).logProbs(keeps).reduce((sum, now, k) => {
          const ratio = Math.exp(now - old[k]!);
          return sum + Math.min(ratio * advantage, Math.min(1.2, Math.max(0.8, ratio)) * advantage);
        }, 0);
      };
      const now = new Bernoullis(at);
      const { weights, clipped } = clippedSurrogate(now.logProbs(keeps), before.logProbs(keeps), advantage, 0.2);
      near(now.gradient(keeps, weights, 0, 0), slopes(at, value));
      assert.equal(clipped, [...weights].filter((weight) => weight === 0).length);
      assert.ok(clipped > 0 && clipped < 5);
    }
  });
});
