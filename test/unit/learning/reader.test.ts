import assert from 'node:assert/strict';
import { embeddedReaders } from '../../../src/learning/reader';
import { likeliest } from '../../../src/learning/score';
import type { ReadMemory } from '../../../src/learning/types';
import { SOME_BACKGROUND, toyStream } from '../../support/toyStream';

/** @returns what the reader that ignores time and the one that prefers newer answer */
function answers(question: string, ...told: readonly (string | Partial<ReadMemory>)[]): [string, string] {
  const memories = told.map((memory, day): ReadMemory => ({
    id: `m${String(day)}`,
    time: `2024-01-0${String(day + 1)}T12:00:00Z`,
    author: 'Ada',
    text: '',
    ...(typeof memory === 'string' ? { text: memory } : memory),
  }));
  const { facts } = toyStream(memories.map(({ text }) => text));
  const [one, other] = embeddedReaders(facts, SOME_BACKGROUND).map((reader) =>
    likeliest(reader.read(question, memories)),
  );
  return [one ?? '?', other ?? '?'];
}

function check(question: string, told: string | Partial<ReadMemory>, right: string): void {
  assert.equal(answers(question, told)[0], right, question);
}

describe('The embedded reader', () => {
  it('takes the kind of answer that is asked for from the words of a memory', () => {
    check('Which version of typescript do we use?', 'Bump typescript from 5.8.3 to 5.9.2.', '5.9.2');
    check('What is the default of retries?', 'retries is 3 by default.', '3');
    check('Who added the cache option?', { text: 'The cache option was added.', author: 'Grace' }, 'Grace');
    check(
      'When was the cache option added?',
      { text: 'The cache option was added.', time: '2023-05-06T07:00:00Z' },
      '2023-05-06',
    );
    check('What do we use instead of mocha?', 'Replace mocha with vitest.', 'vitest');
    check('What did vitest replace?', 'Replace mocha with vitest.', 'mocha');
    check('What is our test runner?', 'Replace mocha with vitest.', 'vitest');
    check('Why did we drop the parser?', 'Drop the parser: it was slow.', 'it was slow.');
    check('What do we know about flaky tests?', 'Flaky tests are retried twice.', 'are retried twice');
  });

  it('says yes or no by what became of the thing', () => {
    check('Do we still use mocha?', 'Replace mocha with vitest.', 'no');
    check('Do we use vitest?', 'Replace mocha with vitest.', 'yes');
    check('Was the cache option removed?', 'The cache option was added.', 'no');
    check('Was the cache option removed?', { text: 'The cache option went.', ends: true }, 'yes');
    check('Is telemetry there?', 'The change "Remove telemetry" was reverted.', 'yes');
    check('Was "Remove telemetry" reverted?', 'The change "Remove telemetry" was reverted.', 'yes');
  });

  it('declines where no memory speaks of what is asked, or none says what is asked for', () => {
    check('Which version of lodash do we use?', 'Bump typescript to 5.9.2.', '');
    check('Which version of typescript do we use?', 'Use typescript everywhere.', '');
    assert.deepEqual(answers('Do we use mocha?'), ['', '']);
  });

  it('gives no value of what has ended', () => {
    check('Which version of typescript do we use?', { text: 'typescript 5.9.2 was removed.', ends: true }, '');
  });

  it('is torn between values of different times, unless newer ones count more', () => {
    const told = ['Bump typescript to 5.8.', 'Bump typescript to 5.7.', 'Bump typescript to 5.9.'];
    assert.equal(answers('Which version of typescript do we use?', ...told)[1], '5.9');
    const { facts } = toyStream(told);
    const memories = facts.map(({ id, text, time }) => ({ id, text, time }));
    const [naive] = embeddedReaders(facts, SOME_BACKGROUND);
    const probabilities = naive.read('Which version of typescript do we use?', memories);
    assert.ok(probabilities.every(({ probability }) => probability < 0.4));
    assert.ok(Math.abs(probabilities.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-9);
  });
});
