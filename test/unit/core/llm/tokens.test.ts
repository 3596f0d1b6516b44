import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { countTokens, cutToTokens } from '../../../../src/core/llm/tokens';

describe('tokens counted by length', () => {
  it('are rather too many than too few, and grow with the text', () => {
    assert.ok(countTokens('The quick brown fox jumps over the lazy dog.') >= 10);
    assert.ok(countTokens('メモリはプロジェクトの記憶です') >= 12);
    assert.ok(countTokens('Проект использует TypeScript') >= 6);
    assert.ok(countTokens('👩‍👩‍👧‍👦') >= 7);
    assert.equal(countTokens(''), 0);
    assert.ok(countTokens('a'.repeat(7000)) <= 2001);
  });

  it('cut a text to whole words and whole characters', () => {
    const text = 'one two three four five six seven eight nine ten';
    const cut = cutToTokens(text, 6);
    assert.ok(countTokens(cut) <= 6, cut);
    assert.match(cut, /^one two three\S*…$|^one two three four…$/);
    assert.equal(cutToTokens(text, 100), text);
    assert.doesNotMatch(cutToTokens('👍'.repeat(50), 10), /[\uD800-\uDBFF]…/);
    assert.ok(countTokens(cutToTokens('漢'.repeat(500), 50)) <= 52);
  });
});
