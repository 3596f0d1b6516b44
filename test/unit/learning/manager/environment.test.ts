import assert from 'node:assert/strict';
import { openCourse } from '../../../../src/learning/manager/course';
import { createManagerEnvironment } from '../../../../src/learning/manager/environment';
import { createRandom } from '../../../../src/learning/random';
import type { Environment } from '../../../../src/learning/environment';
import type { ManagerState } from '../../../../src/learning/manager/environment';
import type { Question } from '../../../../src/learning/types';
import { SOME_BACKGROUND, toyStream } from '../../../support/toyStream';

const ADD = 0;
const NOOP = 1;
const UPDATE_FIRST = 2;
const DELETE_FIRST = 7;

const version = (
  answer: string,
  from: number,
  to?: number,
): Pick<Question, 'text' | 'gold' | 'about'> & Partial<Question> => ({
  text: 'Which version of typescript do we use?',
  gold: { form: 'value', answers: [answer] },
  about: [from],
  from,
  ...(to !== undefined && { to }),
});

const STREAM = toyStream(
  ['Bump typescript to 5.8.', 'Bump typescript to 5.9.', 'Bump typescript to 5.9.'],
  [version('5.8', 0, 1), version('5.9', 1)],
);

function open(cost = 0, window = 250): Environment<ManagerState, number> {
  const course = openCourse(STREAM, { background: SOME_BACKGROUND });
  return createManagerEnvironment([course], { window, questions: 8, reward: 'expected F1', cost });
}

describe('The life of a bank', () => {
  it('begins empty: there is nothing yet to compare with', () => {
    assert.equal(open().reset(createRandom(1))?.pairs.length, 0);
  });

  it('rewards what lets the question be answered, and not what does not', () => {
    const environment = open();
    environment.reset(createRandom(1));
    assert.ok(environment.tryOut(ADD) > 0.9);
    environment.step(ADD);
    assert.ok(
      environment.tryOut(UPDATE_FIRST) > environment.tryOut(ADD) + 0.1,
      'the old value misleads one of the readers',
    );
    assert.ok(
      environment.tryOut(ADD) > environment.tryOut(NOOP) + 0.3,
      'without the new value there is only a wrong answer',
    );
    assert.ok(environment.tryOut(UPDATE_FIRST) > environment.tryOut(DELETE_FIRST) + 0.3, 'what ended has no value');
  });

  it('weighs questions by how often they are asked: by outcomes alone', () => {
    const rewardWith = (timesOfNew: number, timesOfOld: number): number => {
      const stream = toyStream(
        ['Bump typescript to 5.8.', 'Bump typescript to 5.9.'],
        // Both cannot be right: what the second decision is worth is a matter of which is asked more often.
        [
          { ...version('5.9', 1), times: timesOfNew },
          { ...version('5.8', 0), times: timesOfOld },
        ],
      );
      const course = openCourse(stream, { background: SOME_BACKGROUND });
      const environment = createManagerEnvironment([course], {
        ...{ window: 250, questions: 8, reward: 'expected F1', cost: 0 },
      });
      environment.reset(createRandom(1));
      environment.step(ADD);
      return environment.tryOut(UPDATE_FIRST);
    };
    const even = rewardWith(1, 1);
    assert.ok(Math.abs(rewardWith(3, 3) - even) < 1e-9, 'the same mean');
    assert.ok(rewardWith(3, 1) > even + 0.05, `${rewardWith(3, 1)} ${even}`);
    assert.ok(rewardWith(1, 3) < even - 0.05);
  });

  it('changes nothing when something is tried, and gives the same again', () => {
    const environment = open();
    environment.reset(createRandom(1));
    environment.step(ADD);
    const first = [ADD, NOOP, UPDATE_FIRST, DELETE_FIRST].map((action) => environment.tryOut(action));
    const again = [DELETE_FIRST, UPDATE_FIRST, NOOP, ADD].map((action) => environment.tryOut(action)).reverse();
    assert.deepEqual(again, first);
    assert.equal(environment.step(UPDATE_FIRST).reward, first[2]);
  });

  it('charges for every memory more, and for none less', () => {
    const [free, dear] = [open(0), open(0.1)].map((environment) => {
      environment.reset(createRandom(1));
      environment.step(ADD);
      return [ADD, UPDATE_FIRST, DELETE_FIRST].map((action) => environment.tryOut(action));
    });
    const charged = free?.map((reward, i) => Math.round(1000 * (reward - (dear?.[i] ?? NaN))));
    assert.deepEqual(charged, [100, 0, -100]);
  });

  it('passes over duplicates, and ends with its window', () => {
    const environment = open();
    environment.reset(createRandom(1));
    assert.notEqual(environment.step(ADD).next, undefined);
    assert.equal(environment.step(ADD).next, undefined, 'the third fact says what the second did');
    assert.throws(() => environment.tryOut(ADD), /over/);
    assert.equal(open(0, 1).reset(createRandom(1))?.pairs.length, 0);
  });

  it('has nothing to decide where there is no stream', () => {
    const environment = createManagerEnvironment([], { window: 9, questions: 8, reward: 'EM', cost: 0 });
    assert.equal(environment.reset(createRandom(1)), undefined);
  });

  it('asks only what it may ask', () => {
    const course = openCourse(STREAM, { background: SOME_BACKGROUND });
    const options = { window: 9, questions: 8, reward: 'expected F1', cost: 0, asked: () => false } as const;
    const environment = createManagerEnvironment([course], options);
    environment.reset(createRandom(1));
    assert.equal(environment.tryOut(ADD), 0);
  });
});
