import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventId, type ManagerPolicy } from '../../../../src/core/index';
import { commit, openScripted } from '../../../support/scriptedMemory';

/** Ends the most similar memory with whatever says "no more". */
const ender: ManagerPolicy = {
  name: 'ender',
  by: 'policy',
  choose: ({ fact, candidates }) =>
    fact.text.includes('no more') && candidates.length > 0
      ? { operation: 'DELETE', target: 0, confidence: 0.9, reason: 'It says that it is over.' }
      : { operation: 'ADD', confidence: 0.6, reason: 'New.' },
};

const EVENTS = [
  commit('a', 1, 'say The preview window opens by itself.'),
  commit('b', 2, 'say The preview window opens no more by itself.'),
];

describe('Decisions of a policy', () => {
  it('a DELETE ends the memory, and its fact tells how', async () => {
    const { memory } = await openScripted(undefined, { policy: ender });
    await memory.ingest(EVENTS, { kind: 'ingest', accept: 'all' });
    const all = memory.memories();
    assert.deepEqual(
      all.map(({ state, text, ending, decidedBy }) => ({ state, text, ending: ending?.text, decidedBy })),
      [
        {
          state: 'deleted',
          text: 'The preview window opens by itself.',
          ending: 'The preview window opens no more by itself.',
          decidedBy: 'rule',
        },
      ],
    );
  });

  it('a DELETE waits for review as one, with the old text, and can be rejected', async () => {
    const { memory } = await openScripted(undefined, { policy: ender });
    await memory.ingest(EVENTS.slice(0, 1), { kind: 'ingest', accept: 'all' });
    await memory.ingest(EVENTS.slice(1), { kind: 'capture', accept: 'none' });
    const [proposal] = memory.proposals();
    assert.equal(proposal?.operation, 'DELETE');
    assert.equal(proposal.oldText, 'The preview window opens by itself.');
    assert.equal(proposal.confidence, 0.9);
    await memory.reject({ ids: [proposal.id] });
    assert.deepEqual(
      memory.memories().map(({ state }) => state),
      ['active'],
    );
  });

  it('what a language model swayed waits where only uncertain proposals are reviewed, however sure', async () => {
    const swayed: ManagerPolicy = {
      name: 'swayed',
      by: 'policy',
      choose: ({ opinion }) => ({
        operation: 'ADD',
        confidence: 0.99,
        reason: 'New.',
        ...(opinion && { swayed: true }),
      }),
    };
    const [, second] = EVENTS;
    const { memory, journal } = await openScripted(undefined, { policy: swayed });
    const other = await openScripted(undefined, { policy: swayed });
    await other.memory.ingest([second!], { kind: 'ingest', accept: 'none' });
    const [{ id, sources } = assert.fail()] = other.memory.proposals();
    const event = eventId('commit', undefined, sources[0]!.ref);
    const opinion = { fact: id, operation: 'ADD', reason: 'New.', model: 'm' } as const;
    const at = '2026-01-01T00:00:00.000Z';
    // Of an event that comes later, as of one that was imported.
    journal.records.push({ type: 'reading', at, event, model: 'm', facts: [], decisions: [], opinions: [opinion] });
    await memory.ingest(EVENTS, { kind: 'capture', accept: 'certain' });
    assert.deepEqual(
      memory.proposals().map((proposal) => [proposal.id, proposal.decidedBy]),
      [[id, 'model']],
    );
  });

  it('undoing a rejection gives what was decided without the fact its target back', async () => {
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, 'say The cache holds 10 entries.')], { kind: 'ingest', accept: 'none' });
    await memory.ingest([commit('b', 2, 'say The cache holds 20 entries.')], { kind: 'ingest', accept: 'none' });
    const before = memory.proposals();
    assert.deepEqual(
      before.map(({ operation }) => operation),
      ['UPDATE', 'ADD'],
    );
    await memory.reject({ ids: [before[1]!.id] });
    assert.deepEqual(
      memory.proposals().map(({ operation }) => operation),
      ['ADD'],
    );
    await memory.undo();
    assert.deepEqual(memory.proposals(), before);
  });

  it('what a policy is less sure of waits where only uncertain proposals are reviewed', async () => {
    const { memory } = await openScripted(undefined, { policy: ender });
    await memory.ingest(EVENTS.slice(0, 1), { kind: 'capture', accept: 'certain' });
    assert.deepEqual(
      memory.proposals().map(({ operation, confidence }) => ({ operation, confidence })),
      [{ operation: 'ADD', confidence: 0.6 }],
    );
    await memory.accept({ all: true });
    await memory.ingest(EVENTS.slice(1), { kind: 'capture', accept: 'certain' });
    assert.deepEqual(memory.proposals(), []);
    assert.equal(memory.memories()[0]?.state, 'deleted');
  });

  it('gives the same bank in whatever order the events come', async () => {
    const { memory } = await openScripted(undefined, { policy: ender });
    for (const event of EVENTS.toReversed()) await memory.ingest([event], { kind: 'ingest', accept: 'all' });
    assert.deepEqual(
      memory.memories().map(({ state }) => state),
      ['deleted'],
    );
  });
});
