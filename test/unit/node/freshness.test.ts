import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { silentLogger, type Memory } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { SampleRepository } from './git/sampleRepository';

const signal = new AbortController().signal;

/** A service over a real repository. */
class Bench {
  readonly repo = new SampleRepository();
  readonly service: MemoryService = newService(this.repo);

  constructor() {
    open.push(this);
  }

  get root(): string {
    return this.repo.root;
  }

  async scan(): Promise<void> {
    await this.service.scan({ root: this.root, accept: 'all' }, signal);
    await this.service.settle({ root: this.root }, signal);
  }

  /** As when HEAD moves in a window: the check comes by itself. */
  async capture(): Promise<void> {
    await this.service.capture({ root: this.root }, signal);
    await this.service.settle({ root: this.root }, signal);
  }

  async proposals(): Promise<string[]> {
    const all = await this.service.review({ root: this.root }, signal);
    return all.map(({ operation, oldText, newText, reason }) => `${operation} ${newText ?? oldText}| ${reason}`);
  }

  async memory(words: string): Promise<Memory> {
    const all = await this.service.list({ root: this.root }, signal);
    const found = all.find(({ text }) => text.includes(words));
    assert.ok(found, `${words} in ${all.map(({ text }) => text).join(' | ')}`);
    return found;
  }
}

const open: Bench[] = [];

function newService(repo: SampleRepository): MemoryService {
  return createService({
    distDir: path.join(repo.root, 'no-such-dist'),
    redactor: createRedactor(),
    clock: () => new Date(),
    logger: silentLogger,
    emit: () => undefined,
  });
}

describe('freshness in a real repository', () => {
  afterEach(async () => {
    for (const { service, repo } of open.splice(0)) {
      await Promise.resolve(service.dispose());
      repo.remove();
    }
  });

  it('a decision whose files were removed is marked and proposed for removal when that commit is captured', async () => {
    const bench = new Bench();
    bench.repo.commit('begin', { 'README.md': 'x' });
    bench.repo.commit('Turn off android testing since it is unreliable', {
      'karma.conf.js': 'x',
      'test/browser.js': 'y',
    });
    await bench.scan();
    assert.deepEqual(await bench.proposals(), []);
    bench.repo.git('rm', '-q', 'karma.conf.js', 'test/browser.js');
    const sha = bench.repo.commit('Tidy up').slice(0, 7);
    await bench.capture();
    const memory = await bench.memory('android');
    assert.equal(memory.state, 'active');
    assert.equal(memory.stale, true);
    assert.equal(
      memory.lost?.[0]?.text,
      `all 2 files that its commit changed are gone since 14 Nov 2023 (${sha}): karma.conf.js and test/browser.js`,
    );
    assert.equal((await bench.proposals()).filter((line) => line.startsWith('DELETE')).length, 1);
  });

  it('a renamed file is no loss', async () => {
    const bench = new Bench();
    bench.repo.commit('begin', { 'README.md': 'x' });
    bench.repo.commit('Turn off android testing since it is unreliable', { 'karma.conf.js': 'one\ntwo\nthree\n' });
    await bench.scan();
    bench.repo.git('mv', 'karma.conf.js', 'karma.cjs');
    bench.repo.commit('Tidy up');
    await bench.capture();
    assert.equal((await bench.memory('android')).stale, undefined);
    assert.deepEqual(
      (await bench.proposals()).filter((line) => /^(?:DELETE|UPDATE)/.test(line)),
      [],
    );
  });

  it('an accepted memory whose commit was forced out of the history stays, marked, until somebody decides', async () => {
    const bench = new Bench();
    const first = bench.repo.commit('begin', { 'README.md': 'x' });
    const lost = bench.repo.commit('Use pnpm instead of npm because it is fast', { 'pnpm-lock.yaml': 'x' });
    await bench.scan();
    bench.repo.git('reset', '-q', '--hard', first);
    bench.repo.commit('Something else', { 'other.md': 'x' });
    await bench.capture();
    const memory = await bench.memory('pnpm');
    assert.deepEqual([memory.state, memory.stale], ['active', true]);
    assert.deepEqual(
      memory.lost?.map(({ kind, commit }) => ({ kind, commit })),
      [{ kind: 'left', commit: lost }],
    );
    const reason = `Its commit ${lost.slice(0, 7)} is no longer in the history.`;
    assert.ok((await bench.proposals()).some((line) => line.startsWith('DELETE') && line.endsWith(reason)));
    await bench.service.reject({ root: bench.root, all: true }, signal);
    await bench.capture();
    assert.deepEqual(await bench.proposals(), []);
    assert.deepEqual([(await bench.memory('pnpm')).state, (await bench.memory('pnpm')).stale], ['active', undefined]);
  });

  it('two processes that look at the same time propose once', async () => {
    const bench = new Bench();
    const first = bench.repo.commit('begin', { 'README.md': 'x' });
    bench.repo.commit('Use pnpm instead of npm because it is fast', { 'pnpm-lock.yaml': 'x' });
    await bench.scan();
    bench.repo.git('reset', '-q', '--hard', first);
    await bench.service.capture({ root: bench.root }, signal);
    const other = newService(bench.repo);
    await Promise.all(
      [bench.service, other].map(async (service) => await service.checkFreshness({ root: bench.root }, signal)),
    );
    const ended = (await bench.proposals()).filter((line) => line.startsWith('DELETE'));
    assert.equal(ended.length, new Set(ended).size);
    assert.deepEqual(
      (await other.review({ root: bench.root }, signal)).map(({ id }) => id),
      (await bench.service.review({ root: bench.root }, signal)).map(({ id }) => id),
    );
    await Promise.resolve(other.dispose());
  });

  it('asked for, it reports what it looked at; without git it finds nothing to look at', async () => {
    const bench = new Bench();
    bench.repo.commit('Turn off android testing since it is unreliable', { 'karma.conf.js': 'x' });
    bench.repo.commit('more', { 'README.md': 'x' });
    await bench.scan();
    const { checked, stale, proposed, withdrawn } = await bench.service.checkFreshness({ root: bench.root }, signal);
    assert.deepEqual({ checked, stale, proposed, withdrawn }, { checked: 1, stale: [], proposed: 0, withdrawn: 0 });
  });

  it('can be cancelled', async () => {
    const bench = new Bench();
    bench.repo.commit('begin', { 'README.md': 'x' });
    await assert.rejects(
      Promise.resolve(bench.service.checkFreshness({ root: bench.root }, AbortSignal.abort(new Error('enough')))),
    );
  });
});
