import assert from 'node:assert/strict';
import { openMemory, Recall, type DistillPolicy, type ManagerPolicy, type RawEvent } from '../../src/core/index';
import { InMemoryStore } from './inMemoryStore';
import { lines } from './scriptedMemory';

/** What somebody tells, one fact after the other, and what must be so for the user afterwards, whichever operations were chosen. */
export interface Case {
  readonly name: string;
  /** Said as a language model would extract it; with `asCommits` read by the product's own extractors. */
  readonly told: readonly string[];
  readonly asCommits?: boolean;
  /** Statements that must be found among what holds. */
  readonly holds: readonly string[];
  /** Statements that must not stand there as if they held; they stay in the history. */
  readonly past?: readonly string[];
  readonly asked: readonly { readonly question: string; readonly says: RegExp; readonly never?: RegExp }[];
}

export const CASES: readonly Case[] = [
  {
    name: 'a second dog does not replace the first, nor a cat the dogs',
    told: [
      'Andrew adopted a dog called Buddy from a shelter.',
      'Andrew adopted another dog called Scout.',
      'Andrew adopted a cat called Luna.',
    ],
    holds: ['Buddy', 'Scout', 'Luna'],
    asked: [
      { question: 'Which dogs did Andrew adopt?', says: /Buddy.*Scout|Scout.*Buddy/s },
      { question: 'What is Andrew’s cat called?', says: /Luna/, never: /Buddy|Scout/ },
    ],
  },
  {
    name: 'who loved something and hates it now is told to hate it',
    told: ['Sam loves the dark theme.', 'The editor has a new logo.', 'Sam hates the dark theme now.'],
    holds: ['hates the dark theme', 'new logo'],
    past: ['Sam loves the dark theme.'],
    asked: [{ question: 'What does Sam think of the dark theme?', says: /^Sam hates/, never: /loves/ }],
  },
  {
    name: 'an allergy is kept with all that is told of turtles',
    told: [
      'Joanna is allergic to most reptiles and to animals with fur.',
      'Joanna likes the turtles of her friend Nate.',
      'Joanna cannot keep turtles because of her allergy.',
    ],
    holds: ['allergic to most reptiles', 'likes the turtles', 'cannot keep turtles'],
    asked: [
      { question: 'What is Joanna allergic to?', says: /reptiles/ },
      { question: 'Why can Joanna not keep turtles?', says: /allerg/ },
    ],
  },
  {
    name: 'a revert that is reverted leaves the change in place',
    told: [
      'Cache parsed configuration between runs',
      `Revert "Cache parsed configuration between runs"\n\nThis reverts commit ${shaOf(1)}.`,
      `Revert "Revert "Cache parsed configuration between runs""\n\nThis reverts commit ${shaOf(2)}.`,
    ],
    asCommits: true,
    holds: ['Cache parsed configuration between runs', 'applied again'],
    past: ['The change "Cache parsed configuration between runs" was reverted.'],
    asked: [{ question: 'Do we cache parsed configuration?', says: /applied again|^Yes/ }],
  },
  {
    name: 'a default that changed three times is told as it is now',
    told: [
      'Change the default timeout to 100 ms',
      'Change the default timeout to 250 ms',
      'Change the default timeout to 500 ms because slow networks failed',
    ],
    asCommits: true,
    holds: ['500 ms'],
    past: ['Timeout is 100 ms by default.', 'Timeout is 250 ms by default.'],
    asked: [{ question: 'What is the default timeout?', says: /500 ms/, never: /100|250/ }],
  },
  {
    name: 'a default that was told three times in other words is told as it is now',
    told: [
      'The default timeout is 100 ms.',
      'Requests wait 250 ms by default before they time out.',
      'Raised the timeout default to 500 ms.',
    ],
    holds: ['500 ms'],
    past: ['The default timeout is 100 ms.', 'Requests wait 250 ms by default before they time out.'],
    asked: [{ question: 'What is the default timeout?', says: /500 ms/, never: /100|250/ }],
  },
  {
    name: 'a convention that is replaced in other words is told as it is now',
    told: [
      'Indent all source files with tabs.',
      'Write commit messages in the imperative.',
      'Source files are indented with two spaces from now on, no longer with tabs.',
    ],
    holds: ['two spaces', 'imperative'],
    past: ['Indent all source files with tabs.'],
    asked: [
      {
        question: 'How are source files indented?',
        says: /^Source files are indented with two spaces/,
        never: /Indent all/,
      },
    ],
  },
  {
    name: 'of a beach and mountains the one is told that was asked for',
    told: [
      'John hiked in the mountains last summer.',
      'John lives close to the beach and surfs before work.',
      'John took photos of mountains for a calendar.',
      'John likes the mountains in autumn.',
    ],
    holds: ['hiked in the mountains', 'close to the beach', 'photos of mountains', 'mountains in autumn'],
    asked: [
      {
        question: 'Does John live close to a beach or the mountains?',
        says: /close to the beach/,
        never: /mountains in|hiked/,
      },
    ],
  },
];

export interface Agents {
  readonly manager: ManagerPolicy;
  /** Default: the rule. */
  readonly distillation?: DistillPolicy;
}

/** Throws an AssertionError that says what does not hold. */
export async function checkCase(
  { told, asCommits = false, holds, past = [], asked }: Case,
  agents: Agents,
): Promise<void> {
  let ids = 0;
  const clock = (): Date => new Date(Date.UTC(2026, 2, 1));
  const memory = await openMemory({
    store: new InMemoryStore(),
    redactor: { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) },
    policy: agents.manager,
    background: new Map(),
    clock,
    newId: () => `case-${String(++ids)}`,
    ...(!asCommits && { extractors: [lines] }),
  });
  await memory.ingest(
    told.map((text, day) => commit(day + 1, asCommits ? text : `say ${text}`)),
    { kind: 'scan', accept: 'all' },
  );
  const recall = new Recall({
    memory,
    background: new Map(),
    clock,
    ...(agents.distillation && { policy: agents.distillation }),
  });

  const known = memory.memories();
  const current = known.filter(({ state }) => state === 'active').map(({ text }) => text);
  for (const part of holds)
    assert.ok(
      current.some((text) => text.includes(part)),
      `"${part}" was lost: ${current.join(' | ')}`,
    );
  for (const text of past) assert.ok(!current.includes(text), `"${text}" stands as if it held`);
  for (const { question, says, never } of asked) {
    const { answer } = await recall.ask(question, 60);
    assert.match(answer, says, question);
    if (never) assert.doesNotMatch(answer, never, question);
  }
}

function commit(day: number, text: string): RawEvent {
  const time = new Date(Date.UTC(2025, 0, day)).toISOString();
  return { kind: 'commit', ref: shaOf(day), time, order: day, role: 'user', author: 'dev', text };
}

function shaOf(day: number): string {
  return String(day).repeat(40);
}
