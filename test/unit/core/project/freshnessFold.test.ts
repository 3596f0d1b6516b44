import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { JournalRecord, ProjectFiles, ProjectMemory } from '../../../../src/core/index';
import { Bank } from '../../../../src/core/memory/bank';
import { proposals } from '../../../../src/core/memory/proposals';
import { memories } from '../../../../src/core/memory/views';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

const NAMES = ['a', 'b', 'c', 'd'];
const TEXTS = [
  'say Parsing happens in src/foo.ts.\ntypescript = 5.7',
  'say Tests live in test/old.ts.\ntypescript = 5.8',
  'typescript = 5.9',
  'say Parsing happens in src/foo.ts.\nsay Use pnpm because it is fast.',
];
const PATHS = ['src/foo.ts', 'test/old.ts'];

/** What may happen to a project, in any order. */
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), at: fc.nat(3), accept: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('check' as const), there: fc.subarray(PATHS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      at: fc.nat(3),
      on: fc.constantFrom('main' as const, 'gone' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decide' as const), accept: fc.boolean(), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
);

function files(there: readonly string[]): ProjectFiles {
  const time = new Date(Date.UTC(2025, 1, 1)).toISOString();
  const removal = { commit: shaOf('removes'), subject: 'Tidy up', time };
  return { tree: new Set(there), removals: (paths) => Promise.resolve(new Map(paths.map((path) => [path, removal]))) };
}

async function live(
  memory: ProjectMemory,
  acts: readonly (typeof act extends fc.Arbitrary<infer A> ? A : never)[],
): Promise<void> {
  const touched = PATHS.map((path) => ({ path, status: 'M' as const }));
  await memory.ingest([commit('past', 0, 'did it all', { files: touched })], { kind: 'scan', accept: 'none' });
  for (const one of acts) {
    if (one.kind === 'read')
      await memory.ingest([commit(NAMES[one.at]!, 1 + one.at, TEXTS[one.at]!, { files: [] })], {
        kind: 'capture',
        accept: one.accept ? 'all' : 'none',
      });
    else if (one.kind === 'check') await memory.checkFreshness(files(one.there));
    else if (one.kind === 'place') {
      const known = memory.commits().get(shaOf(NAMES[one.at]!));
      if (known) await memory.place([{ event: known.event, reach: { on: one.on } }]);
    } else if (one.kind === 'decide') {
      const waiting = memory.proposals();
      const chosen = waiting[one.which % Math.max(1, waiting.length)];
      if (chosen) await (one.accept ? memory.accept({ ids: [chosen.id] }) : memory.reject({ ids: [chosen.id] }));
    } else if (memory.undoable().length > 0) await memory.undo();
  }
}

const read = (bank: Bank): unknown => ({
  memories: memories(bank).sort((a, b) => (a.id < b.id ? -1 : 1)),
  proposals: proposals(bank).sort((a, b) => (a.id < b.id ? -1 : 1)),
});

function fold(records: readonly JournalRecord[]): Bank {
  const bank = new Bank();
  for (const record of records) bank.apply(record);
  return bank;
}

describe('what checks find, as records', () => {
  it('gives the same bank in any order of events, repeated, and from a checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), fc.nat(), async (acts, seed) => {
        const { memory, journal } = await openScripted();
        await live(memory, acts);
        const whole = read(fold(journal.records));
        assert.deepEqual(
          {
            memories: memory.memories().sort((a, b) => (a.id < b.id ? -1 : 1)),
            proposals: memory.proposals().sort((a, b) => (a.id < b.id ? -1 : 1)),
          },
          whole,
          'what is in memory is what the journal says',
        );
        // Events come first, in another order and twice; what was said of them keeps its order.
        const events = journal.records.filter(({ type }) => type === 'event' || type === 'run');
        const rest = journal.records.filter(({ type }) => type !== 'event' && type !== 'run');
        const shuffled = fc.sample(fc.shuffledSubarray(events, { minLength: events.length }), { numRuns: 1, seed })[0]!;
        assert.deepEqual(read(fold([...shuffled, ...events, ...rest])), whole);
        assert.deepEqual(read(Bank.restore(fold(journal.records).snapshot())), whole);
      }),
      { numRuns: 60 },
    );
  });

  it('never makes an accepted statement vanish: it holds, was replaced, or ended with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        const { memory } = await openScripted();
        await live(memory, [
          { kind: 'read', at: 3, accept: true },
          ...acts.filter(({ kind }) => kind === 'place' || kind === 'check'),
        ]);
        const pnpm = memory.memories().find(({ text }) => text.includes('pnpm'));
        assert.equal(pnpm?.state, 'active');
        const isGone = memory.commits().get(shaOf('d'))?.reach.on === 'gone';
        assert.equal(pnpm.stale, isGone ? true : undefined);
      }),
      { numRuns: 40 },
    );
  });

  it('asks at most once about one loss, however often it looks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        const { memory } = await openScripted();
        await live(memory, acts);
        await memory.checkFreshness(files([]));
        const before = memory.proposals().map(({ id }) => id);
        const { proposed, withdrawn } = await memory.checkFreshness(files([]));
        assert.deepEqual([proposed, withdrawn], [0, 0]);
        assert.deepEqual(
          memory.proposals().map(({ id }) => id),
          before,
        );
      }),
      { numRuns: 40 },
    );
  });
});
