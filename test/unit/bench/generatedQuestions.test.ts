import assert from 'node:assert/strict';
import { generateQuestions } from '../../../bench/generatedQuestions';
import type { CommitRecord } from '../../../bench/histories';
import { judge, type Question } from '../../../bench/judge';

let count = 0;
const commit = (
  subject: string,
  devDependencies: Record<string, string>,
  { date = '2024-03-09T10:00:00Z', node = '>=20' } = {},
): CommitRecord => ({
  sha: String(++count).padStart(40, '0'),
  parents: [],
  date,
  author: `dev-${count}`,
  subject,
  files: [{ status: 'M', path: 'package.json' }],
  manifest: { engines: { node }, devDependencies },
});

const first = commit('Begin', { typescript: '^4.0.0', jest: '^29.0.0' });
const swap = commit('Test with vitest instead of jest', { typescript: '^4.0.0', vitest: '^1.0.0' });
const upgrade = commit('Upgrade', { typescript: '^5.9.2', vitest: '^1.0.0' });

const ask = (kind: string): Question[] =>
  generateQuestions([first, swap, upgrade], {
    records: 'a.jsonl',
    perKind: 10,
    seed: 1,
    foreign: ['left-pad', 'vitest'],
  }).filter((question) => question.kind === kind);

const isRight = (question: Question | undefined, answer: string): boolean =>
  question !== undefined && judge(question, { answer, declined: false, used: [] }).right;

describe('generateQuestions', () => {
  it('asks for the version that holds at the end', () => {
    const [question, ...others] = ask('version');
    assert.equal(question?.q, 'Which version of typescript does the project use?');
    assert.equal(isRight(question, 'The project uses typescript ^5.9.2.'), true);
    assert.equal(isRight(question, 'The project uses typescript ^5.9.20.'), false);
    assert.equal(isRight(question, 'The project uses typescript ^4.0.0.'), false);
    assert.deepEqual(others, [], 'vitest never changed');
  });

  it('asks whether something is there that went, or stayed', () => {
    assert.deepEqual(
      ask('gone').map(({ q }) => q),
      ['Does the project still depend on jest?'],
    );
    assert.equal(isRight(ask('gone')[0], 'No, jest was removed.'), true);
    assert.equal(isRight(ask('kept')[0], 'No, it was removed.'), false);
    assert.equal(isRight(ask('kept')[0], 'Yes.'), true);
    assert.equal(isRight(ask('engine')[0], 'Node.js 20 or newer.'), true);
  });

  it('asks what replaced a package where one commit swaps the two and names both', () => {
    const [question] = ask('replaced');
    assert.match(question?.q ?? '', /jest/);
    assert.deepEqual(question?.sha, [swap.sha]);
    assert.equal(isRight(question, 'jest was replaced by vitest.'), true);
    assert.equal(isRight(question, 'jest was replaced by @vitest/ui.'), false);
  });

  it('asks when and by whom, but not of what the first manifest has', () => {
    const [when, ...others] = ask('when');
    assert.deepEqual(others, [], 'typescript was there from the beginning');
    assert.match(when?.q ?? '', /vitest/);
    for (const answer of ['On 9 March 2024.', '9 Mar 2024', '2024-03-09', 'March 9, 2024'])
      assert.equal(isRight(when, answer), true, answer);
    assert.equal(isRight(when, '19 March 2024'), false);
    assert.equal(isRight(ask('who')[0], `${swap.author} added it.`), true);
    assert.match(ask('when removed')[0]?.q ?? '', /jest/);
  });

  it('asks for what was never there, and wants a refusal', () => {
    const [question, ...others] = ask('never there');
    assert.match(question?.q ?? '', /left-pad/);
    assert.deepEqual([question?.accept, others], [[], []]);
  });

  it('draws the same questions for the same seed', () => {
    const options = { records: 'a.jsonl', perKind: 1, foreign: [] };
    const drawn = (seed: number): string[] =>
      generateQuestions([first, swap, upgrade], { ...options, seed }).map(({ q }) => q);
    assert.deepEqual(drawn(3), drawn(3));
    assert.ok([1, 2, 3, 4, 5, 6].some((seed) => drawn(seed).join() !== drawn(3).join()));
  });
});
