import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { silentLogger } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { SampleRepository } from './git/sampleRepository';

const signal = new AbortController().signal;
const manifest = (deps: Record<string, string>): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'sample', devDependencies: deps }, null, 2),
});

/** A service over one real repository; without a model, so that words alone find. */
class Bench {
  readonly repo: SampleRepository;
  readonly service: MemoryService;
  readonly logged: string[] = [];

  constructor(options?: { init: boolean }) {
    this.repo = new SampleRepository(options);
    const log = (message: string): void => void this.logged.push(message);
    this.service = createService({
      distDir: path.join(this.repo.root, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date(),
      logger: { ...silentLogger, info: log, warn: log, error: (message, cause) => log(`${message} ${String(cause)}`) },
      emit: () => undefined,
    });
    open.push(this);
  }

  get root(): string {
    return this.repo.root;
  }

  scan(accept: 'all' | 'none' = 'all'): Promise<{ events: number; facts: number; held: number }> {
    return Promise.resolve(this.service.scan({ root: this.root, accept }, signal));
  }

  async capture(): Promise<{ events: number; facts: number; held: number }> {
    return await this.service.capture({ root: this.root }, signal);
  }

  /** What holds now, "?" when it was not reviewed, "<branch>" when it is held. */
  async holds(): Promise<string[]> {
    const all = await this.service.list({ root: this.root, states: ['active', 'pending'], lasting: true }, signal);
    return all
      .filter(({ state }) => state === 'active')
      .map(
        ({ text, reviewed, branch }) => `${reviewed ? '' : '? '}${text}${branch === undefined ? '' : ` <${branch}>`}`,
      )
      .sort();
  }

  async proposals(): Promise<string[]> {
    const all = await this.service.review({ root: this.root }, signal);
    return all.map(({ operation, newText, oldText }) => `${operation} ${newText ?? oldText ?? ''}`).sort();
  }
}

const open: Bench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) {
    await bench.service.dispose();
    bench.repo.remove();
  }
});

const uses = (name: string, version: string): string => `The project uses ${name} ${version} (development dependency).`;

