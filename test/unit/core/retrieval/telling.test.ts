import assert from 'node:assert/strict';
import fc from 'fast-check';
import { words } from '../../../../src/core/base/words';
import { Idf } from '../../../../src/core/retrieval/idf';
import { coverage, tellingTerms, uncovered } from '../../../../src/core/retrieval/telling';

describe('tellingTerms', () => {
  const check = (question: string, expected: readonly string[]) =>
    assert.deepEqual(
      tellingTerms(question).map(({ text }) => text),
      expected,
    );

  it('are what a question is about', () => {
    check('Which version of typescript does the project still use?', ['typescript']);
    check('Why was the coverage upload removed?', ['coverage', 'upload', 'removed']);
  });

  it('leave out ways of speaking', () => {
    check('How are requests signed under the hood these days?', ['requests', 'signed']);
    check('Why is there, e.g., a cache at all?', ['cache']);
  });

  it('stand where they stand in the question, whatever was left out before them', () => {
    const question = 'At the moment, is the 为什么 cache on disk?';
    for (const { text, start } of tellingTerms(question))
      assert.equal(question.slice(start, start + text.length), text);
  });

  it('weigh as names where they are written as such', () => {
    const weightOf = (question: string, said: string) =>
      tellingTerms(question).find(({ text }) => text === said)?.weight ?? NaN;
    for (const [question, name] of [
      ['Is createServer cached?', 'createServer'],
      ['Does the HTTP layer wait?', 'HTTP'],
      ['Does the old Buffer stay?', 'Buffer'],
      ['Does `abort` wait?', 'abort'],
      ['Does abort() wait?', 'abort'],
    ] as const)
      assert.ok(weightOf(question, name) > 1, question);
    assert.ok(weightOf('Does the old buffer stay?', 'buffer') <= 1);
    assert.ok(weightOf('Buffer that stays?', 'Buffer') <= 1, 'any sentence begins with a capital');
  });

  it('weigh less as verbs, adjectives and adverbs than as nouns', () => {
    const [quickly, cached, fonts] = ['quickly', 'cached', 'fonts'].map(
      (said) => tellingTerms('Are fonts quickly cached?').find(({ text }) => text === said)?.weight ?? NaN,
    );
    assert.ok(quickly !== undefined && cached !== undefined && fonts !== undefined);
    assert.ok(quickly < cached && cached < fonts);
  });

  it('are the furniture itself where there is nothing else', () => {
    check('Which version does the project use?', ['version', 'project', 'use']);
    check('', []);
  });
});

describe('coverage', () => {
  const idf = new Idf();
  idf.add(words('coverage upload test'));
  const share = (question: string, memory: string) => coverage(tellingTerms(question), new Set(words(memory)), idf);

  it('is 1 for all of a question, 0 for nothing of it, and weighs rare words more', () => {
    assert.equal(share('Why was the coverage upload removed?', 'Removed coverage uploads: buggy'), 1);
    assert.equal(share('Which cloud region?', 'Removed coverage uploads'), 0);
    assert.ok(share('coverage on mainframes', 'coverage') < 0.5);
    assert.equal(share('', 'anything'), 0);
  });

  it('counts a part of a name little', () => {
    assert.ok(share('eslint-plugin-unicorn', 'uses eslint-plugin-import') < 0.5);
    assert.equal(share('eslint-plugin-unicorn', 'uses eslint-plugin-unicorn'), 1);
  });

  it('counts a synonym nearly as the word itself, also one of two words', () => {
    for (const [question, memory] of [
      ['timeout', 'The delay is 3'],
      ['environment variables', 'Reads env'],
      ['linebreaks', 'Line breaks go'],
    ] as const) {
      const covered = share(question, memory);
      assert.ok(covered >= 0.8 && covered < 1, `${question}: ${covered}`);
    }
    assert.equal(share('upgrade guide', 'An upgrade guide'), 1);
    assert.ok(share('white space', 'white') < share('white space', 'blank'), 'half of two words is not the two');
  });

  it('counts two words as one that is written together', () => {
    assert.equal(share('line breaks', '`removeLinebreaks` was added'), 1);
    assert.ok(share('line and breaks', 'linebreaks') < 1, 'not side by side');
  });

  it('counts the last part of a dotted name for most of it', () => {
    const tail = share('child_process.execFile', 'Use execFile');
    assert.ok(tail > share('child_process.execFile', 'Use child_process') && tail < 1);
  });

  it('counts what stands in the first line of the source nearly as much, and less what stands below it', () => {
    const asked = tellingTerms('fonts');
    const [none, said] = [new Set<string>(), new Set(words('Cache fonts'))];
    const of = (memory: ReadonlySet<string>, title: ReadonlySet<string>, body: ReadonlySet<string>) =>
      coverage(asked, memory, idf, { title, body });
    assert.ok(of(none, said, none) >= 0.8 && of(none, said, none) < 1);
    assert.ok(of(none, none, said) > 0 && of(none, none, said) < of(none, said, none));
    assert.equal(of(none, said, said), of(none, said, none));
    assert.equal(of(said, said, said), 1);
  });

  it('lets words of everyday language weigh little, even where memory never saw them', () => {
    const everyday = new Idf(
      new Map([
        ['people', 0.01],
        ['sandbox', 0.000_01],
      ]),
    );
    for (let i = 0; i < 500; i++) everyday.add(['sandbox', 'worker']);
    const asked = tellingTerms('people in the sandbox');
    assert.ok(everyday.idf('peopl') > everyday.idf('sandbox'), 'memory alone says the opposite');
    const [people, sandbox] = ['people', 'sandbox'].map((said) => coverage(asked, new Set(words(said)), everyday));
    assert.ok(people !== undefined && sandbox !== undefined && people + sandbox > 0.999);
    const raw = everyday.idf('peopl') / (everyday.idf('peopl') + everyday.idf('sandbox'));
    assert.ok(people < raw, `${people} is less than ${raw}`);
  });

  it('is in [0, 1], and never less for a memory that says more', () => {
    const text = fc.array(
      fc.constantFrom(
        'timeout',
        'delay',
        'fonts',
        'createServer',
        'a.b',
        'line',
        'breaks',
        'linebreaks',
        'the',
        'Node',
        '5.9',
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(text, text, text, (question, memory, more) => {
        const less = share(question.join(' '), memory.join(' '));
        const all = share(question.join(' '), [...memory, ...more].join(' '));
        assert.ok(less >= 0 && less <= all + 1e-9 && all <= 1 + 1e-9, `${less}, ${all}`);
      }),
    );
  });

  it('leaves the terms that are not covered at all', () => {
    const left = uncovered(tellingTerms('Which CDN serves eslint-plugin-x?'), new Set(words('eslint')));
    assert.deepEqual(
      left.map(({ text }) => text),
      ['CDN', 'serves'],
    );
  });
});
