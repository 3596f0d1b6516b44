import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FileChange, ProjectFiles, ProjectMemory, RawEvent, Removal } from '../../../../src/core/index';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

const at = (day: number): string => new Date(Date.UTC(2025, 0, 1) + day * 86_400_000).toISOString();

function touching(...paths: string[]): { files: FileChange[] } {
  return { files: paths.map((path) => ({ path, status: 'M' })) };
}

/** @param gone path to the day, or to the new path, on day 5 */
function files(tree: readonly string[], gone: Readonly<Record<string, number | string>> = {}): ProjectFiles {
  const removals = new Map<string, Removal>();
  for (const [path, how] of Object.entries(gone)) {
    const day = typeof how === 'number' ? how : 5;
    const moved = typeof how === 'string' ? { movedTo: how } : {};
    removals.set(path, { commit: shaOf(`removes${day}`), subject: 'Tidy up', time: at(day), ...moved });
  }
  return {
    tree: new Set(tree),
    removals: (paths) => Promise.resolve(new Map([...removals].filter(([path]) => paths.includes(path)))),
  };
}

async function remembering(events: RawEvent[]): Promise<ProjectMemory> {
  const { memory } = await openScripted();
  await memory.ingest(events, { kind: 'scan', accept: 'all' });
  return memory;
}

/** Marks, proposals and answers of a check of one memory. */
async function check(
  said: string,
  now: ProjectFiles,
  more: Partial<RawEvent> = touching('src/other.ts'),
): Promise<string[]> {
  const memory = await remembering([
    commit(
      'past',
      0,
      'did everything',
      touching('src/foo.ts', 'src/bar.ts', 'lib/foo.ts', 'eslint.config.js', 'src/old/a.ts', 'moment.js'),
    ),
    commit('a', 1, `say ${said}`, more),
  ]);
  await memory.checkFreshness(now);
  return memory.proposals().map(({ operation, newText, reason }) => `${operation} ${newText ?? ''}| ${reason}`);
}

