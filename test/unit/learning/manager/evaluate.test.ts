import assert from 'node:assert/strict';
import type { ManagerChoice, ManagerPolicy } from '../../../../src/core/index';
import { evaluateManager, type ManagerReport } from '../../../../src/learning/manager/evaluate';
import { SOME_BACKGROUND, toyStream } from '../../../support/toyStream';

const STREAM = toyStream(
  [
    'Bump typescript to 5.8.',
    'Flaky tests are retried twice.',
    'Bump typescript to 5.9.',
    { text: 'The cache option was removed.', ends: true },
  ],
  [
    { text: 'Which version of typescript do we use?', gold: { form: 'value', answers: ['5.8'] }, about: [0], to: 2 },
    { text: 'Which version of typescript do we use?', gold: { form: 'value', answers: ['5.9'] }, about: [2] },
    {
      text: 'What do we know about flaky tests?',
      gold: { form: 'text', answers: ['are retried twice'] },
      about: [1],
      kind: 'told',
    },
    { text: 'Was the cache option removed?', gold: { form: 'yesNo', answers: ['yes'] }, about: [3], kind: 'removed' },
  ],
);

function report(
  choose: (text: string) => Omit<ManagerChoice, 'confidence' | 'reason'>,
  calibration = false,
): ManagerReport {
  const policy: ManagerPolicy = {
    name: 'by hand',
    by: 'rule',
    choose: ({ fact }) => ({ ...choose(fact.text), confidence: 0.5, reason: '' }),
  };
  return evaluateManager(STREAM, policy, { background: SOME_BACKGROUND, moments: 1, calibration });
}

const added = (): { operation: 'ADD' } => ({ operation: 'ADD' });
const replaced = (text: string): ManagerChoice | { operation: 'ADD' } =>
  text.includes('5.9') ? { operation: 'UPDATE', target: 0, confidence: 1, reason: '' } : { operation: 'ADD' };

describe('What a policy makes of a stream', () => {
  it('is counted: what holds, what is stale, which operations', () => {
    const { facts, entries, stale, staleIds, lost, needed, operations } = report(added);
    assert.deepEqual([facts, entries, stale, lost, needed], [4, 3, 1, 0, 3]);
    assert.deepEqual(staleIds, ['fact-0']);
    assert.deepEqual(operations, { ADD: 4, UPDATE: 0, DELETE: 0, NOOP: 0 });
  });

  it('has nothing stale where the new value took the place of the old, and is answered better', () => {
    const better = report(replaced);
    const { scores } = report(added);
    assert.deepEqual([better.entries, better.stale, better.lost], [2, 0, 0]);
    const at = better.questions.findIndex(({ kind }) => kind === 'version');
    const gain = (better.scores['ignores time']?.f1[at] ?? 0) - (scores['ignores time']?.f1[at] ?? 0);
    assert.ok(gain > 0.3, String(gain));
  });

  it('has lost what no memory tells any more though it is still right', () => {
    const { lostIds, needed } = report((text) =>
      text.includes('Flaky') ? { operation: 'NOOP', target: 0 } : { operation: 'ADD' },
    );
    assert.deepEqual([lostIds, needed], [['fact-1'], 3]);
  });

  it('asks what is right at the time, the same of every policy', () => {
    const policies = [added, replaced].map((choose) => report(choose).questions);
    assert.deepEqual(policies[0], policies[1]);
    assert.deepEqual(policies[0]?.map(({ kind }) => kind).sort(), ['removed', 'told', 'version']);
  });

  it('is decided with the opinion of an adviser, who may look at what each operation would lead to', () => {
    const follower: ManagerPolicy = {
      name: 'follows the adviser',
      by: 'policy',
      choose: ({ opinion }) => ({ ...(opinion ?? { operation: 'ADD' }), confidence: 1, reason: '' }),
    };
    const advised = evaluateManager(STREAM, follower, {
      background: SOME_BACKGROUND,
      moments: 1,
      advise: (decision) =>
        decision.input.candidates.length > 0 && decision.reward(2) > decision.reward(0)
          ? { operation: 'UPDATE', target: 0 }
          : { operation: 'ADD' },
    });
    assert.deepEqual([advised.operations.UPDATE, advised.stale], [1, 0]);
  });

  it('asks of each kind alike where it cannot ask everything', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      text: `Question ${String(i)}?`,
      gold: { form: 'yesNo', answers: ['yes'] } as const,
      about: [0],
      kind: i < 10 ? 'frequent' : 'rare',
    }));
    const policy: ManagerPolicy = {
      name: '',
      by: 'rule',
      choose: () => ({ operation: 'ADD', confidence: 1, reason: '' }),
    };
    const options = { background: SOME_BACKGROUND, moments: 1, questions: 4 };
    const { questions } = evaluateManager(toyStream(['Use mocha.'], many), policy, options);
    assert.deepEqual(questions.map(({ kind }) => kind).sort(), ['frequent', 'frequent', 'rare', 'rare']);
  });

  it('tells of each decision whether another would have scored better', () => {
    assert.deepEqual(
      report(added, true).outcomes.map(({ right }) => right),
      [true, true, false, true],
    );
    assert.deepEqual(
      report(replaced, true).outcomes.map(({ right }) => right),
      [true, true, true, true],
    );
  });
});
