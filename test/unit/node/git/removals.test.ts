import assert from 'node:assert/strict';
import type { Removal } from '../../../../src/core/index';
import { openGit } from '../../../../src/node/git/git';
import { SampleRepository } from './sampleRepository';

describe('files that went', () => {
  const made: SampleRepository[] = [];
  const repository = (): SampleRepository => {
    const sample = new SampleRepository();
    made.push(sample);
    return sample;
  };
  afterEach(() => made.splice(0).forEach((sample) => sample.remove()));

  async function look(
    sample: SampleRepository,
    ...paths: string[]
  ): Promise<{ tree: ReadonlySet<string>; gone: ReadonlyMap<string, Removal> }> {
    const files = await (await openGit(sample.root))?.files();
    assert.ok(files);
    return { tree: files.tree, gone: await files.removals(paths) };
  }

  const long = (word: string): string => Array.from({ length: 40 }, (_, i) => `${word} line ${i}\n`).join('');

  it('are told with the commit that removed them, and nothing is told of those that are there or never were', async () => {
    const sample = repository();
    sample.commit('begin', { 'src/a.ts': 'x', 'src/b.ts': 'y', 'with "quote" and ü.ts': 'z' });
    sample.git('rm', '-q', 'src/a.ts', 'with "quote" and ü.ts');
    const sha = sample.commit('Remove a: it was slow');
    const { tree, gone } = await look(sample, 'src/a.ts', 'src/b.ts', 'never.ts', 'with "quote" and ü.ts', '*.ts');
    assert.deepEqual([...tree], ['src/b.ts']);
    assert.deepEqual([...gone.keys()].sort(), ['src/a.ts', 'with "quote" and ü.ts']);
    const { commit, subject, time, movedTo } = gone.get('src/a.ts')!;
    assert.deepEqual([commit, subject, movedTo], [sha, 'Remove a: it was slow', undefined]);
    assert.ok(Date.parse(time) > 0);
  });

  it('are followed through renames, by what they hold, by their place, or by their name', async () => {
    const sample = repository();
    sample.commit('begin', { 'a.ts': long('a'), 'b.js': 'short', 'old/only.ts': 'x', 'c.ts': long('c') });
    sample.git('mv', 'a.ts', 'a2.ts');
    sample.commit('once');
    sample.git('mv', 'a2.ts', 'a3.ts');
    sample.git('rm', '-q', 'b.js', 'old/only.ts');
    sample.commit('twice', { 'b.ts': long('quite another'), 'new/only.ts': long('different') });
    sample.git('mv', 'c.ts', 'd.ts');
    sample.commit('and gone');
    sample.git('rm', '-q', 'd.ts');
    const sha = sample.commit('for good');
    const { gone } = await look(sample, 'a.ts', 'b.js', 'old/only.ts', 'c.ts');
    assert.deepEqual(
      ['a.ts', 'b.js', 'old/only.ts', 'c.ts'].map((name) => gone.get(name)?.movedTo),
      ['a3.ts', 'b.ts', 'new/only.ts', undefined],
    );
    assert.equal(gone.get('c.ts')?.commit, sha, 'the commit that removed it under its last name');
  });

  it('count as there while the default branch or what is checked out has them', async () => {
    const sample = repository();
    sample.commit('begin', { 'a.ts': 'x' });
    sample.git('checkout', '-q', '-b', 'feature');
    sample.git('rm', '-q', 'a.ts');
    sample.commit('on a branch', { 'b.ts': 'y' });
    const { tree, gone } = await look(sample, 'a.ts');
    assert.deepEqual([[...tree].sort(), gone.size], [['a.ts', 'b.ts'], 0]);
  });

  it('are found behind merges, and where a merge itself removed them', async () => {
    const sample = repository();
    sample.commit('begin', { 'a.ts': 'x', 'b.ts': 'y' });
    sample.git('checkout', '-q', '-b', 'feature');
    sample.git('rm', '-q', 'a.ts');
    const removed = sample.commit('on a branch');
    sample.git('checkout', '-q', 'main');
    sample.commit('meanwhile', { 'c.ts': 'z' });
    sample.git('merge', '-q', '--no-ff', '--no-commit', 'feature');
    sample.git('rm', '-q', 'b.ts');
    const merged = sample.commit('merge');
    const { gone } = await look(sample, 'a.ts', 'b.ts');
    assert.deepEqual([gone.get('a.ts')?.commit, gone.get('b.ts')?.commit], [removed, merged]);
  });

  it('cannot be told of before the first commit', async () => {
    assert.equal(await (await openGit(repository().root))?.files(), undefined);
  });
});
