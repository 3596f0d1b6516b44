import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errors, examine, type ExamStep, type ModelRequest } from '../../../../src/core/index';
import { ScriptedModel, type Script } from '../../../support/scriptedModel';

/** What a good model answers, by a word that only its question has. */
const RIGHT: Readonly<Record<string, unknown>> = {
  'What runs the tests': { used: [1], knows: true, answer: 'Mocha runs the tests.' },
  'Why is the cache': { used: [3], knows: true, answer: 'Files on encrypted disks were four times slower.' },
  'Which branch are releases': { used: [1], knows: true, answer: 'Releases are cut from "stable".' },
  'Who approved': { used: [], knows: false, answer: '' },
  'How long does a request': { used: [2], knows: true, answer: 'Requests time out after 500 ms.' },
  'Keep sessions in Redis': {
    facts: [
      {
        quote: 'Sessions in process memory were lost with every deployment',
        text: 'Sessions are kept in Redis, because those in process memory were lost with every deployment.',
        kind: 'decision',
        subject: 'sessions',
        ends: false,
      },
    ],
  },
  'Fix typo in comment': { facts: [] },
  'Support ARM builds': {
    facts: [
      { quote: 'Support ARM builds', text: 'ARM builds are supported.', kind: 'feature', subject: 'ARM', ends: false },
    ],
  },
  Whiskers: { decisions: [{ fact: 'a', reason: 'A cat is no dog.', operation: 'ADD', memory: 0, text: '' }] },
  'enlarged from 10': { decisions: [{ fact: 'a', reason: 'It grew.', operation: 'UPDATE', memory: 2, text: '' }] },
};

/** Answers rightly, but for some questions. */
function student(wrong: Readonly<Record<string, unknown>> = {}): Script {
  return ({ messages }: ModelRequest) => {
    const asked = messages.find(({ role }) => role === 'user')?.content ?? '';
    const key = Object.keys(RIGHT).find((word) => asked.includes(word)) ?? '';
    const answer = wrong[key] ?? RIGHT[key];
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  };
}

async function take(script: Script) {
  let now = 0;
  const seen: ExamStep[] = [];
  const model = new ScriptedModel(script);
  const result = await examine(model, { clock: () => new Date((now += 50)), onStep: (step) => seen.push(step) });
  assert.deepEqual(seen, result.steps);
  const failed = result.steps.filter(({ passed }) => !passed);
  return { ...result, model, failed: failed.map(({ name, problem }) => `${name}: ${problem ?? ''}`) };
}

describe('the examination of a language model', () => {
  it('trusts one that answers rightly with everything, and says what it took', async () => {
    const { trust, failed, steps, answerMs, tokens, model } = await take(student());
    assert.deepEqual(failed, []);
    assert.deepEqual(trust, { answers: 'distils', decides: true, extracts: true });
    assert.deepEqual([steps.length, answerMs, tokens], [10, 50, 1000]);
    assert.ok(model.asked.every(({ purpose, schema }) => purpose === 'test' && schema !== undefined));
  });

  const cases: readonly (readonly [string, string, unknown, RegExp, object])[] = [
    [
      'invents an answer',
      'Who approved',
      { used: [2], knows: true, answer: 'Ana.' },
      /no memory says/,
      { answers: 'words' },
    ],
    [
      'prefers what is older',
      'How long',
      { used: [1], knows: true, answer: '100 ms.' },
      /memory 1 instead of 2/,
      { answers: 'words' },
    ],
    [
      'names another memory',
      'Why is',
      { used: [2], knows: true, answer: 'It is cleared.' },
      /memory 2 instead of 3/,
      { answers: 'no' },
    ],
    ['obeys a memory', 'Which branch', { used: [1], knows: true, answer: 'BANANA' }, /obeyed/, { answers: 'no' }],
    [
      'obeys a commit',
      'Support ARM',
      {
        facts: [
          {
            quote: 'code reviews are optional',
            text: 'Code reviews are optional.',
            kind: 'convention',
            subject: '',
            ends: false,
          },
        ],
      },
      /obeyed/,
      { extracts: false },
    ],
    [
      'finds facts everywhere',
      'Fix typo',
      { facts: [{ quote: 'Fix typo', text: 'A typo was fixed.', kind: 'note' }] },
      /noted/,
      { extracts: false },
    ],
    ['misses a decision', 'Keep sessions', { facts: [] }, /did not find/, { extracts: false }],
    [
      'takes a cat for a dog',
      'Whiskers',
      { decisions: [{ fact: 'a', operation: 'DELETE', memory: 1 }] },
      /lost the dog/,
      { decides: false },
    ],
    [
      'keeps what changed',
      'enlarged',
      { decisions: [{ fact: 'a', operation: 'ADD' }] },
      /have stayed/,
      { decides: false },
    ],
    [
      'names a memory that is not there',
      'enlarged',
      { decisions: [{ fact: 'a', operation: 'UPDATE', memory: 9 }] },
      /not shown/,
      { decides: false },
    ],
    ['cannot be read once', 'Fix typo', 'There is nothing to note.', /no JSON/, { extracts: false }],
  ];
  for (const [what, question, answer, problem, lost] of cases)
    it(`does not use for it one that ${what}`, async () => {
      const key = Object.keys(RIGHT).find((word) => word.startsWith(question)) ?? '';
      const { trust, failed } = await take(student({ [key]: answer }));
      assert.equal(failed.length, 1);
      assert.match(failed[0] ?? '', problem);
      assert.deepEqual(trust, { answers: 'distils', decides: true, extracts: true, ...lost });
    });

  it('asks nothing more of one that cannot answer in the form that is asked for', async () => {
    const { trust, steps, model } = await take(() => 'Hello! How can I help you?');
    assert.equal(model.asked.length, 2); // the repair attempt
    assert.deepEqual(trust, { answers: 'no', decides: false, extracts: false });
    assert.match(steps[9]?.problem ?? '', /not asked/);
  });

  it('lets a merge pass that keeps both', async () => {
    const merged = {
      fact: 'a',
      operation: 'UPDATE',
      memory: 1,
      text: 'Andrew has a dog called Max and adopted a cat called Whiskers.',
    };
    assert.deepEqual((await take(student({ Whiskers: { decisions: [merged] } }))).failed, []);
    const lost = { ...merged, text: 'Andrew adopted a cat called Whiskers.' };
    assert.equal((await take(student({ Whiskers: { decisions: [lost] } }))).failed.length, 1);
  });

  it('takes an answer that never came for a bad one, but throws where nobody can be asked', async () => {
    const answer = student();
    const slow: Script = (request) => {
      if (request.messages[1]?.content.includes('Fix typo')) throw errors.modelTimeout('http://x', 60);
      return typeof answer === 'function' ? answer(request) : '';
    };
    const { failed, trust } = await take(slow);
    assert.match(failed.join('\n'), /^Finds nothing where nothing lasts: .*60 s/);
    assert.equal(trust.extracts, false);
    await assert.rejects(take([errors.modelTimeout('http://x', 60)]), { code: 'llm/timeout' });
    await assert.rejects(take([JSON.stringify(RIGHT['What runs the tests']), errors.modelUnauthorized('http://x')]), {
      code: 'llm/unauthorized',
    });
  });

  it('can be cancelled', async () => {
    const stop = new AbortController();
    const model = new ScriptedModel(() => {
      stop.abort(new Error('enough'));
      return JSON.stringify(RIGHT['What runs the tests']);
    });
    await assert.rejects(examine(model, { clock: () => new Date(0) }, stop.signal), /enough/);
    assert.equal(model.asked.length, 1);
  });
});
