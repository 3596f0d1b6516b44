import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KnownError, type AnswerVerdict, type ProjectMemory } from '../../../../src/core/index';
import { commit, openScripted } from '../../../support/scriptedMemory';

const ANSWER = { question: 'Which version of mocha?', used: ['abc'], declined: false };

function said(memory: ProjectMemory): string[] {
  return memory.feedback().map(({ question, verdict }) => `${question} ${verdict}`);
}

describe('what the user says of answers', () => {
  it('is kept, newest first, and changes nothing that is remembered', async () => {
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, 'mocha = 10')], { kind: 'ingest', accept: 'all' });
    const before = memory.memories();
    await memory.rate(ANSWER, 'helpful');
    await memory.rate({ question: 'Who?', used: [], declined: true }, 'wrong');
    assert.deepEqual(said(memory), ['Who? wrong', 'Which version of mocha? helpful']);
    assert.deepEqual(memory.memories(), before);
  });

  it('counts as it was said last of the same answer', async () => {
    const { memory } = await openScripted();
    for (const verdict of ['helpful', 'wrong'] as const) await memory.rate(ANSWER, verdict);
    await memory.rate({ ...ANSWER, used: ['def'] }, 'helpful');
    assert.deepEqual(said(memory), ['Which version of mocha? helpful', 'Which version of mocha? wrong']);
  });

  it('is taken back by undo, alone', async () => {
    const { memory } = await openScripted();
    await memory.ingest([commit('a', 1, 'mocha = 10')], { kind: 'ingest', accept: 'none' });
    await memory.accept({ all: true });
    await memory.rate(ANSWER, 'wrong');
    assert.deepEqual(
      (await memory.undo()).map(({ label }) => label),
      ['Undone: Noted as wrong.'],
    );
    assert.deepEqual(said(memory), []);
    assert.equal(memory.proposals().length, 0);
  });

  it('is the same in whatever order the records come, and when they come twice', async () => {
    const { memory, journal } = await openScripted();
    const verdicts: AnswerVerdict[] = ['helpful', 'wrong', 'helpful'];
    for (const verdict of verdicts) await memory.rate(ANSWER, verdict);
    await memory.undo();
    const { memory: other } = await openScripted({ records: [...journal.records, ...journal.records].reverse() });
    assert.deepEqual(other.feedback(), memory.feedback());
    assert.deepEqual(said(memory), ['Which version of mocha? wrong']);
  });

  it('outlives a checkpoint', async () => {
    const { memory, journal } = await openScripted();
    await memory.rate(ANSWER, 'wrong');
    await memory.checkpoint(true);
    assert.equal(journal.checkpoint?.upTo, journal.records.length);
    const { memory: other } = await openScripted(journal);
    assert.deepEqual(said(other), ['Which version of mocha? wrong']);
  });

  it('holds no secret, and needs a question', async () => {
    const { memory } = await openScripted();
    await memory.rate({ ...ANSWER, question: 'Is s3cret the key?' }, 'wrong');
    assert.deepEqual(said(memory), ['Is [secret removed] the key? wrong']);
    await assert.rejects(memory.rate({ ...ANSWER, question: ' ' }, 'wrong'), (error) => KnownError.is(error, 'usage'));
  });
});
