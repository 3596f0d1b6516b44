import assert from 'node:assert/strict';
import type { Source } from '../../../src/core/index';
import { sourceMarkdown } from '../../../src/extension/sourceText';

describe('a source in an answer', () => {
  const source: Source = {
    kind: 'file',
    ref: 'docs/[x](y).md',
    subject: '# Rules',
    time: '2026-01-01T00:00:00Z',
    quote: 'q',
  };

  it('that is a document is a link that opens it, named by its path, whatever that looks like', () => {
    const text = sourceMarkdown({ ...source, session: 'abc' }, '/r');
    assert.match(text, /^\[docs\\\/\\\[x\\\]\\\(y\\\)\\\.md\]\(command:memory\.openSource\?/);
    const [argument] = JSON.parse(decodeURIComponent(/\?(.*)\)$/.exec(text)?.[1] ?? '')) as unknown[];
    assert.deepEqual(argument, { root: '/r', kind: 'file', ref: source.ref, session: 'abc' });
  });

  it("that is an entry of another memory's file is named by the file", () => {
    assert.match(sourceMarkdown({ ...source, ref: 'm.json#a1', title: 'm.json' }, '/r'), /^\[m\\\.json\]/);
  });
});
