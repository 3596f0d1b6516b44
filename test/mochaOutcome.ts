/** How many tests of one step passed, failed and were skipped. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Reads what Mocha printed; a step may run it several times. A run that ended badly without a failing test, or well without
 * any test at all, counts as one failure.
 */
export function mochaOutcome(code: number, output: string): Outcome {
  const count = (word: string): number => {
    const found = [...output.matchAll(new RegExp(`^ +(\\d+) ${word}\\b`, 'gm'))];
    return found.reduce((sum, [, n]) => sum + Number(n), 0);
  };
  const [passed, failed, skipped] = [count('passing'), count('failing'), count('pending')];
  const isSilentFailure = failed === 0 && (code !== 0 || passed + skipped === 0);
  return { passed, failed: isSilentFailure ? 1 : failed, skipped };
}
