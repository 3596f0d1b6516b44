import assert from 'node:assert/strict';
import { parseReference, parseSourceReference } from '../../../src/extension/reference';

describe('arguments of commands', () => {
  it('are taken when they are ids', () => {
    assert.deepEqual(parseReference({ root: '/r', id: 'abc123', more: 1 }), { root: '/r', id: 'abc123' });
    assert.deepEqual(parseSourceReference({ root: '/r', kind: 'commit', ref: 'abc1234' }), {
      root: '/r',
      kind: 'commit',
      ref: 'abc1234',
    });
  });

  it('keep the conversation of a chat turn', () => {
    const turn = { root: '/r', kind: 'chat', ref: 'u3', session: 'claude-code:s1' };
    assert.deepEqual(parseSourceReference({ ...turn, more: 1 }), turn);
    assert.deepEqual(parseSourceReference({ ...turn, session: 7 }), { root: '/r', kind: 'chat', ref: 'u3' });
  });

  it('are refused when they are anything else', () => {
    for (const value of [
      undefined,
      null,
      'abc',
      1,
      {},
      { root: '/r' },
      { root: 1, id: 'a' },
      { root: '/r', id: 'a b' },
      { root: '/r', id: '' },
    ]) {
      assert.equal(parseReference(value), undefined);
    }
    for (const ref of ['--output=/etc/passwd', 'HEAD', '', 'a'.repeat(65)]) {
      assert.equal(parseSourceReference({ root: '/r', kind: 'commit', ref }), undefined);
    }
    assert.equal(parseSourceReference({ root: '/r', kind: 'folder', ref: 'abc1234' }), undefined);
  });
});
