import assert from 'node:assert/strict';
import type { ModelTrust } from '../../../src/core/index';
import {
  agreementText,
  readingSentence,
  statusLines,
  tokensFor,
  trialSummary,
  usesOf,
  useSentence,
} from '../../../src/extension/modelText';
import type { ModelStatus } from '../../../src/protocol/model';

const ALL: ModelTrust = { answers: 'distils', decides: true, extracts: true };
const WORDS: ModelTrust = { answers: 'words', decides: false, extracts: false };
const NONE: ModelTrust = { answers: 'no', decides: false, extracts: false };

const LOCAL = { kind: 'endpoint', url: 'http://localhost:11434/v1', model: 'qwen3:4b' } as const;
const REMOTE = { kind: 'endpoint', url: 'https://api.openai.com/v1', model: 'gpt-5-mini' } as const;
const HOSTED = { kind: 'vscode', id: 'copilot/gpt-5-mini', name: 'GPT-5 mini' } as const;

describe('what a model is used for', () => {
  it('is said in one sentence, or not at all where it is nothing', () => {
    assert.equal(
      useSentence(ALL),
      'words answers, chooses memories for answers, reads commits and chats and has a say in what replaces what',
    );
    assert.equal(useSentence(WORDS), 'words answers');
    assert.equal(useSentence(NONE), undefined);
  });

  it('is told line by line, also what it is not used for', () => {
    for (const trust of [ALL, WORDS, NONE]) {
      const uses = usesOf(trust);
      assert.equal(uses.length, 4);
      for (const { used, label, detail } of uses) {
        assert.equal(/\b(?:not|no)\b/.test(label), !used, label);
        assert.notEqual(detail, '');
      }
    }
  });
});

describe('what is agreed to before the first word is sent', () => {
  it('names where text goes, which text, and where the settings are kept', () => {
    const { message, detail } = agreementText(REMOTE, 'test');
    assert.equal(message, 'Send text of your projects to api.openai.com?');
    assert.match(detail, /Sent to api\.openai\.com: your questions .* commits and chats/);
    assert.match(detail, /Secrets are removed first/);
    assert.match(detail, /key in secret storage, nothing in the repository/);
    assert.doesNotMatch(detail, /others on the way/);
  });

  it('speaks of the test only where one follows', () => {
    assert.match(agreementText(REMOTE, 'test').detail, /The test that follows/);
    const { detail, yes } = agreementText(REMOTE, 'reading');
    assert.doesNotMatch(detail, /The test/);
    assert.equal(yes, 'Read');
  });

  it('says of a model on this machine that it is there, and of an open connection that it is open', () => {
    assert.equal(agreementText(LOCAL, 'test').message, 'Use qwen3:4b on this machine?');
    assert.match(
      agreementText({ ...LOCAL, url: 'http://192.168.1.5:11434/v1' }, 'test').detail,
      /others on the way can read it/,
    );
    assert.match(agreementText(HOSTED, 'test').message, /to GPT-5 mini, through VS Code\?$/);
  });
});

describe('what came of a test', () => {
  it('is counted', () => {
    const steps = [
      { name: 'a', passed: true },
      { name: 'b', passed: false, problem: 'no' },
    ];
    assert.equal(
      trialSummary({ name: 'x', steps, trust: WORDS, answerMs: 1234, tokens: 3120 }),
      '1 of 2 checks passed, 1.2 s an answer, 3,120 tokens',
    );
  });
});

describe('the status of the model', () => {
  const status: ModelStatus = {
    name: 'qwen3:4b',
    where: 'endpoint',
    trust: ALL,
    today: {
      answer: { requests: 2, input: 900, output: 100, unusable: 1 },
      extract: { requests: 12, input: 9000, output: 1000, unusable: 0 },
      test: { requests: 0, input: 0, output: 0, unusable: 0 },
    },
    dailyTokens: 200_000,
    unread: 30,
    log: [
      { at: '2026-11-22T10:00:00Z', subject: 'Add pnpm', facts: 2 },
      { at: '2026-11-22T09:00:00Z', subject: 'Fix it', facts: 0, problem: 'no answer within 60 s' },
    ],
  };

  it('says which it is, what it is for, what it used, and what it read last', () => {
    assert.deepEqual(statusLines(LOCAL, status), [
      'Language model qwen3:4b at localhost:11434: words answers, chooses memories for answers, reads commits and chats and has a say in what replaces what',
      'In the last 24 hours: 2 answers (1,000 tokens, 1 not usable), 12 readings (10,000 tokens)',
      'Read in the background: 10,000 of 200,000 tokens a day, 30 commits and messages to go',
      'Last read: Add pnpm (2 facts), Fix it (no answer within 60 s)',
    ]);
  });

  it('says what keeps it from being used, and nothing of a budget for a model that does not read', () => {
    const lines = statusLines(HOSTED, { ...status, trust: WORDS, today: {}, log: [], problem: 'It does not answer.' });
    assert.deepEqual(lines, ['Language model qwen3:4b of VS Code: words answers', 'It does not answer.']);
  });

  it('says that there is none', () => {
    const none = ['No language model is set up. Facts come from rules, answers are quoted from memories'];
    assert.deepEqual(statusLines({ kind: 'none' }, undefined), none);
    assert.deepEqual(statusLines({ kind: 'none' }, status), none);
  });
});

describe('what reading will take', () => {
  it('is guessed from what was read today, roughly', () => {
    const extract = { requests: 10, input: 11_000, output: 1_340, unusable: 0 };
    const decide = { requests: 4, input: 4_000, output: 1_000, unusable: 0 };
    assert.equal(tokensFor(100, { today: { extract } }), 120_000);
    assert.equal(tokensFor(100, { today: { extract, decide } }), 170_000);
    assert.equal(tokensFor(100, { today: {} }), 90_000);
  });
});

describe('what came of reading with a model', () => {
  const check = (report: Parameters<typeof readingSentence>[0], expected: string, reason?: string): void =>
    assert.equal(readingSentence(report, reason), expected);

  it('is one sentence, with the reason of what failed and of what is left', () => {
    check({ events: 12, facts: 5, failed: 0, left: 0 }, 'Read 12 commits and messages: 5 new facts.');
    check({ events: 1, facts: 1, failed: 0, left: 0 }, 'Read 1 commit or message: 1 new fact.');
    check(
      { events: 12, facts: 5, failed: 1, left: 3, stopped: 'localhost:11434 does not answer.' },
      'Read 12 commits and messages: 5 new facts, 1 failed (no answer within 60 s). 3 are left: localhost:11434 does not answer.',
      'no answer within 60 s.',
    );
    check({ events: 0, facts: 0, failed: 0, left: 0 }, 'Everything was read before.');
  });
});
