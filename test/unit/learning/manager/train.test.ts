import assert from 'node:assert/strict';
import { createLearnedManager, readWeights } from '../../../../src/core/index';
import { evaluateManager } from '../../../../src/learning/manager/evaluate';
import { trainManager, type ManagerTraining } from '../../../../src/learning/manager/train';
import type { Trained } from '../../../../src/learning/trained';
import { SOME_BACKGROUND, toyStream } from '../../../support/toyStream';

/** Versions of four packages that go up again and again: each takes the place of the one before. */
const PACKAGES = ['typescript', 'mocha', 'eslint', 'prettier'];
const TEXTS = Array.from(
  { length: 48 },
  (_, i) => `Bump ${PACKAGES[i % 4] ?? ''} to ${String(1 + Math.floor(i / 4))}.5.`,
);
const STREAM = toyStream(
  TEXTS,
  TEXTS.map((_, i) => ({
    text: `Which version of ${PACKAGES[i % 4] ?? ''} do we use?`,
    gold: { form: 'value', answers: [`${String(1 + Math.floor(i / 4))}.5`] },
    about: [i],
    ...(i + 4 < TEXTS.length && { to: i + 4 }),
  })),
);

function train(options: Partial<ManagerTraining>, signal?: AbortSignal): Promise<Trained> {
  return trainManager(
    [STREAM],
    { algorithm: 'grpo', seed: 3, iterations: 12, background: SOME_BACKGROUND, ...options },
    signal ? { signal } : {},
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function scoreOf({ weights }: Pick<Trained, 'weights'>): number {
  const report = evaluateManager(STREAM, createLearnedManager(weights), { background: SOME_BACKGROUND });
  return mean(report.scores['ignores time']?.f1 ?? []);
}

describe('Training of the Memory Manager', () => {
  for (const algorithm of ['grpo', 'ppo'] as const)
    it(`learns by ${algorithm} in a few windows that a newer version takes the place of the older one`, async () => {
      const before = scoreOf(await train({ algorithm, iterations: 0 }));
      const { weights, curve } = await train({ algorithm, iterations: algorithm === 'ppo' ? 60 : 20 });
      assert.ok(before < 0.4, String(before));
      assert.ok(scoreOf({ weights }) > 0.9, String(scoreOf({ weights })));
      assert.ok((curve.at(-1)?.reward ?? 0) > (curve[0]?.reward ?? 1) + 0.1);
    }).timeout(20_000);

  it('gives the same for the same seed, and something else for another', async () => {
    const [one, same, other] = await Promise.all([train({}), train({}), train({ seed: 4 })]);
    assert.deepEqual(one, same);
    assert.notDeepEqual(one.weights.networks, other.weights.networks);
  });

  it('leaves weights that the product reads', async () => {
    const { weights } = await train({ iterations: 1 });
    const { version, names } = weights.features;
    assert.equal(version > 0 && names['pair']?.length === weights.networks['pair']?.sizes[0], true);
    assert.ok(typeof readWeights === 'function');
  });

  it('goes on from weights that there are', async () => {
    const { weights } = await train({});
    const more = await train({ iterations: 0, initial: weights });
    assert.deepEqual(more.weights.networks, weights.networks);
  });

  it('stops when it is told to', async () => {
    const { curve } = await train({}, AbortSignal.abort());
    assert.equal(curve.length, 0);
  });

  it('refuses weights of another size', async () => {
    const networks = { pair: { sizes: [1, 1], parameters: [0, 0] }, global: { sizes: [1, 1], parameters: [0, 0] } };
    await assert.rejects(train({ initial: { networks } }), RangeError);
  });
});
