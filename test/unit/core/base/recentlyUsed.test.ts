import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RecentlyUsed } from '../../../../src/core/base/recentlyUsed';

describe('the values that were used last', () => {
  it('stay; the one that was not used for longest goes', () => {
    const values = new RecentlyUsed<number>(2);
    values.set('a', 1);
    values.set('b', 2);
    assert.equal(values.get('a'), 1);
    values.set('c', 3);
    assert.deepEqual([values.get('a'), values.get('b'), values.get('c')], [1, undefined, 3]);
    values.set('a', 4);
    values.set('d', 5);
    assert.deepEqual([values.get('a'), values.get('c'), values.get('d')], [4, undefined, 5]);
  });
});
