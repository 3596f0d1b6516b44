import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { SKIPPED } from '../../../../src/node/transcripts/lines';
import { vscode } from '../../../../src/node/transcripts/vscode';
import { OWN_PARTICIPANT } from '../../../../src/node/transcripts/vscodeSession';
import { collect, hear, jsonLines, spoken, TemporaryHome, type Heard } from '../../../support/transcripts';

describe('chats of VS Code', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  const readLog = (...entries: unknown[]): Promise<Heard> =>
    hear(vscode, home.write('chatSessions/s1.jsonl', jsonLines(...entries)));
  const readDocument = (session: unknown): Promise<Heard> =>
    hear(vscode, home.write('chatSessions/s1.json', JSON.stringify(session)));
  const answerOf = async (...response: unknown[]): Promise<string | undefined> =>
    (await readDocument({ sessionId: 's1', requests: [{ ...request('a', 'Why?'), response }] })).turns[1]?.text;

  it('replays a log', async () => {
    const heard = await readLog(
      { kind: 0, v: session() },
      { kind: 2, k: ['requests'], v: [{ ...request('a', 'Why SQLite?'), response: [] }] },
      { kind: 2, k: ['requests', 0, 'response'], i: 0, v: [{ value: 'Because it ' }] },
      { kind: 2, k: ['requests', 0, 'response'], i: 0, v: [{ value: 'Because it is a single file.' }] },
      { kind: 1, k: ['requests', 0, 'modelState'], v: { value: 1, completedAt: START + 9000 } },
      { kind: 1, k: ['customTitle'], v: 'The database' },
    );
    assert.deepEqual(heard.conversations, [
      { id: 's1', startedAt: new Date(START).toISOString(), title: 'The database' },
    ]);
    assert.deepEqual(heard.turns, [
      { id: 'a', role: 'user', text: 'Why SQLite?', time: new Date(START + 1000).toISOString() },
      {
        id: 'a answer',
        role: 'assistant',
        text: 'Because it is a single file.',
        time: new Date(START + 9000).toISOString(),
      },
    ]);
    assert.deepEqual(heard.skipped, []);
  });

  it('reads versions 1 to 3, and those before them, alike', async () => {
    for (const version of [undefined, 1, 2, 3]) {
      const heard = await readDocument({
        version,
        requests: [request('a', 'Why?', 'So.')],
        sessionId: 's1',
        creationDate: START,
        computedTitle: 'Reasons',
      });
      assert.deepEqual(spoken(heard), ['user: Why?', 'assistant: So.'], `version ${version}`);
      assert.deepEqual(
        heard.conversations.map(({ id, title }) => [id, title]),
        [['s1', 'Reasons']],
      );
    }
    const oldest = await readDocument({
      sessionId: 's1',
      requests: [
        { message: 'Why?', response: ['So.'] },
        { message: { text: 'How?' }, response: { value: 'Thus.' } },
      ],
    });
    assert.deepEqual(spoken(oldest), ['user: Why?', 'assistant: So.', 'user: How?', 'assistant: Thus.']);
    assert.deepEqual(
      oldest.turns.map(({ id }) => id),
      ['request 1', 'request 1 answer', 'request 2', 'request 2 answer'],
    );
  });

  it('keeps names within sentences, and leaves out what is not the answer', async () => {
    assert.equal(
      await answerOf(
        { kind: 'thinking', value: 'Hm.' },
        { value: 'The bug is in ' },
        { kind: 'inlineReference', inlineReference: { $mid: 1, path: '/home/dev/app/retry.go', scheme: 'file' } },
        { value: ': ' },
        {
          kind: 'inlineReference',
          inlineReference: { name: 'fetchPrice', kind: 12, location: { uri: { path: '/x/price.go' } } },
        },
        { value: ' swallows it.' },
        { kind: 'toolInvocationSerialized', invocationMessage: 'Reading', resultDetails: { output: 'SECRET' } },
        { kind: 'progressMessage', content: { value: 'Working' } },
        { kind: 'markdownContent', content: { value: 'Fixed.' } },
        { kind: 'of a later version', value: 'What?' },
        { value: '\n\n```\n' },
        { kind: 'codeblockUri', uri: { path: '/x', scheme: 'file' }, isEdit: true },
        { kind: 'textEditGroup', uri: { path: '/x', scheme: 'file' }, edits: [[{ text: 'new' }]] },
        { value: '\n```\n' },
      ),
      'The bug is in `retry.go`: `fetchPrice` swallows it.\n\nFixed.',
    );
    assert.equal(
      await answerOf({ value: '[VS Code: value truncated for persistence; original 2000000 chars]' }),
      undefined,
    );
    assert.equal(
      await answerOf({ value: 'So. [JustRide: value truncated for persistence; entry exceeded size budget]' }),
      'So.',
    );
    assert.equal(await answerOf(), undefined);
  });

  it('names the files that were changed and the commits that were made', async () => {
    const terminal = (commandLine: string, text: string): unknown => ({
      kind: 'toolInvocationSerialized',
      toolSpecificData: { kind: 'terminal', commandLine: { original: commandLine }, terminalCommandOutput: { text } },
    });
    const response = [
      { value: 'Done.' },
      { kind: 'textEditGroup', uri: { $mid: 1, path: '/home/dev/app/a.ts', scheme: 'file' }, edits: [] },
      {
        kind: 'textEditGroup',
        uri: { $mid: 1, fsPath: 'c:\\app\\b.ts', path: '/c:/app/b.ts', scheme: 'file' },
        edits: [],
      },
      { kind: 'codeblockUri', uri: { path: '/only/shown.ts', scheme: 'file' } },
      { kind: 'workspaceEdit', edits: [{ newResource: { path: '/home/dev/app/new.ts', scheme: 'file' } }] },
      { kind: 'textEditGroup', uri: { path: '/x', scheme: 'untitled' }, edits: [] },
      terminal('git commit -am "Use pnpm"', '[main 3f91520] Use pnpm\r\n 1 file changed\r\n'),
      terminal('git log', '[main 1234567] no commit of this turn\n'),
    ];
    const editedFileEvents = [
      { uri: { path: '/home/dev/app/kept.ts', scheme: 'file' }, eventKind: 1 },
      { uri: { path: '/home/dev/app/undone.ts', scheme: 'file' }, eventKind: 2 },
    ];
    const whole = { ...request('a', 'Do it.'), response, editedFileEvents };
    const expected = ['/home/dev/app/kept.ts', '/home/dev/app/a.ts', 'c:\\app\\b.ts', '/home/dev/app/new.ts'];
    for (const heard of [
      await readDocument({ sessionId: 's1', requests: [whole] }),
      await readLog({ kind: 0, v: session() }, { kind: 2, k: ['requests'], v: [whole] }),
      await readLog(
        { kind: 0, v: session(request('a', 'Do it.')) },
        { kind: 1, k: ['requests', 0, 'editedFileEvents'], v: editedFileEvents },
        { kind: 2, k: ['requests', 0, 'response'], i: 0, v: response },
      ),
    ]) {
      assert.deepEqual(
        heard.turns.map(({ files }) => files),
        [undefined, expected],
      );
      assert.deepEqual(
        heard.turns.map(({ commits }) => commits),
        [undefined, ['3f91520']],
      );
    }
  });

  it('leaves out what was asked of memory itself, and what memory answered', async () => {
    const own = { ...request('m', '@memory why SQLite?', 'Because memory says so.'), agent: { id: OWN_PARTICIPANT } };
    const unanswered = {
      ...request('n', '@memory hm?'),
      message: { text: '@memory hm?', parts: [{ kind: 'agent', agent: { id: OWN_PARTICIPANT } }] },
    };
    const heard = await readDocument({
      sessionId: 's1',
      requests: [own, unanswered, { ...request('a', 'Why?', 'So.'), agent: { id: 'github.copilot' } }],
    });
    assert.deepEqual(spoken(heard), ['user: Why?', 'assistant: So.']);
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { chatParticipants: { id: string }[] };
    };
    assert.deepEqual(
      contributes.chatParticipants.map(({ id }) => id),
      [OWN_PARTICIPANT],
    );
  });

  it('leaves out requests that the user took back, and words of buttons', async () => {
    const heard = await readDocument({
      sessionId: 's1',
      requests: [
        { ...request('a', 'No.', 'No.'), isHidden: true },
        { ...request('b', 'No.', 'No.'), shouldBeRemovedOnSend: { requestId: 'b' } },
        { ...request('c', '@agent Continue: "Continue to iterate?"', 'Going on.'), confirmation: 'Continue' },
      ],
    });
    assert.deepEqual(spoken(heard), ['assistant: Going on.']);
  });

  it('waits for an answer that is still being written', async () => {
    const [first, second] = [request('a', 'One?', 'One.'), request('b', 'Two?', 'Tw')];
    const early = await readLog({ kind: 0, v: session(first, { ...second, modelState: { value: 0 } }) });
    assert.deepEqual(spoken(early), ['user: One?', 'assistant: One.', 'user: Two?']);
    const later = await readLog(
      { kind: 0, v: session(first, { ...second, modelState: { value: 0 } }) },
      { kind: 2, k: ['requests', 1, 'response'], i: 0, v: [{ value: 'Two.' }] },
      { kind: 1, k: ['requests', 1, 'modelState'], v: { value: 1 } },
    );
    assert.deepEqual(spoken(later), ['user: One?', 'assistant: One.', 'user: Two?', 'assistant: Two.']);
    assert.deepEqual(later.turns.slice(0, 3), early.turns);
  });

  it('reads a snapshot that is too long to be held, piece by piece', async () => {
    const output = 'x'.repeat(6 << 20);
    const [one, two, three] = ['a', 'b', 'c'].map((id) => ({
      ...request(id, `${id}?`, `${id}.`),
      result: { metadata: output },
    }));
    const heard = await readLog(
      { kind: 0, v: session() },
      { kind: 0, v: session(one, two, three) },
      { kind: 2, k: ['requests', 2, 'response'], i: 0, v: [{ value: 'C.' }] },
      { kind: 2, k: ['requests'], v: [one, two, three] },
    );
    assert.deepEqual(spoken(heard), [
      'user: a?',
      'assistant: a.',
      'user: b?',
      'assistant: b.',
      'user: c?',
      'assistant: C.',
    ]);
    assert.deepEqual(heard.skipped, [SKIPPED.longLine], 'a change that is too long is told');
  });

  it('names an exported chat by its beginning, so that it is the same when exported again', async () => {
    const exported = (...requests: unknown[]): Promise<Heard> =>
      hear(
        vscode,
        home.write(
          'chat.json',
          JSON.stringify({ initialLocation: 'panel', responderUsername: 'GitHub Copilot', requests }, null, 2),
        ),
      );
    const [one, two] = [request('a', 'Why?', 'So.'), request('b', 'How?', 'Thus.')];
    const [before, after, other] = [await exported(one), await exported(one, two), await exported(two)];
    assert.match(before.conversations[0]?.id ?? '', /^export-[0-9a-f]{16}$/);
    assert.equal(before.conversations[0]?.startedAt, new Date(START + 1000).toISOString());
    assert.equal(after.conversations[0]?.id, before.conversations[0]?.id);
    assert.notEqual(other.conversations[0]?.id, before.conversations[0]?.id);
    assert.deepEqual(after.turns.slice(0, 2), before.turns);
  });

  it('tells damage and keeps what can be read', async () => {
    const broken = await hear(
      vscode,
      home.write(
        'chatSessions/s1.jsonl',
        `\uFEFF${JSON.stringify({ kind: 0, v: session() })}\r\n{"kind":2,"k":["requests"],\n${jsonLines({ kind: 7 }, { kind: 7, k: ['requests'] }, { kind: 2, k: ['requests'], v: [request('a', 'Why?', 'So.')] })}{"kind":1,"k":["req`,
      ),
    );
    assert.deepEqual(spoken(broken), ['user: Why?', 'assistant: So.']);
    assert.deepEqual(broken.skipped, [SKIPPED.noJson, 'a change that fits nothing before it', SKIPPED.lastLine]);
    const whole = `\uFEFF${JSON.stringify({ version: 3, requests: [request('a', 'Why?', 'So.'), request('b', 'How?', 'Thus.')], sessionId: 's1' })}`;
    const cut = await hear(vscode, home.write('chatSessions/s2.json', whole.slice(0, -40)));
    assert.deepEqual(spoken(cut), ['user: Why?', 'assistant: So.']);
    assert.deepEqual(
      cut.conversations.map(({ id }) => id),
      ['s2'],
      'the name of the file stands in for the lost one',
    );
    assert.deepEqual(cut.skipped, [SKIPPED.document]);
    assert.deepEqual(spoken(await hear(vscode, home.write('chatSessions/s2.json', whole))), [
      'user: Why?',
      'assistant: So.',
      'user: How?',
      'assistant: Thus.',
    ]);
    const nothing = { conversations: [], turns: [], skipped: [] };
    assert.deepEqual(await hear(vscode, home.write('e.json', '')), nothing);
    assert.deepEqual(await hear(vscode, home.write('e.jsonl', '')), nothing);
    assert.deepEqual(await readDocument(session()), nothing);
    assert.deepEqual((await readDocument({ compilerOptions: {} })).skipped, [
      'a file that is no conversation of VS Code',
    ]);
    assert.deepEqual((await readLog({ kind: 2, k: ['requests'], v: [] })).skipped, [
      'a change that fits nothing before it',
    ]);
  });

  it('throws for what is not there, and the reason of its signal', async () => {
    await assert.rejects(hear(vscode, home.path('nothing.json')), { code: 'ENOENT' });
    const reason = new Error('enough');
    await assert.rejects(hear(vscode, home.write('s.json', '{}'), AbortSignal.abort(reason)), reason);
  });

  it('finds a chat by its file, which the index of VS Code may have lost (microsoft/vscode#331572, #333468)', async () => {
    const store = 'Code/User/workspaceStorage/one';
    home.write(`${store}/workspace.json`, JSON.stringify({ folder: pathToFileURL(home.path('app')).href }));
    home.write(`${store}/state.vscdb`, 'an index that lists no chat');
    const file = home.write(
      `${store}/chatSessions/lost.jsonl`,
      jsonLines({ kind: 0, v: session(request('a', 'Why?')) }),
    );
    const places = home.places({ userData: [home.path('Code/User')] });
    assert.deepEqual(await collect(vscode.find(places)), [file]);
  });

  it('finds the chats of the project in each kind of workspace, the log before the document', async () => {
    const user = home.path('Code/User');
    const store = (id: string, workspace: unknown, ...names: string[]): string[] => {
      home.write(`Code/User/workspaceStorage/${id}/workspace.json`, JSON.stringify(workspace));
      return names.map((name) =>
        home.write(`Code/User/workspaceStorage/${id}/chatSessions/${name}`, JSON.stringify(session())),
      );
    };
    const uri = (name: string): string => pathToFileURL(home.path(name)).href;
    home.write('app/packages/ä b/x', '');
    home.write('both.code-workspace', '{ // both\n "folders": [{ "path": "other" }, { "path": "app" },], }');
    home.write('none.code-workspace', '{ "folders": [{ "path": "other" }] }');
    const wanted = [
      ...store('one', { folder: uri('app') }, 'a.jsonl', 'b.json'),
      ...store('two', { folder: uri('app/packages/ä b') }, 'c.json'),
      ...store('both', { workspace: uri('both.code-workspace') }, 'd.json'),
    ];
    store('one', { folder: uri('app') }, 'a.json', 'notes.txt');
    store('other', { folder: uri('app-two') }, 'e.json');
    store('parent', { folder: uri('.') }, 'f.json');
    store('none', { workspace: uri('none.code-workspace') }, 'g.json');
    store('remote', { folder: `vscode-remote://ssh-remote%2Bhost${home.path('app')}` }, 'h.json');
    store('windows', { folder: 'file:///c%3A/dev/app' }, 'i.json');
    store('damaged', 'no object', 'j.json');
    home.write('Code/User/workspaceStorage/bare/chatSessions/k.json', '{}');
    home.write('outside/l.json', JSON.stringify(session()));
    symlinkSync(home.path('outside/l.json'), path.join(user, 'workspaceStorage/one/chatSessions/l.json'));
    const places = home.places({ userData: [user, home.path('none')] });
    assert.deepEqual((await collect(vscode.find(places))).sort(), wanted.sort());
    assert.deepEqual(vscode.where(places), [path.join(user, 'workspaceStorage'), home.path('none/workspaceStorage')]);
  });

  it('tells the folder of a stored chat, and reads the log where a folder holds both', async () => {
    home.write('store/workspace.json', JSON.stringify({ folder: pathToFileURL(home.path('app')).href }));
    home.write('store/chatSessions/s1.json', JSON.stringify({ ...session(request('a', 'Old?')), sessionId: 's1' }));
    home.write('store/chatSessions/s1.jsonl', jsonLines({ kind: 0, v: session(request('a', 'New?')) }));
    const heard = await hear(vscode, home.path('store'));
    assert.deepEqual(spoken(heard), ['user: New?']);
    assert.deepEqual(
      heard.conversations.map(({ cwd }) => cwd),
      [home.path('app')],
    );
    assert.deepEqual(heard.skipped, []);
  });

  it('reads any log as the document it describes', async () => {
    const text = fc.string({ unit: 'grapheme' });
    const requests = fc.array(
      fc.record({ requestId: fc.uuid(), message: fc.record({ text }), response: fc.array(fc.record({ value: text })) }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(requests, fc.nat(3), async (asked, compactAt) => {
        const entries: unknown[] = [{ kind: 0, v: session() }];
        for (const [at, each] of asked.entries()) {
          entries.push({ kind: 2, k: ['requests'], v: [{ ...each, response: [], result: { metadata: 'x' } }] });
          entries.push({ kind: 2, k: ['requests', at, 'response'], v: each.response });
          entries.push({ kind: 1, k: ['requests', at, 'result'], v: { metadata: 'y' } });
          if (at === compactAt) entries.push({ kind: 0, v: session(...asked.slice(0, at + 1)) });
        }
        const [log, document] = [await readLog(...entries), await readDocument(session(...asked))];
        assert.deepEqual(log, document);
        assert.deepEqual(log.skipped, []);
      }),
      { numRuns: 50 },
    );
  });
});

const START = Date.UTC(2026, 4, 1, 10);

function session(...requests: unknown[]): Record<string, unknown> {
  return {
    version: 3,
    sessionId: 's1',
    creationDate: START,
    initialLocation: 'panel',
    responderUsername: 'GitHub Copilot',
    requests,
  };
}

function request(requestId: string, text: string, answer?: string): Record<string, unknown> {
  const response = answer === undefined ? [] : [{ value: answer }];
  return {
    requestId,
    timestamp: START + 1000,
    message: { text, parts: [] },
    modelId: 'copilot/auto',
    response,
    result: { metadata: {} },
  };
}
