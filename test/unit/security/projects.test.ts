// Two projects that are open at once never see each other's memories, on any surface (rohitg00/agentmemory#656, #787).
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { silentLogger } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { git } from '../../host/workspace';

const signal = new AbortController().signal;

/** What only one of the two knows; the same words but for a name, so that each would answer for the other. */
const SECRET_OF = { mine: 'zircon', theirs: 'obsidian' } as const;
type Side = keyof typeof SECRET_OF;

/** How the two folders lie to each other. Each builds them below `base` and returns the roots. */
const PLACES: Readonly<Record<string, (base: string) => Promise<Record<Side, string>>>> = {
  'side by side': async (base) => ({ mine: await newRepository(base, 'a'), theirs: await newRepository(base, 'b') }),
  'of the same name': async (base) => ({
    mine: await newRepository(base, 'one', 'app'),
    theirs: await newRepository(base, 'two', 'app'),
  }),
  'one inside the other': async (base) => {
    const mine = await newRepository(base, 'outer');
    return { mine, theirs: await newRepository(mine, 'inner') };
  },
  'without git': async (base) => ({
    mine: await newFolder(base, 'a', 'app'),
    theirs: await newFolder(base, 'b', 'app'),
  }),
  'one inside the other without git': async (base) => {
    const mine = await newFolder(base, 'outer');
    return { mine, theirs: await newFolder(mine, 'inner') };
  },
  'one with git inside one without': async (base) => {
    const mine = await newFolder(base, 'outer');
    return { mine, theirs: await newRepository(mine, 'inner') };
  },
  'clones of one': async (base) => {
    const mine = await newRepository(base, 'a');
    await cp(mine, path.join(base, 'b'), { recursive: true });
    return { mine, theirs: path.join(base, 'b') };
  },
  ...(isCaseSensitive() && {
    'named alike but for capitals': async (base) => ({
      mine: await newFolder(base, 'app'),
      theirs: await newFolder(base, 'App'),
    }),
  }),
};

interface Asked {
  readonly service: MemoryService;
  /** The root that is asked, and one whose memories must not be told. */
  readonly root: string;
  readonly own: Known;
  readonly foreign: Known;
  readonly base: string;
}

interface Known {
  readonly name: string;
  readonly memory: string;
  readonly proposal: string;
  readonly root: string;
  readonly session: string;
}

/** Every way to ask. What comes back must not hold the other's name. */
const READING: Readonly<Record<string, (asked: Asked) => unknown>> = {
  ask: ({ service, root }) => service.ask({ root, question: 'Which library do we use for the cache?' }, signal),
  'ask as of': ({ service, root }) =>
    service.ask({ root, question: 'Which library do we use for the cache?', asOf: '2026' }, signal),
  'ask by name': ({ service, root }) => service.ask({ root, question: 'Why do we use the cache library?' }, signal),
  recall: ({ service, root }) => service.recall({ root, query: 'library for the cache', limit: 60 }, signal),
  list: ({ service, root }) => service.list({ root }, signal),
  'list by id': ({ service, root, foreign }) => service.list({ root, ids: [foreign.memory, foreign.proposal] }, signal),
  review: ({ service, root }) => service.review({ root }, signal),
  runs: ({ service, root }) => service.runs({ root }, signal),
  status: ({ service, root }) => service.status({ root }, signal),
  'follow-ups': ({ service, root, foreign }) =>
    service.followUps({ root, question: 'Which library do we use for the cache?', used: [foreign.memory] }, signal),
  conversation: ({ service, root, foreign }) =>
    service.conversation({ root, session: foreign.session, ref: '1' }, signal),
  'chats of a commit': ({ service, root }) => service.chatsOf({ root, ref: 'a'.repeat(40) }, signal),
  doctor: ({ service, root }) => service.doctor({ root }, signal),
};

/** Every act that names something of the other: it finds nothing to act on. */
const ACTING: Readonly<Record<string, (asked: Asked) => unknown>> = {
  history: ({ service, root, foreign }) => service.history({ root, id: foreign.memory }, signal),
  'history by prefix': ({ service, root, foreign }) =>
    service.history({ root, id: foreign.memory.slice(0, 8) }, signal),
  accept: ({ service, root, foreign }) => service.accept({ root, ids: [foreign.proposal] }, signal),
  reject: ({ service, root, foreign }) => service.reject({ root, ids: [foreign.proposal] }, signal),
  edit: ({ service, root, foreign }) => service.edit({ root, id: foreign.proposal, text: 'pwned' }, signal),
  'delete a memory': ({ service, root, foreign }) => service.deleteMemory({ root, id: foreign.memory }, signal),
  'edit a memory': ({ service, root, foreign }) =>
    service.editMemory({ root, id: foreign.memory, text: 'pwned' }, signal),
  'revert a memory': ({ service, root, foreign }) => service.revertMemory({ root, id: foreign.memory }, signal),
};

