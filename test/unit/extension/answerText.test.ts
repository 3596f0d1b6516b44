import assert from 'node:assert/strict';
import type { Answer, Source, UsedMemory } from '../../../src/core/index';
import { answerFooter, answerMarkdown, answerPlain, placeCitations } from '../../../src/extension/answerText';

const SHA = 'b933476aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

const TURN: Source = {
  ...{
    kind: 'chat',
    ref: 'u4',
    session: 'claude-code:s1',
    subject: 'no, [x](command:y)',
    quote: '',
    time: '2026-02-22',
  },
  ...{ app: 'claude-code', title: 'How do we [cut](command:z) it?', turn: 4 },
};

describe('an answer that rests on a chat', () => {
  it('links the turn by the name of the assistant, and makes no link of its title', () => {
    const text = answerMarkdown(answer({ used: [{ ...used('m1', 'Use pnpm.'), sources: [TURN] }] }), '/repo');
    assert.match(
      text,
      /\[Claude Code, turn 4\\: How do we \\\[cut\\\]\\\(command\\:z\\\) it\?\]\(command:memory\.openSource\?/,
    );
    assert.match(decodeURIComponent(text), /"kind":"chat","ref":"u4","session":"claude-code:s1"/);
  });

  it('names the turn without a link where its conversation is not known', () => {
    const { session: _, ...turn } = TURN;
    const text = answerMarkdown(answer({ used: [{ ...used('m1', 'Use pnpm.'), sources: [turn] }] }), '/repo');
    assert.match(text, /Claude Code, turn 4/);
    assert.doesNotMatch(text, /openSource/);
  });

  it('names the chat that led to a commit, and only of that commit', () => {
    const discussed = new Map([[SHA, [{ source: TURN, confidence: 0.9 }]]]);
    const text = answerMarkdown(answer({ used: [used('m1', 'Use pnpm.')] }), '/repo', discussed);
    assert.match(text, /\[b933476\]\([^)]*\), from the chat \[Claude Code, turn 4/);
    const other = new Map([['0'.repeat(40), [{ source: TURN, confidence: 0.9 }]]]);
    assert.doesNotMatch(answerMarkdown(answer({ used: [used('m1', 'Use pnpm.')] }), '/repo', other), /from the chat/);
  });
});

describe('an answer that lacks the reason alone', () => {
  const lacking = answer({ declined: true, lacks: 'reason', about: 'pnpm', closest: used('m1', 'Use pnpm.') });
  it('says that none was recorded, and what is known', () => {
    assert.match(
      answerMarkdown(lacking, '/repo'),
      /^No reason was recorded\.\n\nMemory holds: Use pnpm\\\. 23 Feb 2026/,
    );
    assert.equal(answerPlain(lacking), 'No reason was recorded.\n\nMemory holds: Use pnpm.');
  });
});

describe('an answer in the chat', () => {
  it('puts the number of a memory right after the words taken from it, before the stop', () => {
    const parts = place('Node 22 is required. It is an ES module.', ['Node 22 is required.', 'It is an ES module']);
    assert.deepEqual(parts, ['Node 22 is required', 0, '. It is an ES module', 1, '.']);
  });

  it('puts numbers that quote nothing at the end', () => {
    assert.deepEqual(place('moment was removed.', ['another text', 'a third']), ['moment was removed', 0, 1, '.']);
  });

  it('never loses or doubles a number or a letter, however the quotes overlap', () => {
    const text = 'a b c d. b c. c d.';
    const parts = place(text, ['b c', 'c d', 'a b c d', '', 'zzz']);
    assert.equal(parts.filter((part) => typeof part === 'string').join(''), text);
    assert.deepEqual(parts.filter((part) => typeof part === 'number').sort(), [0, 1, 2, 3, 4]);
  });

  it('has the claim, what changed, a rule, one line per memory and the count of candidates, in this order', () => {
    const text = answerMarkdown(
      answer({
        answer: 'Node 22 is required.',
        used: [used('m1', 'Node 22 is required.')],
        replaced: [{ text: 'Node 20 was required', until: '2026-02-23T10:00:00Z' }],
        asOf: '2026-02-26T10:00:00Z',
      }),
      '/repo',
    );
    const lines = text.split('\n\n');
    assert.match(lines[0] ?? '', /^Node 22 is required \[\\\[1\\\]\]\(command:memory\.openMemory\?[^)]*\)\\\.$/);
    assert.equal(lines[1], 'Changed on 23 Feb 2026. Before: Node 20 was required\\.');
    assert.equal(lines[2], '---');
    assert.match(
      lines[3] ?? '',
      /^\[\\\[1\\\]\]\(.*\) Node 22 is required\\\. 23 Feb 2026, \[b933476\]\(command:memory\.openSource\?.*\)$/,
    );
    assert.equal(lines[4], 'As of 26 Feb 2026. 1 of 60 candidates used.');
  });

  it('carries nothing but ids in its links', () => {
    const text = answerMarkdown(answer({ used: [used('m1', 'Secret (text)')] }), "/a (b)'s/repo");
    const links = [...text.matchAll(/\]\(command:([^?]+)\?([^)]*)\)/g)];
    assert.equal(links.length, 3);
    const memory: unknown = JSON.parse(decodeURIComponent(links[0]?.[2] ?? ''));
    assert.deepEqual(memory, [{ root: "/a (b)'s/repo", id: 'm1' }]);
    const source: unknown = JSON.parse(decodeURIComponent(links[2]?.[2] ?? ''));
    assert.deepEqual(source, [{ root: "/a (b)'s/repo", kind: 'commit', ref: SHA }]);
  });

  it('makes no link, image or markup out of the text of a memory', () => {
    const evil =
      '[click](command:workbench.action.quit) ![x](https://evil.example/x.png) <img src=x> **b** `c` https://evil.example $(bug)';
    const text = answerMarkdown(
      answer({ answer: evil, used: [used('m1', evil)], replaced: [{ text: evil, until: '2026-01-01' }] }),
      '/repo',
    );
    const commands = [...text.matchAll(/(?<!\\)\]\((.*?)\)/g)].map((match) => match[1]?.split('?')[0]);
    assert.deepEqual([...new Set(commands)], ['command:memory.openMemory', 'command:memory.openSource']);
    assert.doesNotMatch(text, /https:\/\/|(?<!\\)<img|(?<!\\)\*\*|(?<!\\)`|(?<!\\)\$\(/);
  });

  it('says what is not reviewed, held for a branch, or may be out of date', () => {
    const marked: UsedMemory = { ...used('m1', 'x'), reviewed: false, branch: 'next_2', stale: true };
    assert.match(
      answerMarkdown(answer({ used: [marked] }), '/r'),
      /\\\(not reviewed, on branch next\\_2, may be out of date\\\)/,
    );
    const lost = [{ kind: 'cited' as const, paths: ['src/foo.ts'], text: 'src/foo.ts is gone since 12 Mar 2026' }];
    assert.match(
      answerPlain(answer({ used: [{ ...used('m1', 'x'), stale: true, lost }] })),
      /\(may be out of date: src\/foo\.ts is gone since 12 Mar 2026\)/,
    );
  });

  it('declines with the subject in bold and the closest memory', () => {
    const text = answerMarkdown(
      answer({ declined: true, about: 'deployment', used: [], closest: used('m1', 'CI runs on GitHub') }),
      '/r',
    );
    assert.match(
      text,
      /^Memory holds nothing about \*\*deployment\*\*\.\n\nClosest memory, not an answer: CI runs on GitHub\\\. 23 Feb 2026/,
    );
    assert.doesNotMatch(text, /candidates/);
  });

  it('reads the same without markup in a document', () => {
    const text = answerPlain(
      answer({ answer: 'Node 22 is required.', used: [used('m1', 'Node 22 is required.')], asOf: '2026-02-26' }),
    );
    assert.equal(
      text,
      'Node 22 is required [1].\n\n[1] Node 22 is required. 23 Feb 2026, b933476 Require Node 22\n\nAs of 26 Feb 2026. 1 of 60 candidates used.',
    );
  });

  it('is as of its newest memory when the bank does not say how far it has read', () => {
    const later: UsedMemory = { ...used('m2', 'y'), validFrom: '2026-03-01T00:00:00Z' };
    assert.equal(
      answerFooter(answer({ used: [used('m1', 'x'), later] })),
      'As of 1 Mar 2026. 2 of 60 candidates used.',
    );
  });
});

function place(text: string, quotes: readonly string[]): (string | number)[] {
  return placeCitations({ answer: text, used: quotes.map((quote, index) => used(`m${index}`, quote)) });
}

function used(id: string, text: string): UsedMemory {
  const source = {
    kind: 'commit',
    ref: SHA,
    subject: 'Require Node 22',
    time: '2026-02-23T10:00:00Z',
    quote: '',
  } as const;
  return { id, text, validFrom: '2026-02-23T10:00:00Z', reviewed: true, sources: [source] };
}

function answer(part: Partial<Answer>): Answer {
  return { answer: 'x', replaced: [], declined: false, used: [], candidates: 60, confidence: 0.9, ms: 1, ...part };
}
