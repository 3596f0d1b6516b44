import assert from 'node:assert/strict';
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

  it('leaves the terms that are not covered at all', () => {
    const left = uncovered(tellingTerms('Which CDN serves eslint-plugin-x?'), new Set(words('eslint')));
    assert.deepEqual(
      left.map(({ text }) => text),
      ['CDN', 'serves'],
    );
  });
});
