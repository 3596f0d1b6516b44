import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { answerPrompt, extractionPrompt, operationsPrompt, type NewFact } from '../../../../src/core/index';

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '```json',
  '```',
  '<think>',
  '</think>',
  'null',
  '-1',
  '1e9',
  '99',
  '"a"',
  '"used"',
  '"facts"',
  '"decisions"',
  '"operation": "DELETE"',
  '"memory": 2',
  '"memory": 1',
  '"fact": "a"',
  '"quote": "Use pnpm"',
  '"text": "Use yarn 9."',
  '__proto__',
  '"__proto__": {}',
  '"constructor"',
  'Sure!',
  '\u0000',
  '\uD800',
  '漢字',
  '\u202E',
  '  ',
];

/** An answer that went wrong in up to five places: pieces lost, replaced, put in, the end cut off. */
function spoiled(good: string): fc.Arbitrary<string> {
  const place = fc.nat(good.length);
  const edits = fc.array(fc.tuple(place, fc.nat(12), fc.constantFrom('', ...PIECES)), { maxLength: 5 });
  return fc.tuple(edits, fc.option(place, { nil: undefined, freq: 4 })).map(([all, end]) => {
    const text = all.reduce(
      (sofar, [at, length, piece]) => sofar.slice(0, at) + piece + sofar.slice(at + length),
      good,
    );
    return text.slice(0, end);
  });
}

/** Looks at every answer, and that some of them could be read: else nothing would have been tested. */
function checkAll(good: string, check: (answer: string) => number): void {
  let read = 0;
  fc.assert(
    fc.property(spoiled(good), (answer) => {
      read += check(answer);
    }),
    { numRuns: RUNS, seed: 1 },
  );
  assert.ok(read > RUNS / 50, `${read}`);
}

const RUNS = 1500;

const EVENT = {
  kind: 'commit',
  role: 'user',
  text: 'Use pnpm\n\nInstalls took 4 minutes with npm.',
  files: ['package.json'],
} as const;
const FACTS: readonly NewFact[] = [
  {
    id: 'f1',
    text: 'The project uses pnpm 10.',
    time: '2025-01-02',
    memories: [{ id: 'm1', text: 'The project uses npm.', time: '2024-01-02' }],
  },
  {
    id: 'f2',
    text: 'Releases are cut on Mondays.',
    time: '2025-01-02',
    memories: [{ id: 'm2', text: 'Releases are cut weekly.', time: '2024-01-02' }],
  },
];
const MEMORIES = [
  { text: 'The project uses pnpm 10.', time: '2025-01-02' },
  { text: 'Releases are cut on Mondays.', time: '2025-01-02' },
];

describe('whatever a model answers', () => {
  it('no fact comes of it without its words in the event, and nothing throws', () => {
    const prompt = extractionPrompt({ event: EVENT, noted: [] });
    const good =
      '{"facts": [{"quote": "Installs took 4 minutes", "text": "Installs with npm took 4 minutes.", "kind": "decision", "subject": "npm", "ends": false}]}';
    checkAll(good, (answer) => {
      const parsed = prompt.parse(answer);
      const facts = 'value' in parsed ? parsed.value : [];
      for (const { quote, text } of facts) {
        assert.ok(EVENT.text.includes(quote) && quote.trim() !== '' && text !== '' && text.length <= 300);
        assert.doesNotMatch(text, /yarn|\b9\b/);
      }
      return facts.length;
    });
  });

  it('no opinion comes of it about what was not asked or not shown', () => {
    const prompt = operationsPrompt(FACTS);
    const good =
      '{"decisions": [{"fact": "a", "reason": "New.", "operation": "UPDATE", "memory": 1, "text": "The project uses pnpm 10, no longer npm."}, {"fact": "b", "reason": "", "operation": "NOOP", "memory": 2, "text": ""}]}';
    const allowed: Readonly<Record<string, string>> = { f1: 'm1', f2: 'm2' };
    checkAll(good, (answer) => {
      const parsed = prompt.parse(answer);
      const opinions = 'value' in parsed ? parsed.value : [];
      assert.equal(new Set(opinions.map(({ fact }) => fact)).size, opinions.length);
      for (const { fact, operation, target, text } of opinions) {
        assert.ok(fact in allowed);
        assert.equal(target, operation === 'ADD' ? undefined : allowed[fact]);
        assert.ok(text === undefined || (operation === 'UPDATE' && text.includes('10') && !text.includes('yarn')));
      }
      return opinions.length;
    });
  });

  it('no answer comes of it but from memories that were shown', () => {
    const prompt = answerPrompt({ question: 'What is used?', memories: MEMORIES, chosen: 1, today: '2025-03-01' });
    checkAll('{"used": [1], "knows": true, "answer": "pnpm 10 is used."}', (answer) => {
      const parsed = prompt.parse(answer);
      if (!('value' in parsed) || !parsed.value.knows) return 0;
      const { used, answer: said } = parsed.value;
      assert.ok(used.length > 0 && used.every((index) => index === 0 || index === 1));
      assert.ok(said !== '' && said.length <= 600 && !/yarn|\b9\b|99/.test(said), said);
      return 1;
    });
  });
});
