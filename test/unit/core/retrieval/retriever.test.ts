import assert from 'node:assert/strict';
import type { Memory, VectorHit, VectorIndex } from '../../../../src/core/index';
import { Retriever, type RetrieveOptions } from '../../../../src/core/retrieval/retriever';
import { someMemory, somePackage } from '../../../support/someMemories';

const retrieverOf = (...memories: Memory[]): Retriever => {
  const retriever = new Retriever();
  retriever.sync(memories);
  return retriever;
};

const texts = (retriever: Retriever, question: string, options?: RetrieveOptions): string[] =>
  retriever.retrieve(question, options).map((candidate) => candidate.text);

/** An index whose answer is given, whatever is asked. */
const indexThatFinds = (hits: readonly VectorHit[]): VectorIndex => ({
  size: hits.length,
  set() {},
  delete() {},
  search: (_, k) => hits.slice(0, k),
  dispose() {},
});
const vector = new Float32Array(2);

describe('Retriever', () => {
  it('finds by words, without an embedder', () => {
    const retriever = retrieverOf(
      someMemory({ text: 'Retries stop after three attempts, because servers were overloaded' }),
      someMemory({ text: 'The landing page is static' }),
    );
    assert.deepEqual(texts(retriever, 'Why do retries stop?'), [
      'Retries stop after three attempts, because servers were overloaded',
    ]);
    assert.deepEqual(texts(retriever, 'payment gateway'), []);
    assert.deepEqual(texts(retriever, ''), []);
  });

  it('finds by the title of the commit, and by what was said beside it', () => {
    const retriever = retrieverOf(
      someMemory({ text: 'It is set to 250', title: 'Lower the default timeout' }),
      someMemory({
        text: 'What about the retention of backups?',
        session: 's',
        ref: '1',
        validFrom: '2024-01-01T10:00:00Z',
      }),
      someMemory({ text: 'Thirty days', session: 's', ref: '2', validFrom: '2024-01-01T10:01:00Z' }),
      someMemory({ text: 'Something else', session: 's', ref: '3', validFrom: '2024-01-01T10:02:00Z' }),
    );
    assert.deepEqual(texts(retriever, 'timeout'), ['It is set to 250']);
    assert.deepEqual(texts(retriever, 'backups'), ['What about the retention of backups?', 'Thirty days']);
  });

  it('finds by what means the same, and by what is written together', () => {
    const retriever = retrieverOf(
      someMemory({ text: 'The delay is 3 seconds' }),
      someMemory({ text: '`removeLinebreaks` came' }),
      someMemory({ text: 'Something else' }),
    );
    assert.deepEqual(texts(retriever, 'timeout'), ['The delay is 3 seconds']);
    assert.deepEqual(texts(retriever, 'line breaks'), ['`removeLinebreaks` came']);
  });

  it("says how much of the question a memory speaks of, its commit's first line included", () => {
    const retriever = retrieverOf(
      someMemory({ text: 'It is set to 250', title: 'Lower the timeout of fonts' }),
      someMemory({ text: 'The timeout of fonts is 250', title: 'Tidy' }),
      someMemory({ text: 'The timeout is 250', title: 'Tidy up' }),
    );
    const coverages = retriever
      .retrieve('What is the timeout of fonts?')
      .sort((a, b) => b.coverage - a.coverage)
      .map(({ text, coverage }) => [text, coverage > 0.9 ? 'all' : coverage > 0.75 ? 'nearly all' : 'some']);
    assert.deepEqual(coverages, [
      ['The timeout of fonts is 250', 'all'],
      ['It is set to 250', 'nearly all'],
      ['The timeout is 250', 'some'],
    ]);
  });

  it('finds by date', () => {
    const retriever = retrieverOf(
      someMemory({ text: 'Moved to workers', validFrom: '2023-05-08T00:00:00Z' }),
      someMemory({ text: 'Moved to threads', validFrom: '2024-07-01T00:00:00Z' }),
    );
    assert.equal(texts(retriever, 'What moved in July 2024?')[0], 'Moved to threads');
  });

  it('puts what holds before what it replaced', () => {
    const retriever = retrieverOf(
      ...somePackage('esbuild', [
        ['^0.27.0', '2023-01-01T00:00:00Z'],
        ['^0.28.0', '2024-01-01T00:00:00Z'],
      ]),
    );
    assert.deepEqual(texts(retriever, 'esbuild'), [
      'The project uses esbuild ^0.28.0 (development dependency).',
      'The project uses esbuild ^0.27.0 (development dependency).',
    ]);
  });

  it('puts first what is about the subject that the question names', () => {
    const about = someMemory({ text: 'Uses it for bundling', subject: 'esbuild', attribute: 'role' });
    const mentions = someMemory({ text: 'Nothing beats esbuild for speed' });
    const [first, second] = retrieverOf(mentions, about).retrieve('What is esbuild for?');
    assert.equal(first?.id, about.id);
    assert.equal(first?.namesSubject, true);
    assert.equal(second?.namesSubject, false);
  });

  it('puts first what the named author said, if one is named', () => {
    const anna = someMemory({ text: 'The queue is small', author: 'Anna Berg' });
    const bert = someMemory({ text: 'The queue is long and slow', author: 'Bert Berg' });
    const retriever = retrieverOf(anna, bert);
    const scoreOf = ({ id }: Memory, question: string): number => {
      const candidate = retriever.retrieve(question).find((one) => one.id === id);
      return candidate ? candidate.score - candidate.lexical / 1.4 : NaN;
    };
    assert.ok(scoreOf(anna, 'What did Anna say about the queue?') > 0.1);
    assert.ok(scoreOf(bert, 'What did Anna say about the queue?') < 1e-9);
    assert.ok(scoreOf(anna, 'What did Anna and Bert say about the queue?') < 1e-9, 'two names are no name');
    assert.ok(scoreOf(anna, 'What did Berg say about the queue?') < 1e-9, 'a name of several is no name');
    assert.equal(retriever.retrieve('What did Bert say about the queue?')[0]?.id, bert.id);
  });

  it('adds what the vectors find, and says how near it is', () => {
    const lexical = someMemory({ text: 'The cache is emptied at midnight' });
    const dense = someMemory({ text: 'Stored responses are thrown away every night' });
    const far = someMemory({ text: 'Unrelated' });
    const index = indexThatFinds([
      { id: dense.id, score: 0.8 },
      { id: 'gone', score: 0.7 },
      { id: lexical.id, score: 0.6 },
      { id: far.id, score: 0.1 },
    ]);
    const candidates = retrieverOf(lexical, dense, far).retrieve('cache emptied', { vector, index });
    assert.deepEqual(
      candidates.map(({ id }) => id),
      [lexical.id, dense.id, far.id],
    );
    assert.equal(candidates[1]?.dense, 1);
    assert.equal(candidates[1]?.lexical, 0);
    assert.equal(candidates[2]?.dense, 0);
  });

  it('raises what stands beside a near neighbour in the same chat', () => {
    const turn = (text: string, minute: number, session: string) =>
      someMemory({ text, session, ref: text, validFrom: `2024-01-01T10:0${minute}:00Z` });
    const near = turn('near', 0, 'one');
    const beside = turn('beside', 1, 'one');
    const apart = turn('apart', 2, 'two');
    const end = turn('end', 3, 'three');
    const index = indexThatFinds([
      { id: near.id, score: 0.9 },
      { id: apart.id, score: 0.5 },
      { id: beside.id, score: 0.5 },
      { id: end.id, score: 0 },
    ]);
    const found = retrieverOf(near, beside, apart, end).retrieve('zebra', { vector, index });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['near', 'beside', 'apart', 'end'],
    );
  });

  it('never finds what the user wants forgotten, nor what that had replaced', () => {
    const on = '2024-03-01T00:00:00Z';
    const versions = [
      ['^1.0.0', '2023-01-01T00:00:00Z'],
      ['^2.0.0', '2024-01-01T00:00:00Z'],
    ] as const;
    const retriever = retrieverOf(...somePackage('left-pad', versions, { on, forgotten: true }));
    assert.deepEqual(texts(retriever, 'left-pad'), []);
    assert.equal(retriever.subjects.resolve('left-pad'), undefined);
    const removed = retrieverOf(...somePackage('left-pad', versions, { on }));
    assert.equal(texts(removed, 'left-pad').length, 2);
  });

  it('finds what came back after it was forgotten, without the time before', () => {
    const [old] = somePackage('left-pad', [['^1.0.0', '2023-01-01T00:00:00Z']], {
      on: '2024-01-01T00:00:00Z',
      forgotten: true,
    });
    const [back] = somePackage('left-pad', [['^3.0.0', '2025-01-01T00:00:00Z']]);
    assert.ok(old && back);
    assert.deepEqual(texts(retrieverOf(old, back), 'left-pad'), [back.text]);
  });

  it('honours limit and filter', () => {
    const memories = Array.from({ length: 100 }, (_, i) => someMemory({ text: `retry number ${i}` }));
    const retriever = retrieverOf(...memories);
    assert.equal(retriever.retrieve('retry').length, 60);
    assert.equal(retriever.retrieve('retry', { limit: 5 }).length, 5);
    assert.equal(retriever.retrieve('retry', { allowed: ({ id }) => id === memories[7]?.id })[0]?.id, memories[7]?.id);
  });

  it('scores within [0, 1], and does not depend on the order of the memories', () => {
    const memories = [
      ...somePackage('esbuild', [
        ['^0.27.0', '2023-01-01T00:00:00Z'],
        ['^0.28.0', '2024-01-01T00:00:00Z'],
      ]),
      someMemory({ text: 'esbuild is used, because webpack was slow', author: 'Anna' }),
      someMemory({ text: 'webpack was removed', author: 'Bert' }),
    ];
    const ask = (retriever: Retriever) =>
      retriever.retrieve('Why did Anna take esbuild 0.28?').map(({ id, score }) => ({ id, score }));
    const expected = ask(retrieverOf(...memories));
    assert.ok(expected.every(({ score }) => score >= 0 && score <= 1));
    assert.deepEqual(ask(retrieverOf(...memories.toReversed())), expected);
  });

  it('follows the memories: new, changed and gone', () => {
    const retriever = new Retriever();
    const one = someMemory({ text: 'alpha', title: 'First' });
    retriever.sync([one]);
    retriever.sync([{ ...one, text: 'beta' }, someMemory({ text: 'gamma' })]);
    assert.deepEqual(texts(retriever, 'alpha'), []);
    assert.deepEqual(texts(retriever, 'beta'), ['beta']);
    retriever.sync([]);
    assert.deepEqual(texts(retriever, 'beta gamma'), []);
    assert.equal(retriever.idf.documents, 0);
  });
});
