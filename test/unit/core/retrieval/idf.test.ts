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

  it('knows common words before it has seen a document', () => {
    const idf = new Idf(new Map([['work', 0.2]]));
    assert.ok(idf.idf('work') < idf.idf('esbuild'));
    assert.ok(Math.abs(idf.idf('work') - -Math.log(0.2)) < 1e-9);
  });

  it('believes the documents more, the more there are', () => {
    const idf = new Idf(new Map([['work', 0.2]]));
    for (let i = 0; i < 1000; i++) idf.add(['other']);
    assert.ok(idf.idf('work') > 4);
  });

  it('counts a document once for each of its words', () => {
    const once = new Idf();
    const often = new Idf();
    once.add(['a', 'b']);
    often.add(['a', 'a', 'a', 'b']);
    assert.equal(once.idf('a'), often.idf('a'));
  });

  it('is never negative, and taking documents back in any order leaves what was there', () => {
    const document = fc.array(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(fc.array(document), fc.array(document), (kept, taken) => {
        const idf = new Idf(new Map([['a', 0.9]]));
        const expected = new Idf(new Map([['a', 0.9]]));
        for (const words of [...taken, ...kept]) idf.add(words);
        for (const words of taken.toReversed()) idf.remove(words);
        for (const words of kept) expected.add(words);
        for (const word of ['a', 'b', 'c', 'd', 'e']) {
          assert.ok(idf.idf(word) >= 0);
          assert.equal(idf.idf(word), expected.idf(word));
        }
        assert.equal(idf.documents, kept.length);
      }),
    );
  });
});
