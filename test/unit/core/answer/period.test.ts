import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inPresent, readPast } from '../../../../src/core/answer/period';

const NOW = new Date(2026, 2, 10, 12);

function check(question: string, period: string, rest?: string): void {
  const past = readPast(question, NOW);
  assert.equal(past?.period, period, question);
  if (rest !== undefined) assert.equal(past.question, rest);
}

function checkNone(...questions: string[]): void {
  for (const question of questions) assert.equal(readPast(question, NOW), undefined, question);
}

describe('a past time in a question', () => {
  it('is a year, a month or a day', () => {
    check('What was the minimum Node.js version in 2021?', '2021', 'What was the minimum Node.js version?');
    check('Which test runner did we use in March 2022?', '2022-03', 'Which test runner did we use?');
    check('Which version of xo did we use as of 12 May 2023?', '2023-05-12', 'Which version of xo did we use?');
    check('What was the version of xo on 2023-05-12?', '2023-05-12');
    check('Did we use xo on the 3rd of May 2020 on Windows?', '2020-05-03', 'Did we use xo on Windows?');
    check('Which linter was used back in 2018?', '2018');
    check('Which linter was used in the year 2018?', '2018');
    check('Which linter was used in 2020-03?', '2020-03');
    check('Minimum Node version in 2021', '2021');
  });

  it('may stand first, or aside', () => {
    check('In 2021, which test runner was used?', '2021', 'which test runner was used?');
    check('What Node version, as of 2021, is required?', '2021', 'What Node version is required?');
    check('What was the default of `retry.limit` (in 2019)?', '2019', 'What was the default of `retry.limit`?');
  });

  it('is a part of a year or month', () => {
    check('Was lodash still used at the end of 2019?', '2019', 'Was lodash still used?');
    check('What did we use for mocks at the start of 2020?', '2020-01-01', 'What did we use for mocks?');
    check('What did we use for mocks in early 2020?', '2020-03');
    check('What did we use for mocks in mid-2020?', '2020-06');
    check('What did we use for mocks in late 2020?', '2020');
    check('What did we use for mocks in the middle of May 2020?', '2020-05-15');
  });

  it('ends before what is named with "before" or "until"', () => {
    check('What was the version of ava before 2020?', '2019', 'What was the version of ava?');
    check('Which runner did we use until March 2020?', '2020-02');
    check('Which runner did we use before January 2020?', '2019-12');
    check('Which runner did we use before 1 March 2020?', '2020-02-29');
    check('Which runner did we use before the end of 2019?', '2019');
    check('Was Node 10 dropped by the end of 2019?', '2019', 'Was Node 10 dropped?');
  });

  it('counts from the clock that is handed in', () => {
    check('Did we depend on got two years ago?', '2024-03-10', 'Did we depend on got?');
    check('What did we use for tests a year ago?', '2025-03-10');
    check('Which bundler did we use last year?', '2025', 'Which bundler did we use?');
    check('Which bundler did we use last month?', '2026-02');
    check('Which bundler did we use yesterday?', '2026-03-09');
  });

  it('without a year is the last that there was', () => {
    check('Did we use ava in May?', '2025-05');
    check('Did we use ava last March?', '2025-03');
    check('Did we use ava in February?', '2026-02');
  });

  it('is no version, port or amount', () => {
    checkNone(
      'Which version of node in 20 is used?',
      'Was it broken in Node 20?',
      'Was port 2021 used?',
      'What was fixed in 3.0?',
      'Was it fixed in 2020.1?',
      'Was it fixed in 2020-beta?',
      'Did it fit in 2048 bytes?',
      'Is it tested with Visual Studio 2019?',
      'Did it give up after 2 seconds?',
      'What was the timeout at 10:30?',
    );
    check('How many retries were there in Got 11 in 2021?', '2021', 'How many retries were there in Got 11?');
  });

  it('is not what the program works on', () => {
    checkNone(
      'Are dates before 2000 supported?',
      'Were timestamps before 2000 rejected?',
      'How do we parse a day in 2000?',
      'Are tokens from two years ago removed?',
    );
  });

  it('is one, over, and no span', () => {
    checkNone(
      'Which version do we use?',
      'What will we use in 2030?',
      'Which one was used in 2026?',
      'Did we use it in 2019 or in 2020?',
      'What did we use between 2019 and 2021?',
      'Have we used it since 2019?',
      'Was it there since the end of 2019?',
      'What changed in the last year?',
      'Is there a plan from last year’s release?',
      'What happens on Sunday?',
      'In 2021?',
    );
  });

  it('only says which change is meant where when, who or why is asked', () => {
    for (const question of ['Why was it removed in 2019?', 'When in 2019 did we drop it?', 'In 2019, who added it?'])
      assert.equal(readPast(question, NOW)?.about, 'change', question);
    assert.equal(readPast('Was it removed in 2019?', NOW)?.about, 'state');
  });
});

describe('a question in the past', () => {
  it('is asked of a past bank in the present', () => {
    assert.equal(inPresent('Was lodash still used?'), 'Is lodash still used?');
    assert.equal(inPresent('were decorators supported?'), 'Are decorators supported?');
    assert.equal(inPresent('Did we depend on got?'), 'Do we depend on got?');
    assert.equal(inPresent('Did we drop Node 10?'), 'Did we drop Node 10?');
    assert.equal(inPresent('Which linter was used?'), 'Which linter was used?');
  });
});
