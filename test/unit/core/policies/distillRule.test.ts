import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DistillCandidate } from '../../../../src/core/index';
import { distillRule, distillRuleFrom, fitOf } from '../../../../src/core/policies/distillRule';
import { someCandidate } from '../../../support/someCandidates';

describe('distillRule', () => {
  const check = (candidates: readonly Partial<DistillCandidate>[], expected: readonly number[]) =>
    assert.deepEqual(
      distillRule.keep(
        'question',
        candidates.map((given) => someCandidate(given)),
      ),
      expected,
    );

  it('keeps nothing where nothing speaks of the question', () => {
    check([], []);
    check([{ coverage: 0.4, score: 1 }, { coverage: 0.1 }], []);
  });

  it('keeps the one that fits', () => check([{ coverage: 0.2, score: 0.9 }, { coverage: 0.9 }], [1]));

  it('keeps others that fit at least half as well, best first, and never more than thirty', () => {
    check([{ coverage: 0.5, score: 0 }, { score: 0.9 }, { coverage: 0.6, score: 0 }, { score: 1 }], [3, 1]);
    check([{ coverage: 0.5, score: 0.5 }, {}], [1, 0]);
    check(
      Array<object>(60).fill({}),
      Array.from({ length: 30 }, (_, index) => index),
    );
  });

  it('goes by what a candidate speaks of more than by how near it was found', () => {
    check(
      [
        { coverage: 0.6, score: 1 },
        { coverage: 1, score: 0.3 },
      ],
      [1, 0],
    );
  });

  it('puts the newest of what fits alike first', () => {
    check([{ validFrom: '2022-01-01T00:00:00Z' }, { validFrom: '2024-01-01T00:00:00Z' }], [1, 0]);
    check([{}, {}], [0, 1]);
  });

  it('never keeps what was replaced', () => check([{ state: 'superseded', score: 1 }, { score: 0.2 }], [1]));

  it('keeps what ended, for its end holds', () => check([{ state: 'deleted' }], [0]));
});

describe('distillRuleFrom', () => {
  const kept = (minCoverage: number, ...coverages: number[]) =>
    distillRuleFrom(minCoverage).keep(
      'question',
      coverages.map((coverage) => someCandidate({ coverage, score: coverage })),
    );

  it('declines more, the more of the question must be spoken of', () => {
    assert.deepEqual(kept(0.3, 0.5), [0]);
    assert.deepEqual(kept(0.5, 0.5), [0]);
    assert.deepEqual(kept(0.51, 0.5), []);
    assert.deepEqual(kept(1, 1, 0.99), [0]);
  });

  it('is named after what it demands', () => assert.equal(distillRuleFrom(0.3).name, 'rule from 0.3'));
});

describe('fitOf', () => {
  it('is in [0, 1], and grows with both', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (a, b, other) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        assert.ok(fitOf({ coverage: less, score: other }) <= fitOf({ coverage: more, score: other }));
        assert.ok(fitOf({ coverage: other, score: less }) <= fitOf({ coverage: other, score: more }));
        assert.ok(fitOf({ coverage: a, score: other }) >= 0 && fitOf({ coverage: a, score: other }) <= 1);
      }),
    );
  });
});