describe('MemoryService on a repository', function () {
  this.timeout(30_000);

  it('reads a history, answers from it with the deciding commit, and reads nothing twice', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    const sha = bench.repo.commit('Upgrade TypeScript', manifest({ typescript: '^5.9.0' }));
    assert.equal((await bench.scan()).events, 2);
    assert.equal((await bench.scan()).events, 0);
    const answer = await bench.service.ask(
      { root: bench.root, question: 'Which version of typescript does the project use?' },
      signal,
    );
    assert.match(answer.answer, /\^?5\.9\.0/);
    assert.equal(answer.used[0]!.sources[0]!.ref, sha);
    assert.match(answer.replaced[0]!.text, /5\.7\.0/);
  });

  it('counts and lists what holds apart from the records of what was done once', async () => {
    const bench = new Bench();
    bench.repo.commit('Answer 404 for unknown pages', manifest({ typescript: '^5.7.0' }));
    bench.repo.commit('Describe how to restore a backup', { 'README.md': '# Sample\n' });
    await bench.scan();
    const all = await bench.service.list({ root: bench.root }, signal);
    const lasting = await bench.service.list({ root: bench.root, lasting: true }, signal);
    assert.ok(all.some(({ kind }) => kind === 'change'));
    assert.deepEqual(
      lasting.map(({ id }) => id),
      all.filter(({ kind }) => kind !== 'change').map(({ id }) => id),
    );
    const { memories } = await bench.service.status({ root: bench.root }, signal);
    assert.equal(memories.active, lasting.length);
  });

  it('captures new commits as proposals, and nothing before the first scan but what came since', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    await bench.service.status({ root: bench.root }, signal);
    bench.repo.commit('Upgrade TypeScript', manifest({ typescript: '^5.9.0' }));
    assert.equal((await bench.capture()).events, 1);
    assert.deepEqual(await bench.proposals(), [`ADD ${uses('typescript', '^5.9.0')}`]);
    await bench.service.reject({ root: bench.root, all: true }, signal);
    assert.equal((await bench.capture()).events, 0);
    await bench.scan('none');
    assert.deepEqual(await bench.proposals(), [`ADD ${uses('typescript', '^5.7.0')}`]);
  });

  for (const [review, waiting] of [
    ['all', 2],
    ['uncertain', 0],
    ['off', 0],
  ] as const) {
    it(`lets ${waiting} of two certain facts wait where "review" is "${review}", and marks who accepted the others`, async () => {
      const bench = new Bench();
      bench.repo.commit('Start', manifest({}));
      await bench.scan();
      await bench.service.configure({ review, index: 'auto', candidates: 60, emailAddresses: false }, signal);
      bench.repo.commit('Use zod because it is fast', manifest({ zod: '^3.0.0' }));
      await bench.capture();
      assert.equal((await bench.proposals()).length, waiting);
      const memories = await bench.service.list({ root: bench.root }, signal);
      assert.deepEqual([...new Set(memories.map(({ decidedBy }) => decidedBy))], ['rule']);
      if (waiting === 0) {
        await bench.service.undo({ root: bench.root, count: 1 }, signal);
        assert.equal((await bench.proposals()).length, 2);
      }
    });
  }

  it('holds a feature branch, shows it there, hides it elsewhere, and releases it when merged', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    await bench.scan();
    bench.repo.git('switch', '-q', '-c', 'feature');
    bench.repo.commit('Try zod', manifest({ typescript: '^5.7.0', zod: '^3.0.0' }));
    assert.equal((await bench.capture()).held, 1);
    assert.deepEqual(await bench.holds(), [`? ${uses('zod', '^3.0.0')} <feature>`, uses('typescript', '^5.7.0')]);
    bench.repo.git('switch', '-q', 'main');
    await bench.capture();
    assert.deepEqual(await bench.holds(), [uses('typescript', '^5.7.0')]);
    bench.repo.git('merge', '-q', '--no-ff', '--no-edit', 'feature');
    await bench.capture();
    assert.deepEqual(await bench.holds(), [`? ${uses('zod', '^3.0.0')}`, uses('typescript', '^5.7.0')]);
    assert.deepEqual(await bench.proposals(), [`ADD ${uses('zod', '^3.0.0')}`]);
  });

  it('does not ask again about what was accepted on a branch when the branch is squashed', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    await bench.scan();
    bench.repo.git('switch', '-q', '-c', 'feature');
    const reason = 'Use zod because it is fast';
    bench.repo.commit(reason, manifest({ typescript: '^5.7.0', zod: '^3.0.0' }));
    bench.repo.commit('Add glob', manifest({ typescript: '^5.7.0', zod: '^3.0.0', glob: '^9.0.0' }));
    await bench.capture();
    const waiting = await bench.service.review({ root: bench.root }, signal);
    const glob = waiting.find((proposal) => proposal.subject === 'glob')!;
    await bench.service.reject({ root: bench.root, ids: [glob.id] }, signal);
    await bench.service.accept({ root: bench.root, all: true }, signal);
    bench.repo.git('switch', '-q', 'main');
    bench.repo.git('merge', '-q', '--squash', 'feature');
    bench.repo.git('commit', '-q', '-m', `${reason} (#12)\n\n* ${reason}\n* Add glob`);
    bench.repo.git('branch', '-q', '-D', 'feature');
    await bench.capture();
    assert.deepEqual(await bench.proposals(), []);
    assert.deepEqual(await bench.holds(), [uses('typescript', '^5.7.0'), uses('zod', '^3.0.0'), `${reason}.`]);
  });

  it('withdraws what a deleted branch said', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({}));
    await bench.scan();
    bench.repo.git('switch', '-q', '-c', 'feature');
    bench.repo.commit('Try zod', manifest({ zod: '^3.0.0' }));
    await bench.capture();
    bench.repo.git('switch', '-q', 'main');
    bench.repo.git('branch', '-q', '-D', 'feature');
    await bench.capture();
    bench.repo.git('switch', '-q', '-c', 'feature');
    await bench.capture();
    assert.deepEqual(await bench.holds(), []);
  });

  it('recognises an amended commit: what was accepted stays accepted, what was rejected stays rejected', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({}));
    await bench.scan();
    bench.repo.commit('Add tools', manifest({ zod: '^3.0.0', glob: '^9.0.0' }));
    await bench.capture();
    const [glob, zod] = (await bench.service.review({ root: bench.root }, signal))
      .slice()
      .sort((a, b) => (a.subject! < b.subject! ? -1 : 1));
    await bench.service.accept({ root: bench.root, ids: [zod!.id] }, signal);
    await bench.service.reject({ root: bench.root, ids: [glob!.id] }, signal);
    bench.repo.git('commit', '-q', '--amend', '-m', 'Add the tools');
    await bench.capture();
    assert.deepEqual(await bench.proposals(), []);
    assert.deepEqual(await bench.holds(), [uses('zod', '^3.0.0')]);
  });

  it('recognises a rebased branch', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({}));
    await bench.scan();
    bench.repo.git('switch', '-q', '-c', 'feature');
    bench.repo.commit('Use zod because it is fast, instead of mocha', { 'a.ts': 'a' });
    await bench.capture();
    await bench.service.accept({ root: bench.root, all: true }, signal);
    const before = await bench.holds();
    assert.equal(before.length, 1);
    bench.repo.git('switch', '-q', 'main');
    bench.repo.commit('Something else', { 'b.ts': 'b' });
    bench.repo.git('rebase', '-q', 'main', 'feature');
    await bench.capture();
    assert.deepEqual(await bench.holds(), before);
    assert.deepEqual(await bench.proposals(), []);
  });

  it('follows a revert, and the revert of it', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ mocha: '^10.0.0' }));
    const sha = bench.repo.commit('Drop the watch mode because it leaked memory', manifest({ mocha: '^11.0.0' }));
    await bench.scan();
    bench.repo.git('revert', '--no-edit', sha);
    await bench.capture();
    await bench.service.accept({ root: bench.root, all: true }, signal);
    const reverted = await bench.holds();
    assert.ok(reverted.includes(uses('mocha', '^10.0.0')), reverted.join('\n'));
    assert.ok(!reverted.some((text) => text.startsWith('Drop the watch mode')), reverted.join('\n'));
    bench.repo.git('revert', '--no-edit', 'HEAD');
    await bench.capture();
    await bench.service.accept({ root: bench.root, all: true }, signal);
    const again = await bench.holds();
    assert.ok(again.includes(uses('mocha', '^11.0.0')), again.join('\n'));
    assert.ok(
      again.some((text) => text.startsWith('Drop the watch mode')),
      again.join('\n'),
    );
  });

  it('lets no secret of a commit reach bank, index, answer or log', async () => {
    const bench = new Bench();
    const secret = ['ghp', '_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
    bench.repo.commit(
      `Use the token ${secret} because the old one expired`,
      manifest({ tool: `https://user:${secret}@example.org/x.tgz` }),
    );
    const report = await bench.service.scan({ root: bench.root, accept: 'all' }, signal);
    assert.ok(report.secrets >= 2);
    await bench.service.settle({ root: bench.root }, signal);
    const { path: folder } = await bench.service.status({ root: bench.root }, signal);
    await bench.service.export({ root: bench.root, file: path.join(folder, 'export.jsonl') }, signal);
    for (const name of readdirSync(folder))
      assert.equal(readFileSync(path.join(folder, name)).includes(secret), false, name);
    const answer = await bench.service.ask(
      { root: bench.root, question: `Why is the token ${secret.slice(0, 12)} used?` },
      signal,
    );
    assert.equal(JSON.stringify([answer, bench.logged]).includes(secret), false);
  });

  it('works without git: notes are remembered in a folder of the user', async () => {
    const bench = new Bench({ init: false });
    const data = mkdtempSync(path.join(tmpdir(), 'memory-data-'));
    const before = process.env.XDG_DATA_HOME;
    process.env.XDG_DATA_HOME = data;
    try {
      const proposal = await bench.service.remember({ root: bench.root, text: 'Deploys happen on Tuesdays.' }, signal);
      await bench.service.accept({ root: bench.root, ids: [proposal!.id] }, signal);
      assert.equal((await bench.service.status({ root: bench.root }, signal)).git, false);
      const answer = await bench.service.ask({ root: bench.root, question: 'When do deploys happen?' }, signal);
      assert.match(answer.answer, /Tuesdays/);
      await assert.rejects(bench.scan(), { code: 'git/not-a-repository' });
    } finally {
      await bench.service.dispose();
      if (before === undefined) delete process.env.XDG_DATA_HOME;
      else process.env.XDG_DATA_HOME = before;
      rmSync(data, { recursive: true, force: true });
    }
  });

  it('takes events from elsewhere line by line, and names the bad lines', async () => {
    const bench = new Bench();
    const good = {
      kind: 'note',
      ref: 'n1',
      time: '2025-03-01T10:00:00Z',
      text: 'We use pnpm instead of npm because installs are faster.',
    };
    const report = await bench.service.ingest(
      {
        root: bench.root,
        lines: [JSON.stringify(good), '', '{"kind":"note"}', 'no json', JSON.stringify({ ...good, time: 'soon' })],
        accept: 'all',
      },
      signal,
    );
    assert.deepEqual(report.badLines, [3, 4, 5]);
    assert.equal(report.events, 1);
    assert.deepEqual(await bench.holds(), ['We use pnpm instead of npm because installs are faster.']);
  });

  it('keeps what it knows of commits that this clone does not have', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({}));
    const line = {
      kind: 'commit',
      ref: 'c'.repeat(40),
      time: '2023-01-01T00:00:00Z',
      text: 'Use pnpm because it is fast',
    };
    await bench.service.ingest({ root: bench.root, lines: [JSON.stringify(line)], accept: 'all' }, signal);
    await bench.scan();
    await bench.capture();
    assert.deepEqual(await bench.holds(), ['Use pnpm because it is fast.']);
  });

  it('exports everything, and imports it into another clone', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    await bench.scan();
    const file = path.join(bench.root, 'memory.jsonl');
    await bench.service.export({ root: bench.root, file }, signal);
    const other = new Bench();
    const report = await other.service.import({ root: other.root, file }, signal);
    assert.equal(report.added, report.records);
    assert.deepEqual(await other.holds(), await bench.holds());
    assert.equal((await other.service.import({ root: other.root, file }, signal)).added, 0);
  });

  it('opens no socket', async () => {
    const connect = net.Socket.prototype.connect;
    const opened: unknown[] = [];
    net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
      opened.push(args);
      return connect.apply(this, args as never);
    };
    try {
      const bench = new Bench();
      bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
      await bench.scan();
      await bench.service.ask({ root: bench.root, question: 'Which version of typescript?' }, signal);
    } finally {
      net.Socket.prototype.connect = connect;
    }
    assert.deepEqual(opened, []);
  });

  it('stops a scan when asked to, keeps what was read, and goes on from there', async () => {
    const bench = new Bench();
    for (let i = 0; i < 30; i++) bench.repo.commit(`Step ${i}`, manifest({ typescript: `^5.${i}.0` }));
    const controller = new AbortController();
    const stopped = bench.service.scan({ root: bench.root, accept: 'none' }, controller.signal);
    setTimeout(() => controller.abort(), 40);
    await assert.rejects(Promise.resolve(stopped));
    await bench.scan('none');
    assert.deepEqual(await bench.proposals(), [`ADD ${uses('typescript', '^5.29.0')}`]);
  });

  it('deletes the memory of a project for good, and starts anew', async () => {
    const bench = new Bench();
    bench.repo.commit('Start', manifest({ typescript: '^5.7.0' }));
    await bench.scan();
    await bench.service.deleteBank({ root: bench.root }, signal);
    assert.deepEqual(await bench.holds(), []);
    await bench.scan();
    assert.equal((await bench.holds()).length, 1);
  });
});
