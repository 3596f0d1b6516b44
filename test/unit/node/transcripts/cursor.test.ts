import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import initSqlJs, { type SqlJsStatic } from 'sql.js';
import { cursor } from '../../../../src/node/transcripts/cursor';
import { openCopy } from '../../../../src/node/transcripts/sqliteCopy';
import { collect, hear, jsonLines, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('conversations in the database of Cursor', () => {
  let home: TemporaryHome;
  let sql: SqlJsStatic;
  before(async () => {
    sql = await initSqlJs();
  });
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  const DATABASE = 'Cursor/User/globalStorage/state.vscdb';

  /** A database with the two tables of Cursor. */
  const database = (kept: Record<string, unknown>, items: Record<string, unknown> = {}): Uint8Array => {
    const made = new sql.Database();
    try {
      for (const [table, rows] of Object.entries({ cursorDiskKV: kept, ItemTable: items })) {
        made.run(`CREATE TABLE ${table} (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)`);
        for (const [key, value] of Object.entries(rows))
          made.run(`INSERT INTO ${table} VALUES (?, ?)`, [
            key,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]);
      }
      return made.export();
    } finally {
      made.close();
    }
  };
  const read = (kept: Record<string, unknown>): Promise<Heard> => hear(cursor, home.write(DATABASE, database(kept)));

  it('tells what the user and the assistant said, in the order of the conversation, with times', async () => {
    const heard = await read({
      'bubbleId:c1:b2': bubble('b2', 2, 'OK.'),
      'bubbleId:c1:b1': { ...bubble('b1', 1, 'Use pnpm, not npm.'), timingInfo: { clientStartTime: 1790000001000.25 } },
      'bubbleId:c1:b3': { ...bubble('b3', 2, ''), thinking: { text: 'Hm.' } },
      'bubbleId:c1:b4': bubble('b4', 1, 'hidden'),
      'composerData:c1': {
        ...composer('c1', 'b1', 'b2', 'b3'),
        fullConversationHeadersOnly: [
          { bubbleId: 'b1' },
          { bubbleId: 'b2', grouping: { isRenderable: true } },
          { bubbleId: 'b3' },
          { bubbleId: 'b4', grouping: { isRenderable: false } },
          { bubbleId: 'gone' },
        ],
        workspaceIdentifier: { id: 'w', uri: { fsPath: 'c:\\Users\\dev\\app' } },
      },
      'messageRequestContext:c1:b1': 'x',
    });
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: OK.']);
    assert.deepEqual(heard.conversations, [
      {
        id: 'c1',
        title: 'Package manager',
        startedAt: new Date(1790000000000).toISOString(),
        cwd: 'c:\\Users\\dev\\app',
      },
    ]);
    assert.equal(heard.turns[0]?.time, new Date(1790000001000).toISOString());
    assert.deepEqual(heard.skipped, []);
  });

  it('reads conversations of older versions, which hold their messages themselves', async () => {
    const heard = await read({
      'composerData:c1': { composerId: 'c1', conversation: [bubble('b1', 1, 'Go'), bubble('b2', 2, 'Done.')] },
    });
    assert.deepEqual(spoken(heard), ['user: Go', 'assistant: Done.']);
  });

  it('tells files and commits of calls that were done', async () => {
    const tool = (id: string, name: string, params: object, more: object = {}) => ({
      ...bubble(id, 2, ''),
      toolFormerData: { name, status: 'completed', params: JSON.stringify(params), ...more },
    });
    const heard = await read({
      'bubbleId:c1:b1': bubble('b1', 2, 'I will.'),
      'bubbleId:c1:b2': tool('b2', 'edit_file_v2', { relativeWorkspacePath: 'src\\a.ts' }),
      'bubbleId:c1:b3': tool('b3', 'search_replace', { file_path: '/app/b.ts' }, { status: 'cancelled' }),
      'bubbleId:c1:b4': tool('b4', 'read_file', { targetFile: 'c.ts' }),
      'bubbleId:c1:b5': tool(
        'b5',
        'run_terminal_cmd',
        { command: 'git commit' },
        { result: JSON.stringify({ output: '[main 3f91520] x' }) },
      ),
      'composerData:c1': composer('c1', 'b1', 'b2', 'b3', 'b4', 'b5'),
    });
    assert.deepEqual([heard.turns[0]?.files, heard.turns[0]?.commits], [['src\\a.ts'], ['3f91520']]);
  });

  it('tells the folder of each conversation, and for one without a folder one that is of no project', async () => {
    const kept = Object.fromEntries<unknown>(
      ['c1', 'c2', 'c3', 'c4'].flatMap((id): [string, unknown][] => [
        [`composerData:${id}`, composer(id, 'b1')],
        [`bubbleId:${id}:b1`, bubble('b1', 1, 'Go')],
      ]),
    );
    const workspace = (name: string, folder: string, items: Record<string, unknown>) => {
      home.write(`Cursor/User/workspaceStorage/${name}/workspace.json`, JSON.stringify({ folder }));
      home.write(`Cursor/User/workspaceStorage/${name}/state.vscdb`, database({}, items));
    };
    workspace('w1', 'file:///home/dev/one', { 'composer.composerData': { allComposers: [{ composerId: 'c1' }] } });
    workspace('w2', 'file:///home/dev/two', {
      'composer.composerData': { selectedComposerIds: ['c2'] },
      'workbench.panel.composerChatViewPane.x': { 'workbench.panel.aichat.view.c3': {} },
    });
    home.write('Cursor/User/workspaceStorage/w3/workspace.json', '{}');
    home.write('Cursor/User/workspaceStorage/w4/state.vscdb', 'nonsense');
    const heard = await hear(cursor, home.write(DATABASE, database(kept)));
    assert.deepEqual(
      heard.conversations.map(({ id, cwd }) => [id, cwd]),
      [
        ['c1', '/home/dev/one'],
        ['c2', '/home/dev/two'],
        ['c3', '/home/dev/two'],
        ['c4', home.path('Cursor/User/globalStorage')],
      ],
    );
  });

  it('sees what stands only in the log beside it, up to the last finished transaction', async () => {
    const [first, second, third] = ['One', 'Two', 'Three'].map((text, index) =>
      database({
        'composerData:c1': composer('c1', ...['b0', 'b1', 'b2'].slice(0, index + 1)),
        ...Object.fromEntries(
          [...Array(index + 1).keys()].map((n) => [
            `bubbleId:c1:b${String(n)}`,
            bubble(`b${String(n)}`, 1, `${text} ${'x'.repeat(3000)}`),
          ]),
        ),
      }),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    const file = home.write(DATABASE, withLog(first));
    home.write(`${DATABASE}-wal`, log(second, [...frames(second, true), ...frames(third, false)]));
    const heard = await hear(cursor, file);
    assert.deepEqual(
      heard.turns.map(({ text }) => text.slice(0, 4)),
      ['Two ', 'Two '],
    );

    // Of a log of an older round, or one that is damaged, nothing counts.
    const damaged = log(second, frames(second, true));
    damaged.writeUInt8(damaged.readUInt8(100) ^ 1, 100);
    home.write(`${DATABASE}-wal`, damaged);
    assert.deepEqual(
      (await hear(cursor, file)).turns.map(({ text }) => text.slice(0, 4)),
      ['One '],
    );
    home.write(`${DATABASE}-wal`, 'nonsense');
    assert.equal((await hear(cursor, file)).turns.length, 1);
  });

  it('changes nothing, and leaves nothing behind', async () => {
    const file = home.write(DATABASE, withLog(database({ 'composerData:c1': composer('c1') })));
    const before = readFileSync(file);
    await hear(cursor, file);
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(home.path('Cursor/User/globalStorage')), ['state.vscdb']);
  });

  it('is passed over where it is damaged, of another kind or too large', async () => {
    for (const content of ['nonsense', '', database({}).slice(0, 5000)])
      assert.deepEqual((await hear(cursor, home.write(DATABASE, content))).skipped, ['a database that cannot be read']);
    const other = new sql.Database();
    other.run('CREATE TABLE x (y)');
    assert.deepEqual((await hear(cursor, home.write(DATABASE, other.export()))).skipped, [
      'a database that cannot be read',
    ]);
    assert.equal(await openCopy(home.write(DATABASE, database({})), 100), undefined);
    assert.deepEqual(
      await read({ 'composerData:c1': 'no JSON', 'composerData:c2': '[]', 'composerData:c3': composer('c3', 'gone') }),
      nothing,
    );
  });

  it('is found where a workspace of the project was open in Cursor', async () => {
    const file = home.write(DATABASE, database({}));
    const places = home.places({ userData: [home.path('Code/User'), home.path('Cursor/User')] });
    assert.deepEqual(await collect(cursor.find(places)), []);
    home.write(
      'Cursor/User/workspaceStorage/w1/workspace.json',
      JSON.stringify({ folder: `file://${home.path('app')}` }),
    );
    assert.deepEqual(await collect(cursor.find(places)), [file]);
    assert.deepEqual(cursor.where(places), [file, home.path('.cursor/projects')]);
  });
});

describe('agent transcripts of Cursor', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  it('tell what the user typed and the agent said', async () => {
    const shown = '<open_and_recently_viewed_files>\nUse npm\n</open_and_recently_viewed_files>';
    const records = [
      says('user', { type: 'text', text: `${shown}\n<user_query>\nUse pnpm, not npm.\n</user_query>` }),
      says(
        'assistant',
        { type: 'text', text: 'OK.' },
        { type: 'tool_use', name: 'StrReplace', input: { path: '/app/package.json' } },
      ),
      says('user', { type: 'text', text: 'Plain' }),
      says('tool', { type: 'text', text: 'output' }),
      {},
    ];
    const file = home.write('a1.jsonl', `${jsonLines(...records)}{"role":`);
    const heard = await hear(cursor, file);
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: OK.', 'user: Plain']);
    assert.deepEqual([heard.turns[1]?.files, heard.conversations[0]?.id], [['/app/package.json'], 'a1']);
    assert.deepEqual(heard.skipped, ['a last line that is not finished']);
    home.write('a1.jsonl', jsonLines(...records, says('user', { type: 'text', text: 'Plain' })));
    const grown = await hear(cursor, file);
    assert.deepEqual(grown.turns.slice(0, 3), heard.turns);
    assert.equal(new Set(grown.turns.map(({ id }) => id)).size, 4);
  });

  it('are found in the folder that is named by the path of the project', async () => {
    const places = home.places({ roots: ['/home/dev/my_app.js', 'C:\\Users\\dev\\app'] });
    const one = home.write('.cursor/projects/home-dev-my-app-js/agent-transcripts/a/a.jsonl', '');
    const two = home.write('.cursor/projects/c-Users-dev-app/agent-transcripts/b.jsonl', '');
    home.write('.cursor/projects/home-dev-my-app-js/agent-transcripts/a/subagents/c.jsonl', '');
    home.write('.cursor/projects/home-dev-other/agent-transcripts/d/d.jsonl', '');
    assert.deepEqual((await collect(cursor.find(places))).sort(), [one, two].sort());
    assert.deepEqual(await hear(cursor, home.path('.cursor')), nothing);
  });
});

