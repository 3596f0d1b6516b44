import assert from 'node:assert/strict';
import { distillRule, prepareAnswer, Retriever, type Memory } from '../../../../src/core/index';
import { someMemory } from '../../../support/someMemories';
import { ask, setting } from './asking';

const memories: readonly Memory[] = [
  someMemory({ text: 'The cache is cleared every hour because stale entries broke the search.' }),
  someMemory({ text: 'The cache is written to disk.', validFrom: '2025-03-01T00:00:00Z' }),
  someMemory({ text: 'The search runs in a worker.' }),
  setting('cacheSize', '20 MB'),
];
const QUESTIONS = [
  'Why is the cache cleared?',
  'How is the cache written?',
  'Is the cache cleared?',
  'What about the moon?',
];

describe('an answer that is prepared', () => {
  const prepare = (question: string) => prepareAnswer(question, { memories, retriever: new Retriever() });

  it('is the one the product gives, once distillation has chosen', () => {
    for (const question of QUESTIONS) {
      const { answer, asked, fitting, candidates } = prepare(question);
      const { ms: _, ...whole } = ask(question, memories);
      assert.deepEqual({ ...answer(distillRule.keep(question, fitting, asked)), candidates }, whole);
    }
  });

  it('can be composed from every choice, in any order, without a trace', () => {
    for (const question of QUESTIONS) {
      const { answer, fitting } = prepare(question);
      const before = structuredClone([fitting, memories]);
      const sets = Array.from({ length: 2 ** fitting.length }, (_, bits) =>
        fitting.flatMap((_candidate, place) => ((bits >> place) & 1 ? [place] : [])),
      );
      const first = sets.map((kept) => answer(kept));
      const again = sets.toReversed().map((kept) => answer(kept));
      assert.deepEqual(again.toReversed(), first);
      assert.deepEqual([fitting, memories], before);
    }
  });

  it('declines where nothing is kept, and otherwise rests on what is', () => {
    const { answer, fitting } = prepare('How is the cache written?');
    assert.ok(fitting.length > 1);
    assert.equal(answer([]).declined, true);
    fitting.forEach(({ id }, place) =>
      assert.deepEqual(
        answer([place]).used.map((used) => used.id),
        [id],
      ),
    );
  });

  it('tells of each candidate how far it says each asked term', () => {
    const { asked, fitting } = prepare('How is the cache written?');
    assert.ok(asked.terms.length > 0 && asked.terms.every(({ weight }) => weight >= 0));
    for (const { shares, coverage, stated } of fitting) {
      assert.equal(shares.length, asked.terms.length);
      assert.ok(stated <= coverage);
    }
    const [best] = [...fitting].sort((a, b) => b.coverage - a.coverage);
    assert.equal(best?.text, 'The cache is written to disk.');
    assert.deepEqual(best.shares, [1, 1]);
  });
});
