import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../../../../src/core/index';
import { createRedactor } from '../../../../src/node/redactor';
import { createService, type MemoryService } from '../../../../src/node/service';
import type { DocumentReport, FoundDocument } from '../../../../src/protocol/documents';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const signal = new AbortController().signal;
const VARIABLES = [
  'HOME',
  'USERPROFILE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'APPDATA',
  'LOCALAPPDATA',
  'CLAUDE_CONFIG_DIR',
];

describe('documents of a project', () => {
  const newFolder = useTemporaryFolders();
  const variables = new Map<string, string | undefined>();
  let service: MemoryService;
  let ticks = 0;
  let home = '';
  let root = '';

  beforeEach(async () => {
    home = await realpath(await newFolder());
    root = path.join(home, 'app');
    await mkdir(root);
    git('init', '-q', '-b', 'main');
    for (const name of VARIABLES) {
      variables.set(name, process.env[name]);
      delete process.env[name];
    }
    process.env.HOME = process.env.USERPROFILE = home;
    service = newService();
  });

  afterEach(async () => {
    await service.dispose();
    for (const [name, value] of variables)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  function newService(): MemoryService {
    return createService({
      distDir: path.join(home, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date(Date.UTC(2026, 2, 1) + 1000 * ticks++),
      logger: silentLogger,
      emit: () => undefined,
    });
  }

  function git(...args: string[]): void {
    const date = '2025-06-01T10:00:00Z';
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args], { cwd: root, env });
  }

  /** Writes a file of the project, or one with an absolute path, as if on the given day of February 2026. */
  async function write(name: string, text: string | Buffer, day = 1): Promise<string> {
    const file = path.resolve(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    const time = new Date(Date.UTC(2026, 1, day, 12));
    await utimes(file, time, time);
    return file;
  }

  const find = async (): Promise<readonly FoundDocument[]> => await service.findDocuments({ root }, signal);
  const read = async (...names: string[]): Promise<DocumentReport> =>
    await service.importDocuments(
      { root, paths: names.map((name) => path.resolve(root, name)), accept: 'none' },
      signal,
    );
  const acceptAll = async () => await service.accept({ root, all: true }, signal);
  const holding = async () => (await service.list({ root, states: ['active'] }, signal)).map(({ text }) => text).sort();
  const proposals = async () =>
    (await service.review({ root }, signal))
      .map(({ operation, oldText, newText }) => `${operation} ${oldText ?? ''} -> ${newText ?? ''}`)
      .sort();

  describe('are found by their names', () => {
    it('wherever assistants look for rules', async () => {
      const names = [
        ...['.claude/rules/tests.md', '.clinerules/style.md', '.cursor/rules/ui/react.mdc', '.cursorrules'],
        ...['.github/copilot-instructions.md', '.github/instructions/api.instructions.md', '.windsurf/rules/a.md'],
        ...['.windsurfrules', 'AGENTS.md', 'CLAUDE.local.md', 'CLAUDE.md', 'GEMINI.md', 'memory-bank/techContext.md'],
        ...['packages/api/AGENTS.md', 'packages/api/CLAUDE.md'],
      ];
      for (const name of [...names, 'README.md', 'docs/rules.md', 'node_modules/x/AGENTS.md'])
        await write(name, '- Use tabs.');
      await write('.gitignore', 'node_modules\nCLAUDE.local.md\nmemory-bank\n');
      const found = await find();
      assert.deepEqual(found.map(({ name }) => name).sort(), names.sort());
      assert.deepEqual([...new Set(found.map(({ kind }) => kind))].sort(), [
        'agents',
        'claude',
        'cline',
        'copilot',
        'cursor',
        'gemini',
        'memory-bank',
        'windsurf',
      ]);
      assert.ok(found.every(({ state, sizeBytes, outside }) => state === 'new' && sizeBytes === 11 && !outside));
    });

    it('also without git', async () => {
      await rm(path.join(root, '.git'), { recursive: true });
      for (const name of ['CLAUDE.md', 'packages/api/AGENTS.md', 'node_modules/x/AGENTS.md', '.cursor/rules/a.mdc'])
        await write(name, '- Use tabs.');
      assert.deepEqual((await find()).map(({ name }) => name).sort(), [
        '.cursor/rules/a.mdc',
        'CLAUDE.md',
        'packages/api/AGENTS.md',
      ]);
      const report = await read('CLAUDE.md');
      assert.equal(report.facts, 1);
    });

    it('and not opened', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      await chmod(await write('AGENTS.md', '- Use tabs.'), 0o000);
      assert.equal((await find()).length, 1);
      assert.deepEqual((await read('AGENTS.md')).skipped.length, 1);
    });

    it('among what assistants noted about this project elsewhere, and nowhere else', async () => {
      const slug = root.replace(/[^A-Za-z0-9-]/g, '-');
      await write(path.join(home, '.claude/projects', slug, 'memory/testing.md'), '- Run the tests with vitest.');
      await write(path.join(home, '.claude/projects/-other/memory/testing.md'), '- Run the tests with mocha.');
      const user = path.join(
        home,
        process.platform === 'darwin' ? 'Library/Application Support' : '.config',
        'Code/User',
      );
      const storage = path.join(user, 'workspaceStorage/abc');
      await write(path.join(storage, 'workspace.json'), JSON.stringify({ folder: `file://${root}` }));
      await write(path.join(storage, 'GitHub.copilot-chat/memory-tool/memories/repo/build.md'), '- Build with make.');
      await write(path.join(storage, 'GitHub.copilot-chat/memory-tool/memories/1234/plan.md'), '- Do this first.');
      await write(
        path.join(user, 'globalStorage/github.copilot-chat/memory-tool/memories/me.md'),
        '- Answer in English.',
      );
      const found = await find();
      const expected = ['Claude Code memory/testing.md', 'VS Code memory/repo/build.md', 'VS Code memory/me.md'];
      assert.deepEqual(
        found.map(({ name }) => name),
        process.platform === 'win32' ? expected.slice(0, 1) : expected,
      );
      assert.ok(found.every(({ outside }) => outside));
      const report = await read(found[0]?.path ?? '');
      assert.deepEqual(
        report.documents.map(({ name, kind }) => [name, kind]),
        [['Claude Code memory/testing.md', 'claude-memory']],
      );
      assert.equal((await find())[0]?.state, 'read');
    });

    it('with what became of them', async () => {
      const file = await write('AGENTS.md', '- Use tabs in Makefiles.');
      await read('AGENTS.md');
      assert.equal((await find())[0]?.state, 'read');
      const later = new Date('2026-03-02T12:00:00Z');
      await utimes(file, later, later);
      assert.equal((await find())[0]?.state, 'changed');
    });
  });

  describe('become proposals', () => {
    it('of one run, accepted and undone in one step', async () => {
      await write('AGENTS.md', '# App\n\n- Use tabs in Makefiles.\n- Never commit to main.\n');
      await write('packages/api/CLAUDE.md', '- Validate every request with zod.\n- Use tabs in Makefiles.\n');
      const report = await read('AGENTS.md', 'packages/api/CLAUDE.md');
      assert.deepEqual([report.events, report.facts, report.proposals.add], [2, 4, 4]);
      assert.deepEqual(
        report.documents.map(({ name, kind, statements, leftOut, news }) => [name, kind, statements, leftOut, news]),
        [
          ['AGENTS.md', 'agents', 2, 0, true],
          ['packages/api/CLAUDE.md', 'claude', 2, 0, true],
        ],
      );
      assert.deepEqual(await holding(), []);
      const runs = await service.runs({ root }, signal);
      assert.deepEqual(
        runs.map(({ kind, events }) => [kind, events]),
        [['files', 2]],
      );
      await service.accept({ root, run: report.run }, signal);
      assert.equal((await holding()).length, 4);
      await service.undo({ root, count: 1 }, signal);
      assert.deepEqual([(await holding()).length, (await proposals()).length], [0, 4]);
    });

    it('with the document as their source, the time of its last commit, and a verbatim quote', async () => {
      await write('AGENTS.md', '# App\n\n## Tests\n\n- Run  the linter\n  first.\n');
      git('add', '.');
      git('commit', '-q', '-m', 'Add rules');
      await write('CLAUDE.md', '- Never commit to main.', 3);
      await read('AGENTS.md', 'CLAUDE.md');
      const found = await service.review({ root }, signal);
      const [source] = found.find(({ newText }) => newText === 'Tests: run the linter first.')?.sources ?? [];
      assert.deepEqual([source?.kind, source?.ref, source?.quote], ['file', 'AGENTS.md', 'Run  the linter\n  first.']);
      assert.equal(Date.parse(source?.time ?? ''), Date.parse('2025-06-01T10:00:00Z'));
      const other = found.find(({ newText }) => newText === 'Never commit to main.')?.sources[0];
      assert.equal(other?.time, '2026-02-03T12:00:00.000Z');
      const opened = await service.document({ root, ref: 'AGENTS.md', session: source?.session ?? '' }, signal);
      assert.equal(opened.path, path.join(root, 'AGENTS.md'));
      assert.match(opened.text ?? '', /^# App/);
    });

    it('once: reading again changes nothing, with other line ends neither', async () => {
      await write('AGENTS.md', '- Use tabs in Makefiles.\n- Never commit to main.\n');
      await read('AGENTS.md');
      await write('AGENTS.md', '\ufeff- Use tabs in Makefiles.\r\n- Never commit to main.\r\n', 2);
      const again = await read('AGENTS.md');
      assert.deepEqual([again.events, again.documents[0]?.news, (await proposals()).length], [0, false, 2]);
    });

    it('without the secrets in them', async () => {
      const key = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
      await write('AGENTS.md', `- Push with the token ${key} only.\n`);
      const report = await read('AGENTS.md');
      assert.equal(report.secrets, 1);
      assert.ok(!JSON.stringify(await service.review({ root }, signal)).includes(key));
    });
  });

  describe('that changed', () => {
    const BEFORE = '- Use tabs in Makefiles.\n- Keep functions under 40 lines.\n- Never commit to main.\n';
    const AFTER = '- Use tabs in Makefiles.\n- Keep functions under 60 lines.\n- Write tests with vitest.\n';

    beforeEach(async () => {
      await write('AGENTS.md', BEFORE);
      await read('AGENTS.md');
      await acceptAll();
    });

    it('propose what is new, what is said otherwise, and what is said no more', async () => {
      await write('AGENTS.md', AFTER, 2);
      await read('AGENTS.md');
      assert.deepEqual(await proposals(), [
        'ADD  -> Write tests with vitest.',
        'DELETE Never commit to main. -> ',
        'UPDATE Keep functions under 40 lines. -> Keep functions under 60 lines.',
      ]);

      assert.equal((await holding()).length, 3, 'nothing goes unseen');
      const reasons = (await service.review({ root }, signal)).map(({ reason }) => reason);
      assert.ok(reasons.includes('AGENTS.md says it no more.'), reasons.join());
      await acceptAll();
      assert.deepEqual(await holding(), [
        'Keep functions under 60 lines.',
        'Use tabs in Makefiles.',
        'Write tests with vitest.',
      ]);
      await service.undo({ root, count: 1 }, signal);
      assert.equal((await holding()).length, 3);
      assert.ok((await holding()).includes('Never commit to main.'));
    });

    it('and changed back say again what they said', async () => {
      await write('AGENTS.md', AFTER, 2);
      await read('AGENTS.md');
      await acceptAll();
      await write('AGENTS.md', BEFORE, 3);
      await read('AGENTS.md');
      await acceptAll();
      assert.deepEqual(await holding(), [
        'Keep functions under 40 lines.',
        'Never commit to main.',
        'Use tabs in Makefiles.',
      ]);
      assert.equal((await read('AGENTS.md')).events, 0);
    });

    it('leave alone what another document says, too, and what somebody refused is not asked again', async () => {
      await write('CLAUDE.md', '- Never commit to main.\n');
      await read('CLAUDE.md');
      await acceptAll();
      await write('AGENTS.md', AFTER, 2);
      await read('AGENTS.md');
      assert.deepEqual(await proposals(), [
        'ADD  -> Write tests with vitest.',
        'UPDATE Keep functions under 40 lines. -> Keep functions under 60 lines.',
      ]);
      const [add] = (await service.review({ root }, signal)).filter(({ operation }) => operation === 'ADD');
      await service.reject({ root, ids: [add?.id ?? ''] }, signal);
      await write('AGENTS.md', `${AFTER}- Use UTC for dates.\n`, 3);
      await read('AGENTS.md');
      assert.ok(!(await proposals()).some((text) => text.includes('vitest')));
    });

    it('within a second count, too; an older form changes nothing that holds', async () => {
      await write('AGENTS.md', AFTER);
      await read('AGENTS.md');
      assert.equal((await proposals()).length, 3);
      await acceptAll();
      const held = await holding();
      await utimes(
        await write('AGENTS.md', '- Use spaces everywhere.\n'),
        new Date('2025-01-01'),
        new Date('2025-01-01'),
      );
      await read('AGENTS.md');
      assert.ok((await proposals()).every((text) => text.startsWith('ADD')));
      assert.deepEqual(await holding(), held);
    });
  });

  describe('of other memories', () => {
    const entity = (name: string, ...observations: string[]) => ({
      type: 'entity',
      name,
      entityType: 'service',
      observations,
    });
    const lines = (...values: object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

    it('keep their own times, and are named by their file', async () => {
      const memories = [
        { id: 'a', memory: 'We deploy on Mondays', created_at: '2025-04-01T08:00:00Z' },
        { id: 'b', memory: 'The API is versioned by a header', created_at: '2025-05-01T08:00:00Z' },
      ];
      const file = await write(path.join(home, 'Downloads/mem0.json'), JSON.stringify({ results: memories }));
      const report = await read(file);
      assert.deepEqual(
        report.documents.map(({ name, kind, statements }) => [name, kind, statements]),
        [['~/Downloads/mem0.json', 'mem0', 2]],
      );
      const [newest] = await service.review({ root }, signal);
      assert.equal(newest?.newText, 'The API is versioned by a header.');
      assert.deepEqual([newest.sources[0]?.time, newest.sources[0]?.title], ['2025-05-01T08:00:00.000Z', 'mem0.json']);
    });

    it('propose to end what they hold no more, unless a line of theirs is damaged', async () => {
      await write(
        'memory.jsonl',
        lines(entity('billing', 'Written in Go', 'Owned by Ann'), entity('web', 'Written in Elm')),
      );
      await read('memory.jsonl');
      await acceptAll();
      await write('memory.jsonl', `${lines(entity('billing', 'Written in Go'))}\n{"type":"ent`, 2);
      const damaged = await read('memory.jsonl');
      assert.deepEqual(damaged.skipped, [{ name: 'memory.jsonl', reason: 'entries that cannot be read (1)' }]);
      assert.deepEqual(await proposals(), ['DELETE billing: Owned by Ann. -> ']);
      await acceptAll();
      await write('memory.jsonl', lines(entity('billing', 'Written in Rust')), 3);
      await read('memory.jsonl');
      assert.deepEqual(await proposals(), [
        'DELETE web: Written in Elm. -> ',
        'UPDATE billing: Written in Go. -> billing: Written in Rust.',
      ]);
      await acceptAll();
      assert.equal((await read('memory.jsonl')).events, 0);
      await write('memory.jsonl', lines(entity('billing', 'Written in Rust'), entity('web', 'Written in Elm')), 4);
      await read('memory.jsonl');
      await acceptAll();
      assert.deepEqual(await holding(), ['billing: Written in Rust.', 'web: Written in Elm.']);
    });

    it('are no wall: of very many the newest are taken', async () => {
      const memories = Array.from({ length: 520 }, (_, i) => ({
        id: `m${i}`,
        memory: `Service number ${i} is written in Go`,
        created_at: new Date(Date.UTC(2025, 0, 1) + i * 60_000).toISOString(),
      }));
      const report = await read(await write('export.json', JSON.stringify(memories)));
      assert.deepEqual([report.documents[0]?.statements, report.documents[0]?.leftOut], [500, 20]);
      assert.ok(!(await proposals()).some((text) => text.includes('number 19 ')));
    }).timeout(20_000);
  });

  describe('that cannot be read', () => {
    const check = async (name: string, content: string | Buffer, reason: string): Promise<void> => {
      await write(name, content);
      const { skipped, events, documents } = await read(name);
      assert.deepEqual([skipped, events, documents], [[{ name, reason }], 0, []]);
    };

    it('are named, with the reason, and cost only themselves', async () => {
      await check('binary.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'no text');
      await check('latin.md', Buffer.from('\xe9\xe8\xe0\xf9', 'latin1'), 'no text');
      await check('empty.md', ' \n\n', 'empty');
      await check('large.md', 'x'.repeat(600 * 1024), 'too large (0.6 MB)');
      await check('package.json', '{"name":"app"}', 'no memories in it that can be read');
      await check('broken.json', '[{"id":1,"memory":', 'no memories in it that can be read');
      const missing = path.join(root, 'nope.md');
      await write('AGENTS.md', '- Use tabs in Makefiles.');
      const report = await read('nope.md', 'AGENTS.md');
      assert.deepEqual(report.skipped, [{ name: missing, reason: 'not there' }]);
      assert.equal(report.facts, 1);
    });

    it('are not those in other encodings with a mark', async () => {
      const text = '\ufeff- Use tabs in Makefiles.\r\n- Never commit to main.\r\n';
      await write('AGENTS.md', Buffer.from(text, 'utf16le'));
      assert.equal((await read('AGENTS.md')).facts, 2);
    });

    it("are memory's own exports", async () => {
      await write('AGENTS.md', '- Use tabs in Makefiles.');
      await read('AGENTS.md');
      await acceptAll();
      for (const [file, format, reason] of [
        ['bank.jsonl', 'jsonl', 'an export of Project Memory, which Import reads'],
        ['memory.md', 'markdown', 'written by Project Memory'],
      ] as const) {
        await service.export({ root, file: path.join(root, file), format }, signal);
        assert.deepEqual((await read(file)).skipped, [{ name: file, reason }]);
      }
    });

    it('are links that lead out of the project; those inside it are the file they lead to', async function () {
      if (process.platform === 'win32') this.skip();
      const secret = await write(path.join(home, 'secret.md'), '- Never tell anybody.');
      await write('AGENTS.md', '- Use tabs in Makefiles.');
      await symlink(secret, path.join(root, 'GEMINI.md'));
      await symlink('AGENTS.md', path.join(root, 'CLAUDE.md'));
      await symlink(home, path.join(root, 'memory-bank'));
      await symlink('nowhere', path.join(root, '.cursorrules'));
      assert.deepEqual(
        (await find()).map(({ name }) => name),
        ['AGENTS.md'],
      );
      const report = await read('GEMINI.md', 'CLAUDE.md', 'memory-bank', 'memory-bank/secret.md', '.cursorrules');
      assert.equal(report.facts, 1);
      assert.deepEqual(
        report.skipped.map(({ reason }) => reason),
        [
          'a link that leads out of the project',
          'a link that leads out of the project',
          'a link that leads out of the project',
          'not there',
        ],
      );
      assert.ok((await proposals()).every((text) => !text.includes('tell anybody')));
    });
  });

  it('that nobody read are not opened by naming them', async () => {
    await write('AGENTS.md', '- Use tabs in Makefiles.');
    const ask = async (ref: string) => await service.document({ root, ref, session: 'x' }, signal);
    for (const ref of ['AGENTS.md', '../secret.md', '/etc/passwd', '~/.ssh/id_rsa'])
      assert.deepEqual(await ask(ref), {});
  });

  it('of a whole folder are read together', async () => {
    await write('notes/a.md', '- Use tabs in Makefiles.');
    await write('notes/b/c.md', '- Never commit to main.');
    await write('notes/picture.png', 'x');
    assert.equal((await read('notes')).documents.length, 2);
  });
});
