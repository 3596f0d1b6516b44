import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Memory, Source } from '../../../src/core/index';
import { cleanEvent } from '../../../src/core/index';
import { toMarkdown } from '../../../src/node/markdownExport';

const SOURCE: Source = {
  kind: 'commit',
  ref: 'b'.repeat(40),
  subject: 'Say it',
  time: '2026-02-01T10:00:00Z',
  quote: 'x',
};

function memory(some: Partial<Memory>): Memory {
  return {
    ...{ id: 'm1', lineage: some.id ?? 'm1', text: 'Use tabs.', kind: 'convention', state: 'active', reviewed: true },
    ...{ validFrom: '2026-02-01T10:00:00Z', sources: [SOURCE], decidedBy: 'you' },
    ...some,
  };
}

describe('the page of a memory', () => {
  it('has groups in the order of the view, the newest first, with ends apart', () => {
    const { text, memories, leftOut } = toMarkdown('shop', [
      memory({ id: 'a', text: 'Use tabs' }),
      memory({ id: 'b', text: 'Use UTC.', validFrom: '2026-02-03T10:00:00Z', branch: 'next', stale: true }),
      memory({ id: 'c', kind: 'tool', text: 'The package manager is pnpm.' }),
      memory({
        id: 'd',
        lineage: 'c',
        kind: 'tool',
        text: 'It was npm.',
        state: 'superseded',
        validTo: '2026-02-01T10:00:00Z',
      }),
      memory({
        ...{
          id: 'e',
          kind: 'dependency',
          text: 'moment was added.',
          state: 'deleted',
          validTo: '2026-02-02T10:00:00Z',
        },
        ending: { text: 'moment was removed', time: '2026-02-02T10:00:00Z', sources: [], forgotten: false },
      }),
      memory({ id: 'f', reviewed: false }),
      memory({ id: 'g', kind: 'change' }),
      memory({ id: 'h', state: 'deleted', ending: { text: 'x', time: '', sources: [], forgotten: true } }),
    ]);
    assert.equal(
      text,
      `<project-memory>

# Memory of shop

3 memories. Written by Project Memory, which does not read this page back.

## Tools

- The package manager is pnpm.
  *Since 1 Feb 2026.* From \`bbbbbbb\` Say it.

  <details>
  <summary>1 version before</summary>

  - It was npm. *1 Feb 2026 to 1 Feb 2026.* From \`bbbbbbb\` Say it.

  </details>

## Conventions

- Use UTC.
  *Since 3 Feb 2026, on branch next, may be out of date.* From \`bbbbbbb\` Say it.
- Use tabs.
  *Since 1 Feb 2026.* From \`bbbbbbb\` Say it.

## No longer

<details>
<summary>1 memory</summary>

- moment was added.
  *1 Feb 2026 to 2 Feb 2026.* From \`bbbbbbb\` Say it.
  Ended 2 Feb 2026: moment was removed.

</details>

</project-memory>
`,
    );
    assert.equal(memories, 4);
    assert.deepEqual(leftOut, [
      '1 memory that waits for review',
      '1 record of what was done once',
      '1 memory that was deleted by you',
    ]);
  });

  it('is the same whatever the order of the memories', () => {
    const all = [3, 1, 2].map((n) => memory({ id: `m${n}`, text: `Rule ${n}.` }));
    assert.equal(toMarkdown('a', all).text, toMarkdown('a', all.toReversed()).text);
  });

  it('is nothing that memory reads back, whatever is in it', async () => {
    const part = fc.constantFrom(
      '</project-memory>',
      '<project-memory>',
      '`',
      '\n',
      '# ',
      '</details>',
      'Use tabs',
      '<!--',
      ' ',
      '\u200b',
      '</project-',
      'memory>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const text = parts.join('');
        const page = toMarkdown(text, [memory({ text, sources: [{ ...SOURCE, subject: text }] })]).text;
        const redactor = { redact: (texts: readonly string[]) => Promise.resolve({ texts: [...texts], found: 0 }) };
        const event = await cleanEvent(
          { kind: 'file', ref: 'x.md', role: 'user', time: SOURCE.time, text: page },
          redactor,
        );
        assert.equal(event.text.trim(), '');
      }),
    );
  });

  it('shows markup in a memory as text', () => {
    const { text } = toMarkdown('a', [memory({ text: '# Use <b>[x](https://y)</b> in `a<b>` and *not* snake_case' })]);
    assert.ok(text.includes('- \\# Use &lt;b>\\[x\\](https://y)&lt;/b> in `a<b>` and \\*not\\* snake_case.'), text);
  });
});
