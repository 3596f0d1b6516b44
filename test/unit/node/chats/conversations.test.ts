import assert from 'node:assert/strict';
import type { RawEvent } from '../../../../src/core/index';
import { chatEvents } from '../../../../src/node/chats/conversations';
import type { Places, TranscriptItem } from '../../../../src/node/transcripts/transcript';

const places: Places = { home: '/home/dev', platform: 'linux', env: {}, userData: [], roots: ['/home/dev/app'] };

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function eventsOf(items: readonly TranscriptItem[]): Promise<{ events: RawEvent[]; skipped: string[] }> {
  const events: RawEvent[] = [];
  const skipped: string[] = [];
  const options = { app: 'aider', places, writtenAt: '2026-03-01T00:00:00Z' } as const;
  for await (const { event } of chatEvents(each(items), { ...options, onSkipped: (reason) => skipped.push(reason) }))
    events.push(event);
  return { events, skipped };
}

const conversation = (id = 'c1', more = {}): TranscriptItem => ({
  type: 'conversation',
  id,
  cwd: '/home/dev/app',
  ...more,
});
const turn = (id: string, text: string, more = {}): TranscriptItem => ({
  type: 'turn',
  id,
  role: 'user',
  text,
  ...more,
});

describe('turns become events', () => {
  it('with their conversation, place and title', async () => {
    const { events } = await eventsOf([
      conversation('c1', { title: 'Package manager', startedAt: '2026-01-02T10:00:00Z' }),
      turn('t1', 'Use pnpm.', { time: '2026-01-02T10:00:05Z' }),
      turn('t2', 'Done.', { role: 'assistant', time: '2026-01-02T10:00:09Z', commits: ['abc1234'] }),
    ]);
    assert.deepEqual(
      events.map(({ ref, session, role, app, title, turn: at, time, commits }) => [
        ref,
        session,
        role,
        app,
        title,
        at,
        time,
        commits,
      ]),
      [
        ['t1', 'aider:c1', 'user', 'aider', 'Package manager', 1, '2026-01-02T10:00:05Z', undefined],
        ['t2', 'aider:c1', 'assistant', 'aider', 'Package manager', 2, '2026-01-02T10:00:09Z', ['abc1234']],
      ],
    );
  });

  it('each with what was said right before it', async () => {
    const said = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => turn(text, text));
    const { events } = await eventsOf([conversation(), ...said]);
    assert.deepEqual(events[0]?.before, []);
    assert.deepEqual(
      events.at(-1)?.before?.map(({ text }) => text),
      ['b', 'c', 'd', 'e'],
    );
  });

  it('in the order they were said in, where only the beginning has a time', async () => {
    const { events } = await eventsOf([
      conversation('c1', { startedAt: '2026-01-02T10:00:00Z' }),
      turn('t1', 'one'),
      turn('t2', 'two'),
    ]);
    assert.deepEqual(
      events.map(({ time }) => time),
      ['2026-01-02T10:00:00Z', '2026-01-02T10:00:00Z'],
    );
    assert.ok((events[0]?.order ?? 0) < (events[1]?.order ?? 0));
  });

  it('in the order they were said in, when clocks go back', async () => {
    const { events } = await eventsOf([
      conversation(),
      turn('t1', 'one', { time: '2026-01-02T10:00:09Z' }),
      turn('t2', 'two', { time: '2026-01-02T10:00:01Z' }),
    ]);
    assert.ok((events[0]?.order ?? 0) < (events[1]?.order ?? 0));
  });

  it('at the time their file was written, where nothing tells another', async () => {
    const { events } = await eventsOf([conversation(), turn('t1', 'one', { time: 'yesterday' })]);
    assert.equal(events[0]?.time, '2026-03-01T00:00:00Z');
  });

  it('with the files of the project that they changed, once each', async () => {
    const files = ['/home/dev/app/src/a.ts', 'src/a.ts', '/home/dev/other/b.ts', '../../.ssh/id_rsa'];
    const { events } = await eventsOf([conversation(), turn('t1', 'one', { files })]);
    assert.deepEqual(events[0]?.files, [{ path: 'src/a.ts', status: 'M' }]);
  });

  it('once, however often a transcript holds them', async () => {
    const { events } = await eventsOf([
      conversation(),
      turn('t1', 'one'),
      turn('t1', 'one'),
      conversation('c2'),
      turn('t1', 'one'),
    ]);
    assert.deepEqual(
      events.map(({ session }) => session),
      ['aider:c1', 'aider:c2'],
    );
  });

  it('of conversations that are mixed in one file', async () => {
    const { events } = await eventsOf([
      conversation('a'),
      turn('1', 'x'),
      conversation('b'),
      turn('1', 'y'),
      conversation('a'),
      turn('2', 'z'),
    ]);
    assert.deepEqual(
      events.map(({ session, turn: at }) => [session, at]),
      [
        ['aider:a', 1],
        ['aider:b', 1],
        ['aider:a', 2],
      ],
    );
    assert.deepEqual(
      events[2]?.before?.map(({ text }) => text),
      ['x'],
    );
  });

  it('and what cannot be read is told', async () => {
    const { events, skipped } = await eventsOf([
      turn('t0', 'lost'),
      { type: 'skipped', reason: 'a line that is no JSON' },
      conversation(),
    ]);
    assert.deepEqual(events, []);
    assert.deepEqual(skipped, ['words before a conversation began', 'a line that is no JSON']);
  });
});
