import assert from 'node:assert/strict';
import { answerQuestion, type AnswerDeps } from '../../../../src/core/answer/ask';
import type { Answer, Memory } from '../../../../src/core/index';
import { Retriever } from '../../../../src/core/retrieval/retriever';
import { someMemory, type SomeMemory } from '../../../support/someMemories';

export function ask(question: string, memories: readonly Memory[], more: Partial<AnswerDeps> = {}): Answer {
  return answerQuestion(question, { memories, retriever: new Retriever(), clock: () => new Date(0), ...more });
}

/** The text of the answer; undefined where it was declined. Each memory is a text, or says more than that. */
export function answerTo(question: string, ...told: readonly (string | Memory)[]): string | undefined {
  const { answer, declined, used } = ask(
    question,
    told.map((one) => (typeof one === 'string' ? someMemory({ text: one }) : one)),
  );
  assert.equal(used.length === 0, declined, question);
  return declined ? undefined : answer;
}

/** A memory whose state ended. */
export function ended(
  given: SomeMemory,
  ending: { readonly text: string; readonly on: string; readonly replacedBy?: string },
): Memory {
  const { text, on, replacedBy } = ending;
  const source = { kind: 'commit', ref: 'e'.repeat(40), subject: text, time: on, author: 'Rita', quote: text } as const;
  return someMemory({
    ...given,
    state: 'deleted',
    validTo: on,
    ending: { text, time: on, forgotten: false, sources: [source], ...(replacedBy !== undefined && { replacedBy }) },
  });
}

/** The default of a setting. */
export function setting(name: string, value: string): Memory {
  const text = `\`${name}\` is ${value} by default.`;
  return someMemory({ text, kind: 'setting', subject: name, attribute: 'default', value });
}

/** What does something for the project: "The project uses vitest 3 as its test runner." */
export function tool(role: string, name: string, given: Partial<Memory> = {}): Memory {
  const text = `The project uses ${name.replace(/(?<=.)@/, ' ')} as its ${role}.`;
  return someMemory({ text, kind: 'tool', subject: role, attribute: 'name', value: name, lineage: role, ...given });
}