const bubble = (bubbleId: string, type: number, text: string) => ({ bubbleId, type, text });
const composer = (composerId: string, ...bubbles: string[]) => ({
  composerId,
  name: 'Package manager',
  createdAt: 1790000000000,
  fullConversationHeadersOnly: bubbles.map((bubbleId) => ({ bubbleId })),
});
const says = (role: string, ...content: object[]) => ({ role, message: { content } });
const nothing: Heard = { conversations: [], turns: [], skipped: [] };

/** As SQLite marks a database that has a log: https://www.sqlite.org/fileformat2.html#file_format_version_numbers */
function withLog(database: Uint8Array): Buffer {
  return Buffer.from(database).fill(2, 18, 20);
}

interface Frame {
  readonly page: number;
  readonly data: Buffer;
  /** Pages of the database after the transaction, in its last frame. */
  readonly committed: number;
}

function frames(database: Uint8Array, isCommitted: boolean): Frame[] {
  const size = pageSize(database);
  const count = database.length / size;
  return [...Array(count).keys()].map((index) => ({
    page: index + 1,
    data: Buffer.from(database.subarray(index * size, (index + 1) * size)),
    committed: isCommitted && index === count - 1 ? count : 0,
  }));
}

function pageSize(database: Uint8Array): number {
  return Buffer.from(database).readUInt16BE(16);
}

/** A write-ahead log with these frames, its checksums in words of the other order of bytes than usual. */
function log(database: Uint8Array, all: readonly Frame[]): Buffer {
  const sum: [number, number] = [0, 0];
  const add = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length; at += 8) {
      sum[0] = (sum[0] + bytes.readUInt32BE(at) + sum[1]) % 2 ** 32;
      sum[1] = (sum[1] + bytes.readUInt32BE(at + 4) + sum[0]) % 2 ** 32;
    }
  };
  const words = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
    return bytes;
  };
  const head = words(0x377f0683, 3007000, pageSize(database), 0, 17, 42);
  add(head);
  const parts = [head, words(...sum)];
  for (const { page, data, committed } of all) {
    add(words(page, committed));
    add(data);
    parts.push(words(page, committed, 17, 42, ...sum), data);
  }
  return Buffer.concat(parts);
}
