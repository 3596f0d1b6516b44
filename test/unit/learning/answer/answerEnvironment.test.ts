import assert from 'node:assert/strict';
import { AnswerEnvironment } from '../../../../src/learning/answer/answerEnvironment';
import type { AnswerTask } from '../../../../src/learning/answer/answerTask';
import { rewardOfKept, type AnswerRewardOptions } from '../../../../src/learning/answer/rewardOfKept';
import { createRandom } from '../../../../src/learning/random';
import { toyTask } from './toyTasks';

const REWARD: AnswerRewardOptions = { kind: 'answer', declined: 0.25, cost: 0.01 };
const WRONG = 0;
const RIGHT = 1;
const POOR = 2;

describe('the reward of what was kept', () => {
  const reward = (
    kept: readonly number[],
    options: Partial<AnswerRewardOptions> = {},
    task: Partial<AnswerTask> = {},
  ) => rewardOfKept(toyTask(0, task), kept, { ...REWARD, ...options });

  it('is how right the answer is, less the cost of every further memory', () => {
    assert.equal(reward([RIGHT]), 1);
    assert.equal(reward([POOR]), 0.5);
    assert.equal(reward([RIGHT, WRONG, POOR]), 0.98);
  });

  it('is less for a wrong answer than for none', () => {
    assert.equal(reward([WRONG]), 0);
    assert.equal(reward([]), 0.25);
  });

  it('is all for declining, and nothing for answering, what memory cannot know', () => {
    assert.equal(reward([], {}, { isAbsent: true }), 1);
    assert.equal(reward([RIGHT], {}, { isAbsent: true }), 0);
  });

  it('counts what beside the deciding memory would have misled, where an expectation is asked for', () => {
    assert.equal(reward([RIGHT, WRONG], { kind: 'expected', cost: 0 }), 0.75);
    assert.equal(reward([RIGHT], { kind: 'expected', cost: 0 }), 1);
    assert.equal(reward([], { kind: 'expected' }), 0.25);
  });

  it('counts only what is wholly right, where that is asked for', () => {
    assert.equal(reward([POOR], { kind: 'exact' }), 0);
    assert.equal(reward([RIGHT], { kind: 'exact' }), 1);
  });
});

describe('AnswerEnvironment', () => {
  const rows = ({ candidates, state }: AnswerTask, ...texts: string[]): boolean[] =>
    state.places.map((place) => texts.some((text) => candidates[place]?.text.startsWith(text)));

  it('asks every question once before it asks one again, as often as it weighs', () => {
    const tasks = [toyTask(1), toyTask(2, { weight: 2 }), toyTask(3)];
    const environment = new AnswerEnvironment(tasks, REWARD);
    const random = createRandom(1);
    const asked = Array.from({ length: 8 }, () => {
      const seen = environment.reset(random);
      return tasks.findIndex(({ state }) => state === seen);
    });
    for (const round of [asked.slice(0, 4), asked.slice(4)]) assert.deepEqual(round.toSorted(), [0, 1, 1, 2]);
  });

  it('gives the reward of the memories that the kept rows stand for', () => {
    const task = toyTask(1);
    const environment = new AnswerEnvironment([task], REWARD);
    environment.reset(createRandom(1));
    assert.equal(environment.tryOut(rows(task, 'right')), 1);
    assert.equal(environment.tryOut(rows(task, 'wrong')), 0);
    assert.deepEqual(environment.step(rows(task, 'poor')), { reward: 0.5, next: undefined });
  });

  it('asks the reader once for each kept set, whoever the reader is', () => {
    const asked: string[] = [];
    const read = (kept: readonly number[]) => {
      asked.push(kept.join());
      return { text: 'right, says a language model', declined: false };
    };
    const task = toyTask(1, { read });
    const environment = new AnswerEnvironment([task], REWARD);
    for (let round = 0; round < 3; round++) {
      environment.reset(createRandom(round));
      assert.equal(environment.tryOut(rows(task, 'wrong')), 1);
      assert.equal(environment.tryOut(rows(task, 'poor')), 1);
    }
    assert.equal(asked.length, 2);
  });

  it('has nothing to decide where nothing is asked', () =>
    assert.equal(new AnswerEnvironment([], REWARD).reset(createRandom(1)), undefined));
});
