import assert from 'node:assert/strict';
import { recallAt, reciprocalRank } from '../../../bench/metrics';

describe('recallAt and reciprocalRank', () => {
  const found = ['a', 'b', 'c', 'd'];

  it('count what is wanted among the first', () => {
    assert.equal(recallAt(2, found, new Set(['b', 'd'])), 0.5);
    assert.equal(recallAt(4, found, new Set(['b', 'd'])), 1);
    assert.equal(recallAt(4, found, new Set(['x'])), 0);
  });

  it('look for the first that is wanted', () => {
    assert.equal(
      reciprocalRank(found, (id) => id === 'c' || id === 'd'),
      1 / 3,
    );
    assert.equal(
      reciprocalRank(found, () => false),
      0,
    );
  });
});
