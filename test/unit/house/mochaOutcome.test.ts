import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mochaOutcome } from '../../mochaOutcome';

describe('mochaOutcome', () => {
  const check = (code: number, output: string, passed: number, failed: number, skipped: number): void =>
    assert.deepEqual(mochaOutcome(code, output), { passed, failed, skipped });

  it('reads one run', () => check(1, '\n  12 passing (3s)\n  2 pending\n  1 failing\n\n  1) The bank\n', 12, 1, 2));

  it('adds several runs up', () => check(0, '  3 passing (1s)\n\n  4 passing (2m)\n', 7, 0, 0));

  it('counts a run that broke off as a failure, whatever passed before', () => check(1, '  3 passing (1s)\n', 3, 1, 0));

  it('counts a run without tests as a failure', () => check(0, 'No test files found\n', 0, 1, 0));

  it('takes no title of a test for the summary', () => check(0, '    ✔ 5 passing trains\n  1 passing\n', 1, 0, 0));
});
