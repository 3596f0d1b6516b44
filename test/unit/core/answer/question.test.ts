import assert from 'node:assert/strict';
import { readQuestion, type Question } from '../../../../src/core/answer/question';
import { Subjects } from '../../../../src/core/retrieval/subjects';

const subjects = new Subjects([
  'typescript',
  'node',
  '@types/node',
  'chai',
  'package manager',
  'next',
  'lodash',
  'pnpm',
  'webpack',
]);

describe('readQuestion', () => {
  const check = (text: string, expected: Partial<Question>) => {
    const { type, topic, subject, change } = readQuestion(text, subjects);
    assert.deepEqual(
      { type, topic, subject, change },
      { topic: undefined, subject: undefined, change: undefined, ...expected },
      text,
    );
  };

  it('recognises questions for a version', () => {
    const typescript = { type: 'version', topic: 'typescript', subject: 'typescript' } as const;
    check('Which version of typescript does the project use?', typescript);
    check('What version of typescript are we on', typescript);
    check('what typescript version do we use?', typescript);
    check('Which version is typescript at?', typescript);
    check('which  VERSION of `typescript` is installed?', typescript);
    check('Which version of @types/node does the project use?', {
      type: 'version',
      topic: '@types/node',
      subject: '@types/node',
    });
    check('What is the minimum Node.js version?', { type: 'version', topic: 'Node.js', subject: 'node' });
    check('Which Node.js version must users have at least?', { type: 'version', topic: 'Node.js', subject: 'node' });
    check('Which version of left-pad does the project use?', { type: 'version', topic: 'left-pad' });
  });

  it('recognises whether something is still used', () => {
    const lodash = { type: 'still', topic: 'lodash', subject: 'lodash' } as const;
    check('Does the project still depend on lodash?', lodash);
    check('Is lodash still used?', lodash);
    check('Is the lodash package still a dependency of the project?', lodash);
    check('Do we still use lodash in this project?', lodash);
    check('Are we using lodash?', lodash);
    check('Does this repo need lodash any more?', lodash);
    check('Is the left-pad package still used?', { type: 'still', topic: 'left-pad' });
    check('Is package lodash still used?', lodash);
    check('Does the project still depend on left-pad?', { type: 'still', topic: 'left-pad' });
    check('Is there still a CommonJS build?', { type: 'still', topic: 'CommonJS build' });
    check('Can I still use the errorLens.exclude setting?', { type: 'still', topic: 'errorLens.exclude setting' });
  });

  it('recognises whether something is gone', () => {
    check('Was chai removed?', { type: 'gone', topic: 'chai', subject: 'chai' });
    check('Did we remove chai?', { type: 'gone', topic: 'chai', subject: 'chai' });
    check('Has chai been dropped?', { type: 'gone', topic: 'chai', subject: 'chai' });
  });

  it('recognises what took the place of something', () => {
    const chai = { type: 'replacement', topic: 'chai', subject: 'chai' } as const;
    check('What replaced chai?', chai);
    check('What was chai replaced by?', chai);
    check('What do we use instead of chai?', chai);
    check('Which library has replaced chai?', chai);
  });

  it('recognises which tool has a role', () => {
    check('Which package manager does the project use?', {
      type: 'which',
      topic: 'package manager',
      subject: 'package manager',
    });
    check("What's the package manager?", { type: 'which', topic: 'package manager', subject: 'package manager' });
    check('What is the second timeout?', { type: 'which', topic: 'second timeout' });
  });

  it('recognises why, when, who, and whether it was reverted', () => {
    check('Why was chai removed?', { type: 'why', subject: 'chai' });
    check('What is the reason for the retry limit?', { type: 'why' });
    check('When was chai removed?', { type: 'when', subject: 'chai', change: 'removed' });
    check('When was typescript upgraded to 5?', { type: 'when', subject: 'typescript', change: 'changed' });
    check('Since when do we use pnpm?', { type: 'when', subject: 'pnpm' });
    check('Who added webpack?', { type: 'who', subject: 'webpack', change: 'added' });
    check('Was the new parser reverted?', { type: 'reverted' });
  });

  it('reads what is asked behind "do you know"', () => {
    for (const [asked, type] of [
      ['Do you know who added the cache?', 'who'],
      ['Can you tell me why moment was replaced?', 'why'],
      ['Any idea when mocha was removed?', 'when'],
    ] as const) {
      const question = readQuestion(asked, subjects);
      assert.deepEqual([question.type, question.isYesNo], [type, false], asked);
    }
    assert.equal(readQuestion('Do you know TypeScript?', subjects).isYesNo, true);
  });

  it('does not take a part of what is asked for the subject', () => {
    check('When is the next release party?', { type: 'when' });
    check('Who wrote the lodash fork?', { type: 'who' });
    check('Is webpack caching enabled by default?', { type: 'default' });
  });

  it('recognises what holds by default, amounts, ways and places', () => {
    for (const text of [
      'What is the default timeout?',
      'What happens unless I set a port?',
      'Does it listen out of the box?',
      'How many retries are there by default?',
    ])
      check(text, { type: 'default' });
    for (const text of ['How many retries are there?', 'How much memory is kept?', 'How long is the delay?'])
      check(text, { type: 'amount' });
    for (const text of ['How do I run the tests?', 'How are errors logged?', 'How does caching depend on lodash?'])
      check(text, { type: 'how' });
    check('Where are the fixtures kept?', { type: 'where' });
    check('From where are fonts loaded?', { type: 'where' });
  });

  it('takes how long something has been so for a question about a day', () => {
    check('How long have we used chai?', { type: 'when', subject: 'chai' });
    check('How long ago was lodash dropped?', { type: 'when', subject: 'lodash', change: 'removed' });
  });

  it('recognises "still" without a thing that is used', () => {
    check('Do we still ship types?', { type: 'still' });
    check('Can workers still share a cache?', { type: 'still' });
  });

  it('leaves the rest to search', () => {
    check('Tell me about error logs', { type: 'general' });
    check('Do workers share a cache?', { type: 'general' });
    check('', { type: 'general' });
    check('?', { type: 'general' });
  });

  it('knows yes/no questions', () => {
    const isYesNo = (text: string) => readQuestion(text, subjects).isYesNo;
    assert.ok(isYesNo('Is chai used?') && isYesNo('does it work?') && isYesNo("Aren't we on 5?"));
    assert.ok(!isYesNo('Why is chai used?') && !isYesNo('Which chai?') && !isYesNo('Island tours?'));
  });

  it('finds the roles of tools that are named', () => {
    const rolesOf = (text: string) => readQuestion(text, subjects).roles.map(({ name }) => name);
    assert.deepEqual(rolesOf('Which test runner and linter do we use?').sort(), ['linter', 'test runner']);
    assert.deepEqual(rolesOf('Which test framework runs here?'), ['test runner']);
    assert.deepEqual(rolesOf('What formats the code?'), ['code formatter']);
    assert.deepEqual(rolesOf('Which browser tests are there?'), ['browser test tool'], 'the longest phrase counts');
    assert.deepEqual(rolesOf('Is chai used?'), []);
  });

  it('knows what no history tells by itself', () => {
    const demandsOf = (text: string) => [...new Set(readQuestion(text, subjects).demands)];
    assert.deepEqual(demandsOf('Who approved the license?'), ['approv']);
    assert.deepEqual(demandsOf('Who has reviewed the license?'), ['review']);
    assert.deepEqual(demandsOf('Who is the release manager?'), ['manag']);
    assert.deepEqual(demandsOf('What budget is there for servers?'), ['budget']);
    assert.deepEqual(demandsOf('Who added the cache?'), []);
    assert.deepEqual(demandsOf('Is the license approved?'), ['approv']);
    assert.deepEqual(demandsOf('Is the license reviewed?'), []);
  });

  it('weighs words little that only make it a question of its type', () => {
    const weightOf = (text: string, said: string) =>
      readQuestion(text, subjects).asked.find((term) => term.text === said)?.weight ?? NaN;
    assert.ok(
      weightOf('What is the default timeout?', 'default') < weightOf('What is the default timeout?', 'timeout'),
    );
    assert.ok(weightOf('Who wrote the parser?', 'wrote') < weightOf('How is it that they wrote the parser?', 'wrote'));
  });

  it('reads no more than the beginning of what is pasted', () => {
    assert.ok(readQuestion(`Why? ${'x'.repeat(100_000)}`, subjects).text.length <= 500);
  });
});
