import assert from 'node:assert/strict';
import { parseIngestLines } from '../../../src/node/ingestLines';

const line = (ref: string, session: string | undefined, role: string, text: string): string =>
  JSON.stringify({ kind: 'chat', ref, session, role, time: '2026-01-10T09:00:00Z', text });

describe('lines of events', () => {
  it('know what was said before them in their session', () => {
    const { events } = parseIngestLines([
      line('1', 'a', 'user', 'Set it up.'),
      line('2', 'a', 'assistant', 'I will use npm.'),
      line('3', 'b', 'user', 'Something else.'),
      line('4', 'a', 'user', 'No, use pnpm.'),
      line('5', undefined, 'user', 'Without a session.'),
    ]);
    assert.deepEqual(
      events.map(({ before }) => before?.map(({ role, text }) => `${role}: ${text}`)),
      [[], ['user: Set it up.'], [], ['user: Set it up.', 'assistant: I will use npm.'], undefined],
    );
  });

  it('that are none are named by their numbers', () => {
    const { events, badLines } = parseIngestLines(['', '{', line('1', 'a', 'user', 'x'), '{"kind":"chat"}']);
    assert.equal(events.length, 1);
    assert.deepEqual(badLines, [2, 4]);
  });
});
