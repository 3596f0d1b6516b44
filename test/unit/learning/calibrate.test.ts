import assert from 'node:assert/strict';
import {
  calibrate,
  expectedCalibrationError,
  reliability,
  withCalibration,
  type Outcome,
} from '../../../src/learning/calibrate';
import { createRandom } from '../../../src/learning/random';

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

/** Choices of a policy that is as often right as `rightAt` says. */
function outcomes(count: number, seed: number, rightAt: (probability: number) => number): Outcome[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const probability = random();
    return { probability, right: random() < rightAt(probability) };
  });
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

describe('calibrate', () => {
  it('finds slope and bias that outcomes were drawn with', () => {
    for (const [slope, bias] of [
      [1, 0],
      [0.4, 0.8],
      [2.5, -1],
    ] as const) {
      const found = calibrate(outcomes(20_000, 1, (p) => sigmoid(slope * logit(p) + bias)));
      near(found.slope, slope, 0.08);
      near(found.bias, bias, 0.08);
    }
  });

  it('makes a policy that is too sure honest, on choices that it was not fitted to', () => {
    const tooSure = (p: number): number => 0.5 + 0.3 * (p - 0.5);
    const fresh = outcomes(4000, 2, tooSure);
    const calibration = calibrate(outcomes(4000, 1, tooSure));
    assert.ok(expectedCalibrationError(fresh) > 0.15);
    near(expectedCalibrationError(withCalibration(fresh, calibration)), 0, 0.04);
  });

  it('is at the bottom of its loss', () => {
    const data = outcomes(300, 3, (p) => p ** 2);
    const rights = data.filter(({ right }) => right).length;
    const loss = (slope: number, bias: number): number =>
      data.reduce((sum, { probability, right }) => {
        const target = right ? (rights + 1) / (rights + 2) : 1 / (300 - rights + 2);
        const p = sigmoid(slope * logit(probability) + bias);
        return sum - target * Math.log(p) - (1 - target) * Math.log(1 - p);
      }, 0);
    const { slope, bias } = calibrate(data);
    for (const [a, b] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
    ] as const)
      assert.ok(loss(slope + a, bias + b) > loss(slope, bias));
  });

  it('stays finite and humble where all were right, where there are few, and where the policy was certain', () => {
    const allRight = calibrate(outcomes(10, 1, () => 1));
    const mean = withCalibration([{ probability: 0.5, right: true }], allRight)[0]!.probability;
    assert.ok(mean > 0.8 && mean < 0.99, `${mean}`);
    for (const data of [
      [{ probability: 1, right: false }],
      [
        { probability: 1, right: true },
        { probability: 0, right: true },
      ],
      Array.from({ length: 50 }, (_, i) => ({ probability: i < 25 ? 0.01 : 0.99, right: i >= 25 })),
      Array.from({ length: 50 }, (_, i) => ({ probability: 0.7, right: i % 2 === 0 })),
    ]) {
      const { slope, bias } = calibrate(data);
      assert.ok(Number.isFinite(slope) && Number.isFinite(bias) && slope >= 0, `${slope} ${bias}`);
    }
    assert.deepEqual(calibrate([]), { slope: 1, bias: 0 });
  });

  it('says only how often it is right of a policy that is wrong where it is sure', () => {
    const { slope, bias } = calibrate(outcomes(2000, 1, (p) => 1 - p));
    assert.equal(slope, 0);
    near(sigmoid(bias), 0.5, 0.05);
  });
});

describe('reliability', () => {
  const data: Outcome[] = [
    { probability: 0.05, right: false },
    { probability: 0.15, right: true },
    { probability: 0.17, right: false },
    { probability: 1, right: true },
  ];

  it('puts outcomes of like probability together', () => {
    const bins = reliability(data);
    assert.deepEqual(bins.map(({ count }) => count), [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]); // prettier-ignore
    assert.deepEqual([bins[1]!.from, bins[1]!.to, bins[1]!.right], [0.1, 0.2, 0.5]);
    near(bins[1]!.confidence, 0.16, 1e-12);
  });

  it('sums up to the expected calibration error', () => {
    near(expectedCalibrationError(data), (0.05 + 2 * (0.5 - 0.16) + 0) / 4, 1e-12);
    assert.equal(expectedCalibrationError([]), 0);
    near(expectedCalibrationError(outcomes(20_000, 1, (p) => p)), 0, 0.02);
  });
});
