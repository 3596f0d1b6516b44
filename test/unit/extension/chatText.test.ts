import assert from 'node:assert/strict';
import type { HistoryEntry, Proposal } from '../../../src/core/index';
import { historyLine, proposalLine } from '../../../src/extension/chatText';

describe('a proposal in the chat', () => {
  it('shows what is new, and beside it what was there', () => {
    assert.equal(proposalLine(proposal({ operation: 'ADD', newText: 'Use pnpm' })), '**Add:** Use pnpm\\.');
    assert.equal(
      proposalLine(proposal({ operation: 'UPDATE', newText: 'Use pnpm', oldText: 'Use npm.' })),
      '**Update:** Use pnpm\\. Before: Use npm\\.',
    );
    assert.equal(proposalLine(proposal({ operation: 'DELETE', oldText: 'Use npm' })), '**Delete:** Use npm\\.');
  });

  it('makes no markup of its text', () => {
    assert.equal(
      proposalLine(proposal({ operation: 'ADD', newText: '[x](command:y)' })),
      '**Add:** \\[x\\]\\(command\\:y\\)\\.',
    );
  });
});

describe('a step of a history in the chat', () => {
  it('says what happened, how long it held, and links the commit by its id alone', () => {
    const line = historyLine(step({ until: '2026-02-23T00:00:00Z', reviewed: false }), '/r');
    assert.match(
      line,
      /^Updated 29 Nov 2023, held until 23 Feb 2026, not reviewed: Use pnpm\\\. \[b933476\]\(command:memory\.openSource\?/,
    );
    assert.match(line, /\) Use pnpm \\\(\\#12\\\)$/);
  });
});

function proposal(part: Partial<Proposal>): Proposal {
  return {
    id: 'p',
    operation: 'ADD',
    kind: 'tool',
    reason: '',
    confidence: 1,
    decidedBy: 'rule',
    sources: [],
    state: 'pending',
    run: 'r',
    steps: 1,
    ...part,
  };
}

function step(part: Partial<HistoryEntry>): HistoryEntry {
  const event = {
    kind: 'commit',
    ref: 'b9334760000',
    subject: 'Use pnpm (#12)',
    time: '2023-11-29',
    quote: '',
  } as const;
  return {
    version: 2,
    id: 'm',
    text: 'Use pnpm',
    operation: 'UPDATE',
    decidedBy: 'you',
    reason: '',
    at: '2023-11-29T00:00:00Z',
    event,
    reviewed: true,
    ...part,
  };
}
