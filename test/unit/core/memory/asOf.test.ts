import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KnownError, type ProjectMemory, type RawEvent } from '../../../../src/core/index';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

/** What held at the end of that day of January 2025, marked "?" when not reviewed. */
function held(memory: ProjectMemory, day: number): string[] {
  return memory
    .memories(`2025-01-${String(day).padStart(2, '0')}`)
    .filter(({ state }) => state === 'active')
    .map(({ text, reviewed }) => `${reviewed ? '' : '? '}${text}`)
    .sort();
}

async function remembering(events: RawEvent[], accept: 'none' | 'all' = 'all'): Promise<ProjectMemory> {
  const { memory } = await openScripted();
  await memory.ingest(events, { kind: 'ingest', accept });
  return memory;
}

const VERSIONS = [
  commit('a', 1, 'typescript = 5.7'), // 2 January
  commit('b', 3, 'typescript = 5.8\nmocha = 10'),
  commit('c', 5, 'typescript = 5.9\nmocha ends'),
];

describe('memories as of a day', () => {
  it('are those that held at its end', async () => {
    const memory = await remembering(VERSIONS);
    assert.deepEqual(held(memory, 1), []);
    assert.deepEqual(held(memory, 2), ['The project uses typescript 5.7.']);
    assert.deepEqual(held(memory, 4), ['The project uses mocha 10.', 'The project uses typescript 5.8.']);
    assert.deepEqual(held(memory, 6), ['The project uses typescript 5.9.']);
  });

  it('keep what was replaced by then, and their ids', async () => {
    const memory = await remembering(VERSIONS);
    const [first, second] = memory.memories('2025-01-04').filter(({ subject }) => subject === 'typescript');
    assert.equal(first?.state, 'superseded');
    assert.equal(first.validTo?.slice(0, 10), '2025-01-04');
    assert.equal(second?.state, 'active');
    assert.equal(second.validTo, undefined);
    assert.equal(second.id, memory.memories().find(({ value }) => value === '5.8')?.id);
  });

  it('of a month or a year are those at its last day', async () => {
    const memory = await remembering(VERSIONS);
    assert.equal(memory.memories('2024').length, 0);
    assert.deepEqual(memory.memories('2025-01'), memory.memories());
    assert.deepEqual(memory.memories('2025'), memory.memories());
  });

  it('know nothing of a later revert', async () => {
    const memory = await remembering([
      commit('a', 1, 'cache = 1'),
      commit('b', 2, 'cache = 2'),
      commit('c', 4, `reverts ${shaOf('b').slice(0, 7)}: cache`),
    ]);
    assert.ok(held(memory, 4).includes('The project uses cache 2.'));
    assert.ok(held(memory, 5).includes('The project uses cache 1.'));
  });

  it('do not depend on the order of import', async () => {
    const straight = await remembering(VERSIONS);
    const { memory } = await openScripted();
    for (const event of [...VERSIONS].reverse()) await memory.ingest([event], { kind: 'ingest', accept: 'all' });
    for (const day of [2, 3, 4, 5, 6]) assert.deepEqual(held(memory, day), held(straight, day), `day ${day}`);
  });

  it('count an older fact as reviewed where a newer one was accepted', async () => {
    const { memory } = await openScripted();
    await memory.ingest([VERSIONS[2]!], { kind: 'ingest', accept: 'all' });
    await memory.ingest([VERSIONS[0]!], { kind: 'ingest', accept: 'none' });
    assert.deepEqual(held(memory, 3), ['The project uses typescript 5.7.']);
  });

  it('show what waits for review only where nothing was accepted by then', async () => {
    const memory = await remembering([VERSIONS[0]!]);
    await memory.ingest([VERSIONS[1]!], { kind: 'ingest', accept: 'none' });
    assert.deepEqual(held(memory, 4), ['? The project uses mocha 10.', 'The project uses typescript 5.7.']);
  });

  it('leave out what the user deleted since, and bring it back with undo', async () => {
    const memory = await remembering(VERSIONS);
    const { id } = memory.memories().find(({ value }) => value === '5.9')!;
    await memory.deleteMemory(id);
    assert.deepEqual(held(memory, 6), []);
    assert.deepEqual(held(memory, 4), ['The project uses mocha 10.', 'The project uses typescript 5.8.']);
    await memory.undo();
    assert.deepEqual(held(memory, 6), ['The project uses typescript 5.9.']);
  });

  it('tell what stood before the user changed the words', async () => {
    const memory = await remembering(VERSIONS);
    const { id } = memory.memories().find(({ value }) => value === '5.9')!;
    await memory.editMemory(id, 'TypeScript 5.9 is required.');
    assert.deepEqual(held(memory, 6), ['The project uses typescript 5.9.']);
    assert.ok(memory.memories('2026').some(({ text }) => text === 'TypeScript 5.9 is required.'));
  });

  it('are not guessed for what is no date', async () => {
    const memory = await remembering(VERSIONS);
    for (const text of ['yesterday', '2025-02-30', '2025-1-1', ''])
      assert.throws(
        () => memory.memories(text),
        (error) => KnownError.is(error, 'usage'),
        text,
      );
  });
});
