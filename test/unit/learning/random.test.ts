import assert from 'node:assert/strict';
import { createRandom, sample } from '../../../src/learning/random';

describe('createRandom', () => {
  it('gives the same numbers for the same seed, on every machine', () => {
    const random = createRandom(42);
    // As the published mulberry32 gives them
    assert.deepEqual([random(), random(), random()], [0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
  });

  it('is spread evenly over [0, 1)', () => {
    const random = createRandom(7);
    const bins = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20_000; i++) bins[Math.floor(random() * 10)]!++;
    for (const count of bins) assert.ok(Math.abs(count - 2000) < 170, bins.join());
  });
});

describe('sample', () => {
  it('draws without repetition, and all there is where more is asked for', () => {
    const drawn = sample([1, 2, 3, 4, 5], 3, createRandom(1));
    assert.equal(new Set(drawn).size, 3);
    assert.deepEqual(sample([1, 2, 3], 9, createRandom(1)).toSorted((a, b) => a - b), [1, 2, 3]); // prettier-ignore
  });
});
