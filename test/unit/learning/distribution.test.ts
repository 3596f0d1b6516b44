import assert from 'node:assert/strict';
import { Bernoullis, Categorical } from '../../../src/learning/distribution';
import { createRandom } from '../../../src/learning/random';

const near = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('Categorical', () => {
  const odds = new Categorical(Float64Array.of(Math.log(1), Math.log(2), -Infinity, Math.log(5)));

  it('draws as often as is probable, and never what is not allowed', () => {
    const random = createRandom(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[odds.sample(random)]!++;
    assert.equal(counts[2], 0);
    for (const [action, share] of [1 / 8, 2 / 8, 0, 5 / 8].entries()) near(counts[action]! / 20_000, share, 0.012);
    assert.equal(odds.mode(), 3);
  });

  it('never draws what is not allowed, even where rounding leaves something over', () => {
    const last = new Categorical(Float64Array.of(-Infinity, 0, -Infinity));
    for (const drawn of [0, 0.5, 1 - 2 ** -53, 1])
      assert.equal(
        last.sample(() => drawn),
        1,
      );
  });

  it('knows entropy and divergence in nats', () => {
    const even = new Categorical(Float64Array.of(7, 7, 7, 7));
    near(even.entropy(), Math.log(4));
    near(even.kl(even), 0);
    const skewed = new Categorical(Float64Array.of(0, Math.log(3)));
    near(skewed.kl(new Categorical(Float64Array.of(0, 0))), 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
    near(odds.kl(odds), 0);
  });

  it('refuses what cannot be', () => {
    assert.throws(() => new Categorical(Float64Array.of(-Infinity)), /No action is allowed/);
    assert.throws(() => odds.logProbs(2), /not allowed/);
    assert.throws(() => odds.logProbs(4), /not allowed/);
    assert.throws(() => odds.kl(new Categorical(Float64Array.of(0))), /1 actions instead of 4/);
  });
});

describe('Bernoullis', () => {
  const logit = (p: number): number => Math.log(p / (1 - p));

  it('keeps each by itself as often as is probable', () => {
    const random = createRandom(3);
    const keeps = new Bernoullis(Float64Array.of(logit(0.9), logit(0.2), 40, -40));
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) for (const [k, kept] of keeps.sample(random).entries()) if (kept) counts[k]!++;
    near(counts[0]! / 20_000, 0.9, 0.012);
    near(counts[1]! / 20_000, 0.2, 0.012);
    assert.deepEqual(counts.slice(2), [20_000, 0]);
    assert.deepEqual(keeps.mode(), [true, false, true, false]);
  });

  it('gives each its log-probability, finite however sure it is', () => {
    const keeps = new Bernoullis(Float64Array.of(logit(0.9), 800, -800));
    const [first, surely, hardly] = keeps.logProbs([true, true, true]);
    near(first!, Math.log(0.9));
    near(surely!, 0);
    near(hardly!, -800);
    near(keeps.logProbs([false, true, false])[0]!, Math.log(0.1));
  });

  it('knows entropy and divergence in nats, of all together', () => {
    const keeps = new Bernoullis(Float64Array.of(0, 0, 800));
    near(keeps.entropy(), 2 * Math.log(2));
    const other = new Bernoullis(Float64Array.of(logit(0.25), 0, 800));
    near(keeps.kl(other), 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75));
    near(keeps.kl(keeps), 0);
  });

  it('does not change when the array it was made from does', () => {
    const logits = Float64Array.of(1);
    const keeps = new Bernoullis(logits);
    logits[0] = -1;
    assert.deepEqual(keeps.mode(), [true]);
  });

  it('refuses another number of candidates', () => {
    const keeps = new Bernoullis(Float64Array.of(0, 0));
    assert.throws(() => keeps.logProbs([true]), /1 candidates instead of 2/);
    assert.throws(() => keeps.kl(new Bernoullis(Float64Array.of(0))), /1 candidates/);
    assert.throws(() => keeps.gradient([true, true], Float64Array.of(1), 0, 0), /1 candidates/);
  });
});
