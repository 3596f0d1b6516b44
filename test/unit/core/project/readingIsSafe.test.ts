import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ruleV3, type ManagerPolicy, type Memory, type ProjectMemory } from '../../../../src/core/index';
import { commit, openScripted } from '../../../support/scriptedMemory';
import { readerOf, type SomeDecision } from '../../../support/scriptedModel';

/** Does what the language model says, else what the rule says. */
const follower: ManagerPolicy = {
  name: 'follower',
  by: 'policy',
  choose: (input) =>
    input.opinion ? { ...input.opinion, confidence: 0.5, reason: 'So.', swayed: true } : ruleV3.choose(input),
};

const THINGS = ['timeout of requests', 'timeout of jobs', 'size of the cache', 'number of workers'];
const anyStatement = fc.record({ thing: fc.constantFrom(...THINGS), value: fc.integer({ min: 1, max: 5 }) });
const textOf = ({ thing, value }: { readonly thing: string; readonly value: number }): string =>
  `The ${thing} is ${value}.`;

/** A commit says some things that rules read, and some that only a model does. */
const anyHistory = fc.array(
  fc.record({
    rules: fc.array(anyStatement, { maxLength: 2 }),
    model: fc.array(anyStatement, { maxLength: 2 }),
    accept: fc.constantFrom('all' as const, 'certain' as const, 'none' as const),
    verdict: fc.constantFrom('accept' as const, 'reject' as const, undefined),
  }),
  { minLength: 1, maxLength: 6 },
);
const anyDecision = fc.record({
  fact: fc.constantFrom(...'aabbc'),
  operation: fc.constantFrom('ADD', 'UPDATE', 'DELETE', 'NOOP'),
  memory: fc.constantFrom(1, 1, 1, 2, 2, 3, 7),
  text: fc.constantFrom('', 'The timeout of requests is 3.'),
});

/** What holds, held and ended, as far as it was let in. */
function letIn(memory: ProjectMemory): readonly unknown[] {
  const shape = ({ id, text, state, validFrom, validTo, ending, decidedBy }: Memory) => ({
    ...{ id, text, state, validFrom, validTo, decidedBy, ending: ending?.text },
  });
  return memory
    .memories()
    .filter(({ reviewed }) => reviewed)
    .map(shape)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('Whatever a model reads and advises', () => {
  it('changes nothing that was let in and hides nothing that waits, before and after what it brought is accepted and undone, and rejected', async () => {
    let proposed = 0;
    await fc.assert(
      fc.asyncProperty(
        anyHistory,
        fc.array(anyDecision, { maxLength: 6 }),
        fc.constantFrom(follower, ruleV3),
        async (history, decisions, policy) => {
          const { memory, journal } = await openScripted(undefined, { policy });
          for (const [i, { rules, model, accept, verdict }] of history.entries()) {
            const said = [...rules.map((one) => `say ${textOf(one)}`), ...model.map((one) => `> ${textOf(one)}`)];
            await memory.ingest([commit(`c${i}`, i, ['Change it', ...said].join('\n'))], { kind: 'capture', accept });
            if (verdict === 'accept' && memory.proposals().length > 0) await memory.accept({ all: true });
            if (verdict === 'reject' && memory.proposals().length > 0) await memory.reject({ all: true });
          }
          const before = letIn(memory);
          const waiting = memory.proposals().map(({ id }) => id);
          const facts = history.flatMap(({ model }) =>
            model.map((one) => ({ text: textOf(one), quote: `> ${textOf(one)}` })),
          );
          await memory.readWithModel(readerOf(facts, (): readonly SomeDecision[] => decisions));
          assert.deepEqual(letIn(memory), before);
          const { memory: again } = await openScripted(journal, { policy });
          assert.deepEqual(letIn(again), before);
          const shown = new Set(memory.proposals().map(({ id }) => id));
          assert.deepEqual(
            waiting.filter((id) => !shown.has(id)),
            [],
            'what rules found is still there to be reviewed',
          );
          proposed += shown.size;

          // Also what comes afterwards, and is decided beside it.
          const read = journal.records.flatMap((record) => (record.type === 'reading' ? record.facts : []));
          const ids = (): string[] =>
            memory.proposals().flatMap(({ id }) => (read.some((fact) => fact.id === id) ? [id] : []));
          if (ids().length > 0) {
            await memory.accept({ ids: ids() });
            await memory.undo();
            assert.deepEqual(letIn(memory), before);
            await memory.reject({ ids: ids() });
          }
          assert.deepEqual(letIn(memory), before);
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(proposed > 30, 'and there was something to see');
  });
});
