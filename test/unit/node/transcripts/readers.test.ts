import assert from 'node:assert/strict';
import path from 'node:path';
import { READERS } from '../../../../src/node/transcripts/readers';
import { CHAT_APPS } from '../../../../src/protocol/chats';
import { collect, TemporaryHome } from '../../../support/transcripts';

describe('readers of transcripts', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.dispose());

  it('are there for every assistant, in the order in which they are offered', () => {
    assert.deepEqual(
      READERS.map(({ app }) => app),
      Object.keys(CHAT_APPS),
    );
  });

  for (const reader of READERS) {
    it(`name absolute places, and find nothing on a machine without any: ${reader.app}`, async () => {
      const places = home.places({ userData: [home.path('Code/User'), home.path('Cursor/User')] });
      for (const place of reader.where(places)) assert.ok(path.isAbsolute(place), place);
      assert.deepEqual(await collect(reader.find(places)), []);
    });

    it(`say where there is nothing to read, and stop when asked to: ${reader.app}`, async () => {
      await assert.rejects(collect(reader.read(home.path('gone'))), { code: 'ENOENT' });
      const stopped = AbortSignal.abort(new Error('enough'));
      await assert.rejects(collect(reader.read(home.write('some.jsonl', '{}\n'), stopped)), /enough/);
    });
  }
});
