import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ruleV3, type Fact, type ManagerInput } from '../../../../src/core/index';

const idf = (word: string): number => ({ fastify: 9, timeout: 5, node: 4 })[word] ?? 2;

function check(
  text: string,
  candidates: readonly (readonly [text: string, similarity: number])[],
  expected: string,
  more: Partial<Fact> = {},
  opinion?: ManagerInput['opinion'],
): void {
  const fact: Fact = {
    id: 'f',
    event: 'e',
    order: 1,
    time: '2025-01-01T00:00:00Z',
    kind: 'decision',
    text,
    quote: text,
    ...more,
  };
  const choice = ruleV3.choose({
    fact,
    candidates: candidates.map(([other, similarity], i) => ({
      id: String(i),
      text: other,
      similarity,
      fact: { ...fact, text: other },
    })),
    idf,
    bankSize: candidates.length,
    ...(opinion && { opinion }),
  });
  const swayed = choice.swayed ? ' swayed' : '';
  assert.equal(`${choice.operation}${choice.target ?? ''} ${choice.confidence.toFixed(2)}${swayed}`, expected);
}

describe('rule v3', () => {
  it('adds what has no value', () =>
    check('Use pnpm because it is fast.', [['Use npm because it is there.', 0.6]], 'ADD 0.40'));
  it('adds to an empty bank, for sure', () => check('The timeout is 250 ms.', [], 'ADD 1.00'));
  it('replaces the memory that gives a value of the same thing', () =>
    check(
      'The timeout is 500 ms.',
      [
        ['Use pnpm.', 0.3],
        ['The timeout is 250 ms.', 0.7],
      ],
      'UPDATE1 0.70',
    ));
  it('takes the first of several', () =>
    check(
      'Require node 22.',
      [
        ['Require node 20.', 0.8],
        ['Require node 18.', 0.7],
      ],
      'UPDATE0 0.55',
    ));
  it('adds a value of another thing', () => check('The retries are 3.', [['The timeout is 250 ms.', 0.5]], 'ADD 0.50'));
  it('is as unsure as the next best memory is near', () =>
    check(
      'The timeout is 500 ms.',
      [
        ['The timeout is 250 ms.', 0.6],
        ['Use pnpm.', 0.6],
      ],
      'UPDATE0 0.50',
    ));
  it('replaces by the rarest name, if the memory has a number', () =>
    check('Pinned fastify at version 5.', [['fastify was raised to 4.2', 0.5]], 'UPDATE0 0.75'));
  it('deletes what a removal is about', () =>
    check('fastify is gone.', [['fastify serves the tests.', 0.5]], 'DELETE0 0.75', { ends: true }));
  it('adds what gives a value of the same thing in quite another matter', () =>
    check('The stable channel gets fixes for 6 months.', [['Benchmarks ran on stable 3 only.', 0.1]], 'ADD 0.90'));
  it('hears a language model where no memory stands out', () =>
    check(
      'The timeout is 500 ms.',
      [
        ['The timeout is 250 ms.', 0.6],
        ['The timeout of jobs is 9 s.', 0.55],
      ],
      'UPDATE1 0.48 swayed',
      {},
      { operation: 'UPDATE', target: 1 },
    ));
  it('hears it where a memory is much like the fact, but gives no value', () =>
    check('Use pnpm.', [['Use npm.', 0.7]], 'UPDATE0 0.70 swayed', {}, { operation: 'UPDATE', target: 0 }));
  it('does not hear it where the case is clear', () =>
    check('Use pnpm.', [['Releases happen on Mondays.', 0.1]], 'ADD 0.90', {}, { operation: 'UPDATE', target: 0 }));
  it('lets nothing end because of it but by a fact that tells an end', () =>
    check('Use pnpm.', [['Use npm.', 0.7]], 'ADD 0.30', {}, { operation: 'DELETE', target: 0 }));
  it('takes the number of a note, a step or an issue for its name', () =>
    check('Note 18 is from Anna.', [['Note 17 is from Anna.', 0.9]], 'ADD 0.10'));
});
