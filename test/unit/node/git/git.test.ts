import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KnownError, type RawEvent } from '../../../../src/core/index';
import { DETACHED, openGit, type Git } from '../../../../src/node/git/git';
import { SampleRepository } from './sampleRepository';

async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('git', () => {
  const made: SampleRepository[] = [];
  const repository = (options?: { init: boolean }): SampleRepository => {
    const sample = new SampleRepository(options);
    made.push(sample);
    return sample;
  };
  afterEach(() => made.splice(0).forEach((sample) => sample.remove()));

  async function open(sample: SampleRepository): Promise<Git> {
    const git = await openGit(sample.root);
    assert.ok(git);
    return git;
  }

  async function readAll(git: Git, wants = (file: string) => file.endsWith('package.json')): Promise<RawEvent[]> {
    const graph = await git.graph();
    return await toArray(git.readCommits(graph, new Set(graph.bySha.keys()), wants));
  }

  describe('opening', () => {
    it('finds the repository from a folder inside of it', async () => {
      const sample = repository();
      sample.commit('a', { 'deep/er/file': 'x' });
      const git = await openGit(path.join(sample.root, 'deep', 'er'));
      assert.equal(git?.root, sample.root);
      assert.equal(git?.commonDir, path.join(sample.root, '.git'));
    });

    it('is nothing where there is no repository, or no folder', async () => {
      const sample = repository({ init: false });
      assert.equal(await openGit(sample.root), undefined);
      assert.equal(await openGit(path.join(sample.root, 'absent')), undefined);
    });

    it('worktrees share the common folder, and have a HEAD of their own', async () => {
      const sample = repository();
      sample.commit('a');
      const tree = path.join(sample.root, 'tree');
      sample.git('worktree', 'add', '-q', '-b', 'feature', tree);
      const git = await openGit(tree);
      assert.equal(git?.root, tree);
      assert.equal(git?.commonDir, path.join(sample.root, '.git'));
      assert.notEqual(git?.gitDir, git?.commonDir);
      assert.equal(await git?.currentBranch(), 'feature');
    });

    it('a bare repository and its worktrees can be read', async () => {
      const sample = repository();
      const sha = sample.commit('a', { 'package.json': '{}' });
      const bare = path.join(sample.root, 'bare.git');
      sample.git('clone', '-q', '--bare', '.', bare);
      const git = await openGit(bare);
      assert.equal(git?.root, bare);
      assert.deepEqual(
        (await git?.graph())?.commits.map((commit) => commit.sha),
        [sha],
      );
      const tree = path.join(sample.root, 'tree');
      sample.git('-C', bare, 'worktree', 'add', '-q', tree, 'main');
      assert.equal((await openGit(tree))?.commonDir, bare);
    });

    it('a repository without commits is empty, and no failure', async () => {
      const git = await open(repository());
      assert.equal(await git.head(), undefined);
      assert.equal(await git.currentBranch(), 'main');
      assert.equal(await git.defaultBranch(), undefined);
      assert.equal(await git.heldBranch(), undefined);
      assert.deepEqual(await readAll(git), []);
      assert.deepEqual([...(await git.reachability(['a'.repeat(40)]))], []);
    });

    it('variables of a hook that runs us do not lead to another repository', async () => {
      const [one, two] = [repository(), repository()];
      process.env.GIT_DIR = path.join(two.root, '.git');
      try {
        assert.equal((await open(one)).root, one.root);
      } finally {
        delete process.env.GIT_DIR;
      }
    });

    it('programs that a hostile repository configures are not run', async () => {
      const sample = repository();
      const proof = path.join(sample.root, 'proof');
      const script = path.join(sample.root, 'run.sh');
      writeFileSync(script, `#!/bin/sh\ntouch "${proof}"\n`, { mode: 0o755 });
      sample.commit('a', { 'package.json': '{}', '.gitattributes': '* diff=evil filter=evil' });
      for (const key of [
        'core.fsmonitor',
        'core.pager',
        'diff.external',
        'diff.evil.textconv',
        'diff.evil.command',
        'filter.evil.smudge',
        'gpg.program',
      ]) {
        sample.git('config', key, script);
      }
      sample.git('config', 'log.showSignature', 'true');
      const git = await open(sample);
      await readAll(git);
      await git.patchId(sample.head());
      assert.equal(existsSync(proof), false);
    });
  });

  describe('branches', () => {
    it('the default branch is what the remote says, else main or master, else the current one', async () => {
      const upstream = repository();
      upstream.commit('a');
      upstream.git('branch', '-m', 'trunk');
      const clone = repository({ init: false });
      clone.git('clone', '-q', upstream.root, '.');
      clone.git('checkout', '-q', '-b', 'main');
      assert.equal((await (await open(clone)).defaultBranch())?.name, 'trunk');
      assert.equal((await (await open(upstream)).defaultBranch())?.name, 'trunk');
      upstream.git('branch', 'master');
      assert.equal((await (await open(upstream)).defaultBranch())?.name, 'master');
    });

    it('facts are held for the current branch when it is not the default one', async () => {
      const sample = repository();
      const first = sample.commit('a');
      const git = await open(sample);
      assert.equal(await git.heldBranch(), undefined);
      sample.git('checkout', '-q', '-b', 'feature/x');
      assert.equal(await git.heldBranch(), 'feature/x');
      const second = sample.commit('b');
      sample.git('checkout', '-q', first);
      assert.equal(await git.currentBranch(), undefined);
      assert.equal(await git.heldBranch(), undefined);
      sample.git('checkout', '-q', second);
      assert.equal(await git.heldBranch(), DETACHED);
    });

    it('tells where commits lie: default branch, another branch, gone', async () => {
      const sample = repository();
      const main = sample.commit('main');
      sample.git('checkout', '-q', '-b', 'feature');
      const feature = sample.commit('feature');
      sample.git('checkout', '-q', '-b', 'other', 'main');
      const other = sample.commit('other');
      const gone = sample.commit('gone');
      sample.git('reset', '-q', '--hard', other);
      sample.git('checkout', '-q', 'feature');
      const git = await open(sample);
      assert.deepEqual(Object.fromEntries(await git.reachability([main, feature, other, gone])), {
        [main]: { on: 'main' },
        [feature]: { on: 'branch', branch: 'feature' },
        [other]: { on: 'branch', branch: 'other' },
        [gone]: { on: 'gone' },
      });
      sample.git('checkout', '-q', 'main');
      sample.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
      sample.git('branch', '-q', '-D', 'other');
      const later = await git.reachability([feature, other]);
      assert.deepEqual([later.get(feature), later.get(other)], [{ on: 'main' }, { on: 'gone' }]);
    });

    it('the current branch is named before others that hold the same commit', async () => {
      const sample = repository();
      sample.commit('main');
      sample.git('checkout', '-q', '-b', 'zebra');
      const sha = sample.commit('shared');
      sample.git('checkout', '-q', '-b', 'ape');
      sample.commit('more');
      sample.git('checkout', '-q', 'zebra');
      assert.deepEqual((await (await open(sample)).reachability([sha])).get(sha), { on: 'branch', branch: 'zebra' });
    });

    it('a commit that was pushed or pulled is on the default branch as one that was only committed', async () => {
      const upstream = repository();
      upstream.commit('a');
      const clone = repository({ init: false });
      clone.git('clone', '-q', upstream.root, '.');
      const remote = upstream.commit('remote');
      const local = clone.commit('local', { file: 'x' });
      clone.git('fetch', '-q');
      const reach = await (await open(clone)).reachability([remote, local]);
      assert.deepEqual([...reach.values()], [{ on: 'main' }, { on: 'main' }]);
    });
  });

  describe('graph', () => {
    it('the corrected date of a commit is greater than that of every parent, whatever the clocks said', async () => {
      const sample = repository();
      const a = sample.commit('a', {}, 1_700_000_000);
      const b = sample.commit('b', {}, 1_600_000_000);
      const c = sample.commit('c', {}, 1_700_000_000);
      const d = sample.commit('d', {}, 1_700_000_500);
      const { commits } = await (await open(sample)).graph();
      assert.deepEqual(
        commits.map(({ sha, time, order }) => [sha, time, order]),
        [
          [a, 1_700_000_000, 1_700_000_000],
          [b, 1_600_000_000, 1_700_000_001],
          [c, 1_700_000_000, 1_700_000_002],
          [d, 1_700_000_500, 1_700_000_500],
        ],
      );
    });

    it('holds the default branch and HEAD, each commit with where it lies', async () => {
      const sample = repository();
      const a = sample.commit('a');
      sample.git('checkout', '-q', '-b', 'feature');
      const b = sample.commit('b');
      sample.git('checkout', '-q', 'main');
      const c = sample.commit('c');
      sample.git('checkout', '-q', 'feature');
      const { commits } = await (await open(sample)).graph();
      assert.deepEqual(
        commits.map(({ sha, reach }) => [sha, reach]),
        [
          [a, { on: 'main' }],
          [b, { on: 'branch', branch: 'feature' }],
          [c, { on: 'main' }],
        ],
      );
    });

    it('a merge comes after both of its parents', async () => {
      const sample = repository();
      const a = sample.commit('a');
      sample.git('checkout', '-q', '-b', 'feature');
      const b = sample.commit('b', { b: '1' }, 1_800_000_000);
      sample.git('checkout', '-q', 'main');
      const c = sample.commit('c', { c: '1' }, 1_700_000_100);
      sample.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
      const { commits } = await (await open(sample)).graph();
      assert.deepEqual(
        commits.map(({ sha }) => sha),
        [a, c, b, sample.head()],
      );
      assert.deepEqual(commits.at(-1)?.parents, [c, b]);
    });

    it('a shallow clone ends where its history ends', async () => {
      const upstream = repository();
      ['a', 'b', 'c'].forEach((name) => upstream.commit(name, { [name]: '1' }));
      const clone = repository({ init: false });
      clone.git('clone', '-q', '--depth', '2', `file://${upstream.root}`, '.');
      const events = await readAll(await open(clone));
      assert.deepEqual(
        events.map((event) => [event.text.trim(), event.parents?.length]),
        [
          ['b', 0],
          ['c', 1],
        ],
      );
      assert.deepEqual(
        events[0]?.files?.map((file) => file.path),
        ['a', 'b'],
      );
    });

    it('what `since` does not reach', async () => {
      const sample = repository();
      sample.commit('a');
      const since = sample.commit('b');
      const c = sample.commit('c');
      const git = await open(sample);
      assert.deepEqual([...(await git.after(since))], [c]);
      assert.deepEqual([...(await git.after('HEAD~1'))], [c]);
      for (const bad of ['no-such', '--all', '', 'HEAD~99']) {
        await assert.rejects(git.after(bad), (error) => KnownError.is(error, 'git/bad-revision'));
      }
    });
  });

  describe('commits', () => {
    it('carry message, author, dates, parents and files; the first one against nothing', async () => {
      const sample = repository();
      const sha = sample.commit(
        'Subject\n\nBody ünïcode 日本\n\nTrailer: x',
        { 'a b.txt': 'x', 'ü/日本.txt': 'y' },
        1_700_000_000,
      );
      const [event] = await readAll(await open(sample));
      assert.deepEqual(event, {
        kind: 'commit',
        ref: sha,
        time: '2023-11-14T22:13:20.000Z',
        order: 1_700_000_000,
        role: 'user',
        author: 'Jane',
        text: 'Subject\n\nBody ünïcode 日本\n\nTrailer: x\n',
        files: [
          { path: 'a b.txt', status: 'A' },
          { path: 'ü/日本.txt', status: 'A' },
        ],
        parents: [],
        reach: { on: 'main' },
      });
    });

    it('files are added, changed, deleted and renamed, whatever their names', async function () {
      if (process.platform === 'win32') this.skip(); // no such names there
      const sample = repository();
      const long = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
      sample.commit('a', {
        changed: '1',
        deleted: 'gone',
        'old\nname "x"': long,
        '\u0001odd': '1',
        ':100644 100644 a b M': '1',
      });
      sample.commit('b', {
        changed: '2',
        deleted: undefined,
        'old\nname "x"': undefined,
        'dir/new\tname': `${long}\nmore`,
        added: '1',
        '\u0001odd': '2',
        ':100644 100644 a b M': '2',
      });
      const events = await readAll(await open(sample));
      const files = events[1]?.files?.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      assert.deepEqual(files, [
        { path: '\u0001odd', status: 'M' },
        { path: ':100644 100644 a b M', status: 'M' },
        { path: 'added', status: 'A' },
        { path: 'changed', status: 'M' },
        { path: 'deleted', status: 'D' },
        { path: 'dir/new\tname', status: 'R', oldPath: 'old\nname "x"' },
      ]);
    });

    it('wanted files come with their contents before and after', async () => {
      const sample = repository();
      sample.commit('a', { 'package.json': '{"v":1}', 'other.json': '{}' });
      sample.commit('b', { 'package.json': '{"v":2}', 'sub/package.json': '{"s":1}', 'other.json': '{"x":1}' });
      sample.commit('c', { 'package.json': undefined });
      const events = await readAll(await open(sample));
      assert.deepEqual(
        events.map((event) => event.files?.filter((file) => file.path.endsWith('package.json'))),
        [
          [{ path: 'package.json', status: 'A', after: '{"v":1}' }],
          [
            { path: 'package.json', status: 'M', before: '{"v":1}', after: '{"v":2}' },
            { path: 'sub/package.json', status: 'A', after: '{"s":1}' },
          ],
          [{ path: 'package.json', status: 'D', before: '{"v":2}' }],
        ],
      );
      assert.ok(
        events.every((event) => event.files?.every((file) => file.path !== 'other.json' || !('after' in file))),
      );
    });

    it('a merge is compared with its first parent alone', async () => {
      const sample = repository();
      sample.commit('a', { 'package.json': '{"v":1}' });
      sample.git('checkout', '-q', '-b', 'feature');
      sample.commit('b', { 'package.json': '{"v":2}' });
      sample.git('checkout', '-q', 'main');
      sample.commit('c', { other: '1' });
      sample.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
      const merge = (await readAll(await open(sample))).at(-1);
      assert.deepEqual(merge?.files, [{ path: 'package.json', status: 'M', before: '{"v":1}', after: '{"v":2}' }]);
    });

    it('links, submodules, binaries and huge files have no contents', async function () {
      if (process.platform === 'win32') this.skip();
      const sample = repository();
      sample.commit('a', {
        'bin/package.json': 'a\0b',
        'huge/package.json': 'x'.repeat(2_000_000),
        'last/package.json': '{"ok":1}',
      });
      sample.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module/package.json`);
      const link = sample.gitWith({}, 'hash-object', '-w', path.join(sample.root, 'last/package.json'));
      sample.git('update-index', '--add', '--cacheinfo', `120000,${link},link/package.json`);
      sample.git('commit', '-q', '-m', 'b');
      const events = await readAll(await open(sample));
      assert.deepEqual(
        events
          .flatMap((event) => event.files?.filter((file) => file.after !== undefined) ?? [])
          .map((file) => file.path),
        ['last/package.json'],
      );
    });

    it('come in the order of the graph, and only those that are asked for', async () => {
      const sample = repository();
      const shas = Array.from({ length: 70 }, (_, i) => sample.commit(`commit ${i}`, {}, 1_700_000_000 - i * 60));
      const git = await open(sample);
      const graph = await git.graph();
      const wanted = new Set(shas.filter((_, i) => i % 2 === 0));
      const events = await toArray(git.readCommits(graph, wanted, () => false));
      assert.deepEqual(
        events.map((event) => event.ref),
        shas.filter((sha) => wanted.has(sha)),
      );
      assert.deepEqual(await toArray(git.readCommits(graph, new Set(), () => false)), []);
    }).timeout(30_000);

    it('dates beyond the calendar do not break the reading', async () => {
      const sample = repository();
      sample.commit('a');
      const tree = sample.git('rev-parse', 'HEAD^{tree}');
      const who = 'Jane <jane@example.org> 9999999999999 +0000';
      const raw = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nforged\n`;
      writeFileSync(path.join(sample.root, 'raw'), raw);
      sample.git('reset', '-q', '--hard', sample.git('hash-object', '--literally', '-t', 'commit', '-w', 'raw'));
      const [event] = await readAll(await open(sample));
      assert.equal(event?.time, '9999-12-31T23:59:59.000Z');
    });

    it('reading can be cancelled, and left early', async () => {
      const sample = repository();
      for (let i = 0; i < 5; i++) sample.commit(`c${i}`, { 'package.json': `{"v":${i}}` });
      const git = await open(sample);
      const graph = await git.graph();
      const all = new Set(graph.bySha.keys());
      const stop = new AbortController();
      const reading = async () => {
        for await (const _ of git.readCommits(graph, all, () => true, stop.signal)) stop.abort();
      };
      await assert.rejects(reading(), { name: 'AbortError' });
      await assert.rejects(git.graph(stop.signal), { name: 'AbortError' });
      for await (const event of git.readCommits(graph, all, () => true)) {
        assert.ok(event.ref);
        break;
      }
    });
  });

  describe('rewrites', () => {
    it('an amended message and an amended content are recognised', async () => {
      const sample = repository();
      sample.commit('a', { a: '1' });
      const before = sample.commit('b', { b: '1' });
      const git = await open(sample);
      sample.wait();
      sample.git('commit', '-q', '--amend', '-m', 'better words');
      const reworded = sample.head();
      assert.deepEqual([...(await git.findRewrites([before], [reworded]))], [[before, reworded]]);
      writeFileSync(path.join(sample.root, 'b'), '2');
      sample.git('commit', '-q', '-a', '--amend', '--no-edit');
      const changed = sample.head();
      assert.notEqual(await git.patchId(before), await git.patchId(changed));
      assert.deepEqual([...(await git.findRewrites([before], [changed]))], [[before, changed]]);
    });

    it('each commit of a rebased branch finds its own successor', async () => {
      const sample = repository();
      sample.commit('a', { a: '1' });
      sample.git('checkout', '-q', '-b', 'feature');
      const old = ['x', 'y', 'z'].map((name) => sample.commit(name, { [name]: '1' }));
      sample.git('checkout', '-q', 'main');
      sample.commit('b', { b: '1' });
      sample.git('checkout', '-q', 'feature');
      sample.wait();
      sample.git('rebase', '-q', 'main');
      const fresh = sample.git('rev-list', '--reverse', 'main..feature').split('\n');
      const pairs = await (await open(sample)).findRewrites(old, fresh.toReversed());
      assert.deepEqual(
        old.map((sha) => pairs.get(sha)),
        fresh,
      );
    });

    it('other commits are not taken for rewritten ones, nor one for two', async () => {
      const sample = repository();
      const a = sample.commit('a', { a: '1' });
      const b = sample.commit('b', { b: '1' });
      const c = sample.commit('c', { c: '1' });
      const git = await open(sample);
      assert.deepEqual([...(await git.findRewrites([a], [b, c]))], []);
      assert.deepEqual([...(await git.findRewrites([], [b]))], []);
      assert.deepEqual([...(await git.findRewrites(['f'.repeat(40)], [b]))], []);
      assert.equal(new Set((await git.findRewrites([a, b], [c, c])).values()).size <= 1, true);
    });

    it('a patch id outlives a rebase; an empty commit and a merge have none', async () => {
      const sample = repository();
      sample.commit('a', { a: '1' });
      const empty = sample.commit('empty');
      const git = await open(sample);
      assert.match((await git.patchId(sample.git('rev-parse', 'HEAD~1'))) ?? '', /^[0-9a-f]{40}$/);
      assert.equal(await git.patchId(empty), undefined);
    });
  });

  it('a folder that looks like a repository and is damaged is refused in words or taken for none', async () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'memory-git-')));
    try {
      mkdirSync(path.join(folder, '.git'));
      writeFileSync(path.join(folder, '.git', 'HEAD'), 'nonsense');
      assert.equal(await openGit(folder), undefined);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
