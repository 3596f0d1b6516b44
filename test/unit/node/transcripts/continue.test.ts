import assert from 'node:assert/strict';
import fc from 'fast-check';
import { continueDev } from '../../../../src/node/transcripts/continue';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { collect, hear, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('transcripts of Continue', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  const write = (history: unknown, more: object = {}): string =>
    home.write(
      '.continue/sessions/s1.json',
      JSON.stringify({ history, sessionId: 's1', title: 'Package manager', workspaceDirectory: folder, ...more }),
    );
  const read = (...history: unknown[]): Promise<Heard> => hear(continueDev, write(history));

  it('tells what the user and the assistant said, with the title and folder that stand behind it', async () => {
    home.write('.continue/sessions/sessions.json', JSON.stringify([{ sessionId: 's1', dateCreated: '1790000000000' }]));
    const heard = await read(
      says('system', 'You are'),
      says('user', [
        { type: 'text', text: 'Use pnpm, not npm.' },
        { type: 'imageUrl', imageUrl: { url: 'data:' } },
      ]),
      says('thinking', 'Hm.'),
      says('assistant', 'OK.'),
      says('tool', 'output'),
    );
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: OK.']);
    assert.deepEqual(heard.conversations, [
      { id: 's1', title: 'Package manager', cwd: '/home/dev/my app', startedAt: new Date(1790000000000).toISOString() },
    ]);
  });

  it('tells files and commits of calls that were done', async () => {
    const call = (name: string, status: string, more: object) => ({
      toolCall: { function: { name } },
      status,
      ...more,
    });
    const heard = await read(says('user', 'Go'), {
      ...says('assistant', 'Doing it.'),
      toolCallStates: [
        call('builtin_create_new_file', 'done', { parsedArgs: { filepath: 'src/a.ts' } }),
        call('edit_existing_file', 'done', { parsedArgs: { filepath: 'file:///c%3A/app/b.ts' } }),
        call('edit_existing_file', 'canceled', { parsedArgs: { filepath: 'src/c.ts' } }),
        call('read_file', 'done', { parsedArgs: { filepath: 'src/d.ts' } }),
        call('run_terminal_command', 'done', { output: [{ content: '[main 3f91520] x\n' }] }),
      ],
    });
    assert.deepEqual(heard.turns[1]?.files, ['src/a.ts', 'c:\\app\\b.ts']);
    assert.deepEqual(heard.turns[1]?.commits, ['3f91520']);
  });

  it('names turns the same when the conversation has grown', async () => {
    const one = [says('user', 'Go'), says('assistant', 'Done.'), says('user', 'Go')];
    const before = await read(...one);
    const after = await read(...one, says('assistant', 'Done.'));
    assert.deepEqual(after.turns.slice(0, 3), before.turns);
    assert.equal(new Set(after.turns.map(({ id }) => id)).size, 4);
  });

  it('keeps what comes before damage, and reads files that say nothing', async () => {
    const whole = JSON.stringify({ sessionId: 's2', history: [says('user', 'Go'), says('assistant', 'Done.')] });
    const heard = await hear(continueDev, home.write('s2.json', `\uFEFF${whole.slice(0, -30)}`));
    assert.deepEqual([spoken(heard), heard.skipped], [['user: Go'], [SKIPPED.document]]);
    assert.deepEqual(await hear(continueDev, home.write('s3.json', '')), nothing);
    assert.deepEqual(await read(), nothing);
  });

  it('never fails on garbage', async () => {
    const item = fc.oneof(
      fc.jsonValue(),
      fc.record({
        message: fc.record({ role: fc.constantFrom('user', 'assistant', 'x'), content: fc.jsonValue() }),
        toolCallStates: fc.jsonValue(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(item), fc.jsonValue()), fc.jsonValue(), async (history, title) => {
        await hear(continueDev, write(history, { title }));
      }),
      { numRuns: 100 },
    );
  });

  it('finds the conversations of the project', async () => {
    const root = home.path('app');
    const mine = home.write('.continue/sessions/a.json', JSON.stringify({ history: [], workspaceDirectory: root }));
    home.write('.continue/sessions/b.json', JSON.stringify({ history: [], workspaceDirectory: home.path('other') }));
    home.write('.continue/sessions/c.json', 'nonsense');
    home.write(
      '.continue/sessions/sessions.json',
      JSON.stringify([{ sessionId: 'd', workspaceDirectory: `file://${root}` }]),
    );
    const listed = home.write('.continue/sessions/d.json', JSON.stringify({ sessionId: 'd', history: [] }));
    assert.deepEqual(await collect(continueDev.find(home.places())), [mine, listed]);
    const moved = home.places({ env: { CONTINUE_GLOBAL_DIR: '/data' } });
    assert.match(continueDev.where(moved).join(), /data.sessions$/);
  });
});

const folder = 'file:///home/dev/my%20app';
const says = (role: string, content: unknown) => ({ message: { role, content }, contextItems: [] });
const nothing: Heard = { conversations: [], turns: [], skipped: [] };
