import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Answer, HistoryEntry, Memory } from '../../../../src/core/index';
import { followUps } from '../../../../src/core/answer/followUps';

const EVENT = { kind: 'commit', ref: 'f'.repeat(40), subject: 'x', time: '2026-01-02T00:00:00Z', quote: 'x' } as const;

const TYPESCRIPT: Memory = {
  ...{ id: 'ts9', lineage: 'ts', text: 'The project uses typescript 5.9.', kind: 'dependency', state: 'active' },
  ...{ subject: 'typescript', attribute: 'version', value: '5.9', validFrom: '2026-01-02T00:00:00Z', reviewed: true },
  ...{ sources: [EVENT], decidedBy: 'you' },
};

function step(text: string): HistoryEntry {
  return {
    ...{ version: 1, id: 'x', text, operation: 'UPDATE', decidedBy: 'you', reason: '' },
    ...{ at: EVENT.time, event: EVENT, reviewed: true },
  };
}

const TWO = [step('The project uses typescript 5.9.'), step('The project uses typescript 5.8.')];

/** What is suggested when questions are answered like this; all others are declined. */
async function suggested(
  question: string,
  answers: Readonly<Record<string, Partial<Answer>>>,
  memory = TYPESCRIPT,
  history = TWO,
): Promise<string[]> {
  const ask = (text: string): Promise<Answer> => {
    const given = answers[text];
    const base = { answer: '', replaced: [], used: [], candidates: 0, confidence: 0, ms: 0, declined: !given };
    return Promise.resolve({ ...base, ...given });
  };
  return await followUps(question, memory, { memories: [memory], history, ask, limit: 2 });
}

const used = (id: string): Pick<Answer, 'used'> => ({
  used: [{ id, text: '', validFrom: '', reviewed: true, sources: [EVENT] }],
});

const WHEN = 'When did the version of typescript change?';
const BEFORE = 'What was the version of typescript before?';
const WHY = 'Why did the version of typescript change?';

describe('followUps', () => {
  it('name what they are about, and are only those that get an answer about it', async () => {
    const answers = { [WHEN]: used('ts9'), [WHY]: used('reason') };
    assert.deepEqual(await suggested('Which version of typescript?', answers), [WHEN, WHY]);
    assert.deepEqual(await suggested('Which version of typescript?', { [WHEN]: used('other') }), []);
    assert.deepEqual(await suggested('Which version of typescript?', {}), []);
  });

  it('ask why only where the reason is of the commit that made the change', async () => {
    const from = (ref: string): Pick<Answer, 'used'> => ({
      used: [{ id: 'other', text: '', validFrom: '', reviewed: true, sources: [{ ...EVENT, ref }] }],
    });
    assert.deepEqual(await suggested('Which?', { [WHY]: from(EVENT.ref) }), [WHY]);
    assert.deepEqual(await suggested('Which?', { [WHY]: from('e'.repeat(40)) }), []);
  });

  it('do not ask again what was asked', async () => {
    const answers = { [WHEN]: used('ts9'), [WHY]: used('reason') };
    assert.deepEqual(await suggested('When did we upgrade typescript?', answers), [WHY]);
    assert.deepEqual(await suggested('Why was typescript upgraded?', answers), [WHEN]);
  });

  it('ask for what held before only where the answer says it', async () => {
    const right = { ...used('ts9'), answer: 'The project uses typescript 5.8.' };
    const now = { ...used('ts9'), answer: 'The project uses typescript 5.9.' };
    assert.deepEqual(await suggested('Which typescript?', { [BEFORE]: right }), [BEFORE]);
    assert.deepEqual(await suggested('Which typescript?', { [BEFORE]: now }), []);
  });

  it('are few', async () => {
    const right = { ...used('ts9'), answer: 'The project uses typescript 5.8.' };
    const answers = { [WHEN]: used('ts9'), [BEFORE]: right, [WHY]: used('reason') };
    assert.deepEqual(await suggested('Which typescript?', answers), [WHEN, BEFORE]);
  });

  it('ask why and when of what came once, or went', async () => {
    const added = 'When was typescript added?';
    assert.deepEqual(await suggested('Do we use typescript?', { [added]: used('ts9') }, TYPESCRIPT, TWO.slice(1)), [
      added,
    ]);
    const removed = 'Why was typescript removed?';
    assert.deepEqual(
      await suggested('Do we use typescript?', { [removed]: used('ts9') }, { ...TYPESCRIPT, state: 'deleted' }),
      [removed],
    );
  });

  it('call a role by its name, and have nothing to ask of a memory without a subject', async () => {
    const runner = { ...TYPESCRIPT, subject: 'test runner', attribute: 'name' };
    const question = 'When did the test runner change?';
    assert.deepEqual(await suggested('Which test runner?', { [question]: used('ts9') }, runner), [question]);
    const { subject: _subject, attribute: _attribute, ...plain } = TYPESCRIPT;
    assert.deepEqual(await suggested('Which test runner?', { [question]: used('ts9') }, plain), []);
  });
});
