import assert from 'node:assert/strict';
import { codex } from '../../../../src/node/transcripts/codex';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { collect, hear, jsonLines, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('transcripts of Codex', () => {
  let home: TemporaryHome;
  beforeEach(() => {
    home = new TemporaryHome();
    count = 0;
  });
  afterEach(() => home.dispose());

  const read = (...records: unknown[]): Promise<Heard> =>
    hear(codex, home.write('rollout-2026-05-01T10-00-00-c1.jsonl', jsonLines(...records)));

  it('tells what was said once, with time and folder', async () => {
    const heard = await read(
      meta(),
      item({ type: 'message', role: 'developer', content: [input('Permissions: ...')] }),
      user('Use pnpm, not npm.'),
      record('event_msg', { type: 'user_message', message: 'Use pnpm, not npm.' }),
      record('turn_context', { cwd: '/home/dev/app/packages', model: 'x' }),
      item({ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] }),
      record('event_msg', { type: 'agent_message', message: 'Done.' }),
      assistant('Done.'),
      record('compacted', { message: 'The user wants pnpm.', replacement_history: [] }),
      record('event_msg', { type: 'token_count', info: null }),
      record('of a later version', { type: 'message', role: 'user', content: [input('What?')] }),
    );
    assert.deepEqual(heard.turns, [
      { id: 'line 3', role: 'user', text: 'Use pnpm, not npm.', time: '2026-05-01T10:00:03.000Z' },
      { id: 'line 8', role: 'assistant', text: 'Done.', time: '2026-05-01T10:00:08.000Z' },
    ]);
    assert.deepEqual(heard.conversations, [
      { id: 'c1', startedAt: '2026-05-01T10:00:00.000Z', cwd: '/home/dev/app', title: 'Use pnpm, not npm.' },
    ]);
    assert.deepEqual(heard.skipped, []);
  });

  it('leaves out what the program wrote in the place of the user', async () => {
    const heard = await read(
      meta(),
      user('# AGENTS.md instructions for /home/dev/app\n\n<INSTRUCTIONS>\nUse tabs.\n</INSTRUCTIONS>'),
      user('<user_instructions>\nUse tabs.\n</user_instructions>'),
      user('<environment_context>\n  <cwd>/home/dev/app</cwd>\n</environment_context>'),
      user('<turn_aborted>\nThe user interrupted the previous turn on purpose.\n</turn_aborted>'),
      user('<skill>\n<name>alpha</name>\nbody</skill>'),
      user('<permissions instructions>...</permissions instructions>'),
      item({
        type: 'message',
        role: 'user',
        content: [
          input('<recommended_plugins>x</recommended_plugins>'),
          input('Rename it.'),
          { type: 'input_image', image_url: 'data:' },
        ],
      }),
      user(
        '# Context from my IDE setup:\n\n## Active file: src/a.ts\n\n## My request for Codex:\nWhy <environment_context>?\n',
      ),
      user('<div>\nIs this right?\n</div>'),
    );
    assert.deepEqual(spoken(heard), [
      'user: Rename it.',
      'user: Why <environment_context>?',
      'user: <div>\nIs this right?\n</div>',
    ]);
  });

  it('names the files that were changed and the commits that were made', async () => {
    const patch =
      '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-a\n+b\n*** Add File: src/b c.ts\n+x\n*** Update File: old.ts\n*** Move to: new.ts\n*** End Patch';
    const call = (id: string, payload: object, output: unknown): unknown[] => [
      item({ ...payload, call_id: id }),
      item({ type: 'function_call_output', call_id: id, output }),
    ];
    const shell = (...command: string[]): object => ({
      type: 'function_call',
      name: 'shell',
      arguments: JSON.stringify({ command }),
    });
    const heard = await read(
      meta(),
      user('Do it.'),
      assistant('Doing it.'),
      item({ type: 'custom_tool_call', name: 'apply_patch', call_id: 'p1', input: patch }),
      item({
        type: 'custom_tool_call_output',
        call_id: 'p1',
        output: '{"output":"Success.","metadata":{"exit_code":0}}',
      }),
      ...call(
        'p2',
        shell('bash', '-lc', "apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: gone.ts\n*** End Patch\nEOF"),
        'Exit code: 0\nOutput:\nSuccess.',
      ),
      ...call(
        'p3',
        {
          type: 'custom_tool_call',
          name: 'exec',
          input: 'apply("*** Begin Patch\\n*** Add File: made.ts\\n+x\\n*** End Patch")',
        },
        'ok',
      ),
      ...call(
        'p4',
        { type: 'custom_tool_call', name: 'apply_patch', input: patch.replaceAll('src/', 'refused/') },
        'apply_patch verification failed: no such file',
      ),
      ...call(
        'p5',
        shell('apply_patch', patch.replaceAll('src/', 'failed/')),
        '{"output":"","metadata":{"exit_code":1}}',
      ),
      ...call(
        'g1',
        { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"git commit -am x"}' },
        'Chunk ID: 1\nProcess exited with code 0\nOutput:\n[main 3f91520] x\n',
      ),
      ...call('g2', shell('bash', '-lc', 'git commit -am y'), { content: '[main 4a91520] y\n', success: true }),
      ...call('g3', shell('git', 'log'), '[main 1234567] no commit of this turn'),
      ...call('g4', { type: 'local_shell_call', action: { command: ['git', 'commit'] } }, '[main 5b91520] z\n'),
    );
    assert.deepEqual(heard.turns[1]?.files, ['src/a.ts', 'src/b c.ts', 'old.ts', 'new.ts', 'gone.ts', 'made.ts']);
    assert.deepEqual(heard.turns[1]?.commits, ['3f91520', '4a91520', '5b91520']);
  });

  it('leaves out turns that the user took back', async () => {
    const heard = await read(
      meta(),
      user('One.'),
      assistant('One!'),
      user('Two.'),
      assistant('Two!'),
      user('Three.'),
      record('event_msg', { type: 'thread_rolled_back', num_turns: 2 }),
      user('Four.'),
      record('event_msg', { type: 'thread_rolled_back', num_turns: 'many' }),
      record('event_msg', { type: 'thread_name_updated', thread_name: 'Counting' }),
    );
    assert.deepEqual(spoken(heard), ['user: One.', 'assistant: One!', 'user: Four.']);
    assert.equal(heard.conversations.at(-1)?.title, 'Counting');
    assert.deepEqual(
      spoken(await read(meta(), user('One.'), record('event_msg', { type: 'thread_rolled_back', num_turns: 9 }))),
      [],
    );
  });

  it('leaves out conversations between agents, and keeps the name of a branch', async () => {
    for (const source of [
      { subagent: 'review' },
      { subagent: { thread_spawn: {} } },
      { internal: 'memory_consolidation' },
    ]) {
      const heard = await read(meta({ source }), user('Review it.'));
      assert.deepEqual(heard, { conversations: [], turns: [], skipped: ['a conversation between agents'] });
    }
    const branch = await read(meta({ id: 'c2', forked_from_id: 'c1' }), meta(), user('One.'));
    assert.deepEqual(
      branch.conversations.map(({ id }) => id),
      ['c2'],
    );
  });

  it('reads rollouts of before 0.32', async () => {
    const heard = await read(
      { id: 'c0', timestamp: '2025-06-01T10:00:00.000Z', instructions: null, git: {} },
      { record_type: 'state' },
      {
        type: 'message',
        id: null,
        role: 'user',
        content: [input('<environment_context>\nCurrent working directory: /home/dev/app\n</environment_context>')],
      },
      { type: 'message', id: null, role: 'user', content: [input('Use pnpm.')] },
      { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] },
    );
    assert.deepEqual(heard.turns, [
      { id: 'line 4', role: 'user', text: 'Use pnpm.' },
      { id: 'msg_1', role: 'assistant', text: 'Done.' },
    ]);
    assert.deepEqual(
      heard.conversations.map(({ id, cwd, startedAt }) => [id, cwd, startedAt]),
      [['c0', '/home/dev/app', '2025-06-01T10:00:00.000Z']],
    );
  });

  it('names turns alike when the transcript has grown, and tells damage', async () => {
    const [first, second, third] = [
      jsonLines(meta(), user('One.')),
      jsonLines(assistant('Two.')),
      jsonLines(user('Three.')),
    ];
    const file = 'rollout-x-c1.jsonl';
    const before = await hear(codex, home.write(file, `${first}{"broken"\n${second}{"timestamp":"2026`));
    const after = await hear(codex, home.write(file, `${first}{"broken"\n${second}${third}`));
    assert.deepEqual(before.skipped, [SKIPPED.noJson, SKIPPED.lastLine]);
    assert.deepEqual(after.skipped, [SKIPPED.noJson]);
    assert.deepEqual(after.turns.slice(0, 2), before.turns);
    assert.deepEqual(
      after.turns.map(({ id }) => id),
      ['line 2', 'line 4', 'line 5'],
    );
    assert.deepEqual(await read(meta()), { conversations: [], turns: [], skipped: [] });
    assert.deepEqual(await read(), { conversations: [], turns: [], skipped: [] });
  });

  it('finds rollouts of the project, compressed or not, each once', async () => {
    const day = '.codex/sessions/2026/05/01';
    const put = (name: string, cwd?: string): string => home.write(name, jsonLines(meta({ cwd }), user('Hi.')));
    const wanted = [
      put(`${day}/rollout-1-a.jsonl`, home.path('app')),
      put('.codex/archived_sessions/rollout-2-b.jsonl', home.path('app/src')),
      home.write(`${day}/rollout-5-e.jsonl.zst`, stored(jsonLines(meta({ cwd: home.path('app') })))),
    ];
    put(`${day}/rollout-3-c.jsonl`, home.path('app-two'));
    put(`${day}/rollout-4-d.jsonl`);
    put(`${day}/notes.jsonl`, home.path('app'));
    home.write(`${day}/rollout-1-a.jsonl.zst`, stored(jsonLines(meta({ cwd: home.path('app') }))));
    assert.deepEqual((await collect(codex.find(home.places()))).sort(), wanted.sort());
    const moved = home.places({ env: { CODEX_HOME: home.path('moved') } });
    assert.deepEqual(await collect(codex.find(moved)), []);
    assert.deepEqual(codex.where(moved), [home.path('moved/sessions'), home.path('moved/archived_sessions')]);
    assert.deepEqual(spoken(await hear(codex, home.path(day))), ['user: Hi.', 'user: Hi.', 'user: Hi.']);
  });
});

let count = 0;
function record(type: string, payload: unknown): Record<string, unknown> {
  count++;
  return { timestamp: new Date(Date.UTC(2026, 4, 1, 10, 0, count)).toISOString(), type, payload };
}

function meta(more: object = {}): Record<string, unknown> {
  return record('session_meta', {
    id: 'c1',
    timestamp: '2026-05-01T10:00:00.000Z',
    cwd: '/home/dev/app',
    originator: 'codex_cli',
    source: 'cli',
    ...more,
  });
}

function item(payload: unknown): Record<string, unknown> {
  return record('response_item', payload);
}

function input(text: string): unknown {
  return { type: 'input_text', text };
}

function user(text: string): Record<string, unknown> {
  return item({ type: 'message', role: 'user', content: [input(text)] });
}

function assistant(text: string): Record<string, unknown> {
  return item({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
}

/** An archive with one block, stored as it is: RFC 8878, 3.1.1. */
function stored(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size = (bytes.length << 3) | 1;
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff]),
    bytes,
  ]);
}
