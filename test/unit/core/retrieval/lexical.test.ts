import assert from 'node:assert/strict';
import fc from 'fast-check';
import { words } from '../../../../src/core/base/words';
import { LexicalIndex, type LexicalDocument } from '../../../../src/core/retrieval/lexical';

const document = (id: string, text: string, context = ''): LexicalDocument => ({
  id,
  text: words(text).join(' '),
  context: words(`${text} ${context}`).join(' '),
});

const indexOf = (...documents: LexicalDocument[]): LexicalIndex => {
  const index = new LexicalIndex();
  index.sync(documents);
  return index;
};

const ids = (index: LexicalIndex, query: string, limit = 10): string[] =>
  index.search(query, limit).map((hit) => hit.id);

describe('LexicalIndex', () => {
  it('finds by stem, by identifier and by its parts, by version and by CJK text', () => {
    const index = indexOf(
      document('caches', 'Cached responses expire'),
      document('camel', 'createServer takes options'),
      document('scoped', 'uses @types/node ^26.2.0'),
      document('path', 'moved to src/core/words.ts'),
      document('cjk', '我们使用 pnpm 作为包管理器'),
    );
    assert.deepEqual(ids(index, 'caching'), ['caches']);
    assert.deepEqual(ids(index, 'servers'), ['camel']);
    assert.deepEqual(ids(index, 'CREATESERVER'), ['camel']);
    assert.deepEqual(ids(index, '@types/node'), ['scoped']);
    assert.deepEqual(ids(index, '26.2'), ['scoped']);
    assert.deepEqual(ids(index, 'words.ts'), ['path']);
    assert.deepEqual(ids(index, '包管理器'), ['cjk']);
    assert.deepEqual(ids(index, 'the of and'), []);
  });

  it('gives scores in (0, 1], the best 1, and what stands in the text before what stands around it', () => {
    const index = indexOf(document('around', 'Something else', 'retry limit'), document('itself', 'The retry limit'));
    const hits = index.search('retry limit', 10);
    assert.deepEqual(
      hits.map((hit) => hit.id),
      ['itself', 'around'],
    );
    assert.equal(hits[0]?.score, 1);
    assert.ok(hits.every((hit) => hit.score > 0 && hit.score <= 1));
  });

  it('finds by synonyms, behind what has the word itself', () => {
    const index = indexOf(
      document('own', 'The timeout is three'),
      document('other', 'The delay is three'),
      document('none', 'three'),
    );
    const found = index.search('timeout', 10, undefined, new Set(['delay', 'timeout']));
    assert.deepEqual(
      found.map(({ id }) => id),
      ['own', 'other'],
    );
    assert.ok((found[1]?.score ?? 1) < (found[0]?.score ?? 0));
    assert.deepEqual(ids(index, 'timeout'), ['own']);
  });

  it('does without synonyms where they weigh nothing', () => {
    const index = new LexicalIndex({ context: 1, synonym: 0 });
    index.sync([document('other', 'The delay is three')]);
    assert.deepEqual(index.search('timeout', 10, undefined, new Set(['delay'])), []);
  });

  it('honours limit and filter', () => {
    const index = indexOf(document('a', 'retry'), document('b', 'retry'), document('c', 'retry'));
    assert.deepEqual(ids(index, 'retry', 2), ['a', 'b']);
    assert.deepEqual(
      index.search('retry', 10, (id) => id !== 'a').map((hit) => hit.id),
      ['b', 'c'],
    );
  });

  it('follows its documents like an index built anew', () => {
    const some = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 30 }), word: fc.constantFrom('alpha', 'beta', 'gamma', 'delta') }),
      { selector: ({ id }) => id, maxLength: 25 },
    );
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (states) => {
        const index = new LexicalIndex();
        for (const state of states) {
          const documents = state.map(({ id, word }) => document(String(id), word));
          index.sync(documents);
          assert.equal(index.size, documents.length);
          for (const word of ['alpha', 'beta', 'gamma', 'delta']) {
            const expected = state.filter((one) => one.word === word).map(({ id }) => String(id));
            assert.deepEqual(ids(index, word, 100).sort(), expected.sort());
          }
        }
      }),
    );
  });

  it('weighs words as if what is gone had never been there', () => {
    const left = [document('a', 'retry limit'), document('b', 'retry'), document('c', 'limit of retries and more')];
    const worn = indexOf(...left, ...Array.from({ length: 50 }, (_, i) => document(`gone${i}`, 'limit')));
    worn.sync(left);
    assert.deepEqual(worn.search('retry limit', 10), indexOf(...left).search('retry limit', 10));
  });
});
