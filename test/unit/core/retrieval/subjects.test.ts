import assert from 'node:assert/strict';
import { Subjects } from '../../../../src/core/retrieval/subjects';

const subjects = new Subjects([
  'typescript',
  'node',
  'vscode',
  'package manager',
  '@types/node',
  '@sinonjs/fake-timers',
  '@babel/core',
  '@acme/core',
  'got',
  'debug',
  'Chart.js',
  'JSONStream',
  'version',
  'vue',
  'vue-router',
  'typescript-6',
]);

describe('Subjects', () => {
  const check = (text: string, expected: readonly string[]) =>
    assert.deepEqual(
      subjects.find(text).map(({ subject }) => subject),
      expected,
    );

  it('are found in a question, in any case', () => {
    check('Which version of TypeScript does the project use?', ['typescript']);
    check('Is jsonstream needed beside got?', ['jsonstream', 'got']);
    check('Nothing of this is known', []);
  });

  it('are found by what people call them', () => {
    check('What is the minimum Node.js version?', ['node']);
    check('Does it run on nodejs?', ['node']);
    check('Which VS Code is required?', ['vscode']);
    check('What is the package-manager?', ['package manager']);
    check('Which version of chart.js?', ['chart.js']);
    check('Is fake-timers used?', ['@sinonjs/fake-timers']);
  });

  it('are never a part of a longer name', () => {
    check('Does the project use @types/node?', ['@types/node']);
    check('Does the project use @types/got?', []);
    check('Does the project use vue-router?', ['vue-router']);
    check('Does the project use vue-query?', []);
    check('Which version of typescript-6 is it?', ['typescript-6']);
  });

  it('are not guessed where several could be meant', () => {
    check('Is core used?', []);
  });

  it('are the ones that are written so, before those that are only called so', () => {
    const similar = new Subjects(['chart', 'chart.js', '@acme/chart']);
    assert.equal(similar.resolve('chart.js'), 'chart.js');
    assert.equal(similar.resolve('Chart'), 'chart');
    assert.equal(similar.resolve('@acme/chart'), '@acme/chart');
  });

  it('that are ordinary words count only where the question points at them', () => {
    check('Which version of typescript is it?', ['typescript']);
    check('Which version of version is it?', ['version']);
    check('Do we depend on `version`?', ['version']);
  });

  it('say where they stand', () => {
    const text = 'Is "@types/node" used?';
    assert.deepEqual(
      subjects.find(text).map(({ start, end }) => text.slice(start, end)),
      ['@types/node'],
    );
  });
});
