import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ask } from '../answer/asking';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

const FAST = 'did Speed up parsing of dates.';

describe('a record of what was done once', () => {
  it('never waits for review, and counts in no proposal', async () => {
    const { memory } = await openScripted();
    const report = await memory.ingest([commit('a', 1, `${FAST}\ntypescript = 5.7`)], {
      kind: 'ingest',
      accept: 'none',
    });
    assert.deepEqual(report.proposals, { add: 1, update: 0, delete: 0, noop: 1 });
    assert.equal(report.accepted, 0);
    assert.deepEqual(
      memory.proposals().map(({ newText }) => newText),
      ['The project uses typescript 5.7.'],
    );
    const [record] = memory.memories().filter(({ kind }) => kind === 'change');
    assert.deepEqual([record?.text, record?.reviewed, record?.state], ['Speed up parsing of dates.', true, 'active']);
  });

  it('counts as accepted by nobody where all is accepted', async () => {
    const { memory } = await openScripted();
    const { accepted } = await memory.ingest([commit('a', 1, `${FAST}\ntypescript = 5.7`)], {
      kind: 'ingest',
      accept: 'all',
    });
    assert.equal(accepted, 1);
    await memory.undo();
    assert.deepEqual(
      memory.memories().map(({ text, reviewed }) => [text, reviewed]),
      [
        ['Speed up parsing of dates.', true],
        ['The project uses typescript 5.7.', false],
      ],
    );
  });

  it('replaces nothing, and nothing replaces it', async () => {
    const { memory } = await openScripted();
    await memory.ingest(
      [
        commit('a', 1, 'did The timeout of fonts is 3 now.'),
        commit('b', 2, 'did The timeout of fonts is 4 now.'),
        commit('c', 3, 'say The timeout of fonts is 5 now.'),
        commit('d', 4, 'did The timeout of fonts is 6 now.'),
      ],
      { kind: 'ingest', accept: 'all' },
    );
    assert.deepEqual(
      memory.memories().map(({ state }) => state),
      ['active', 'active', 'active', 'active'],
    );
  });

  it('is found by questions for a day and a person', async () => {
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, FAST)], { kind: 'ingest', accept: 'none' });
    const answerTo = (question: string) => ask(question, memory.memories()).answer;
    assert.equal(answerTo('When was parsing of dates sped up?'), '2 Jan 2025: Speed up parsing of dates.');
    assert.equal(answerTo('Who made parsing of dates speed up?'), 'dev, on 2 Jan 2025: Speed up parsing of dates.');
  });

  it('ends with the revert of its commit, and holds again with the revert of that', async () => {
    const { memory } = await openScripted();
    const holds = () => memory.memories().some(({ kind, state }) => kind === 'change' && state === 'active');
    const read = async (name: string, day: number, text: string) =>
      await memory.ingest([commit(name, day, text)], { kind: 'ingest', accept: 'all' });
    await read('a', 1, FAST);
    assert.ok(holds());
    await read('b', 2, `reverts ${shaOf('a')}: Speed up parsing of dates`);
    assert.ok(!holds());
    await read('c', 3, `reverts ${shaOf('b')}: Revert "Speed up parsing of dates"`);
    assert.ok(holds());
  });

  it('survives the rejection of what else its commit says', async () => {
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, `${FAST}\ntypescript = 5.7`)], { kind: 'ingest', accept: 'none' });
    await memory.reject({ ids: memory.proposals().map(({ id }) => id) });
    assert.deepEqual(
      memory.memories().map(({ text }) => text),
      ['Speed up parsing of dates.'],
    );
  });

  it('can be deleted by the user, who can undo that', async () => {
    const { memory } = await openScripted();
    const read = async () => await memory.ingest([commit('a', 1, FAST)], { kind: 'ingest', accept: 'none' });
    await read();
    const isFound = () => !ask('When was parsing of dates sped up?', memory.memories()).declined;
    const [record] = memory.memories();
    assert.ok(record && isFound());
    await memory.deleteMemory(record.id);
    await read();
    assert.ok(!isFound());
    await memory.undo();
    assert.ok(isFound());
  });

  it('is held for the branch of its commit', async () => {
    const { memory } = await openScripted();
    const held = commit('a', 1, FAST, { reach: { on: 'branch', branch: 'next' } });
    await memory.ingest([held], { kind: 'ingest', accept: 'none' });
    assert.deepEqual(memory.memories(), []);
    memory.branch = 'next';
    assert.equal(memory.memories()[0]?.branch, 'next');
  });
});
