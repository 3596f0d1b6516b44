import assert from 'node:assert/strict';
import { ExactIndex, type VectorHit, type VectorIndex } from '../../../../src/core';
import { MAX_EXACT, createVectorIndex, type VectorIndexKind } from '../../../../src/node/vectors/createVectorIndex';
import { clustered, dot, seeded } from './vectors';

const DIMENSION = 60; // No multiple of 8, so that rows are filled up.

for (const kind of ['exact', 'hnsw'] as const) {
  describe(`The ${kind} index beside a search through everything`, function () {
    this.timeout(20_000);
    let index: VectorIndex;
    let map: Map<string, Float32Array>;
    beforeEach(async () => {
      index = await createVectorIndex(kind, DIMENSION, 0);
      map = new Map();
    });
    afterEach(() => index.dispose());

    const set = (id: string, vector: Float32Array): void => {
      index.set(id, vector);
      map.set(id, vector);
    };
    const remove = (id: string): void => {
      index.delete(id);
      map.delete(id);
    };
    const checkRecall = (k: number, queries: readonly Float32Array[]): void => {
      const recalls = queries.map((query) => {
        const hits = index.search(query, k);
        checkHits(hits, query, map);
        const expected = new Set(nearest(map, query, k));
        return hits.filter(({ id }) => expected.has(id)).length / Math.min(k, map.size);
      });
      const recall = recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
      assert.ok(recall >= (kind === 'exact' ? 1 : 0.99), `recall at ${k} is ${recall}`);
    };

    it('finds the nearest of 2,500, having grown', () => {
      const random = seeded(1);
      const vectors = clustered(2550, DIMENSION, random);
      vectors.slice(50).forEach((vector, i) => set(`m${i}`, vector));
      checkRecall(10, vectors.slice(0, 50));
      checkRecall(60, vectors.slice(0, 50));
    });

    it('finds them after most were deleted, replaced and added again', () => {
      const random = seeded(2);
      const vectors = clustered(2600, DIMENSION, random);
      vectors.slice(0, 1500).forEach((vector, i) => set(`m${i}`, vector));
      for (let i = 0; i < 1200; i++) remove(`m${i}`);
      checkRecall(10, vectors.slice(2550));
      for (let i = 0; i < 400; i++) set(`m${i}`, vectors[1500 + i] ?? new Float32Array(DIMENSION));
      for (let i = 1200; i < 1500; i++) set(`m${i}`, vectors[700 + i] ?? new Float32Array(DIMENSION));
      assert.equal(index.size, 700);
      checkRecall(10, vectors.slice(2550));
      checkRecall(60, vectors.slice(2550));
    });

    it('holds what a plain map holds, after random changes', () => {
      const random = seeded(3);
      const vectors = clustered(3000, DIMENSION, random);
      for (const [i, vector] of vectors.entries()) {
        const id = `m${Math.floor(random() * 150)}`;
        if (random() < 0.6) set(id, vector);
        else remove(id);
        if (i % 100 !== 0) continue;
        assert.equal(index.size, map.size);
        assert.deepEqual(new Set(index.search(vector, 1000).map((hit) => hit.id)), new Set(map.keys()));
        checkHits(index.search(vector, 20), vector, map);
      }
    });

    it('can be emptied and filled again', () => {
      const [a, b] = clustered(2, DIMENSION, seeded(4));
      assert.ok(a && b);
      assert.deepEqual(index.search(a, 3), []);
      set('a', a);
      remove('a');
      remove('a');
      assert.deepEqual(index.search(a, 3), []);
      set('a', b);
      assert.equal(index.search(b, 3)[0]?.id, 'a');
      assert.deepEqual(index.search(b, 0), []);
    });

    it('refuses vectors of another dimension', () => {
      assert.throws(() => index.set('a', new Float32Array(DIMENSION + 1)), RangeError);
      assert.throws(() => index.search(new Float32Array(DIMENSION - 1), 1), RangeError);
    });
  });
}

describe('The choice of an index', () => {
  const check = (kind: VectorIndexKind, expectedSize: number, isExact: boolean) =>
    it(`is ${isExact ? 'exact' : 'hnsw'} for ${kind} and ${expectedSize} vectors`, async () => {
      const index = await createVectorIndex(kind, 8, expectedSize);
      assert.equal(index instanceof ExactIndex, isExact);
      index.dispose();
    });
  check('auto', MAX_EXACT, true);
  check('auto', MAX_EXACT + 1, false);
  check('exact', MAX_EXACT + 1, true);
  check('hnsw', 10, false);

  it('leaves no window behind', () => {
    assert.ok(!('window' in globalThis));
  });
});

/** Scores are true cosines, in order, each id once, and only ids that are there. */
function checkHits(hits: readonly VectorHit[], query: Float32Array, map: ReadonlyMap<string, Float32Array>): void {
  assert.equal(new Set(hits.map(({ id }) => id)).size, hits.length);
  hits.forEach(({ id, score }, i) => {
    const vector = map.get(id);
    assert.ok(vector, `${id} is not there`);
    assert.ok(Math.abs(score - dot(query, vector)) < 1e-5);
    assert.ok(i === 0 || score <= (hits[i - 1]?.score ?? NaN));
  });
}

function nearest(map: ReadonlyMap<string, Float32Array>, query: Float32Array, k: number): string[] {
  const scored = [...map].map(([id, vector]) => ({ id, score: dot(query, vector) }));
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, k)
    .map(({ id }) => id);
}
