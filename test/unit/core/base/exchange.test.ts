import assert from 'node:assert/strict';
import { findExchange } from '../../../../src/core/base/exchange';

describe('findExchange', () => {
  const check = (statement: string, old: string, now: string) =>
    assert.deepEqual(findExchange(statement), { old, now }, statement);

  it('finds what was there and what is there now, however it is said', () => {
    check('Replace chai with node:assert', 'chai', 'node:assert');
    check('chai was superseded by node:assert.', 'chai', 'node:assert');
    check('Rename `a.old` to `a.new`', '`a.old`', '`a.new`');
    check('`a.old` was renamed to `a.new`', '`a.old`', '`a.new`');
    check('Switch the tests from mocha to vitest', 'mocha', 'vitest');
    check('Migrate away from gulp to npm scripts', 'gulp', 'npm scripts');
    check('Drop moment in favour of date-fns', 'moment', 'date-fns');
    check('Use pnpm instead of yarn', 'yarn', 'pnpm');
    check('Prefer pnpm over yarn', 'yarn', 'pnpm');
    check('Swap out got for ky', 'got', 'ky');
    check('uglify -> terser', 'uglify', 'terser');
  });

  it('leaves out what is said of the new thing', () => {
    check('Replace chai with node:assert because it is built in', 'chai', 'node:assert');
    check('Switch from mocha to vitest, which is faster', 'mocha', 'vitest');
    check('Use pnpm (10) instead of yarn', 'yarn', 'pnpm');
  });

  it('finds none where one of the two is missing', () => {
    for (const statement of ['Replace chai', 'Move the tests to vitest', 'Use pnpm', 'Rename the option', ''])
      assert.equal(findExchange(statement), undefined, statement);
  });
});
