import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExactIndex } from '../../../../src/core';

const DIMENSION = 4;

describe('The exact index', () => {
  it('gives the nearest vectors, best first', () => {
    const index = filled({ north: [0, 1, 0, 0], east: [1, 0, 0, 0], south: [0, -1, 0, 0] });
    assert.deepEqual(index.search(vector([0.6, 0.8, 0, 0]), 2), [
      { id: 'north', score: Math.fround(0.8) },
      { id: 'east', score: Math.fround(0.6) },
    ]);
  });

  it('orders equal scores by id, whatever was added first', () => {
    const same = [1, 0, 0, 0];
    const ids = filled({ c: same, a: same, d: same, b: same }).search(vector(same), 3);
    assert.deepEqual(
      ids.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  });

  it('gives what it has when asked for more, and nothing when asked for none', () => {
    const index = filled({ a: [1, 0, 0, 0] });
    assert.equal(index.search(vector([1, 0, 0, 0]), 10).length, 1);
    assert.deepEqual(index.search(vector([1, 0, 0, 0]), 0), []);
    assert.deepEqual(new ExactIndex(DIMENSION).search(vector([1, 0, 0, 0]), 5), []);
  });

  it('refuses vectors of another dimension', () => {
    const index = new ExactIndex(DIMENSION);
    assert.throws(() => index.set('a', new Float32Array(3)), RangeError);
    assert.throws(() => index.search(new Float32Array(5), 1), RangeError);
    assert.equal(index.size, 0);
  });

  it('does not change when the caller changes a vector it added', () => {
    const index = new ExactIndex(DIMENSION);
    const mine = vector([1, 0, 0, 0]);
    index.set('a', mine);
    mine.fill(9);
    assert.deepEqual(index.search(vector([1, 0, 0, 0]), 1), [{ id: 'a', score: 1 }]);
  });

  it('does what a plain map would, for any order of adding, replacing and deleting', () => {
    const id = fc.constantFrom(...'abcdefgh');
    const numbers = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: DIMENSION, maxLength: DIMENSION });
    const step = fc.oneof(fc.record({ id, set: numbers }), fc.record({ id }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), numbers, fc.nat(10), (steps, query, k) => {
        const index = new ExactIndex(DIMENSION);
        const map = new Map<string, readonly number[]>();
        for (const change of steps) {
          if ('set' in change) {
            index.set(change.id, vector(change.set));
            map.set(change.id, change.set);
          } else {
            index.delete(change.id);
            map.delete(change.id);
          }
        }
        const expected = [...map]
          .map(([id, values]) => ({ id, score: values.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0) }))
          .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
        assert.equal(index.size, map.size);
        // Adding 0 makes -0 equal to 0.
        const hits = index.search(vector(query), k).map(({ id, score }) => ({ id, score: score + 0 }));
        assert.deepEqual(
          hits,
          expected.slice(0, k).map(({ id, score }) => ({ id, score: score + 0 })),
        );
      }),
    );
  });
});

function filled(vectors: Record<string, readonly number[]>): ExactIndex {
  const index = new ExactIndex(DIMENSION);
  for (const [id, values] of Object.entries(vectors)) index.set(id, vector(values));
  return index;
}

function vector(values: readonly number[]): Float32Array {
  return Float32Array.from(values);
}
