import assert from 'node:assert/strict';
import { createLearnedDistill, DISTILL_NETWORK, distillRule, type PolicyWeights } from '../../../../src/core/index';
import { evaluateAnswerAgent } from '../../../../src/learning/answer/evaluate';
import { trainAnswerAgent, type AnswerTraining } from '../../../../src/learning/answer/train';
import { toyTask } from './toyTasks';

const tasks = Array.from({ length: 24 }, (_, index) => toyTask(index));
const unseen = Array.from({ length: 10 }, (_, index) => toyTask(100 + index));
const CARD: PolicyWeights['card'] = {
  trainedOn: '',
  seed: 1,
  node: '',
  commit: '',
  data: [],
  questions: 0,
  scores: [],
};

const train = (options: Partial<AnswerTraining> = {}) =>
  trainAnswerAgent(tasks, { algorithm: 'grpo', seed: 1, rounds: 20, questions: 12, ...options });

describe('training of the Answer Agent', () => {
  for (const algorithm of ['grpo', 'ppo'] as const)
    it(`learns by ${algorithm} which memory answers, where the rule takes the wrong one`, async () => {
      assert.equal(evaluateAnswerAgent(unseen, distillRule).right, 0);
      const { weights, curve } = await train({ algorithm, ...(algorithm === 'ppo' && { rounds: 60 }) });
      const policy = createLearnedDistill(weights);
      assert.equal(evaluateAnswerAgent(unseen, policy).right, 1);
      assert.ok((curve.at(-1)?.reward ?? 0) > (curve[0]?.reward ?? 1) + 0.3);
    });

  it('learns to decline where every answer is wrong', async () => {
    const absent = tasks.map((task) => ({ ...task, isAbsent: true }));
    const { weights } = await trainAnswerAgent(absent, { algorithm: 'grpo', seed: 1, rounds: 20, questions: 12 });
    assert.equal(evaluateAnswerAgent(absent, distillRule).rightlyDeclined, 0);
    assert.equal(evaluateAnswerAgent(absent, createLearnedDistill(weights)).rightlyDeclined, 1);
  });

  it('gives the same for the same seed, and other weights for another', async () => {
    const [first, again, other] = [
      await train({ rounds: 2 }),
      await train({ rounds: 2 }),
      await train({ rounds: 2, seed: 2 }),
    ];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first.weights.networks, other.weights.networks);
  });

  it('leaves no weight to what it is not shown', async () => {
    const { weights } = await train({ rounds: 4, without: ['decision or convention', 'coverage'] });
    const { sizes, parameters } = weights.networks[DISTILL_NETWORK]!;
    const names = weights.features.names[DISTILL_NETWORK]!;
    const weightsOf = (name: string) =>
      Array.from({ length: sizes[1]! }, (_, out) => parameters[out * sizes[0]! + names.indexOf(name)]);
    assert.ok(weightsOf('coverage').every((weight) => weight === 0));
    assert.ok(weightsOf('score').some((weight) => weight !== 0));
  });

  it('goes on from earlier weights', async () => {
    const { weights } = await train();
    const { weights: tuned, curve } = await train({ rounds: 1, initial: { ...weights, card: CARD } });
    assert.equal(evaluateAnswerAgent(unseen, createLearnedDistill(tuned)).right, 1);
    assert.ok((curve[0]?.reward ?? 0) > 0.8);
  });

  it('ends when it is told to, with what it has learned', async () => {
    const stop = new AbortController();
    const { curve } = await trainAnswerAgent(
      tasks,
      { algorithm: 'grpo', seed: 1, questions: 12 },
      {
        signal: stop.signal,
        onStep: ({ step }) => {
          if (step === 3) stop.abort();
        },
      },
    );
    assert.equal(curve.length, 3);
  });

  it('learns nothing from questions that nothing could be kept for', async () => {
    const closed = [toyTask(1, { candidates: [] })];
    const { curve } = await trainAnswerAgent(closed, { algorithm: 'grpo', seed: 1 });
    assert.deepEqual(curve, []);
  });
});
