import assert from 'node:assert/strict';
import { speaksOf, toldVersion } from '../../../../src/learning/questions/names';

describe('names', () => {
  it('finds a package by its name as people write it, and not in other names', () => {
    for (const [text, name] of [
      ['Update Size Limit', 'size-limit'],
      ['Upgrade TypeScript to 5.9', 'typescript'],
      ['bump `@types/node` from 1 to 2', '@types/node'],
      ['Require Node.js 20', 'node.js'],
    ] as const)
      assert.ok(speaksOf(text, name), text);
    for (const [text, name] of [
      ['Update eslint-plugin-react', 'eslint'],
      ['Update lint-staged', 'lint'],
      ['bump @types/node', 'node'],
      ['Use chai.expect', 'chai'],
    ] as const)
      assert.ok(!speaksOf(text, name), text);
  });

  it('finds the version in a message that a range begins with', () => {
    assert.equal(toldVersion('Upgrade TypeScript from 5.8 to 5.9', '^5.9.2'), '5.9');
    assert.equal(toldVersion('Migrate to ESLint 9.', '^9.39.1'), '9');
    assert.equal(toldVersion('Use lodash v4.17.21', '4.17.21'), '4.17.21');
    assert.equal(toldVersion('Upgrade to 5', '^15.0.0'), undefined);
    assert.equal(toldVersion('Upgrade to 5.90', '^5.9.0'), undefined);
    assert.equal(toldVersion('Update it', '*'), undefined);
  });
});
