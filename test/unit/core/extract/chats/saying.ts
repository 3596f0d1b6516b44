import assert from 'node:assert/strict';
import { it } from 'mocha';
import { extractFacts } from '../../../../../src/core/extract/extract';
import { cleanEvent } from '../../../../../src/core/memory/clean';
import type { Role, Said } from '../../../../../src/core/memory/event';
import type { Fact } from '../../../../../src/core/memory/fact';

/** A conversation as a test writes it: "A: ..." is said by the assistant, everything else by the user. */
export type Conversation = string | readonly string[];

/** What memory makes of the last turn of a conversation. */
export async function hear(conversation: Conversation, time = '2026-01-19T10:00:00+01:00'): Promise<Fact[]> {
  const turns = (typeof conversation === 'string' ? [conversation] : conversation).map(toSaid);
  const last = turns.at(-1) ?? { role: 'user', text: '' };
  const event = await cleanEvent(
    { kind: 'chat', session: 's', ref: String(turns.length), time, ...last, before: turns.slice(0, -1) },
    { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) },
  );
  return extractFacts(event);
}

/** In short: the kind, the statement without its full stop, what was before, and the key. */
export function inShort({ kind, text, was, subject, value }: Fact): string {
  const former = was === undefined ? '' : ` (was: ${was.replace(/\.$/, '')})`;
  const key = subject === undefined ? '' : ` {${subject} = ${value ?? ''}}`;
  return `${kind}: ${text.replace(/\.$/, '')}${former}${key}`;
}

function toSaid(line: string): Said {
  const role: Role = line.startsWith('A: ') ? 'assistant' : 'user';
  return { role, text: line.replace(/^A: /, '') };
}

/** The last turn of each conversation gives these facts, and no others. */
export function check(cases: readonly (readonly [conversation: Conversation, ...facts: string[]])[]): void {
  for (const [conversation, ...expected] of cases) {
    const name = typeof conversation === 'string' ? conversation : conversation.join(' / ');
    it(`${name.replace(/\s+/g, ' ').slice(0, 150)} -> ${expected.length === 0 ? 'nothing' : expected.join(' | ')}`, async () => {
      assert.deepEqual((await hear(conversation)).map(inShort), expected);
    });
  }
}
