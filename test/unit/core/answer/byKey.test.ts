import assert from 'node:assert/strict';
import { someMemory, somePackage } from '../../../support/someMemories';
import { answerTo, ask, tool } from './asking';

const vitest = tool('test runner', 'vitest@3.1.0');
const eslint = tool('linter', 'eslint');
const tools = [vitest, eslint, tool('code formatter', 'prettier'), tool('code coverage tool', 'c8')];
const check = (question: string, expected: string | undefined, told = tools) =>
  assert.equal(answerTo(question, ...told), expected, question);

describe('a tool that somebody only spoke of', () => {
  const told = (text: string, day = '2026-01-02') =>
    someMemory({ text, kind: 'convention', validFrom: `${day}T00:00:00Z` });
  const rule = told('Always write tests with vitest, never jest.');

  it('has the role that it is known for', () => {
    check('Which test runner do we use?', rule.text, [rule]);
    check('What runs our unit tests?', rule.text, [rule]);
  });

  it('is the one that was said last', () => {
    const later = told('We use mocha for tests because of its reporters.', '2026-02-02');
    check('Which test runner do we use?', later.text, [rule, later]);
  });

  it('is none that is not to be used, nor an ordinary word', () => {
    check('Which test runner do we use?', undefined, [told('Write no tests with jest.')]);
    check('Which assertion library do we use?', undefined, [told('Every function should use early returns.')]);
    check('Which linter do we use?', undefined, [rule]);
  });

  it('counts less than what files say', () =>
    check('Which test runner do we use?', 'The project uses vitest 3.1.0 as its test runner.', [
      ...tools,
      told('Use mocha for all tests.'),
    ]));
});

describe('a tool', () => {
  it('is found by its role, whatever people call that', () => {
    for (const question of [
      'What is the test runner?',
      'Which test framework do we use?',
      'What runs our unit tests?',
      'Which testing tool is used?',
    ])
      check(question, 'The project uses vitest 3.1.0 as its test runner.');
    check('What formats the code?', 'The project uses prettier as its code formatter.');
    check('Which version of the test runner is used?', 'The project uses vitest 3.1.0 as its test runner.');
  });

  it('is told with another where two roles are asked for', () => {
    const { answer, used } = ask('Which linter and which code formatter does the project use?', tools);
    assert.deepEqual(used.map(({ text }) => text).sort(), [
      'The project uses eslint as its linter.',
      'The project uses prettier as its code formatter.',
    ]);
    assert.ok(used.every(({ text }) => answer.includes(text)));
  });

  it('is not told alone where another one that is asked for is not known', () => {
    check('Which bundler and minifier do we use?', undefined);
    const { answer } = ask('Which linter and bundler do we use?', tools);
    assert.ok(!answer.includes('prettier') && !answer.includes('vitest'), answer);
  });

  it('is no answer to what is asked of a role beyond its tool', () => {
    check('Which plugins for accessibility rules does the linter load in strict mode?', undefined);
  });

  it('of the whole project comes before that of a folder', () => {
    const site = tool('test runner', 'jest', { attribute: 'name in packages/site', lineage: 'site' });
    check('What is the test runner?', 'The project uses vitest 3.1.0 as its test runner.', [site, vitest]);
    check('What is the test runner?', site.text, [site]);
  });

  it('that lost its role is not the one that has it', () => {
    const jest = tool('test runner', 'jest', {
      state: 'superseded',
      validFrom: '2020-01-01T00:00:00Z',
      validTo: vitest.validFrom,
    });
    const told = [jest, vitest];
    check('What is the test runner?', 'The project uses vitest 3.1.0 as its test runner.', told);
    check('Is jest still used?', 'No. The project uses vitest 3.1.0 as its test runner.', told);
    check('What do we use instead of jest?', 'The project uses vitest 3.1.0 as its test runner.', told);
    check('What is the test runner?', undefined, [jest]);
    assert.deepEqual(ask('What is the test runner?', told).replaced, [{ text: jest.text, until: vitest.validFrom }]);
  });
});

describe('a package', () => {
  it('has been used since its first version', () => {
    const told = somePackage('chai', [
      ['^4.0.0', '2020-02-01T00:00:00Z'],
      ['^5.0.0', '2024-01-01T00:00:00Z'],
    ]);
    const expected = '1 Feb 2020: The project uses chai ^4.0.0 (development dependency).';
    check('How long have we used chai?', expected, told);
    check('Since when has chai been around?', expected, told);
  });

  it('that another one mentions is not known to be used', () => {
    const [mime] = somePackage('mime', [['^4.0.0', '2024-01-01T00:00:00Z']]);
    assert.ok(mime);
    const told = [{ ...mime, text: 'The project uses mime ^4.0.0 to guess content-type.' }];
    check('Is content-type still used?', undefined, told);
    check('Is mime still used?', 'Yes. The project uses mime ^4.0.0 to guess content-type.', told);
  });

  it('is told of by what says how it came and went, not by a decision that names it', () => {
    const decision = someMemory({ text: 'Keep chai because plugins need it.', subject: 'chai' });
    const gone = somePackage('chai', [['^5.0.0', '2024-01-01T00:00:00Z']], { on: '2024-05-12T00:00:00Z' });
    check('Is chai still used?', 'No. chai was removed on 12 May 2024.', [decision, ...gone]);
  });
});
