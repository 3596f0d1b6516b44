import assert from 'node:assert/strict';
import { importSentence, originOf, sizeOf, skippedLines, skippedReasons } from '../../../src/extension/chatReport';
import type { ChatImportReport, FoundChat, SkippedChat } from '../../../src/protocol/chats';

describe('the report of an import of chats', () => {
  it('says how much was read, what came of it, and what was left out', () => {
    const text = importSentence(
      report({
        conversations: 41,
        events: 812,
        proposals: [30, 5, 2],
        secrets: 3,
        skipped: [skipped('a'), skipped('b')],
      }),
    );
    assert.equal(
      text,
      '41 conversations read: 812 new turns, 37 proposals. 3 secrets were left out. In 2 files something was passed over.',
    );
  });

  it('counts in the singular, and leaves out what there is nothing to say about', () => {
    assert.equal(
      importSentence(
        report({ conversations: 1, events: 1, proposals: [1, 0, 0], secrets: 1, skipped: [skipped('a')] }),
      ),
      '1 conversation read: 1 new turn, 1 proposal. 1 secret was left out. In 1 file something was passed over.',
    );
    assert.equal(
      importSentence(report({ conversations: 2, events: 5 })),
      '2 conversations read: 5 new turns, no proposals.',
    );
  });

  it('says so when everything was known, or nothing was there', () => {
    assert.equal(importSentence(report({ conversations: 0, events: 0 })), 'No conversation was found.');
    assert.equal(importSentence(report({ conversations: 4, events: 0 })), 'Nothing new in 4 conversations.');
  });

  it('tells reasons by the number of files, and each in the log', () => {
    const all = [
      skipped('a', 'a line that is no JSON (3)'),
      skipped('b', 'a line that is no JSON'),
      skipped('b', 'no date'),
    ];
    assert.equal(skippedReasons(all), 'a line that is no JSON: 2 files, no date: 1 file');
    assert.deepEqual(skippedLines(all), [
      'Aider, /a: a line that is no JSON (3)',
      'Aider, /b: a line that is no JSON',
      'Aider, /b: no date',
    ]);
  });
});

describe('a conversation that was found', () => {
  it('says how much of it is new', () => {
    assert.equal(sizeOf(found({ turns: 12, newTurns: 3, size: 14_300 })), '12 turns, 3 new, 14 kB');
    assert.equal(sizeOf(found({ turns: 12, newTurns: 12, size: 10 })), '12 turns, new, 1 kB');
    assert.equal(sizeOf(found({ turns: 1, newTurns: 0, size: 999_000 })), '1 turn, read already, 999 kB');
  });

  it('says whose it is and when it began', () => {
    assert.equal(originOf(found({ startedAt: '2026-02-26T10:00:00Z' })), 'Aider, 26 Feb 2026');
    const { startedAt: _, ...dateless } = found({});
    assert.equal(originOf(dateless), 'Aider, no date');
  });
});

function report(given: {
  readonly conversations: number;
  readonly events: number;
  readonly proposals?: readonly [number, number, number];
  readonly secrets?: number;
  readonly skipped?: readonly SkippedChat[];
}): ChatImportReport {
  const [add, update, removed] = given.proposals ?? [0, 0, 0];
  const chat = { app: 'aider' as const, id: 'x', title: 'x', turns: 1, events: 1, facts: 0 };
  return {
    ...{ run: 'r', facts: 0, accepted: 0, held: 0, ms: 1, events: given.events, secrets: given.secrets ?? 0 },
    proposals: { add, update, delete: removed, noop: 9 },
    chats: Array.from({ length: given.conversations }, () => chat),
    skipped: given.skipped ?? [],
  };
}

function skipped(name: string, reason = 'no date'): SkippedChat {
  return { app: 'aider', file: `/${name}`, reason };
}

function found(given: Partial<FoundChat>): FoundChat {
  return {
    ...{
      app: 'aider',
      file: '/f',
      id: 'i',
      title: 't',
      startedAt: '2026-01-01T00:00:00Z',
      turns: 1,
      newTurns: 1,
      size: 1,
    },
    ...given,
  };
}
