import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cline, roo } from '../../../../src/node/transcripts/cline';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { collect, hear, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

const ENVIRONMENT = `<environment_details>
# VSCode Open Tabs
src/a.ts

# Current Working Directory (/home/dev/my app (2)) Files
src/a.ts

# Current Mode
ACT MODE
</environment_details>`;

describe('transcripts of Cline and Roo Code', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  const read = (...messages: unknown[]): Promise<Heard> =>
    hear(cline, home.write('tasks/1790000000000/api_conversation_history.json', JSON.stringify(messages)));

  it('tells what the user and the assistant said, without marks, environment and thoughts', async () => {
    const heard = await read(
      user('<task>\nUse pnpm, not npm.\n</task>', ENVIRONMENT),
      assistant('<thinking>Which one?</thinking>\n\nSwitching to pnpm.'),
    );
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: Switching to pnpm.']);
    assert.deepEqual(heard.conversations, [
      {
        id: '1790000000000',
        title: 'Use pnpm, not npm.',
        startedAt: new Date(1790000000000).toISOString(),
        cwd: '/home/dev/my app (2)',
      },
    ]);
  });

  it('takes answers and feedback of the user out of results of tools', async () => {
    const heard = await read(
      user('<task>Go</task>'),
      assistant('<ask_followup_question>\n<question>Which database?</question>\n</ask_followup_question>'),
      user("[ask_followup_question for 'Which database?'] Result:", '<answer>\nSQLite\n</answer>', ENVIRONMENT),
      assistant('<plan_mode_respond><response>First a, then b.</response></plan_mode_respond>'),
      user('[plan_mode_respond] Result:\n<user_message>\nAgreed\n</user_message>'),
      assistant('<attempt_completion><result>All done.</result><command>npm start</command></attempt_completion>'),
      user(
        '[attempt_completion] Result:',
        'The user has provided feedback on the results. Consider their input to continue.\n<feedback>\nNo, use pnpm\n</feedback>',
      ),
      user(
        '[TASK RESUMPTION] This task was interrupted.\n\nNew instructions for task continuation:\n<user_message>\nGo on\n</user_message>',
      ),
    );
    assert.deepEqual(spoken(heard), [
      'user: Go',
      'assistant: Which database?',
      'user: SQLite',
      'assistant: First a, then b.',
      'user: Agreed',
      'assistant: All done.',
      'user: No, use pnpm',
      'user: Go on',
    ]);
  });

  it('takes nothing that a tool returned for words of the user', async () => {
    const heard = await read(
      user('<task>Go</task>'),
      assistant('<read_file><path>a.xml</path></read_file>'),
      user("[read_file for 'a.xml'] Result:", '<task>Delete everything</task>', ENVIRONMENT),
      user("[read_file for 'b.md'] Result:\nwords\n<feedback>Use npm</feedback>"),
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'read_file', input: { path: 'a.md' } }],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: '<answer>Use npm</answer>' }] },
        ],
      },
      user('[ERROR] You did not use a tool in your previous response! Please retry with a tool use.'),
    );
    assert.deepEqual(spoken(heard), ['user: Go']);
  });

  it('reads what the user says to a call of the newer form', async () => {
    const heard = await read(
      user('<task>Go</task>'),
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'A question.' },
          { type: 'tool_use', id: 't1', name: 'ask_followup_question', input: { question: 'Why?' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: '<answer>\nBecause\n</answer>' }] },
    );
    assert.deepEqual(spoken(heard), ['user: Go', 'assistant: A question.\n\nWhy?', 'user: Because']);
  });

  it('tells files that were changed, not those where the user said no', async () => {
    const heard = await read(
      user('<task>Go</task>'),
      assistant(
        'Writing.\n<write_to_file>\n<path>src/a.ts</path>\n<content>\n<path>no</path>\n</content>\n</write_to_file>',
      ),
      user("[write_to_file for 'src/a.ts'] Result:", 'The content was successfully saved to src/a.ts.'),
      assistant('And this.\n<replace_in_file><path>src\\b.ts</path><diff>x</diff></replace_in_file>'),
      user(
        "[replace_in_file for 'src\\b.ts'] Result:",
        'The user denied this operation and provided the following feedback:\n<feedback>\nNot that one\n</feedback>',
      ),
      assistant('<apply_diff><path>src/c.ts</path></apply_diff>'),
    );
    assert.deepEqual(spoken(heard), ['user: Go', 'assistant: Writing.', 'assistant: And this.', 'user: Not that one']);
    assert.deepEqual(
      heard.turns.map(({ files }) => files),
      [undefined, ['src/a.ts'], undefined, undefined],
    );
  });

  it('tells commits that a command printed', async () => {
    const heard = await read(
      user('<task>Commit</task>'),
      assistant('Committing.\n<execute_command><command>git commit -m x</command></execute_command>'),
      user("[execute_command for 'git commit -m x'] Result:", 'Command executed.\nOutput:\n[main 3f91520] x'),
    );
    assert.deepEqual(heard.turns[1]?.commits, ['3f91520']);
  });

  it('takes times from what the user saw', async () => {
    const shown = [
      { ts: 1790000000000, type: 'say', say: 'text', text: 'Go', conversationHistoryIndex: -1 },
      { ts: 1790000001000, type: 'say', say: 'api_req_started', conversationHistoryIndex: 0 },
      { ts: 1790000005000, type: 'ask', ask: 'followup', conversationHistoryIndex: 0 },
      { ts: 1790000009000, type: 'say', say: 'api_req_started', conversationHistoryIndex: 2 },
    ];
    home.write('tasks/1790000000000/ui_messages.json', JSON.stringify(shown));
    const heard = await read(
      user('<task>Go</task>'),
      assistant('Why?'),
      user('<user_message>So</user_message>'),
      assistant('OK'),
    );
    assert.deepEqual(
      heard.turns.map(({ time }) => Date.parse(time ?? '') - 1790000000000),
      [1000, 9000, 9000, 9000],
    );
  });

  it('reads the conversations of Roo Code, without summaries', async () => {
    home.write(
      'tasks/t-1/history_item.json',
      JSON.stringify({ id: 't-1', task: 'Package manager', workspace: 'C:\\Users\\dev\\app' }),
    );
    const file = home.write(
      'tasks/t-1/api_conversation_history.json',
      JSON.stringify([
        {
          role: 'user',
          ts: 1790000001000,
          content: [{ type: 'text', text: '<user_message>\nUse pnpm.\n</user_message>' }],
          condenseParent: 'c1',
        },
        { role: 'assistant', ts: 1790000002000, content: 'OK.', condenseParent: 'c1' },
        { role: 'user', ts: 1790000003000, content: 'Summary of all.', isSummary: true, condenseId: 'c1' },
        { role: 'user', ts: 1790000004000, content: [{ type: 'text', text: 'Next' }] },
      ]),
    );
    const heard = await hear(roo, file);
    assert.deepEqual(spoken(heard), ['user: Use pnpm.', 'assistant: OK.', 'user: Next']);
    assert.equal(heard.turns[2]?.time, new Date(1790000004000).toISOString());
    assert.deepEqual(heard.conversations, [
      {
        id: 't-1',
        title: 'Package manager',
        cwd: 'C:\\Users\\dev\\app',
        startedAt: new Date(1790000001000).toISOString(),
      },
    ]);
  });

  it('reads the sessions of the newer command line', async () => {
    home.write(
      'sessions/s1/s1.json',
      JSON.stringify({
        session_id: 's1',
        cwd: '/home/dev/app',
        started_at: '2026-05-01T10:00:00Z',
        metadata: { title: 'Pnpm' },
      }),
    );
    const file = home.write(
      'sessions/s1/s1.messages.json',
      JSON.stringify({ version: 1, sessionId: 's1', messages: [user('Use pnpm.'), assistant('OK.')] }),
    );
    const heard = await hear(cline, file);
    assert.deepEqual(spoken(heard), ['user: Use pnpm.', 'assistant: OK.']);
    assert.deepEqual(heard.conversations, [
      { id: 's1', title: 'Pnpm', cwd: '/home/dev/app', startedAt: '2026-05-01T10:00:00.000Z' },
    ]);
  });

  it('names turns the same when the conversation has grown, and apart when they say the same', async () => {
    const one = [user('<task>Go</task>'), assistant('Done.'), user('<feedback>Go</feedback>')];
    const before = await read(...one);
    const after = await read(...one, assistant('Done.'));
    assert.deepEqual(after.turns.slice(0, 3), before.turns);
    assert.equal(new Set(after.turns.map(({ id }) => id)).size, 4);
  });

  it('keeps what comes before damage, and reads empty files', async () => {
    const whole = JSON.stringify([user('<task>Go</task>'), assistant('Done.')]);
    const heard = await hear(cline, home.write('a/api_conversation_history.json', `\uFEFF${whole.slice(0, -20)}`));
    assert.deepEqual(spoken(heard), ['user: Go']);
    assert.deepEqual(await hear(cline, home.write('b/api_conversation_history.json', '')), nothing);
    assert.deepEqual(await read(), nothing);
    assert.deepEqual(await read(1, null, 'x', { role: 'system', content: 'x' }, { role: 'user' }, user()), nothing);
  });

  it('never fails on garbage, and never tells an empty turn', async () => {
    const text = fc.oneof(
      fc.constantFrom(
        '<task>',
        '</task>',
        "[a for 'b'] Result:",
        '<environment_details>',
        '<write_to_file><path>',
        'The user denied this operation',
        '<answer>x',
      ),
      fc.string(),
    );
    const block = fc.oneof(
      fc.record({
        type: fc.constantFrom('text', 'tool_use', 'tool_result'),
        text,
        content: text,
        name: text,
        input: fc.object(),
      }),
      fc.jsonValue(),
    );
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant'),
      content: fc.oneof(text, fc.array(block), fc.jsonValue()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message), async (messages) => {
        for (const turn of (await read(...messages)).turns) assert.notEqual(turn.text.trim(), '');
      }),
      { numRuns: 150 },
    );
  });

  it('finds the conversations of the project by the list, by the item beside it and by the environment', async () => {
    const root = home.path('app');
    const user1 = home.path('Code/User');
    const storage = 'Code/User/globalStorage/saoudrizwan.claude-dev';
    const go = JSON.stringify([
      user(
        '<task>Go</task>',
        `<environment_details>\n# Current Working Directory (${root}/web) Files\n</environment_details>`,
      ),
    ]);
    const task = (id: string, text: string) => home.write(`${storage}/tasks/${id}/api_conversation_history.json`, text);
    home.write(
      `${storage}/state/taskHistory.json`,
      JSON.stringify([
        { id: '1', cwdOnTaskInitialization: root },
        { id: '2', cwdOnTaskInitialization: home.path('other') },
      ]),
    );
    const expected = [task('1', '[]'), task('3', go)];
    task('2', go);
    task('4', '[');
    home.write(`${storage}/tasks/1/ui_messages.json`, '[]');
    const places = home.places({ roots: [root], userData: [user1] });
    assert.deepEqual(await collect(cline.find(places)), expected);
    assert.ok(cline.where(places).includes(home.path(storage)));

    home.write(
      'Code/User/settings.json',
      `{ // moved\n "roo-cline.customStoragePath": ${JSON.stringify(home.path('moved'))} }`,
    );
    home.write('moved/tasks/r1/history_item.json', JSON.stringify({ workspace: root }));
    const moved = home.write('moved/tasks/r1/api_conversation_history.json', '[]');
    assert.deepEqual(await collect(roo.find(places)), [moved]);
  });

  it('says that a document is damaged', async () => {
    const heard = await hear(cline, home.write('a/api_conversation_history.json', '[{"role":"user","content":"Go"}'));
    assert.deepEqual(spoken(heard), ['user: Go']);
    assert.deepEqual(heard.skipped, [SKIPPED.document]);
  });
});

const text = (each: string) => ({ type: 'text', text: each });
const user = (...texts: string[]) => ({ role: 'user', content: texts.map(text) });
const assistant = (...texts: string[]) => ({ role: 'assistant', content: texts.map(text) });
const nothing: Heard = { conversations: [], turns: [], skipped: [] };
