import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wordDiff, type Part } from '../../src/webview/wordDiff';

/** Parts as text, what changed in brackets. */
function show(parts: readonly Part[]): string {
  return parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');
}

function check(oldText: string, newText: string, expectedOld: string, expectedNew: string): void {
  const diff = wordDiff(oldText, newText);
  assert.equal(show(diff.old), expectedOld);
  assert.equal(show(diff.new), expectedNew);
  assert.equal(diff.old.map(({ text }) => text).join(''), oldText);
  assert.equal(diff.new.map(({ text }) => text).join(''), newText);
}

describe('The difference of two texts', () => {
  it('is told by words', () => {
    check(
      'Got requires Node.js 20.',
      'Got requires Node.js 22.',
      'Got requires Node.js [20].',
      'Got requires Node.js [22].',
    );
  });

  it('a version is one word', () => {
    check('uses zod ^3.22.1', 'uses zod ^3.23.0', 'uses zod ^[3.22.1]', 'uses zod ^[3.23.0]');
  });

  it('words that changed side by side are one mark, which does not begin or end with a space', () => {
    check('copied.', 'copied only when asked for.', 'copied.', 'copied [only when asked for].');
    check('only when asked for it', 'it', '[only when asked for] it', 'it');
  });

  it('works without spaces between words', () => {
    check(
      '構成ファイルは yaml です。',
      '構成ファイルは toml です。',
      '構成ファイルは [yaml] です。',
      '構成ファイルは [toml] です。',
    );
  });

  it('texts with nothing in common are changed as a whole', () => {
    check('one', 'two', '[one]', '[two]');
    check('', 'two', '', '[two]');
  });

  it('very long texts count as changed as a whole', () => {
    const long = Array.from({ length: 1200 }, (_, i) => `word${i}`).join(' ');
    check(long, `${long} more`, `[${long}]`, `[${long} more]`);
  });
});
