import assert from 'node:assert/strict';
import path from 'node:path';
import { silentLogger } from '../../../../src/core/index';
import { createRedactor } from '../../../../src/node/redactor';
import { createService, type MemoryService } from '../../../../src/node/service';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const data = process.env['MEMORY_R1_DATA'];
const signal = new AbortController().signal;

/** Real transcripts, where a folder with them is named; what is expected of the counts was counted with grep. */
describe('real transcripts (MEMORY_R1_DATA)', () => {
  const newFolder = useTemporaryFolders();
  let service: MemoryService;
  let root = '';

  before(function () {
    if (data === undefined) this.skip();
  });

  beforeEach(async () => {
    root = await newFolder();
    process.env['XDG_DATA_HOME'] = root;
    service = createService({
      distDir: path.join(root, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date(),
      logger: silentLogger,
      emit: () => undefined,
    });
  });

  afterEach(async () => {
    await service.dispose();
    delete process.env['XDG_DATA_HOME'];
  });

  const read = async (app: 'claude-code' | 'aider', name: string) =>
    await service.importTranscripts({ root, path: path.join(data ?? '', 'chats', name), app, accept: 'all' }, signal);

  it('of Claude Code tell what was decided in no commit, and what held before', async () => {
    const report = await read('claude-code', 'claude-code');
    assert.deepEqual([report.chats.length, report.skipped.length], [4, 0]);
    const asked = await service.ask({ root, question: 'What happens when telemetry is not configured?' }, signal);
    assert.match(asked.answer, /\bdisabled\b/);
    assert.match(asked.replaced[0]?.text ?? '', /\benabled\b/);
    const [source] = asked.used[0]?.sources ?? [];
    assert.equal(source?.kind, 'chat');
    assert.equal(source.session, 'claude-code:38917d7d-9f69-4210-a3b0-eed0a9e97575');
    assert.equal(source.role, 'user');
    const why = await service.ask({ root, question: 'Why is telemetry disabled when it is not configured?' }, signal);
    assert.match(why.answer, /^No reason was recorded\./);
  });

  it('of Aider are all there, once', async () => {
    const report = await read('aider', 'aider-history.md');
    assert.equal(report.chats.length, 1133);
    const turns = report.chats.reduce((sum, chat) => sum + chat.turns, 0);
    assert.equal(report.events, turns);
    assert.equal((await read('aider', 'aider-history.md')).events, 0);
  }).timeout(60_000);
});