/** Acts on all of one's own. They leave the other as it is. */
const SWEEPING: Readonly<Record<string, (asked: Asked) => unknown>> = {
  'accept all': ({ service, root }) => service.accept({ root, all: true }, signal),
  'reject all': ({ service, root }) => service.reject({ root, all: true }, signal),
  forget: ({ service, root, foreign }) =>
    service.forget({ root, query: `${foreign.name} library for the cache` }, signal),
  undo: ({ service, root }) => service.undo({ root, count: 20 }, signal),
  hear: ({ service, root, foreign }) =>
    service.hear({ root, session: foreign.session, ref: '1', text: 'We use tabs because they are short.' }, signal),
  'watch no chats': ({ service, root }) => service.watchChats({ root, apps: [] }, signal),
  purge: ({ service, root }) => service.purge({ root }, signal),
  settle: ({ service, root }) => service.settle({ root }, signal),
  'delete the bank': ({ service, root }) => service.deleteBank({ root }, signal),
};

describe('two projects', function () {
  this.timeout(60_000);
  let base: string;
  let service: MemoryService;
  let dataHome: string | undefined;
  beforeEach(async () => {
    base = await realpath(await mkdtemp(path.join(tmpdir(), 'memory-two-')));
    dataHome = process.env.XDG_DATA_HOME;
    process.env.XDG_DATA_HOME = path.join(base, 'data');
    service = createService({
      distDir: path.join(base, 'no-such-dist'),
      ...{ redactor: createRedactor(), clock: () => new Date(), logger: silentLogger, emit: () => undefined },
    });
  });
  afterEach(async () => {
    await service.dispose();
    if (dataHome === undefined) delete process.env.XDG_DATA_HOME;
    else process.env.XDG_DATA_HOME = dataHome;
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const [name, place] of Object.entries(PLACES)) {
    it(`${name} tell nothing of each other, whatever is asked`, async () => {
      const { mine, theirs } = await openBoth(place);
      for (const [own, foreign] of [
        [mine, theirs],
        [theirs, mine],
      ] as const) {
        const asked = { service, root: own.root, own, foreign, base };
        for (const [what, read] of Object.entries(READING)) {
          const told = JSON.stringify(await read(asked)) ?? '';
          assert.equal(told.includes(foreign.name), false, `${what}: ${told.slice(0, 300)}`);
          assert.equal(told.includes(foreign.memory), false, what);
        }
        const file = path.join(base, 'export.jsonl');
        await service.export({ root: own.root, file }, signal);
        assert.equal((await readFile(file, 'utf8')).includes(foreign.name), false, 'export');
        const answer = await service.ask(
          { root: own.root, question: 'Which library do we use for the cache?' },
          signal,
        );
        assert.match(answer.answer, new RegExp(own.name), 'it does know its own');
      }
    });

    it(`${name} cannot touch what is the other's, by id or by prefix`, async () => {
      const { mine, theirs } = await openBoth(place);
      const before = await stateOf(theirs.root);
      const asked = { service, root: mine.root, own: mine, foreign: theirs, base };
      for (const [what, act] of Object.entries(ACTING))
        await assert.rejects(async () => await act(asked), { code: 'bank/not-found' }, what);
      for (const [what, act] of Object.entries(SWEEPING)) {
        await act(asked);
        assert.deepEqual(await stateOf(theirs.root), before, what);
      }
    });
  }

  it('of which one is a symbolic link to the other are one, and so are worktrees', async function () {
    if (process.platform === 'win32') this.skip(); // links need a right there that not everybody has
    const root = await newRepository(base, 'real');
    const link = path.join(base, 'link');
    await symlink(root, link);
    const worktree = path.join(base, 'worktree');
    git(root, ['worktree', 'add', '-q', worktree, '-b', 'other']);
    await learn(root, 'mine');
    for (const same of [link, worktree]) {
      const [first] = await service.list({ root: same }, signal);
      assert.match(first?.text ?? '', /zircon/, same);
    }
  });

  it('read only their own of the conversations that lie in one place', async () => {
    const home = path.join(base, 'home');
    const before = {
      HOME: process.env.HOME,
      USERPROFILE: process.env.USERPROFILE,
      config: process.env.CLAUDE_CONFIG_DIR,
    };
    Object.assign(process.env, { HOME: home, USERPROFILE: home, CLAUDE_CONFIG_DIR: path.join(home, '.claude') });
    try {
      const roots = { mine: await newRepository(base, 'a'), theirs: await newRepository(base, 'a-b') };
      const files = {
        mine: await transcript(home, roots.mine, 'mine'),
        theirs: await transcript(home, roots.theirs, 'theirs'),
      };
      const { chats } = await service.findChats({ root: roots.mine, apps: ['claude-code'] }, signal);
      assert.deepEqual(
        chats.map(({ file }) => file),
        [files.mine],
      );
      const [own] = chats;
      const { chats: others } = await service.findChats({ root: roots.theirs, apps: ['claude-code'] }, signal);
      await service.importChats({ root: roots.mine, chats: [...others, ...(own ? [own] : [])], accept: 'all' }, signal);
      const texts = JSON.stringify(await service.list({ root: roots.mine }, signal));
      assert.match(texts, /zircon/);
      assert.equal(texts.includes('obsidian'), false, 'also when it is asked for the conversation of the other');
      assert.deepEqual(await service.list({ root: roots.theirs }, signal), []);
    } finally {
      for (const [name, value] of Object.entries({
        HOME: before.HOME,
        USERPROFILE: before.USERPROFILE,
        CLAUDE_CONFIG_DIR: before.config,
      }))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
  });

  async function openBoth(place: (base: string) => Promise<Record<Side, string>>): Promise<Record<Side, Known>> {
    const roots = await place(base);
    return { mine: await learn(roots.mine, 'mine'), theirs: await learn(roots.theirs, 'theirs') };
  }

  /** One memory and one proposal that name what only this side knows. */
  async function learn(root: string, side: Side): Promise<Known> {
    const name = SECRET_OF[side];
    await service.remember({ root, text: `We use the ${name} library for the cache because it is small.` }, signal);
    await service.accept({ root, all: true }, signal);
    const proposal = await service.remember({ root, text: `Deploy ${name} on Mondays.` }, signal);
    const session = `session-${name}`;
    const turn = {
      kind: 'chat',
      session,
      ref: '1',
      time: '2026-01-01T00:00:00Z',
      role: 'user',
      text: `Hello ${name}.`,
    };
    await service.ingest({ root, lines: [JSON.stringify(turn)], accept: 'none' }, signal);
    const memory = (await service.list({ root, states: ['active'] }, signal)).find(({ text }) => text.includes(name));
    return { name, root, session, memory: memory?.id ?? assert.fail(), proposal: proposal?.id ?? assert.fail() };
  }

  async function stateOf(root: string): Promise<unknown> {
    const memories = await service.list({ root }, signal);
    return [memories, await service.review({ root }, signal)];
  }
});

async function newFolder(base: string, ...names: string[]): Promise<string> {
  const folder = path.join(base, ...names);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function newRepository(base: string, ...names: string[]): Promise<string> {
  const root = await newFolder(base, ...names);
  git(root, ['init', '-q', '-b', 'main']);
  await writeFile(path.join(root, 'a.txt'), names.join('/'));
  git(root, ['add', 'a.txt']);
  git(root, ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-q', '-m', 'Begin']);
  return root;
}

/** A conversation of Claude Code in the folder that it keeps for a project. @returns its file */
async function transcript(home: string, root: string, side: Side): Promise<string> {
  const folder = path.join(home, '.claude', 'projects', root.replace(/[^A-Za-z0-9]/g, '-'));
  await mkdir(folder, { recursive: true });
  const id = `0000000${side === 'mine' ? 1 : 2}-0000-4000-8000-000000000000`;
  const line = {
    ...{
      type: 'user',
      uuid: `${id.slice(0, -1)}9`,
      sessionId: id,
      cwd: root,
      timestamp: '2026-01-05T10:00:00.000Z',
      version: '2.0.0',
    },
    ...{ parentUuid: null, isSidechain: false, userType: 'external' },
    message: { role: 'user', content: `We use the ${SECRET_OF[side]} library for the cache because it is small.` },
  };
  const file = path.join(folder, `${id}.jsonl`);
  await writeFile(file, `${JSON.stringify(line)}\n`);
  return file;
}

function isCaseSensitive(): boolean {
  return process.platform === 'linux';
}
