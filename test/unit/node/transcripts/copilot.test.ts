import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { copilot } from '../../../../src/node/transcripts/copilot';
import { collect, hear, jsonLines, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('transcripts of GitHub Copilot', () => {
  let home: TemporaryHome;
  beforeEach(() => {
    home = new TemporaryHome();
    count = 0;
  });
  afterEach(() => home.dispose());

  const read = (...events: unknown[]): Promise<Heard> =>
    hear(copilot, home.write('.copilot/session-state/s1/events.jsonl', jsonLines(...events)));

  it('tells what was said, with time, folder and title', async () => {
    home.write('.copilot/session-state/s1/workspace.yaml', 'id: s1\ncwd: /elsewhere\nsummary: Package manager\n');
    const heard = await read(
      start('s1', '/home/dev/app'),
      event('user.message', {
        content: 'Use pnpm, not npm.',
        transformedContent: '<current_datetime>...</current_datetime>Use pnpm',
      }),
      event('assistant.turn_start', { turnId: '0' }),
      event('assistant.reasoning', { content: 'Hm.' }),
      event('assistant.message', { messageId: 'm1', content: 'Noted.', toolRequests: [] }),
      event('session.compaction_complete', { summaryContent: 'The user wants pnpm.' }),
      event('of.a.later.version', { content: 'What?' }),
    );
    assert.deepEqual(spoken(heard), ['user: Use pnpm, not npm.', 'assistant: Noted.']);
    assert.deepEqual(heard.conversations, [
      { id: 's1', cwd: '/home/dev/app', startedAt: '2026-05-01T10:00:00.000Z', title: 'Package manager' },
    ]);
    assert.deepEqual(heard.turns[0], {
      id: 'e2',
      role: 'user',
      text: 'Use pnpm, not npm.',
      time: '2026-05-01T10:00:02.000Z',
    });
  });

  it('leaves out what agents and skills say among themselves', async () => {
    const heard = await read(
      start('s1'),
      event('user.message', { content: 'Base directory of the skill', source: 'skill-pdf' }),
      event('user.message', { content: 'Hi.', source: 'user' }),
      event('assistant.message', { content: 'I am an inner agent.', parentToolCallId: 't0' }),
      { ...event('assistant.message', { content: 'So am I.' }), agentId: 'a1' },
      event('assistant.message', { content: '  ', toolRequests: [] }),
      event('assistant.message', { content: 'Hello.' }),
    );
    assert.deepEqual(spoken(heard), ['user: Hi.', 'assistant: Hello.']);
  });

  it('names the files that were changed and the commits that were made', async () => {
    const call = (id: string, name: string, args: unknown): unknown[] => [
      event('tool.execution_start', { toolCallId: id, toolName: name, arguments: args }),
      event('tool.execution_complete', { toolCallId: id, success: id !== 'failed', result: { content: 'ok' } }),
    ];
    const heard = await read(
      start('s1'),
      event('user.message', { content: 'Do it.' }),
      event('assistant.message', {
        content: 'Doing it.',
        toolRequests: [
          { toolCallId: 'asked', name: 'create_file', arguments: JSON.stringify({ filePath: '/app/new.ts' }) },
        ],
      }),
      event('tool.execution_start', { toolCallId: 'asked', toolName: 'create_file' }),
      event('tool.execution_complete', { toolCallId: 'asked', success: true }),
      ...call('1', 'edit', { path: '/app/a.ts' }),
      ...call('2', 'str_replace_editor', { command: 'view', path: '/app/seen.ts' }),
      ...call('3', 'multi_replace_string_in_file', {
        replacements: [{ filePath: '/app/b.ts' }, { filePath: '/app/c.ts' }],
      }),
      ...call('4', 'apply_patch', '*** Begin Patch\n*** Update File: /app/d.ts\n@@\n*** End Patch'),
      ...call('failed', 'edit', { path: '/app/failed.ts' }),
      ...call('5', 'read_file', { filePath: '/app/read.ts' }),
      event('tool.execution_start', { toolCallId: 'c', toolName: 'bash', arguments: { command: 'git commit -m x' } }),
      event('tool.execution_complete', {
        toolCallId: 'c',
        success: true,
        result: { content: '[main 3f91520] x\n<exited with exit code 0>' },
      }),
    );
    assert.deepEqual(heard.turns[1]?.files, ['/app/new.ts', '/app/a.ts', '/app/b.ts', '/app/c.ts', '/app/d.ts']);
    assert.deepEqual(heard.turns[1]?.commits, ['3f91520']);
  });

  it('names turns alike when the transcript has grown, and tells damage', async () => {
    const events = [
      start('s1'),
      event('user.message', { content: 'One.' }),
      event('assistant.message', { content: 'Two.' }),
    ];
    const before = await read(...events);
    const grown = `${jsonLines(...events, events[1])}{"type"\n${jsonLines(event('user.message', { content: 'Three.' }))}{"type":"assis`;
    const after = await hear(copilot, home.write('.copilot/session-state/s1/events.jsonl', grown));
    assert.deepEqual(after.turns.slice(0, 2), before.turns);
    assert.deepEqual(spoken(after), ['user: One.', 'assistant: Two.', 'user: Three.']);
    assert.deepEqual(after.skipped, [SKIPPED.noJson, SKIPPED.lastLine]);
    assert.deepEqual(await read(start('s1')), { conversations: [], turns: [], skipped: [] });
    assert.deepEqual(await read(), { conversations: [], turns: [], skipped: [] });
    const nameless = await read({ type: 'user.message', data: { content: 'Hi.' } });
    assert.deepEqual([nameless.conversations[0]?.id, nameless.turns[0]?.id], ['s1', 'event 1']);
  });

  it('finds sessions of the project, and no chat that VS Code keeps as well', async () => {
    const folder = { folder: pathToFileURL(home.path('app')).href };
    const user = home.path('Code/User');
    const put = (name: string, ...events: unknown[]): string => home.write(name, jsonLines(...events));
    const store = 'Code/User/workspaceStorage/one';
    home.write(`${store}/workspace.json`, JSON.stringify(folder));
    home.write(`${store}/chatSessions/kept.jsonl`, '');
    put(`${store}/GitHub.copilot-chat/transcripts/kept.jsonl`, start('kept'));
    home.write('.copilot/session-state/yaml/workspace.yaml', `cwd: ${home.path('app/src')}\n`);
    home.write('.copilot/session-state/foreign/workspace.yaml', 'cwd: /home/dev/other\n');
    home.write('.copilot/session-state/damaged/workspace.yaml', 'cwd: "');
    const wanted = [
      put(`${store}/GitHub.copilot-chat/transcripts/only.jsonl`, start('only')),
      put('.copilot/session-state/yaml/events.jsonl', start('yaml')),
      put('.copilot/session-state/start/events.jsonl', start('start', home.path('app'))),
      put('.copilot/session-state/flat.jsonl', start('flat', home.path('app'))),
      put('.copilot/session-state/damaged/events.jsonl', start('damaged', home.path('app'))),
    ];
    put('.copilot/session-state/foreign/events.jsonl', start('foreign', home.path('app')));
    put('.copilot/session-state/other/events.jsonl', start('other', home.path('app-two')));
    put('.copilot/session-state/none/events.jsonl', start('none'));
    const places = home.places({ userData: [user] });
    assert.deepEqual((await collect(copilot.find(places))).sort(), wanted.sort());
    const moved = home.places({ env: { COPILOT_HOME: home.path('moved') } });
    const inMoved = put('moved/session-state/m/events.jsonl', start('m', home.path('app')));
    assert.deepEqual(await collect(copilot.find(moved)), [inMoved]);
    assert.deepEqual(copilot.where(moved), [path.join(home.path('moved'), 'session-state')]);
    const only = await hear(copilot, path.join(user, 'workspaceStorage/one'));
    assert.deepEqual(only, { conversations: [], turns: [], skipped: [] }, 'nothing was said in them');
  });
});

let count = 0;
function event(type: string, data: unknown): Record<string, unknown> {
  count++;
  const timestamp = new Date(Date.UTC(2026, 4, 1, 10, 0, count)).toISOString();
  return { type, data, id: `e${count}`, timestamp, parentId: null };
}

function start(sessionId: string, cwd?: string): Record<string, unknown> {
  const context = cwd === undefined ? undefined : { cwd };
  return event('session.start', {
    sessionId,
    version: 1,
    producer: 'copilot-agent',
    startTime: '2026-05-01T10:00:00.000Z',
    context,
  });
}
