import assert from 'node:assert/strict';
import { shorten } from '../../../../src/node/chats/shorten';

const code = (lines: number) => ['```ts', ...Array.from({ length: lines }, (_, i) => `const a${i} = ${i};`), '```'];

describe('what memory keeps of a turn', () => {
  it('is all of a short one', () => {
    assert.equal(shorten('  Use pnpm.\n', 'user'), 'Use pnpm.');
    assert.equal(shorten(['Like so:', ...code(2)].join('\n'), 'assistant'), ['Like so:', ...code(2)].join('\n'));
  });

  it('names long code of an answer by its length, and keeps what the user pasted', () => {
    const text = ['Before.', ...code(40), 'After.'].join('\n');
    assert.equal(shorten(text, 'assistant'), 'Before.\n[40 lines of code]\nAfter.');
    assert.equal(shorten(text, 'user'), text);
  });

  it('ends code only at its own fence', () => {
    const text = ['````md', ...code(10), '````', 'After.'].join('\n');
    assert.equal(shorten(text, 'assistant'), '[12 lines of code]\nAfter.');
  });

  it('takes code that never ends to the end', () => {
    assert.equal(shorten(['Before.', ...code(10).slice(0, -1)].join('\n'), 'assistant'), 'Before.\n[10 lines of code]');
  });

  it('keeps both ends of a very long one', () => {
    const text = `Please do this. ${'word '.repeat(10_000)}That is the summary.`;
    const kept = shorten(text, 'user');
    assert.ok(kept.length < 21_000);
    assert.match(kept, /^Please do this\./);
    assert.match(kept, /\[\d+ characters left out\]/);
    assert.match(kept, /That is the summary\.$/);
  });
});
