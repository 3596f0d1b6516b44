import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gemini } from '../../../../src/node/transcripts/gemini';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { collect, hear, jsonLines, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('transcripts of Gemini CLI', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  const read = (...records: unknown[]): Promise<Heard> =>
    hear(gemini, home.write('session-1.jsonl', jsonLines(meta, ...records)));

  it('tells what the user and the assistant said, in order, with time, title and start', async () => {
    const heard = await read(
      user('m1', 'Use pnpm, not npm.'),
      { $set: { lastUpdated: '2026-05-01T10:00:02.000Z' } },
      model('m2', 'OK.'),
      { id: 'm3', timestamp: at(3), type: 'info', content: 'Update available' },
      { $set: { summary: 'Package manager' } },
    );
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: OK.']);
    assert.deepEqual(heard.conversations, [
      { id: 'g1', title: 'Package manager', startedAt: '2026-05-01T10:00:00.000Z' },
    ]);
    assert.equal(heard.turns[0]?.time, '2026-05-01T10:00:01.000Z');
    assert.deepEqual(heard.skipped, []);
  });

  it('takes the last form of a message that is written again', async () => {
    const heard = await read(user('m1', 'Go'), model('m2', 'Do'), model('m2', 'Done.'));
    assert.deepEqual(spoken(heard), ['user: Go', 'assistant: Done.']);
  });

  it('leaves out what was taken back, with all after it', async () => {
    const heard = await read(
      user('m1', 'One'),
      model('m2', 'A'),
      user('m3', 'Two'),
      { $rewindTo: 'm2' },
      model('m4', 'B'),
    );
    assert.deepEqual(spoken(heard), ['user: One', 'assistant: B']);
    assert.deepEqual(spoken(await read(user('m1', 'One'), { $rewindTo: 'gone' }, user('m2', 'Two'))), ['user: Two']);
  });

  it('keeps what was said before the model was given a summary in its place', async () => {
    const summary = {
      id: 's1',
      timestamp: at(9),
      type: 'user',
      content: [{ text: '<state_snapshot>...</state_snapshot>' }],
    };
    const shortened = { ...user('m1', '[masked]') };
    const heard = await read(user('m1', 'Use pnpm.'), { $set: { messages: [summary, shortened] } }, user('m2', 'Next'));
    assert.deepEqual(spoken(heard), ['user: Use pnpm.', 'user: Next']);
  });

  it('leaves out thoughts, results of tools, files that were named, and what the program put in', async () => {
    const heard = await read(
      user('m0', 'This is the Gemini CLI. We are setting up the context for our chat.\nToday is...'),
      model('m00', 'Got it. Thanks for the context!'),
      {
        ...user('m1', 'x'),
        content: [
          { text: 'Look at @a.ts' },
          { text: '\n--- Content from referenced files ---' },
          { text: 'secret code' },
          { text: '\n--- End of content ---' },
        ],
      },
      { ...user('m2', 'x'), content: [{ functionResponse: { name: 'read_file', response: { output: 'code' } } }] },
      { ...user('m3', 'with code'), displayContent: [{ text: 'typed' }] },
      { ...model('m4', 'x'), content: [{ text: 'Hm.', thought: true }, { text: 'Fine.' }] },
    );
    assert.deepEqual(spoken(heard), ['user: Look at @a.ts', 'user: typed', 'assistant: Fine.']);
  });

  it('tells the files and commits of a turn, of what was done only', async () => {
    const call = (name: string, args: object, more: object = {}) => ({
      id: name,
      name,
      args,
      status: 'success',
      timestamp: at(2),
      ...more,
    });
    const heard = await read(user('m1', 'Go'), {
      ...model('m2', 'I will.'),
      toolCalls: [
        call('write_file', { file_path: '/home/dev/app/a.ts' }),
        call('replace', { file_path: 'C:\\app\\b.ts' }),
        call('replace', { file_path: '/home/dev/app/c.ts' }, { status: 'cancelled' }),
        call('read_file', { file_path: '/home/dev/app/d.ts' }),
        call(
          'run_shell_command',
          { command: 'git commit -m x' },
          {
            result: [{ functionResponse: { response: { output: 'Output: [main 3f91520] x\n 1 file changed' } } }],
          },
        ),
        call('run_shell_command', { command: 'cat log' }, { resultDisplay: '[main 1111111] y' }),
      ],
    });
    assert.deepEqual(heard.turns[1]?.files, ['/home/dev/app/a.ts', 'C:\\app\\b.ts']);
    assert.deepEqual(heard.turns[1]?.commits, ['3f91520']);
  });

  it('reads the document of older versions', async () => {
    const document = {
      sessionId: 'g1',
      projectHash: 'x',
      startTime: at(0),
      messages: [user('m1', 'Use pnpm.'), model('m2', 'OK.')],
    };
    const heard = await hear(gemini, home.write('session-2.json', `\uFEFF${JSON.stringify(document, null, 2)}`));
    assert.deepEqual(spoken(heard), ['user: Use pnpm.', 'assistant: OK.']);
    assert.equal(heard.conversations[0]?.id, 'g1');
  });

  it('keeps what a damaged file tells', async () => {
    const text = `${jsonLines(meta, user('m1', 'Go'))}\r\nnonsense\r\n[1]\n{"id":"m2","type":"gem`;
    const heard = await hear(gemini, home.write('session-3.jsonl', text));
    assert.deepEqual(spoken(heard), ['user: Go']);
    assert.deepEqual(heard.skipped, [SKIPPED.noJson, SKIPPED.noJson, SKIPPED.lastLine]);
  });

  it('names turns the same when the file has grown', async () => {
    const before = await read(user('m1', 'Go'), model('m2', 'Do'));
    const after = await read(user('m1', 'Go'), model('m2', 'Do'), user('m3', 'More'));
    assert.deepEqual(after.turns.slice(0, 2), before.turns);
  });

  it('tells nothing of subagents, of conversations in which nobody spoke, and of empty files', async () => {
    assert.deepEqual(await read({ $set: { kind: 'subagent' } }, user('m1', 'You are an agent')), nothing);
    assert.deepEqual(await read(), nothing);
    assert.deepEqual(await hear(gemini, home.write('session-4.jsonl', '')), nothing);
  });

  it('finds the conversations of the project by hash, by name and by the marker in the folder', async () => {
    const root = home.path('app');
    const hash = createHash('sha256').update(root).digest('hex');
    const text = jsonLines(meta, user('m1', 'Go'));
    const chats = (name: string, file: string) => home.write(`.gemini/tmp/${name}/chats/${file}`, text);
    home.write('.gemini/projects.json', JSON.stringify({ projects: { [root]: 'app', [home.path('other')]: 'other' } }));
    home.write('.gemini/tmp/app-1/.project_root', `${root}\n`);
    home.write(`.gemini/tmp/foreign/.project_root`, home.path('elsewhere'));
    const expected = [
      chats('app', 'session-b.jsonl'),
      chats('app-1', 'session-c.jsonl'),
      chats(hash, 'session-a.json'),
    ];
    chats('other', 'session-d.jsonl');
    chats('foreign', 'session-e.jsonl');
    chats('app', 'session-b.json');
    chats('app', 'parent/agent.jsonl');
    home.write('.gemini/tmp/app/logs.json', '[]');
    const found = await collect(gemini.find(home.places({ roots: [root] })));
    assert.deepEqual(found.sort(), expected.sort());
    const heard = await hear(gemini, home.path('.gemini/tmp/app-1'));
    assert.equal(heard.conversations[0]?.cwd, root);
  });
});

const at = (second: number): string => `2026-05-01T10:00:0${String(second)}.000Z`;
const meta = { sessionId: 'g1', projectHash: 'abc', startTime: at(0), lastUpdated: at(0), kind: 'main' };
const user = (id: string, text: string) => ({ id, timestamp: at(1), type: 'user', content: [{ text }] });
const model = (id: string, content: string) => ({
  id,
  timestamp: at(4),
  type: 'gemini',
  content,
  toolCalls: [],
  thoughts: [],
});
const nothing: Heard = { conversations: [], turns: [], skipped: [] };
