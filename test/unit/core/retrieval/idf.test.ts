import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Idf } from '../../../../src/core/retrieval/idf';

describe('Idf', () => {
  it('tells more of rare words than of common ones', () => {
    const idf = new Idf();
    for (let i = 0; i < 20; i++) idf.add(['upgrad', `package-${i}`]);
    assert.ok(idf.idf('package-3') > idf.idf('upgrad'));
    assert.ok(idf.idf('never-seen') > idf.idf('package-3'));
  });

  it('knows how common words are before it has seen a document, in all their forms', () => {
    const idf = new Idf(
      new Map([
        ['works', 0.01],
        ['working', 0.01],
        ['cathedral', 0.0001],
      ]),
    );
    assert.ok(Math.abs(idf.idf('work') - -Math.log(1 - 0.98 ** 20)) < 1e-9);
    assert.ok(idf.idf('work') < idf.idf('cathedr'));
    assert.ok(idf.idf('esbuild') >= idf.idf('cathedr'), 'a word that ordinary text lacks is rarer than all it has');
  });

  it('believes the documents more, the more there are', () => {
    const idf = new Idf(new Map([['work', 0.02]]));
    const before = idf.idf('work');
    for (let i = 0; i < 1000; i++) idf.add(['other']);
    assert.ok(idf.idf('work') > before + 2);
  });

  it('says how much a word tells in ordinary text, whatever the documents say', () => {
    const idf = new Idf(
      new Map([
        ['work', 0.02],
        ['cathedral', 0.0001],
      ]),
    );
    const before = ['work', 'cathedr', 'esbuild'].map((word) => idf.ordinary(word));
    for (let i = 0; i < 100; i++) idf.add(['cathedr', 'esbuild']);
    assert.deepEqual(
      ['work', 'cathedr', 'esbuild'].map((word) => idf.ordinary(word)),
      before,
    );
    assert.ok(idf.ordinary('work') < idf.ordinary('cathedr') && idf.ordinary('cathedr') <= idf.ordinary('esbuild'));
    assert.ok(idf.idf('cathedr') < idf.ordinary('cathedr'));
  });

  it('counts a document once for each of its words', () => {
    const once = new Idf();
    const often = new Idf();
    once.add(['a', 'b']);
    often.add(['a', 'a', 'a', 'b']);
    assert.equal(once.idf('a'), often.idf('a'));
  });

  it('is never negative, and taking documents back in any order leaves what was there', () => {
    const document = fc.array(fc.constantFrom('alpha', 'b', 'c', 'd'));
    fc.assert(
      fc.property(fc.array(document), fc.array(document), (kept, taken) => {
        const idf = new Idf(new Map([['alpha', 0.9]]));
        const expected = new Idf(new Map([['alpha', 0.9]]));
        for (const words of [...taken, ...kept]) idf.add(words);
        for (const words of taken.toReversed()) idf.remove(words);
        for (const words of kept) expected.add(words);
        for (const word of ['alpha', 'b', 'c', 'd', 'e']) {
          assert.ok(idf.idf(word) >= 0);
          assert.equal(idf.idf(word), expected.idf(word));
        }
        assert.equal(idf.documents, kept.length);
      }),
    );
  });
});
