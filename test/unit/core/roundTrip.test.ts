import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { ProjectMemory, RawEvent } from '../../../src/core/index';
import { cleanRecords } from '../../../src/node/admit';
import { parseRecord } from '../../../src/node/store/recordSchema';
import { commit, openScripted } from '../../support/scriptedMemory';
import { readerOf } from '../../support/scriptedModel';

/** One thing that happens to a bank. `pick` chooses among what there is. */
interface Act {
  readonly what: (typeof ACTS)[number];
  readonly pick: number;
  readonly day: number;
}

const ACTS = [
  ...['commit', 'commit', 'branch', 'merge', 'gone', 'chat', 'document', 'note', 'read'],
  ...['accept', 'acceptAll', 'reject', 'edit', 'editMemory', 'delete', 'forget', 'revert', 'rate', 'undo'],
] as const;

const SAID = [
  'typescript = 5.8',
  'typescript = 5.9\nmocha = 10',
  'mocha ends\nvitest = 3',
  'say The request timeout is 250 ms because CI is slow.',
  'say The request timeout is 500 ms because 250 was too short.',
  'say Use sql.js because it needs no native module.',
  'did Drop the cache',
  'reverts : Drop the cache',
  'say Mail ann@example.com about s3cret things.',
];

describe('export | import', () => {
  it('brings everything into an empty bank: memories, histories, proposals, what was said of answers, and what undo takes back', async function () {
    this.timeout(60_000);
    const act = fc.record({ what: fc.constantFrom(...ACTS), pick: fc.nat(1000), day: fc.nat(300) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 25 }), async (acts) => {
        const { memory, journal } = await openScripted();
        for (const [index, one] of acts.entries()) await perform(memory, one, index);
        const { memory: copy, journal: copied } = await openScripted();
        copied.records.push(...copy.adoptable(await through(journal.records)));
        await copy.refresh();
        assert.deepEqual(everything(copy), everything(memory));
        assert.equal(
          copy.adoptable(await through(journal.records)).every(({ type }) => type !== 'event'),
          true,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('holds after an import was exported and imported again', async () => {
    const { memory, journal } = await openScripted();
    await perform(memory, { what: 'commit', pick: 1, day: 1 }, 0);
    await perform(memory, { what: 'commit', pick: 2, day: 2 }, 1);
    await perform(memory, { what: 'acceptAll', pick: 0, day: 0 }, 2);
    await perform(memory, { what: 'edit', pick: 0, day: 0 }, 3);
    let records = journal.records;
    for (let i = 0; i < 3; i++) {
      const { memory: copy, journal: copied } = await openScripted();
      copied.records.push(...copy.adoptable(await through(records)));
      await copy.refresh();
      assert.deepEqual(everything(copy), everything(memory));
      records = copied.records;
    }
  });
});

/** As a file holds it, and as the entrance lets it in. */
async function through(records: Parameters<typeof cleanRecords>[0]): Promise<Awaited<ReturnType<typeof cleanRecords>>> {
  const read = records.map((record) => {
    const parsed = parseRecord(JSON.parse(JSON.stringify(record)));
    assert.ok(parsed, `not read back: ${JSON.stringify(record)}`);
    return parsed;
  });
  return await cleanRecords(read, { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) });
}

/** All that a surface can show of a bank. */
function everything(memory: ProjectMemory): object {
  const memories = memory.memories();
  return {
    memories,
    asOf: memory.memories('2025-04'),
    histories: memories.map(({ id }) => memory.history(id)),
    proposals: memory.proposals(),
    runs: memory.runs(),
    feedback: memory.feedback(),
    undoable: memory.undoable(),
    commits: [...memory.commits()],
    documents: [...memory.documents()],
    chat: memory.conversation('c'),
    material: memory.material(),
    unread: memory.unreadEvents,
  };
}

async function perform(memory: ProjectMemory, { what, pick, day }: Act, index: number): Promise<unknown> {
  const one = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
  const said = one(SAID) ?? '';
  const read = (event: RawEvent): Promise<unknown> => memory.ingest([event], { kind: 'ingest', accept: 'none' });
  const time = new Date(Date.UTC(2025, 0, 1 + day)).toISOString();
  const place = async (reach: Parameters<typeof memory.place>[0][number]['reach']): Promise<void> => {
    const known = one([...memory.commits().values()]);
    if (known) await memory.place([{ event: known.event, reach }]);
  };
  const proposal = one(memory.proposals());
  const held = one(memory.memories().filter(({ state }) => state === 'active'));
  switch (what) {
    case 'commit':
      return await read(commit(`c${index}`, day, said));
    case 'branch':
      return await read(commit(`b${index}`, day, said, { reach: { on: 'branch', branch: 'next' } }));
    case 'merge':
      return await place({ on: 'main' });
    case 'gone':
      return await place({ on: 'gone' });
    case 'chat':
      return await read({
        kind: 'chat',
        session: 'c',
        ref: `t${index}`,
        time,
        role: 'user',
        app: 'cursor',
        turn: index + 1,
        text: said,
      });
    case 'document':
      return await read({
        kind: 'file',
        ref: `doc${pick % 2}.md`,
        session: `v${index}`,
        time,
        role: 'user',
        app: 'agents',
        text: said,
      });
    case 'note':
      return await memory.remember(`Note ${pick}: ${said}`);
    case 'read':
      return await memory.readWithModel(
        readerOf([{ text: `The project has ${pick} modules.`, quote: said.slice(0, 8) }]),
      );
    case 'accept':
      return proposal && (await memory.accept({ ids: [proposal.id] }));
    case 'acceptAll':
      return proposal && (await memory.accept({ all: true }));
    case 'reject':
      return proposal && (await memory.reject({ ids: [proposal.id] }));
    case 'edit':
      return proposal && proposal.operation !== 'DELETE' && (await memory.edit(proposal.id, `Edited ${pick}.`));
    case 'editMemory':
      return held?.reviewed && (await memory.editMemory(held.id, `Changed ${pick}.`));
    case 'delete':
      return held?.reviewed && (await memory.deleteMemory(held.id));
    case 'forget':
      return held && (await memory.proposeDelete(held.id));
    case 'revert':
      return held?.reviewed && (await memory.revertMemory(held.id));
    case 'rate':
      return await memory.rate(
        { question: `Question ${pick}?`, used: held ? [held.id] : [], declined: !held },
        pick % 2 === 0 ? 'helpful' : 'wrong',
      );
    case 'undo':
      return memory.undoable().length > 0 && (await memory.undo(1));
  }
}
