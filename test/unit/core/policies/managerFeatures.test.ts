import assert from 'node:assert/strict';
import { GLOBAL_FEATURES, PAIR_FEATURES, readManagerFeatures } from '../../../../src/core/policies/managerFeatures';
import type { ManagerInput } from '../../../../src/core/policies/policy';

function inputOf(text: string, memories: readonly string[], extra: Partial<ManagerInput['fact']> = {}): ManagerInput {
  return {
    fact: { text, time: '2024-03-01T00:00:00Z', event: 'now', ...extra },
    candidates: memories.map((memory, i) => ({
      id: `m${String(i)}`,
      text: memory,
      similarity: 0.5 - i / 10,
      fact: { text: memory, time: '2024-02-01T00:00:00Z', event: 'before' },
    })),
    idf: (word) => word.length,
    bankSize: memories.length,
  };
}

function pair(text: string, memory: string, name: string, extra: Partial<ManagerInput['fact']> = {}): number {
  assert.ok(PAIR_FEATURES.includes(name), name);
  return readManagerFeatures(inputOf(text, [memory], extra)).pairs[PAIR_FEATURES.indexOf(name)] ?? NaN;
}

describe('What the Memory Manager knows of a decision', () => {
  const odd = [
    '',
    ' ',
    '...',
    '测试用 vitest',
    '\u0000',
    'a'.repeat(5000),
    '1 2 3',
    'from  to ',
    '->',
    'Use X instead of Y',
  ];

  it('is finite and about as large as one, whatever is written', () => {
    for (const fact of odd)
      for (const memory of odd) {
        const { pairs, global } = readManagerFeatures(
          inputOf(fact, [memory, 'Node 20 is required.'], { time: 'never' }),
        );
        for (const value of [...pairs, ...global])
          assert.ok(Number.isFinite(value) && Math.abs(value) <= 1.01, `${fact} | ${memory}`);
      }
  });

  it('is the same whatever a language model would do: its opinion counts once, as a vote', () => {
    const input = inputOf('The timeout is 250 ms.', ['Retries take 100 ms.', 'The cache is off.']);
    for (const operation of ['UPDATE', 'DELETE', 'NOOP'] as const)
      assert.deepEqual(
        readManagerFeatures({ ...input, opinion: { operation, target: 1 } }),
        readManagerFeatures(input),
        operation,
      );
  });

  it('has one row a memory, and one name a number', () => {
    const { pairs, global } = readManagerFeatures(inputOf('Use pnpm.', ['Use npm.', 'Use yarn.']));
    assert.equal(pairs.length, 2 * PAIR_FEATURES.length);
    assert.equal(global.length, GLOBAL_FEATURES.length);
    assert.equal(new Set([...PAIR_FEATURES, ...GLOBAL_FEATURES]).size, PAIR_FEATURES.length + GLOBAL_FEATURES.length);
    assert.equal(readManagerFeatures(inputOf('Use pnpm.', [])).pairs.length, 0);
  });

  it('is the same for the same input, whatever was read before', () => {
    const input = inputOf('Raise the timeout from 100 to 250.', ['The timeout is 100.', 'Drop Node 12.']);
    const before = readManagerFeatures(input);
    for (let i = 0; i < 50; i++) readManagerFeatures(inputOf(`Another text ${String(i)}`, ['about something else']));
    assert.deepEqual(readManagerFeatures(input), before);
  });

  it('tells another value of the same thing from the same value, and from a value of something else', () => {
    const name = 'other numbers of the same thing';
    assert.equal(pair('Bump typescript to 5.9.', 'Bump typescript to 5.8.', name), 1);
    assert.equal(pair('We are on typescript 5.9.', 'Bump typescript to 5.9.', name), 0);
    assert.equal(pair('Bump mocha to 5.9.', 'Bump typescript to 5.8.', name), 0);
  });

  it('sees that a memory says what the fact replaces', () => {
    const name = 'memory says what the fact replaces';
    assert.equal(pair('Use vitest instead of mocha.', 'We test with mocha.', name), 1);
    assert.equal(pair('Raise the limit from 100 to 250.', 'The limit is 100.', name), 1);
    assert.equal(pair('Use vitest instead of mocha.', 'We lint with eslint.', name), 0);
    assert.equal(pair('Use vitest.', 'We test with mocha.', name), 0);
  });

  it('sees a step of a chain, and a step back', () => {
    assert.equal(
      pair('Replace babel with esbuild.', 'Replace sucrase with babel.', 'memory brought what the fact replaces'),
      1,
    );
    assert.equal(
      pair('Replace babel with sucrase.', 'Replace sucrase with babel.', 'memory replaced what the fact brings'),
      1,
    );
  });

  it('knows an end by what is stamped on the fact, not by its words', () => {
    const name = 'fact ends what shares its keys';
    assert.ok(pair('The telemetry flag is gone.', 'A telemetry flag was added.', name, { ends: true }) > 0);
    assert.equal(pair('The telemetry flag is gone.', 'A telemetry flag was added.', name), 0);
  });

  it('weighs shared words by how much they tell', () => {
    const name = 'weight of fact in memory';
    const rare = pair('configuration an', 'configuration of', name);
    const common = pair('configuration an', 'ax an', name);
    assert.ok(rare > common, `${String(rare)} ${String(common)}`);
  });
});
