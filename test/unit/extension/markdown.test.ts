import assert from 'node:assert/strict';
import { commandLink, escapeMarkdown, plainMarkdown } from '../../../src/extension/markdown';
import { countOf, formatDate } from '../../../src/protocol/words';
import { asPlainLine, asSentence } from '../../../src/extension/words';

describe('an answer that is read again', () => {
  it('has its words, without links and marks', () => {
    const link = commandLink('\\[1\\]', 'memory.openMemory', { root: '/a (b)', id: 'x' });
    const text = `**Add:** ${escapeMarkdown('Use `pnpm` [not] npm.')} ${link}, on ${escapeMarkdown('*main*')}`;
    assert.equal(plainMarkdown(text), 'Add: Use `pnpm` [not] npm. [1], on *main*');
  });
});

describe('foreign text', () => {
  it('is kept on one line', () => {
    assert.equal(escapeMarkdown('a\n# b\r\n\tc'), 'a \\# b c');
  });

  it('has a backslash before every sign that CommonMark could read', () => {
    for (const sign of '\\`*_{}[]()#+-.!|<>~&:/@$=^') assert.equal(escapeMarkdown(`a${sign}b`), `a\\${sign}b`);
  });

  it('shows direction overrides, zero-width and tag characters, and keeps joiners', () => {
    assert.equal(asPlainLine('a\u202eb\u200bc\u{e0041}d'), 'a\ufffdb\ufffdc\ufffdd');
    assert.equal(asPlainLine('👩\u200d💻'), '👩\u200d💻');
  });
});

describe('words', () => {
  it('give the day as the event has it, whatever the time zone of this machine', () => {
    assert.equal(formatDate('2026-02-23T23:30:00-08:00'), '23 Feb 2026');
    assert.equal(formatDate('2025-09-01'), '1 Sep 2025');
    assert.equal(formatDate('unknown'), 'unknown');
  });

  it('count', () => {
    assert.equal(countOf(1, 'commit'), '1 commit');
    assert.equal(countOf(1527, 'commit'), '1,527 commits');
  });

  it('end a sentence once', () => {
    assert.equal(asSentence('Undone'), 'Undone.');
    assert.equal(asSentence('Undone. '), 'Undone.');
  });
});
