import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cardPage, roundWeights, weightsText } from '../../../bench/training/card';
import { algorithmsOf, seedsOf } from '../../../bench/training/options';
import { trainManager } from '../../../src/learning/manager/train';
import type { PolicyWeights } from '../../../src/core/index';
import { parseWeights } from '../../../src/node/learning/inference';
import type { Stream } from '../../../src/learning/types';

/** A default that changes, told twenty times, and what it is in between. */
const STREAM: Stream = {
  name: 'tiny',
  facts: Array.from({ length: 20 }, (_, i) => ({
    id: `fact-${i}`,
    text: `The request timeout is ${i * 100} ms.`,
    time: new Date(Date.UTC(2025, 0, i + 1)).toISOString(),
    event: `event-${i}`,
  })),
  questions: Array.from({ length: 20 }, (_, i) => ({
    id: `question-${i}`,
    text: 'What is the request timeout?',
    kind: 'setting',
    gold: { form: 'value' as const, answers: [`${i * 100} ms`] },
    from: i,
    ...(i < 19 && { to: i + 1 }),
    about: [i],
  })),
};

async function trainTiny(seed: number): Promise<PolicyWeights> {
  const { weights } = await trainManager([STREAM], {
    background: new Map(),
    algorithm: 'grpo',
    seed,
    iterations: 2,
    window: 10,
  });
  return {
    ...roundWeights(weights),
    card: {
      trainedOn: '2026-01-02T03:04:05Z',
      seed,
      node: 'v20.0.0',
      commit: 'a'.repeat(40),
      data: [{ name: 'one_two', licence: 'MIT', commit: 'b'.repeat(40) }],
      questions: 20,
      scores: [{ name: 'learned: answer F1', mean: 0.5, low: 0.4, high: 0.6 }],
    },
  };
}

describe('training', () => {
  it('gives the same bytes for the same seed, and others for another', async () => {
    const [once, again, other] = [await trainTiny(1), await trainTiny(1), await trainTiny(2)].map(weightsText);
    assert.equal(again, once);
    assert.notEqual(other, once);
  });

  it('writes a file that the product takes', async () => {
    const weights = await trainTiny(1);
    assert.deepEqual(parseWeights('manager', weightsText(weights)), { weights });
  });

  it('rounds to six significant digits, and rounding again changes nothing', () => {
    const network = { sizes: [1, 1], parameters: [0.123456789, -1234.56789e-9] };
    const rounded = roundWeights({ networks: { n: network }, calibration: { slope: 1 / 3, bias: 0 } });
    assert.deepEqual(rounded.networks['n']?.parameters, [0.123457, -0.00000123457]);
    assert.deepEqual(rounded.calibration, { slope: 0.333333, bias: 0 });
    assert.deepEqual(roundWeights(rounded), rounded);
  });

  it('tells on the card what the weights were made of', async () => {
    const page = cardPage([await trainTiny(3)]);
    for (const part of [/GRPO, seed 3, v20\.0\.0/, /\| one\/two \| MIT \| bbbbbbbbbbbb \|/, /50\.0 \| 40\.0 to 60\.0/])
      assert.match(page, part);
  });

  it('refuses options that say nothing', () => {
    assert.deepEqual(algorithmsOf('both'), ['grpo', 'ppo']);
    assert.throws(() => algorithmsOf('dpo'), /no algorithm/);
    assert.deepEqual(seedsOf('3'), [1, 2, 3]);
    assert.throws(() => seedsOf('0'), /no number of seeds/);
  });
});
