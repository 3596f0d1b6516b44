import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Recall, type ProjectMemory } from '../../../src/core/index';
import { commit, openScripted } from '../../support/scriptedMemory';

/** Changes in January 2025; the clock says 15 March 2026. */
async function open(): Promise<{ memory: ProjectMemory; recall: Recall }> {
  const { memory } = await openScripted();
  await memory.ingest(
    [
      commit('a', -100, 'mocha = 9\nava = 3'), // 23 September 2024
      commit('b', 3, 'mocha = 10'),
      commit('c', 40, 'mocha = 11\nava ends'), // 10 February 2025
    ],
    { kind: 'ingest', accept: 'all' },
  );
  return { memory, recall: new Recall({ memory, background: new Map(), clock: () => new Date(2026, 2, 15, 12) }) };
}

async function check(recall: Recall, question: string, expected: string, asOf: string): Promise<void> {
  const answer = await recall.ask(question, 60);
  assert.deepEqual([answer.answer, answer.asOf], [expected, asOf], question);
}

describe('a question about the past', () => {
  it('is answered from what held then, and says when', async () => {
    const { recall } = await open();
    await check(
      recall,
      'Which version of mocha did we use in 2024?',
      'At the end of 2024: The project uses mocha 9.',
      '2024',
    );
    await check(
      recall,
      'Was ava used on 31 January 2025?',
      'Yes. On 31 Jan 2025: The project uses ava 3.',
      '2025-01-31',
    );
    await check(recall, 'Was mocha used last year?', 'Yes. At the end of 2025: The project uses mocha 11.', '2025');
    await check(
      recall,
      'Which version of mocha did we use in January 2025?',
      'At the end of January 2025: The project uses mocha 10.',
      '2025-01',
    );
  });

  it('is told the date of what had ended by then', async () => {
    const { recall } = await open();
    await check(recall, 'Was ava still used a year ago?', 'No. ava was removed on 10 Feb 2025.', '2025-03-15');
  });

  it('is declined with the time, where memory knows nothing of it', async () => {
    const { recall } = await open();
    const { answer, declined, about, closest } = await recall.ask('Was mocha used in 2020?', 60);
    assert.equal(declined, true);
    assert.equal(answer, 'Memory holds nothing about mocha at the end of 2020.');
    assert.equal(about, 'mocha at the end of 2020');
    assert.equal(closest, undefined);
  });

  it('may be asked in the present with the day apart', async () => {
    const { recall } = await open();
    const answer = 'Yes. At the end of 2024: The project uses ava 3.';
    assert.equal(recall.askAsOf('Was ava used?', '2024', 60).answer, answer);
    assert.equal(recall.askAsOf('Is ava used?', '2024', 60).answer, answer);
    assert.equal(recall.askAsOf('Was ava used in 2025?', '2024', 60).answer, answer);
    assert.throws(() => recall.askAsOf('Is ava used?', 'yesterday', 60), /no date/);
  });

  it('about a change finds the one of that time', async () => {
    const { memory, recall } = await open();
    const events = [commit('e', 50, 'say Add diagnostics channels for tracing')]; // 20 February 2025
    await memory.ingest(events, { kind: 'ingest', accept: 'all' });
    const { answer, asOf } = await recall.ask('Who added tracing in 2025?', 60);
    assert.equal(answer, 'dev, on 20 Feb 2025: Add diagnostics channels for tracing.');
    assert.equal(asOf, memory.newestEvent);
    assert.ok((await recall.ask('Who added tracing in 2023?', 60)).declined);
  });

  it('sees what is read after it was asked', async () => {
    const { memory, recall } = await open();
    const question = 'Which version of mocha did we use in 2024?';
    await check(recall, question, 'At the end of 2024: The project uses mocha 9.', '2024');
    await memory.ingest([commit('d', -50, 'mocha = 9.2')], { kind: 'ingest', accept: 'all' });
    await check(recall, question, 'At the end of 2024: The project uses mocha 9.2.', '2024');
  });

  it('reads what held then once for several questions', async () => {
    const { memory, recall } = await open();
    let read = 0;
    const { memories } = memory;
    memory.memories = (asOf) => {
      read += 1;
      return memories.call(memory, asOf);
    };
    for (const question of ['Was ava used in 2024?', 'Was mocha used in 2024?']) await recall.ask(question, 60);
    assert.equal(read, 1);
    await recall.ask('Was ava used in January 2025?', 60);
    assert.equal(read, 2);
  });
});
