import assert from 'node:assert/strict';
import { readDeed, speak } from '../../../../src/learning/questions/deeds';

describe('readDeed', () => {
  const check = (text: string, base: string, passive?: string): void => {
    it(`asks about "${text}" as "${base}"`, () => {
      const deed = readDeed(text) ?? assert.fail('not read');
      const spoken = speak(deed);
      assert.equal(spoken.base, base);
      assert.equal(spoken.passive, passive);
    });
  };
  check('Support for proxies was added.', 'add support for proxies', 'support for proxies added');
  check('feat(http): add the `retries` option (#12)', 'add the `retries` option', 'the `retries` option added');
  check('Proxies are supported.', 'add support for Proxies', 'support for Proxies added');
  check('statusText was added to response.', 'add statusText to response', 'statusText added to response');
  check('Remove the old parser: It was too slow.', 'remove the old parser', 'the old parser removed');
  check('Replace mocha with vitest.', 'replace mocha', 'mocha replaced');
  check('Make the cache optional.', 'make the cache optional');
  check('Switch to pnpm.', 'switch to pnpm');
  check('Bump TypeScript to 5.4', 'bump TypeScript to 5.4');

  const passOver = (text: string): void => {
    it(`asks nothing about "${text}"`, () => assert.equal(readDeed(text), undefined));
  };
  passOver('Positional arguments now work if no handler is provided to inner command.');
  passOver('Allow the first argument of the command that is executed in a shell to be a file URL.');
  passOver('Fix build.');
  passOver('Half a `quote was added.');

  it('writes the beginning of a title small where its message does', () => {
    const base = (original: string): string =>
      speak(readDeed('Request timeouts were added.', original) ?? assert.fail()).base;
    assert.equal(base('feat: add request timeouts'), 'add request timeouts');
    assert.equal(base('Request timeouts'), 'add Request timeouts');
  });
});
