import assert from 'node:assert/strict';
import { readWeights, type ExpectedWeights } from '../../../../src/core/policies/readWeights';
import type { PolicyWeights } from '../../../../src/core/policies/weights';

const expected: ExpectedWeights = {
  policy: 'manager',
  version: 2,
  names: { pair: ['cosine', 'age'], global: ['size'] },
  sizes: { pair: [2, 3, 2], global: [1, 2] },
};

const weights: PolicyWeights = {
  format: 1,
  policy: 'manager',
  algorithm: 'grpo',
  features: { version: 2, names: { pair: ['cosine', 'age'], global: ['size'] } },
  networks: {
    pair: { sizes: [2, 3, 2], parameters: Array.from({ length: 17 }, (_, i) => i / 17) },
    global: { sizes: [1, 2], parameters: [1, 2, 3, 4] },
  },
  calibration: { slope: 1, bias: 0 },
  card: {
    trainedOn: '2026-11-22',
    seed: 1,
    node: 'v20.11.0',
    commit: 'a9b93bf',
    data: [{ name: 'a history', licence: 'MIT', commit: '98613b9' }],
    questions: 1000,
    scores: [{ name: 'validation', mean: 0.7, low: 0.6, high: 0.8 }],
  },
};

/** As it would come from a file. */
const fromFile = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

function refused(value: unknown, problem: string): void {
  assert.deepEqual(readWeights(fromFile(value), expected), { problem });
}

describe('readWeights', () => {
  it('gives back what was written', () => assert.deepEqual(readWeights(fromFile(weights), expected), { weights }));

  it('refuses other versions in words', () => {
    const { names } = weights.features;
    refused({ ...weights, format: 3 }, 'they have format 3; this program reads format 1');
    refused(
      { ...weights, features: { names, version: 1 } },
      'they are for version 1 of the features; this program has version 2',
    );
  });

  it('says so of another version even where the rest of the file has another form, too', () =>
    refused(
      { format: 3, policy: 'manager', features: { version: 9 } },
      'they have format 3; this program reads format 1',
    ));

  it('refuses weights of the other agent', () =>
    refused({ ...weights, policy: 'distillation' }, 'they are for distillation, not for the Memory Manager'));

  it('refuses other inputs', () => {
    const withNames = (names: Record<string, string[]>): unknown => ({ ...weights, features: { version: 2, names } });
    const { global } = expected.names;
    refused(
      withNames({ pair: ['cosine', 'rank'], global: [...global!] }),
      'input 2 of their network "pair" is "rank"; here it is "age"',
    );
    refused(
      withNames({ pair: ['cosine'], global: [...global!] }),
      'their network "pair" has 1 inputs; this program has 2',
    );
    refused(withNames({ pair: ['cosine', 'age'] }), 'their network "global" has 0 inputs; this program has 1');
  });

  it('refuses other networks', () => {
    const withPair = (pair: unknown): unknown => ({ ...weights, networks: { ...weights.networks, pair } });
    refused(withPair(undefined), 'their network "pair" is missing');
    refused(
      withPair({ sizes: [2, 4, 2], parameters: [] }),
      'their network "pair" has layers of 2-4-2; this program has 2-3-2',
    );
    refused(withPair({ sizes: [2, 3, 2], parameters: [1, 2] }), 'their network "pair" has 2 parameters instead of 17');
  });

  it('refuses what is damaged, and says where', () => {
    const { parameters } = weights.networks['pair']!;
    const withThird = (third: unknown): unknown => ({
      ...weights,
      networks: { ...weights.networks, pair: { sizes: [2, 3, 2], parameters: parameters.with(2, third as number) } },
    });
    refused(withThird('1'), 'they are damaged at "networks.pair.parameters.2"');
    refused(withThird(NaN), 'they are damaged at "networks.pair.parameters.2"'); // JSON writes null
    refused({ ...weights, calibration: { slope: 1 } }, 'they are damaged at "calibration.bias"');
    refused({ ...weights, card: {} }, 'they are damaged at "card.trainedOn"');
    assert.deepEqual(readWeights(withThird(Infinity), expected), {
      problem: 'they are damaged at "networks.pair.parameters.2"',
    });
  });

  it('refuses what is no file of weights', () => {
    for (const value of [null, 3, 'weights', [], {}, { format: 1 }]) refused(value, 'this is no file of weights');
  });
});
