import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JournalRecord } from '../../../../src/core/index';
import { commit, openScripted } from '../../../support/scriptedMemory';
import { readerOf } from '../../../support/scriptedModel';

const QUOTE = 'pnpm it is: CI spent four minutes on installs';
const PNPM = { text: 'The project uses pnpm.', quote: QUOTE };

async function read(accept: boolean) {
  const theirs = await openScripted();
  await theirs.memory.ingest([commit('a', 1, QUOTE)], { kind: 'ingest', accept: 'all' });
  await theirs.memory.readWithModel(readerOf([PNPM]));
  if (accept) await theirs.memory.accept({ all: true });
  return theirs;
}

const texts = (memory: Awaited<ReturnType<typeof read>>['memory']) =>
  memory.memories().map(({ text, reviewed }) => [text, reviewed]);

describe('Readings in an import', () => {
  it('come in with their events, whatever the order of the records, and go on where they were', async () => {
    for (const accept of [false, true]) {
      const { journal, memory: theirs } = await read(accept);
      for (const records of [journal.records, [...journal.records].reverse()]) {
        const { memory, journal: mine } = await openScripted();
        const adopted = memory.adoptable(records);
        assert.equal(adopted.length, records.length);
        mine.records.push(...adopted);
        await memory.refresh();
        assert.deepEqual(texts(memory), texts(theirs));
        assert.equal(memory.proposals().length, accept ? 0 : 1);
        assert.equal(memory.unreadEvents, 0);
      }
    }
  });

  it('of events that are read here already, or that nobody brings, stay out', async () => {
    const { journal } = await read(true);
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, QUOTE)], { kind: 'ingest', accept: 'all' });
    const types = (records: readonly JournalRecord[]): string[] => records.map(({ type }) => type);
    assert.equal(types(memory.adoptable(journal.records)).includes('reading'), false);
    const { memory: empty } = await openScripted();
    assert.deepEqual(types(empty.adoptable(journal.records.filter(({ type }) => type === 'reading'))), []);
  });

  it('bring no fact that no model could read, and no opinion about memories of this bank', async () => {
    const { journal } = await read(false);
    const { memory, journal: mine } = await openScripted();
    await memory.ingest([commit('m', 1, 'say Releases happen on Mondays.')], { kind: 'ingest', accept: 'all' });
    const { id } = memory.memories()[0]!;
    const forged = journal.records.map((record): JournalRecord => {
      if (record.type !== 'reading') return record;
      const [fact] = record.facts;
      const others = [
        { ...fact!, id: '000000000001', kind: 'change' as const },
        { ...fact!, id: '000000000002', target: id, ends: true as const },
        { ...fact!, id: '000000000003', event: 'another' },
        { ...fact!, id, text: 'Releases happen never.' },
      ];
      const opinion = { fact: id, operation: 'NOOP' as const, reason: 'Forged.', model: 'forged' };
      return { ...record, facts: [...record.facts, ...others], opinions: [opinion] };
    });
    const before = memory.memories();
    const adopted = memory.adoptable(forged);
    mine.records.push(...adopted);
    await memory.refresh();
    assert.deepEqual(
      memory.proposals().map(({ newText }) => newText),
      [PNPM.text],
    );
    assert.deepEqual(
      memory.memories().filter(({ id: each }) => each === id),
      before,
    );
    const [reading] = adopted.filter((record) => record.type === 'reading');
    assert.deepEqual([reading?.facts.length, reading?.opinions], [1, []]);
  });
});
