import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openCourse } from '../../../src/learning/manager/course';
import { Decision } from '../../../src/learning/manager/decision';
import { createRandom } from '../../../src/learning/random';
import { answerReward, outcomeReward, type Outcome } from '../../../src/learning/reward';
import type { Stream } from '../../../src/learning/types';
import { SOME_BACKGROUND, toyStream } from '../../support/toyStream';

const outcome = (...answers: readonly (readonly [string, number])[]): Outcome => ({
  answers: answers.map(([text, probability]) => ({ text, probability })),
  gold: { form: 'value', answers: ['5.9'] },
});

describe('The reward', () => {
  it('is what the answers score on average, less what more memories cost', () => {
    const outcomes = [outcome(['5.9', 0.6], ['5.8', 0.4]), outcome(['5.9', 1])];
    assert.equal(outcomeReward(outcomes, 'expected F1', 0, 0.1), 0.8);
    assert.equal(outcomeReward(outcomes, 'expected F1', 2, 0.1), 0.8 - 0.2);
    assert.equal(outcomeReward(outcomes, 'EM', 0, 0.1), 1);
    assert.equal(outcomeReward([], 'expected F1', 1, 0.1), 0);
  });

  it('of the likeliest answer adds up what is said in several ways', () => {
    assert.equal(answerReward(outcome(['5.8', 0.4], ['5.9', 0.35], ['5.9', 0.25]), 'F1 of the likeliest'), 1);
  });
});

describe('What a reward may know', () => {
  /** The imports of rewards: what is not there cannot be looked at. */
  it('is answers, gold and a count: reward and score import nothing that knows operations or evidence', () => {
    const allowed: Record<string, readonly string[]> = { 'reward.ts': ['./score', './types'], 'score.ts': ['./types'] };
    for (const [file, imports] of Object.entries(allowed)) {
      const source = readFileSync(path.join(__dirname, '../../../src/learning', file), 'utf8');
      assert.deepEqual(
        [...source.matchAll(/from '(.+?)'/g)].map(([, name]) => name),
        imports,
      );
      const names = [...source.matchAll(/import (?:type )?\{(.+?)\} from '\.\/types'/g)].flatMap(([, list = '']) =>
        list.split(',').map((name) => name.trim()),
      );
      assert.ok(
        names.every((name) => ['Gold', 'PossibleAnswer'].includes(name)),
        names.join(),
      );
      assert.doesNotMatch(source.replace(/\/\*[^]*?\*\/|\/\/.*/g, ''), /operation|evidence|about|target|action/i);
    }
  });

  const TEXTS = ['Bump typescript to 5.8.', 'We use mocha.', 'Bump typescript to 5.9.'];
  const VERSION = {
    text: 'Which version of typescript do we use?',
    gold: { form: 'value', answers: ['5.9'] },
  } as const;
  const TOOL = { text: 'Do we use mocha?', gold: { form: 'yesNo', answers: ['yes'] } } as const;
  const ALL = [0, 1, 2];

  function rewards(stream: Stream): number[] {
    const course = openCourse(stream, { background: SOME_BACKGROUND });
    course.bank.apply(0, { operation: 'ADD' });
    course.bank.apply(1, { operation: 'ADD' });
    const input = course.bank.meet(2);
    assert.ok(input);
    const options = { questions: 99, reward: 'expected F1', cost: 0.01 } as const;
    const decision = new Decision(course, 2, input, options, createRandom(1));
    return [0, 1, ...input.candidates.flatMap((_, i) => [2 + i, 7 + i])].map((action) => decision.reward(action));
  }

  it('is not evidence: other labels leave every reward as it is, as long as the same is asked', () => {
    const right = rewards(
      toyStream(TEXTS, [
        { ...VERSION, about: [2], from: 0 },
        { ...TOOL, about: [2, 1], from: 0 },
      ]),
    );
    const wrong = rewards(
      toyStream(TEXTS, [
        { ...TOOL, about: [2], from: 0 },
        { ...VERSION, about: [0, 2], from: 0 },
      ]),
    );
    const all = rewards(
      toyStream(TEXTS, [
        { ...VERSION, about: ALL, from: 0, kind: 'x' },
        { ...TOOL, about: ALL, from: 0, id: 'y' },
      ]),
    );
    const close = (a: readonly number[], b: readonly number[]): void =>
      a.forEach((reward, i) => assert.ok(Math.abs(reward - (b[i] ?? NaN)) < 1e-12, `${String(a)} | ${String(b)}`));
    assert.ok(new Set(right).size > 2, 'operations differ in their outcome');
    close(right, wrong);
    close(right, all);
  });

  it('is not the name of an operation: the same bank has the same reward, however it came about', () => {
    // Replacing mocha's memory by the same text, and ending it: what differs is only what can be read then.
    const course = openCourse(toyStream(TEXTS, [{ ...VERSION, about: ALL, from: 0 }]), { background: SOME_BACKGROUND });
    course.bank.apply(0, { operation: 'ADD' });
    const input = course.bank.meet(2);
    assert.ok(input);
    const options = { questions: 9, reward: 'expected F1', cost: 0 } as const;
    const replaced = new Decision(course, 2, input, options, createRandom(1)).reward(2);
    const fresh = openCourse(toyStream(TEXTS, [{ ...VERSION, about: ALL, from: 0 }]), { background: SOME_BACKGROUND });
    const empty = fresh.bank.meet(2);
    assert.ok(empty);
    const added = new Decision(fresh, 2, empty, options, createRandom(1)).reward(0);
    assert.equal(replaced, added, 'both banks hold the one fact');
  });
});
