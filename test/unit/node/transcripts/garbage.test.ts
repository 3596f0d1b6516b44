import assert from 'node:assert/strict';
import fc from 'fast-check';
import { claudeCode } from '../../../../src/node/transcripts/claudeCode';
import { codex } from '../../../../src/node/transcripts/codex';
import { copilot } from '../../../../src/node/transcripts/copilot';
import type { TranscriptReader } from '../../../../src/node/transcripts/transcript';
import { vscode } from '../../../../src/node/transcripts/vscode';
import { hear, TemporaryHome, type Heard } from '../../../support/transcripts';

/** Names of files that each reader takes for a transcript. */
const FILES: readonly (readonly [TranscriptReader, readonly string[]])[] = [
  [claudeCode, ['s1.jsonl']],
  [vscode, ['chatSessions/s1.jsonl', 'chatSessions/s1.json', 'chat.json']],
  [copilot, ['s1/events.jsonl']],
  [codex, ['rollout-1.jsonl', 'rollout-1.jsonl.zst']],
];

describe('garbage in the place of a transcript', () => {
  let home: TemporaryHome;
  before(() => (home = new TemporaryHome()));
  after(() => home.dispose());

  for (const [reader, names] of FILES) {
    const readAll = async (content: string | Uint8Array): Promise<void> => {
      for (const name of names) check(await hear(reader, home.write(`${reader.app}/${name}`, content)));
    };

    it(`of ${reader.app}: random bytes never throw`, async () => {
      await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), readAll), { numRuns: 40 });
    });

    it(`of ${reader.app}: any JSON in the fields that are read never throws`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(damaged, { maxLength: 6 }), async (records) => {
          await readAll(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
          await readAll(JSON.stringify(records[0] ?? null));
        }),
        { numRuns: 60 },
      );
    });

    it(`of ${reader.app}: a folder with the name of a transcript is read as a folder`, async () => {
      home.write(`folder/${reader.app}/s1.jsonl/inner.txt`, 'no transcript');
      check(await hear(reader, home.path(`folder/${reader.app}`)));
      assert.deepEqual((await hear(reader, home.path(`folder/${reader.app}/s1.jsonl`))).turns, []);
    });
  }
});

/** What holds of every reading of one file: names and texts are there, ids of turns are unique in their conversation, times are dates. */
function check({ conversations, turns, skipped }: Heard): void {
  assert.ok(conversations.every(({ id }) => id !== ''));
  assert.ok(turns.length === 0 || conversations.length > 0);
  assert.ok(skipped.every((reason) => reason !== ''));
  if (conversations.every(({ id }) => id === conversations[0]?.id))
    assert.equal(new Set(turns.map(({ id }) => id)).size, turns.length);
  for (const { id, text, time, role, files = [] } of turns) {
    assert.ok(id !== '' && text.trim() !== '');
    assert.ok(role === 'user' || role === 'assistant');
    assert.ok(time === undefined || !Number.isNaN(Date.parse(time)));
    assert.ok(files.every((file) => typeof file === 'string' && file !== ''));
  }
}

/** Words that the formats use as names and kinds, so that random values get past the first look at them. */
const WORDS = [
  'type',
  'kind',
  'payload',
  'data',
  'message',
  'content',
  'text',
  'role',
  'user',
  'assistant',
  'uuid',
  'id',
  'sessionId',
  'timestamp',
  'cwd',
  'attachment',
  'prompt',
  'tool_use',
  'tool_use_id',
  'tool_result',
  'name',
  'input',
  'Edit',
  'Bash',
  'file_path',
  'command',
  'summary',
  'aiTitle',
  'ai-title',
  'queued_command',
  'requests',
  'response',
  'value',
  'k',
  'v',
  'i',
  'uri',
  'path',
  'edits',
  'textEditGroup',
  'workspaceEdit',
  'inlineReference',
  'toolInvocationSerialized',
  'toolSpecificData',
  'terminal',
  'commandLine',
  'terminalCommandOutput',
  'editedFileEvents',
  'modelState',
  'creationDate',
  'requestId',
  'session.start',
  'user.message',
  'assistant.message',
  'tool.execution_start',
  'tool.execution_complete',
  'toolRequests',
  'toolCallId',
  'toolName',
  'arguments',
  'result',
  'context',
  'session_meta',
  'response_item',
  'event_msg',
  'input_text',
  'output_text',
  'function_call',
  'function_call_output',
  'call_id',
  'output',
  'thread_rolled_back',
  'num_turns',
  'git commit -m x',
  '[main 3f91520] x',
  '*** Begin Patch\n*** Add File: a',
  '__proto__',
  'constructor',
];
const word = fc.constantFrom(...WORDS);
const leaf = fc.oneof(word, fc.string(), fc.integer({ min: -1, max: 5 }), fc.double(), fc.boolean(), fc.constant(null));
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 6 }),
  ),
}));

/** Sound records of each format; some of their fields get replaced by anything. */
const SOUND: readonly Record<string, unknown>[] = [
  {
    type: 'user',
    uuid: 'u1',
    sessionId: 's1',
    timestamp: '2026-05-01T10:00:00Z',
    cwd: '/a',
    message: { role: 'user', content: 'Hi.' },
  },
  {
    type: 'assistant',
    uuid: 'u2',
    message: {
      content: [
        { type: 'text', text: 'Ho.' },
        { type: 'tool_use', id: 't', name: 'Edit', input: { file_path: '/a' } },
      ],
    },
  },
  { type: 'user', uuid: 'u3', message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] } },
  { kind: 0, v: { sessionId: 's1', creationDate: 1, requests: [] } },
  { kind: 2, k: ['requests'], v: [{ requestId: 'a', message: { text: 'Hi.' }, response: [{ value: 'Ho.' }] }] },
  { kind: 1, k: ['requests', 0, 'modelState'], v: { value: 1 } },
  {
    sessionId: 's1',
    requests: [
      { requestId: 'a', message: { text: 'Hi.' }, response: [{ kind: 'textEditGroup', uri: { path: '/a' } }] },
    ],
  },
  { type: 'session.start', id: 'e1', data: { sessionId: 's1', context: { cwd: '/a' } } },
  {
    type: 'assistant.message',
    id: 'e2',
    data: { content: 'Hi.', toolRequests: [{ toolCallId: 't', name: 'edit', arguments: { path: '/a' } }] },
  },
  { type: 'tool.execution_complete', id: 'e3', data: { toolCallId: 't', success: true } },
  { type: 'session_meta', payload: { id: 'c1', cwd: '/a', source: 'cli' } },
  { type: 'response_item', payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi.' }] } },
  {
    type: 'response_item',
    payload: { type: 'function_call', name: 'shell', call_id: 't', arguments: '{"command":["git","commit"]}' },
  },
  { type: 'response_item', payload: { type: 'function_call_output', call_id: 't', output: '[main 3f91520] x' } },
  { type: 'event_msg', payload: { type: 'thread_rolled_back', num_turns: 1 } },
];

const damaged = fc.oneof(
  anything,
  fc
    .tuple(fc.constantFrom(...SOUND), fc.dictionary(word, anything, { maxKeys: 2 }))
    .map(([sound, more]) => ({ ...sound, ...more })),
  fc
    .tuple(fc.constantFrom(...SOUND), fc.nat(3), anything)
    .map(([sound, at, value]) =>
      Object.fromEntries(Object.entries(sound).map(([key, old], index) => [key, index === at ? value : old])),
    ),
);