describe('freshness', () => {
  describe('finds that the cited code is gone', () => {
    const gone = files(['src/bar.ts', 'src/other.ts', 'lib/foo.ts'], {
      'src/foo.ts': 5,
      'eslint.config.js': 9,
      'src/old/a.ts': 6,
    });

    it('where a path, the end of one, a bare name or a folder in the text is no longer there', async () => {
      for (const [said, name] of [
        ['Parsing happens in src/foo.ts because it is slow.', 'src/foo.ts'],
        ['Rules are kept in `eslint.config.js`, nowhere else.', 'eslint.config.js'],
        ['Legacy code lives in src/old/ alone.', 'src/old/'],
        ['Legacy code lives in src/old/a.ts:12.', 'src/old/a.ts'],
      ] as const) {
        const day = { 'src/foo.ts': '6 Jan', 'eslint.config.js': '10 Jan' }[name as string] ?? '7 Jan';
        const [proposal, ...others] = await check(said, gone);
        assert.deepEqual(others, []);
        assert.match(
          proposal!,
          new RegExp(
            `^DELETE \\| ${name.replace(/src\/old\/$/, 'src/old/(?:a.ts)?')} is gone since ${day} 2025 \\(\\w{7}\\)\\.$`,
          ),
          said,
        );
      }
    });

    it('not while one of the files it names is there', async () => {
      assert.deepEqual(await check('src/foo.ts and src/bar.ts share their types.', gone), []);
      assert.deepEqual(await check('All tests of foo.ts are slow.', gone), [], 'another foo.ts is there');
    });

    it('not where the text says itself that the file goes', async () => {
      for (const said of ['Move src/foo.ts to lib.', 'src/foo.ts was removed.', 'Use lib instead of src/foo.ts.'])
        assert.deepEqual(await check(said, gone), [], said);
    });

    it('not where the name was never a file, or is that of a library', async () => {
      for (const said of [
        'Use moment.js for dates.',
        'Use node.js 22.',
        'Writing and/or reading is slow.',
        'See https://x.org/src/foo.ts first.',
      ])
        assert.deepEqual(await check(said, files([], { 'moment.js': 5 })), [], said);
    });

    it('not where nobody can say how the file went, or it went before the memory', async () => {
      assert.deepEqual(await check('Parsing happens in src/foo.ts.', files(['src/other.ts'])), []);
      assert.deepEqual(
        await check('Parsing happens in src/foo.ts.', files(['src/other.ts'], { 'src/foo.ts': 0.5 })),
        [],
      );
    });

    it('where all files are gone that the commit of a decision changed', async () => {
      const now = files([], { 'karma.js': 5, 'travis.yml': 6 });
      assert.deepEqual(await check('Turn off android tests.', now, touching('karma.js', 'travis.yml')), [
        `DELETE | All 2 files that its commit changed are gone since 7 Jan 2025 (${shaOf('removes6').slice(0, 7)}): karma.js and travis.yml.`,
      ]);
      assert.deepEqual(
        await check(
          'Turn off android tests.',
          files(['karma.js'], { 'travis.yml': 6 }),
          touching('karma.js', 'travis.yml'),
        ),
        [],
      );
    });

    it('takes a renamed file for no loss, and proposes the new path', async () => {
      const now = files(['src/new.ts'], { 'src/foo.ts': 'src/new.ts' });
      assert.deepEqual(await check('Parsing happens in src/foo.ts.', now), [
        `UPDATE Parsing happens in src/new.ts.| src/foo.ts was renamed (${shaOf('removes5').slice(0, 7)}).`,
      ]);
      assert.deepEqual(await check('Turn off android tests.', now, touching('src/foo.ts')), []);
    });
  });

  it('marks the memory with the reason, in every state as long as nobody decided', async () => {
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ]);
    const report = await memory.checkFreshness(files([], { 'src/foo.ts': 5 }));
    const [marked] = memory.memories().filter(({ kind }) => kind === 'decision');
    assert.equal(marked!.stale, true);
    assert.equal(marked!.state, 'active');
    assert.deepEqual(
      marked!.lost?.map(({ text }) => text),
      [`src/foo.ts is gone since 6 Jan 2025 (${shaOf('removes5').slice(0, 7)})`],
    );
    assert.deepEqual(report, {
      checked: 1,
      stale: [{ id: marked!.id, text: marked!.text, reason: `${marked!.lost[0]!.text}.` }],
      proposed: 1,
      withdrawn: 0,
    });
    assert.deepEqual(
      memory.proposals()[0]!.sources.map(({ kind, ref, subject }) => ({ kind, ref, subject })),
      [{ kind: 'commit', ref: shaOf('removes5'), subject: 'Tidy up' }],
    );
  });

  it('proposes the same loss once, also when two processes look at the same time', async () => {
    const events = [
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ];
    const { memory, journal } = await openScripted();
    await memory.ingest(events, { kind: 'scan', accept: 'all' });
    const other = await openScripted(journal);
    const now = files([], { 'src/foo.ts': 5 });
    await Promise.all([memory.checkFreshness(now), other.memory.checkFreshness(now)]);
    await memory.checkFreshness(now);
    await other.memory.refresh();
    assert.equal(memory.proposals().length, 1);
    assert.deepEqual(
      other.memory.proposals().map(({ id }) => id),
      memory.proposals().map(({ id }) => id),
    );
  });

  it('keeps a memory whose proposal was declined, without a mark, and does not ask again', async () => {
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ]);
    await memory.checkFreshness(files([], { 'src/foo.ts': 5 }));
    await memory.reject({ all: true });
    // Even if it is removed once more, by another commit.
    const again = await memory.checkFreshness(files([], { 'src/foo.ts': 8 }));
    const [kept] = memory.memories().filter(({ kind }) => kind === 'decision');
    assert.deepEqual(
      [kept!.state, kept!.stale, memory.proposals().length, again.proposed],
      ['active', undefined, 0, 0],
    );
  });

  it('ends the memory when the proposal is accepted, from the day the file went, and undo brings it back', async () => {
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ]);
    await memory.checkFreshness(files([], { 'src/foo.ts': 5 }));
    await memory.accept({ all: true });
    const [ended] = memory.memories().filter(({ kind }) => kind === 'decision');
    assert.equal(ended!.state, 'deleted');
    assert.equal(ended!.validTo, at(5));
    assert.equal(ended!.ending?.forgotten, false);
    assert.match(
      ended!.ending.text,
      /^No longer holds, as src\/foo\.ts is gone since 6 Jan 2025 \(\w{7}\): Parsing happens in src\/foo\.ts\.$/,
    );
    assert.equal(memory.memories('2025-01-03').find(({ kind }) => kind === 'decision')?.state, 'active');
    await memory.undo();
    assert.equal(memory.memories().find(({ kind }) => kind === 'decision')?.state, 'active');
  });

  it('takes its proposal back when the file is there again, and makes it again when it goes', async () => {
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ]);
    const gone = files([], { 'src/foo.ts': 5 });
    await memory.checkFreshness(gone);
    const back = await memory.checkFreshness(files(['src/foo.ts']));
    assert.deepEqual(
      [back.withdrawn, memory.proposals().length, memory.memories().some(({ stale }) => stale)],
      [1, 0, false],
    );
    const again = await memory.checkFreshness(gone);
    assert.deepEqual([again.proposed, memory.proposals().length], [1, 1]);
  });

  it('leaves what waits for review, what is of a branch, what has a key, and what was done once alone', async () => {
    const { memory } = await openScripted();
    const past = commit('p', 0, 'did x', touching('src/foo.ts'));
    await memory.ingest([past, commit('a', 1, 'say Parsing happens in src/foo.ts.')], { kind: 'scan', accept: 'none' });
    await memory.ingest(
      [
        commit('k', 2, 'typescript = 5.7\ndid put it into src/foo.ts', touching('src/foo.ts')),
        commit('b', 3, 'say Parsing of src/foo.ts is slow.', { reach: { on: 'branch', branch: 'b' } }),
      ],
      { kind: 'scan', accept: 'all' },
    );
    assert.deepEqual(await memory.checkFreshness(files([], { 'src/foo.ts': 5 })), {
      checked: 0,
      stale: [],
      proposed: 0,
      withdrawn: 0,
    });
  });

  it('looks for the documents that were imported, and for what they name', async () => {
    const rules = (path: string, text: string): RawEvent => ({
      ...{ kind: 'file', ref: path, session: 'hash', time: at(2), role: 'user', text },
    });
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts', 'CLAUDE.md', '.cursorrules')),
      rules('CLAUDE.md', 'say Use tabs everywhere.\nsay Answer in English.'),
      rules('.cursorrules', 'say Answer in English!'),
      rules('docs/AGENTS.md', 'say Parsing happens in src/foo.ts.'),
    ]);
    await memory.checkFreshness(files(['.cursorrules', 'docs/AGENTS.md'], { 'CLAUDE.md': 5, 'src/foo.ts': 6 }));
    assert.deepEqual(
      memory
        .proposals()
        .map(({ oldText, reason }) => `${oldText} ${reason.replace(/ since.*/, '')}`)
        .sort(),
      ['Parsing happens in src/foo.ts. src/foo.ts is gone', 'Use tabs everywhere. CLAUDE.md is gone'],
      'what another document says, too, is not lost',
    );
  });

  it('says nothing about files without git', async () => {
    const memory = await remembering([
      commit('p', 0, 'did x', touching('src/foo.ts')),
      commit('a', 1, 'say Parsing happens in src/foo.ts.'),
    ]);
    await memory.checkFreshness(files([], { 'src/foo.ts': 5 }));
    const report = await memory.checkFreshness(undefined);
    assert.deepEqual([report.proposed, report.withdrawn, memory.proposals().length], [0, 0, 1]);
  });

  describe('of a commit that left the history', () => {
    async function leaving(text: string, more: RawEvent[] = []): Promise<{ memory: ProjectMemory; event: string }> {
      const memory = await remembering([commit('a', 1, 'typescript = 5.7'), commit('b', 2, text), ...more]);
      const { event } = memory.commits().get(shaOf('b'))!;
      await memory.place([{ event, reach: { on: 'gone' } }]);
      return { memory, event };
    }
    const shown = (memory: ProjectMemory): string[] =>
      memory.memories().map(({ text, state, stale }) => `${state}${stale ? ' stale' : ''}: ${text}`);

    it('an accepted memory stays, is marked at once, and a DELETE is proposed', async () => {
      const { memory } = await leaving('say Use pnpm because it is fast.');
      assert.deepEqual(shown(memory), [
        'active: The project uses typescript 5.7.',
        'active stale: Use pnpm because it is fast.',
      ]);
      await memory.checkFreshness(undefined);
      await memory.checkFreshness(undefined);
      const [proposal, ...others] = memory.proposals();
      assert.deepEqual(others, []);
      assert.equal(proposal!.operation, 'DELETE');
      assert.equal(proposal!.reason, `Its commit ${shaOf('b').slice(0, 7)} is no longer in the history.`);
      assert.equal(proposal!.sources[0]!.ref, shaOf('b'));
      await memory.accept({ all: true });
      assert.deepEqual(shown(memory), [
        'active: The project uses typescript 5.7.',
        'deleted: Use pnpm because it is fast.',
      ]);
    });

    it('declining keeps it, unmarked, and is not asked again', async () => {
      const { memory } = await leaving('say Use pnpm because it is fast.');
      await memory.checkFreshness(undefined);
      await memory.reject({ all: true });
      const report = await memory.checkFreshness(undefined);
      assert.deepEqual([report.proposed, report.stale, memory.proposals()], [0, [], []]);
      assert.deepEqual(shown(memory)[1], 'active: Use pnpm because it is fast.');
    });

    it('proposes what held before where something did', async () => {
      const { memory } = await leaving('typescript = 5.8');
      await memory.checkFreshness(undefined);
      const [proposal] = memory.proposals();
      assert.deepEqual(
        [proposal!.operation, proposal!.oldText, proposal!.newText],
        ['UPDATE', 'The project uses typescript 5.8.', 'The project uses typescript 5.7.'],
      );
      await memory.accept({ all: true });
      assert.deepEqual(
        shown(memory).filter((line) => line.startsWith('active')),
        ['active: The project uses typescript 5.7.'],
      );
    });

    it('of several commits that left, each is taken back in turn', async () => {
      const { memory } = await leaving('typescript = 5.8', [commit('c', 3, 'typescript = 5.9')]);
      await memory.place([{ event: memory.commits().get(shaOf('c'))!.event, reach: { on: 'gone' } }]);
      for (const [old, now] of [
        ['5.9', '5.8'],
        ['5.8', '5.7'],
      ]) {
        await memory.checkFreshness(undefined);
        const [proposal, ...others] = memory.proposals();
        assert.deepEqual(
          [proposal!.oldText, proposal!.newText, others.length],
          [`The project uses typescript ${old}.`, `The project uses typescript ${now}.`, 0],
        );
        await memory.accept({ all: true });
      }
      assert.deepEqual((await memory.checkFreshness(undefined)).proposed, 0);
    });

    it('what waited for review goes with it, as do records and the ends of things', async () => {
      const { memory } = await openScripted();
      await memory.ingest([commit('a', 1, 'typescript = 5.7')], { kind: 'scan', accept: 'all' });
      await memory.ingest([commit('b', 2, 'say Use pnpm because it is fast.')], { kind: 'scan', accept: 'none' });
      await memory.ingest([commit('c', 3, 'did this and that\ntypescript ends')], { kind: 'scan', accept: 'all' });
      await memory.place(
        ['b', 'c'].map((name) => ({ event: memory.commits().get(shaOf(name))!.event, reach: { on: 'gone' } })),
      );
      assert.deepEqual(shown(memory), ['active: The project uses typescript 5.7.']);
      assert.equal((await memory.checkFreshness(undefined)).proposed, 0);
    });

    it('what a branch alone ever had goes with the branch', async () => {
      const { memory } = await openScripted();
      await memory.ingest(
        [commit('b', 2, 'say Use pnpm because it is fast.', { reach: { on: 'branch', branch: 'x' } })],
        { kind: 'scan', accept: 'all' },
      );
      await memory.place([{ event: memory.commits().get(shaOf('b'))!.event, reach: { on: 'gone' } }]);
      assert.deepEqual(shown(memory), []);
    });

    it('what the default branch had stays also when a branch that took it over goes', async () => {
      const { memory, event } = await leaving('say Use pnpm because it is fast.');
      await memory.place([{ event, reach: { on: 'branch', branch: 'x' } }]);
      assert.equal(shown(memory).length, 1, 'held for the branch');
      await memory.place([{ event, reach: { on: 'gone' } }]);
      assert.equal(shown(memory)[1], 'active stale: Use pnpm because it is fast.');
    });

    it('nothing is left of it when the commit comes back, or another says the same', async () => {
      const { memory, event } = await leaving('say Use pnpm because it is fast.');
      await memory.checkFreshness(undefined);
      await memory.accept({ all: true });
      await memory.place([{ event, reach: { on: 'main' } }]);
      assert.equal(shown(memory)[1], 'active: Use pnpm because it is fast.');
      await memory.place([{ event, reach: { on: 'gone' } }]);
      await memory.ingest([commit('again', 4, 'say Use pnpm because it is fast.')], {
        kind: 'capture',
        accept: 'none',
      });
      assert.equal(
        shown(memory)[1],
        'active: Use pnpm because it is fast.',
        'the accepted one, said by a commit that is there',
      );
      assert.deepEqual(memory.proposals(), []);
    });

    it('a rewritten commit takes its place, with all it says or leaves out', async () => {
      const { memory, event } = await leaving('say Use pnpm because it is fast.\nsay Tests run in the browser only.');
      await memory.ingest([commit('new', 2, 'say Use pnpm because it is fast.', { rewriteOf: event })], {
        kind: 'capture',
        accept: 'none',
      });
      await memory.checkFreshness(undefined);
      assert.deepEqual(shown(memory), [
        'active: The project uses typescript 5.7.',
        'active: Use pnpm because it is fast.',
      ]);
      assert.deepEqual(memory.proposals(), []);
    });
  });
});
