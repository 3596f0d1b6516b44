import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../../../../src/core/index';
import { createRedactor } from '../../../../src/node/redactor';
import { createService, type MemoryService } from '../../../../src/node/service';
import type { FoundChat } from '../../../../src/protocol/chats';
import { eventually } from '../../../support/eventually';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const signal = new AbortController().signal;
const HOME_VARIABLES = [
  'HOME',
  'USERPROFILE',
  'XDG_CONFIG_HOME',
  'APPDATA',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
] as const;

describe('chats of a project', () => {
  const newFolder = useTemporaryFolders();
  const variables = new Map<string, string | undefined>();
  let service: MemoryService;
  let progress: string[];
  let home = '';
  let root = '';

  beforeEach(async () => {
    home = await realpath(await newFolder());
    root = path.join(home, 'app');
    await mkdir(root);
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: root });
    for (const name of HOME_VARIABLES) {
      variables.set(name, process.env[name]);
      delete process.env[name];
    }
    process.env.HOME = process.env.USERPROFILE = home;
    progress = [];
    service = createService({
      distDir: path.join(home, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date('2026-03-01T12:00:00Z'),
      logger: silentLogger,
      emit: (event, params) => {
        if (event === 'progress' && 'phase' in params) progress.push(params.phase);
      },
    });
  });

  afterEach(async () => {
    await service.dispose();
    for (const [name, value] of variables)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  /** A transcript of Claude Code held in `cwd`. */
  async function transcript(session: string, said: readonly string[], cwd = root): Promise<string> {
    const folder = path.join(home, '.claude', 'projects', cwd.replace(/[^A-Za-z0-9-]/g, '-'));
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${session}.jsonl`);
    await writeFile(file, said.map((text, index) => line(session, index, text, cwd)).join(''));
    return file;
  }

  const line = (session: string, index: number, text: string, cwd = root): string =>
    `${JSON.stringify({
      ...{
        type: index % 2 === 0 ? 'user' : 'assistant',
        uuid: `${session}-${index}`,
        parentUuid: null,
        sessionId: session,
        cwd,
      },
      timestamp: new Date(Date.UTC(2026, 0, 10, 9, 0, index * 10)).toISOString(),
      message: { role: index % 2 === 0 ? 'user' : 'assistant', content: text },
    })}\n`;

  const find = async (): Promise<readonly FoundChat[]> =>
    (await service.findChats({ root, apps: ['claude-code'] }, signal)).chats;
  const importAll = async () => await service.importChats({ root, chats: await find(), accept: 'none' }, signal);
  const proposals = async () => (await service.review({ root }, signal)).map(({ newText }) => newText);

  const DECISION = 'We use pnpm instead of npm because its lock file merges better.';

  it('are told by place before anything is opened', async () => {
    const before = (await service.chatPlaces({ root }, signal)).find(({ app }) => app === 'claude-code');
    assert.equal(before?.exists, false);
    assert.ok(before.paths.includes(path.join('~', '.claude', 'projects')));
    await transcript('s1', [DECISION]);
    const after = (await service.chatPlaces({ root }, signal)).find(({ app }) => app === 'claude-code');
    assert.equal(after?.exists, true);
  });

  it('are found with title, date, turns and size, and read when they are chosen', async () => {
    const file = await transcript('s1', [DECISION, 'Noted.']);
    const [chat, ...others] = await find();
    assert.deepEqual(others, []);
    const { title, ...found } = chat ?? assert.fail();
    assert.match(title, /^We use pnpm/);
    assert.deepEqual(found, {
      ...{ app: 'claude-code', file, id: 's1', startedAt: '2026-01-10T09:00:00.000Z' },
      ...{ turns: 2, newTurns: 2, size: DECISION.length + 'Noted.'.length },
    });
    assert.deepEqual(await proposals(), []);
    const report = await importAll();
    assert.deepEqual(
      report.chats.map(({ id, turns, events }) => [id, turns, events]),
      [['s1', 2, 2]],
    );
    assert.equal((await proposals()).length, 1);
    assert.ok(progress.includes('looking') && progress.includes('reading'));
  });

  it('bring nothing when they are read again, and only what is new when they have grown', async () => {
    const file = await transcript('s1', [DECISION, 'Noted.']);
    await importAll();
    assert.equal((await importAll()).events, 0);
    assert.equal((await find())[0]?.newTurns, 0);
    await appendFile(file, line('s1', 2, 'Never commit to main because releases are cut from it.'));
    assert.equal((await find())[0]?.newTurns, 1);
    assert.equal((await importAll()).events, 1);
    assert.equal((await proposals()).length, 2);
  });

  it('go on where they stopped, when a file ends in the middle of a line', async () => {
    const file = await transcript('s1', [DECISION]);
    const next = line('s1', 1, 'Noted.');
    await appendFile(file, next.slice(0, 40));
    const report = await importAll();
    assert.equal(report.events, 1);
    assert.equal(report.skipped.length, 1);
    await appendFile(file, next.slice(40));
    assert.equal((await importAll()).events, 1);
  });

  it('are not those of another project, of a repository inside it, or of a name that begins alike', async () => {
    const inner = path.join(root, 'vendor', 'lib');
    await mkdir(path.join(inner, '.git'), { recursive: true });
    await transcript('s1', [DECISION]);
    await transcript('s2', ['Use yarn because of workspaces.'], path.join(home, 'other'));
    await transcript('s3', ['Use bun because it is fast.'], `${root}-2`);
    await transcript('s4', ['Use deno because it is safe.'], inner);
    assert.deepEqual(
      (await find()).map(({ id }) => id),
      ['s1'],
    );
  });

  it('are not read from another project, even when somebody names one', async () => {
    const file = await transcript('s2', ['Use yarn because of workspaces.'], path.join(home, 'other'));
    const report = await service.importChats(
      { root, chats: [{ app: 'claude-code', file, id: 's2' }], accept: 'all' },
      signal,
    );
    assert.equal(report.events, 0);
    assert.deepEqual(
      report.skipped.map(({ reason }) => reason),
      ['of another project'],
    );
  });

  it('are read from a path whatever project they name', async () => {
    const file = await transcript('s2', [DECISION], path.join(home, 'other'));
    const report = await service.importTranscripts({ root, path: file, app: 'claude-code', accept: 'all' }, signal);
    assert.equal(report.accepted, 1);
    await assert.rejects(
      async () =>
        await service.importTranscripts(
          { root, path: path.join(home, 'nothing'), app: 'aider', accept: 'none' },
          signal,
        ),
      /is not there/,
    );
  });

  it('of a worktree are the project’s', async () => {
    execFileSync(
      'git',
      ['-c', 'user.name=d', '-c', 'user.email=d@e.f', 'commit', '-q', '--allow-empty', '-m', 'Begin'],
      { cwd: root },
    );
    const tree = path.join(home, 'tree');
    execFileSync('git', ['worktree', 'add', '-q', tree], { cwd: root });
    await transcript('s1', [DECISION], tree);
    assert.deepEqual(
      (await find()).map(({ id }) => id),
      ['s1'],
    );
  });

  it('can be cancelled, and go on later', async () => {
    const said = Array.from(
      { length: 600 },
      (_, index) => `Point ${index}: we use tool${index} instead of npm because it is better.`,
    );
    await transcript('s1', said);
    const stop = new AbortController();
    const running = Promise.resolve(service.importChats({ root, chats: await find(), accept: 'none' }, stop.signal));
    await eventually(async () => assert.ok(((await find())[0]?.newTurns ?? 600) < 600));
    stop.abort();
    await running.catch(() => undefined);
    const left = (await find())[0]?.newTurns ?? 0;
    assert.equal((await importAll()).events, left);
    assert.equal((await find())[0]?.newTurns, 0);
  });

  it('never change what is newer, however late they come', async () => {
    const at = (time: string, text: string, ref: string) =>
      JSON.stringify({ kind: 'chat', ref, session: 'x', time, text });
    const newer = at('2026-02-01T09:00:00Z', 'Set `retries` to default to 5 because the network is slow.', 'n');
    await service.ingest({ root, lines: [newer], accept: 'all' }, signal);
    const held = async () => (await service.list({ root, states: ['active'] }, signal)).map(({ text }) => text);
    const before = await held();
    await transcript('s1', ['Set `retries` to default to 3 because that is enough.']);
    await service.importChats({ root, chats: await find(), accept: 'all' }, signal);
    for (const text of before) assert.ok((await held()).includes(text), text);
  });

  it('are read as they go on, once the user wants that, and no more when not', async () => {
    const file = await transcript('s1', [DECISION]);
    await service.watchChats({ root, apps: ['claude-code'] }, signal);
    await eventually(async () => assert.equal((await proposals()).length, 1));
    await appendFile(file, line('s1', 2, 'Never commit to main because releases are cut from it.'));
    await eventually(async () => assert.equal((await proposals()).length, 2));
    await service.watchChats({ root, apps: [] }, signal);
    await appendFile(file, line('s1', 4, 'Use tabs instead of spaces because of screen readers.'));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal((await proposals()).length, 2);
  }).timeout(30_000);

  it('with memory itself are heard', async () => {
    const report = await service.hear({ root, session: 'window', ref: '1', text: DECISION }, signal);
    assert.equal(report.proposals.add, 1);
    const question = await service.hear(
      { root, session: 'window', ref: '2', text: 'Which package manager do we use?' },
      signal,
    );
    assert.equal(question.facts, 0);
  });

  it('can be read again around a turn', async () => {
    await transcript(
      's1',
      Array.from({ length: 40 }, (_, index) => `Turn ${index}`),
    );
    await importAll();
    const turns = await service.conversation({ root, session: 'claude-code:s1', ref: 's1-20' }, signal);
    assert.deepEqual([turns[0]?.text, turns.at(-1)?.text, turns.length], ['Turn 10', 'Turn 30', 21]);
    assert.deepEqual(await service.conversation({ root, session: 'claude-code:none', ref: 'x' }, signal), []);
  });

  it('are stored without secrets', async () => {
    await transcript('s1', [
      'Our token is ghp_0123456789abcdefghijABCDEFGHIJ012345, use pnpm instead of npm because of it.',
    ]);
    const report = await importAll();
    assert.equal(report.secrets, 1);
    const [turn] = await service.conversation({ root, session: 'claude-code:s1', ref: 's1-0' }, signal);
    assert.match(turn?.text ?? '', /\[secret removed\]/);
  });

  it('are stored without e-mail addresses, unless the user allows them', async () => {
    const hear = async (ref: string) => {
      await service.hear({ root, session: 'w', ref, text: `Ask ann@example.org about release ${ref}.` }, signal);
      return (await service.conversation({ root, session: 'memory:w', ref }, signal)).at(-1)?.text;
    };
    assert.equal(await hear('1'), 'Ask <email> about release 1.');
    await service.configure({ review: 'all', index: 'auto', candidates: 60, emailAddresses: true }, signal);
    assert.equal(await hear('2'), 'Ask ann@example.org about release 2.');
  });
});
