import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { watchHead } from '../../../../src/node/git/watch';
import { SampleRepository } from './sampleRepository';

/** Longer than the watcher waits for quiet, with room for a busy machine. */
const SETTLED_MS = 800;

describe('watching HEAD', function () {
  this.timeout(30_000);
  let sample: SampleRepository;
  let moves: number;
  let watching: { dispose(): void };

  beforeEach(async () => {
    sample = new SampleRepository();
    sample.commit('first', { a: '1' });
    moves = 0;
    watching = watchHead(sample.root, () => moves++);
    await wait(SETTLED_MS);
  });
  afterEach(() => {
    watching.dispose();
    sample.remove();
  });

  async function movesDuring(act: () => void): Promise<number> {
    const before = moves;
    act();
    for (let i = 0; i < 40 && moves === before; i++) await wait(100);
    await wait(SETTLED_MS);
    return moves - before;
  }

  it('a commit, an amend, a branch switch, a merge and packed refs are each noticed once', async () => {
    assert.equal(await movesDuring(() => sample.commit('second', { a: '2' })), 1);
    assert.equal(
      await movesDuring(() => (sample.wait(), sample.git('commit', '-q', '--amend', '-m', 'other words'))),
      1,
    );
    assert.equal(await movesDuring(() => sample.git('checkout', '-q', '-b', 'feature')), 1);
    assert.equal(await movesDuring(() => [1, 2, 3].forEach((n) => sample.commit(`c${n}`, { a: `f${n}` }))), 1);
    sample.git('pack-refs', '--all');
    assert.equal(await movesDuring(() => sample.git('checkout', '-q', 'main')), 1);
    assert.equal(await movesDuring(() => sample.git('merge', '-q', 'feature')), 1);
  });

  it('what moves no commit is not told, nor anything after dispose', async () => {
    const other = movesDuring(() => {
      sample.git('tag', 'v1');
      sample.git('branch', 'aside');
      sample.git('status');
    });
    assert.equal(await other, 0);
    watching.dispose();
    watching.dispose();
    assert.equal(await movesDuring(() => sample.commit('later')), 0);
  });

  it('a folder without a repository is watched in silence', async () => {
    const none = new SampleRepository({ init: false });
    const watch = watchHead(none.root, () => assert.fail('moved'));
    await wait(300);
    watch.dispose();
    none.remove();
  });
});
