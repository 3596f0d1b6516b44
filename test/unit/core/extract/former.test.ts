import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changes } from '../../../../src/core/extract/changes';
import { extractFacts } from '../../../../src/core/extract/extract';
import { readFormer } from '../../../../src/core/extract/former';
import { commit } from './sample';

describe('what held before, as far as a statement tells', () => {
  const told: Readonly<Record<string, readonly [text: string, was?: string]>> = {
    'Telemetry is disabled by default instead of enabled': [
      'Telemetry is disabled by default',
      'Telemetry was enabled by default.',
    ],
    'If `x` is not set, the cache is off rather than on': [
      'If `x` is not set, the cache is off',
      'If `x` is not set, the cache was on.',
    ],
    'The server listens on port 8080 instead of 3000': [
      'The server listens on port 8080',
      'The server listened on port 3000.',
    ],
    '`limit` defaults to 5 instead of 10': ['`limit` defaults to 5', '`limit` defaulted to 10.'],
    'Change the default timeout from 5 to 10 seconds': [
      'Change the default timeout from 5 to 10 seconds',
      'Default timeout was 5.',
    ],
    'Switch the tests from jest to vitest': ['Switch the tests from jest to vitest', 'jest was used.'],
    'Replace callbacks with promises': ['Replace callbacks with promises', 'callbacks were used.'],
    'We no longer support Node 16': ['We no longer support Node 16', 'We supported Node 16.'],
    // Against what somebody decides never has to have held.
    'Use tabs instead of spaces': ['Use tabs instead of spaces'],
    'Return a buffer instead of a string': ['Return a buffer instead of a string'],
    'Move the button from left to right': ['Move the button from left to right'],
    'Move CI from Travis to GitHub Actions': ['Move CI from Travis to GitHub Actions', 'Travis was used.'],
    'Move it from a to b': ['Move it from a to b'],
  };
  for (const [statement, [text, was]] of Object.entries(told))
    it(statement, () => assert.deepEqual(readFormer(statement), was === undefined ? { text } : { text, was }));

  it('commits tell it, too, and their statements stay as they are', async () => {
    const event = await commit('Change default `maxBuffer` from 10 MB to 100 MB');
    const [fact] = extractFacts(event, [changes]);
    assert.match(fact?.was ?? '', /was 10 MB/);
    assert.match(fact?.text ?? '', /100 MB/);
  });
});
