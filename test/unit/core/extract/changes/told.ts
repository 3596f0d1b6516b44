import assert from 'node:assert/strict';
import { changes } from '../../../../../src/core/extract/changes';
import { extractFacts } from '../../../../../src/core/extract/extract';
import { commit } from '../sample';

/** "text <subject|attribute|value|ends>replacedBy>": what the changes of a message are read as. */
export async function toldBy(message: string, paths: readonly string[] = ['src/a.ts']): Promise<string[]> {
  const event = await commit(
    message,
    paths.map((path) => ({ path, status: 'M' })),
  );
  return extractFacts(event, [changes]).map((fact) => {
    assert.ok(event.text.includes(fact.quote), `quoted: ${fact.quote}`);
    const { subject, attribute = '', value = '', ends, replacedBy } = fact;
    const key = subject === undefined ? '' : ` <${[subject, attribute, ends ? 'ends' : value].join('|')}>`;
    return `${fact.kind}: ${fact.text}${key}${replacedBy === undefined ? '' : ` -> ${replacedBy}`}`;
  });
}

/** One test a message. */
export function checkAll(cases: Readonly<Record<string, readonly string[]>>, paths?: readonly string[]): void {
  for (const [message, expected] of Object.entries(cases))
    it(message.split('\n')[0] ?? '', async () => assert.deepEqual(await toldBy(message, paths), expected));
}
