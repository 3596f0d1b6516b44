import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readEntries } from '../../../../src/node/documents/entries';

const json = (value: unknown): string => JSON.stringify(value);

describe("entries of other memories' files", () => {
  describe('of the MCP memory server', () => {
    const lines = [
      { type: 'entity', name: 'billing', entityType: 'service', observations: ['Written in Go', 'Owned by Ann'] },
      { type: 'entity', name: 'ledger', entityType: 'service', observations: [] },
      { type: 'relation', from: 'billing', to: 'ledger', relationType: 'depends_on' },
      { type: 'relation', from: 'web', to: 'billing', relationType: 'calls' },
    ];
    const expected = [
      { id: 'billing', text: 'billing\nWritten in Go\nOwned by Ann\nbilling depends on ledger' },
      { id: 'ledger', text: 'ledger' },
      { id: 'web', text: 'web\nweb calls billing' },
    ];

    it('are its entities, with what they are related to', () => {
      const read = readEntries(lines.map(json).join('\n'));
      assert.deepEqual(read, { kind: 'memory-server', entries: expected, bad: 0 });
    });

    it('are the same in the graph that its tool returns', () => {
      const [a, b, c, d] = lines.map(({ type: _, ...rest }) => rest);
      const read = readEntries(json({ entities: [a, b], relations: [c, d] }));
      assert.deepEqual(read?.entries, expected);
    });

    it('of one name are one, and a damaged line costs only itself', () => {
      const again = { type: 'entity', name: 'ledger', entityType: 'service', observations: ['Written in Rust', 7] };
      const read = readEntries([...lines.map(json), '{"type":"entity","na', json(again), '{"type":"x"}'].join('\r\n'));
      assert.equal(read?.bad, 2);
      assert.equal(read.entries.find(({ id }) => id === 'ledger')?.text, 'ledger\nWritten in Rust');
    });
  });

  describe('of Mem0', () => {
    const memory = { id: 'a1', memory: 'The API is versioned by header', hash: 'x', user_id: 'ann' };
    const entry = { id: 'a1', text: 'The API is versioned by header' };

    it('are read from a list, its API and its exports, one document or one a line', () => {
      for (const text of [
        json([memory]),
        json({ results: [memory] }),
        json({ memories: [memory], relations: [] }),
        json([{ results: [memory] }]),
        `${json(memory)}\n`,
        json({ memories: [{ id: 'a1', content: entry.text, state: 'active', deleted_at: null }] }),
      ])
        assert.deepEqual(readEntries(text), { kind: 'mem0', entries: [entry], bad: 0 }, text);
    });

    it('keep their own times: the last change, else the beginning', () => {
      const timed = (fields: object): string | undefined =>
        readEntries(json([{ ...memory, ...fields }]))?.entries[0]?.time;
      assert.equal(timed({ created_at: '2024-07-20T01:30:36.275141-07:00' }), '2024-07-20T08:30:36.275Z');
      assert.equal(timed({ created_at: '2024-07-20', updated_at: '2024-08-01' }), '2024-08-01T00:00:00.000Z');
      assert.equal(timed({ created_at: 1_721_436_000 }), '2024-07-20T00:40:00.000Z');
      assert.equal(timed({ created_at: 'some day', updated_at: null }), undefined);
    });

    it('that were deleted there are no memories, and one without an id is named by its text', () => {
      const gone = { id: 'a2', content: 'The API is versioned by path', state: 'deleted' };
      const read = readEntries(json({ memories: [{ content: 'We deploy on Mondays' }, gone] }));
      assert.deepEqual(
        read?.entries.map(({ text }) => text),
        ['We deploy on Mondays'],
      );
      assert.match(read?.entries[0]?.id ?? '', /^[0-9a-f]{12}$/);
    });
  });

  it('of Copilot are its facts with their subject', () => {
    const read = readEntries(json({ subject: 'testing', fact: 'Tests run on Node 22', citations: 'ci.yml:3' }));
    assert.deepEqual(
      read?.entries.map(({ text }) => text),
      ['testing: Tests run on Node 22'],
    );
  });

  it('are none in other JSON and in damaged texts', () => {
    for (const text of [
      '{}',
      '[]',
      'null',
      '"x"',
      '[1,2]',
      '{"name":"x","version":"1"}',
      '{"a":',
      '',
      '[{"id":1},{"id":2},{"text":"x"}]',
    ])
      assert.equal(readEntries(text), undefined, text);
  });
});
