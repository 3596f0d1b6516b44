import assert from 'node:assert/strict';
import { isQuestion } from '../../../src/extension/isQuestion';

describe('a message to @memory', () => {
  for (const text of [
    'Which package manager do we use?',
    'why was moment removed',
    'And since when do we need Node 20',
    'Do we use pnpm',
    "Don't we use pnpm?",
    'pnpm?',
    'We use pnpm now, right?',
    'Tell me about the release process',
    'ok, what about CI?',
    '我们用什么？',
  ])
    it(`asks: ${text}`, () => assert.equal(isQuestion(text), true));

  for (const text of [
    'We decided to use pnpm because it is faster.',
    'No, use pnpm.',
    'Use pnpm, not npm.',
    'From now on every pull request needs two reviews.',
    "Don't commit to main.",
    'Whatever happens, keep Node 20.',
    'The question mark in "what?" stays, we said.',
  ])
    it(`states: ${text}`, () => assert.equal(isQuestion(text), false));
});
