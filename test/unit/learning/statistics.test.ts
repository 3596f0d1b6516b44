import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bootstrapMean, meanOf, wilson } from '../../../src/learning/statistics';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 0.0005, `${actual} is not ${expected}`);

describe('wilson', () => {
  it('gives the intervals of the textbook', () => {
    // Newcombe 1998, table I, method 3
    const { low, high } = wilson(81, 263);
    near(low, 0.2553);
    near(high, 0.3662);
    near(wilson(0, 20).high, 0.1611);
    near(wilson(1, 29).low, 0.0061);
    near(wilson(1, 29).high, 0.1718);
  });

  it('knows nothing without trials', () => assert.deepEqual(wilson(0, 0), { low: 0, high: 1 }));

  it('stays inside of [0, 1] around the share, alike from both ends', () => {
    const trials = fc
      .integer({ min: 1, max: 500 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(trials, ([hits, of]) => {
        const { low, high } = wilson(hits, of);
        const mirrored = wilson(of - hits, of);
        assert.ok(0 <= low && low <= hits / of + 1e-12 && hits / of - 1e-12 <= high && high <= 1);
        assert.ok(Math.abs(mirrored.low - (1 - high)) < 1e-12);
      }),
    );
  });
});

describe('bootstrapMean', () => {
  it('is the same for the same seed', () => {
    const groups = [
      [1, 0, 1],
      [0, 0],
      [1, 1, 1, 0],
    ];
    assert.deepEqual(bootstrapMean(groups, { seed: 7 }), bootstrapMean(groups, { seed: 7 }));
    assert.notDeepEqual(bootstrapMean(groups, { seed: 7 }), bootstrapMean(groups, { seed: 8 }));
  });

  it('comes near the normal interval for many single values', () => {
    const values = Array.from({ length: 400 }, (_, i) => [i % 4 === 0 ? 1 : 0]);
    const { low, high } = bootstrapMean(values, { seed: 1 });
    const margin = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    assert.ok(Math.abs(low - (0.25 - margin)) < 0.01, `${low}`);
    assert.ok(Math.abs(high - (0.25 + margin)) < 0.01, `${high}`);
  });

  it('is wider where whole groups go alike than where their values are drawn one by one', () => {
    const groups = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, () => i % 2));
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const single = groups.flat().map((value) => [value]);
    assert.ok(width(bootstrapMean(groups, { seed: 1 })) > 2 * width(bootstrapMean(single, { seed: 1 })));
  });

  it('weighs groups by their size', () => {
    const { low, high } = bootstrapMean([[1, 1, 1], [1]], { seed: 1 });
    assert.deepEqual([low, high], [1, 1]);
    assert.throws(() => bootstrapMean([[]], { seed: 1 }), /No values/);
  });
});

describe('meanOf', () => {
  it('is 0 of nothing', () => {
    assert.equal(meanOf([1, 0, 0.5]), 0.5);
    assert.equal(meanOf([]), 0);
  });
});
