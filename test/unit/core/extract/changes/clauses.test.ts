import assert from 'node:assert/strict';
import { readMessage, splitLine } from '../../../../../src/core/extract/changes/clauses';

describe('clauses of a line', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'add A and B, deprecate C': ['add A and B', 'deprecate C'],
    'remove duplicate event, use 250ms delay': ['remove duplicate event', 'use 250ms delay'],
    'Removed the pool and added a queue': ['Removed the pool', 'added a queue'],
    'Migrate CI to GitHub Actions and remove the old pipeline': [
      'Migrate CI to GitHub Actions',
      'remove the old pipeline',
    ],
    'tighten the pattern and deprecate ids': ['tighten the pattern', 'deprecate ids'],
    'add an option to enable and disable hints': ['add an option to enable and disable hints'],
    'apply description and default metadata to enums': ['apply description and default metadata to enums'],
    'improve drag and drop support': ['improve drag and drop support'],
    'add `a, remove b` as a name': ['add `a, remove b` as a name'],
    'add x (fast, remove y) to z': ['add x (fast, remove y) to z'],
  };
  for (const [line, expected] of Object.entries(cases)) it(line, () => assert.deepEqual(splitLine(line), expected));
});

describe('clauses of a message', () => {
  const clauses = (message: string) => readMessage(message).clauses.map(({ place, text }) => `${place}: ${text}`);

  it('have the subject without its bookkeeping, and its type and scope beside it', () => {
    const [clause] = readMessage('✨ feat(retry)!: add limit (#12)').clauses;
    assert.deepEqual(clause, {
      text: 'add limit',
      line: 'add limit',
      place: 'subject',
      breaking: true,
      type: 'feat',
      scope: 'retry',
    });
    assert.equal(readMessage('response.redirect: keep back').clauses[0]?.scope, 'response.redirect');
    assert.equal(readMessage('Note: keep back').clauses[0]?.scope, undefined);
  });

  it('read a squashed body step by step, without what it repeats', () =>
    assert.deepEqual(clauses('Add x (#1)\n\n* Add x\n\n* feat(y): drop z\n\n* drop z'), [
      'subject: Add x',
      'item: drop z',
    ]));

  it('know what the author tells of the commit from what was done', () =>
    assert.deepEqual(clauses('Rework\n\nThis commit replaces a with b. We also had to switch to c. It works.'), [
      'subject: Rework',
      'item: replaces a with b.',
      'item: switch to c.',
      'sentence: It works.',
    ]));

  it('end a breaking change where the next part begins', () =>
    assert.deepEqual(
      clauses('feat: x\n\nBREAKING CHANGE: a is gone.\nBREAKING CHANGE: b is gone.\n\nSigned-off-by: A <a>'),
      ['subject: x', 'breaking: a is gone.', 'breaking: b is gone.'],
    ));
});
