import assert from 'node:assert/strict';
import { documentSentence, foundLine, skippedDocumentLines } from '../../../src/extension/documentReport';
import type { DocumentReport, ReadDocument } from '../../../src/protocol/documents';

describe('what is said of documents', () => {
  const document: ReadDocument = { name: 'AGENTS.md', kind: 'agents', statements: 8, leftOut: 0, news: true };
  const report: DocumentReport = {
    ...{ run: 'r', events: 1, facts: 8, accepted: 0, held: 0, secrets: 0, ms: 5, documents: [document], skipped: [] },
    proposals: { add: 6, update: 1, delete: 1, noop: 0 },
  };
  const none = { add: 0, update: 0, delete: 0, noop: 2 };

  for (const [sentence, some] of [
    ['Read 1 document: 8 proposals.', {}],
    ['Read 1 document: no proposals.', { proposals: none }],
    ['Nothing new in 1 document.', { documents: [{ ...document, news: false }], proposals: none }],
    ['No document was read.', { documents: [], proposals: none }],
    ['Read 1 document: 8 proposals. 12 more statements were left out.', { documents: [{ ...document, leftOut: 12 }] }],
    [
      'Read 1 document: 8 proposals. 1 secret was left out. 2 documents were passed over.',
      { secrets: 1, skipped: ['a', 'b', 'b'].map((name) => ({ name, reason: 'empty' })) },
    ],
  ] as const)
    it(`"${sentence}"`, () => assert.equal(documentSentence({ ...report, ...some }), sentence));

  it('tells of a document what it is, its size, and whether it was read', () => {
    const found = { path: '/a', name: 'AGENTS.md', kind: 'copilot', sizeBytes: 3_800 } as const;
    assert.equal(foundLine({ ...found, state: 'new' }), 'Copilot instructions, 4 kB, new');
    assert.equal(foundLine({ ...found, state: 'changed' }), 'Copilot instructions, 4 kB, changed since it was read');
    assert.equal(foundLine({ ...found, sizeBytes: 12, state: 'read' }), 'Copilot instructions, 1 kB, read already');
  });

  it('names what was passed over, and why', () => {
    assert.deepEqual(skippedDocumentLines([{ name: 'a.md', reason: 'empty' }]), ['a.md: empty']);
  });
});
