import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prompt } from '../../../../src/core/index';

/**
 * Compares a prompt with the text that was reviewed: what a model is told changes only on purpose. With UPDATE_SNAPSHOTS=1 the text is written anew; look
 * at the difference before it is committed.
 */
export function checkPrompt(prompt: Prompt<unknown>, name: string): void {
  const file = join(__dirname, '__snapshots__', `${name}.txt`);
  const text = [
    ...prompt.messages.map(({ role, content }) => `=== ${role}\n${content}`),
    `=== at most ${prompt.maxTokens} tokens, ${prompt.schema.name}\n${JSON.stringify(prompt.schema.schema)}`,
    '',
  ].join('\n\n');
  if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
}

/** Every property of every object is required and nothing else is allowed: what providers call strict. */
export function checkStrict(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { type, properties, required, additionalProperties } = schema as Record<string, unknown>;
  if (type === 'object') {
    assert.equal(additionalProperties, false);
    assert.deepEqual([...(required as string[])].sort(), Object.keys(properties as object).sort());
  }
  for (const inner of Object.values(schema)) checkStrict(inner);
}
