import assert from 'node:assert/strict';
import { calibrated } from '../../../../src/core/policies/calibration';

describe('calibrated', () => {
  it('leaves a probability alone for slope 1 and bias 0', () => {
    for (const p of [0.01, 0.3, 0.5, 0.999]) assert.ok(Math.abs(calibrated(p, { slope: 1, bias: 0 }) - p) < 1e-12);
  });

  it('follows its formula', () => {
    const { exp, log } = Math;
    assert.ok(Math.abs(calibrated(0.8, { slope: 0.5, bias: -1 }) - 1 / (1 + exp(-(0.5 * log(4) - 1)))) < 1e-12);
  });

  it('stays inside of [0, 1] for a policy that is certain, and keeps the order', () => {
    const at = [0, 1e-9, 0.2, 0.6, 1].map((p) => calibrated(p, { slope: 2, bias: 0.3 }));
    assert.ok(at.every((p) => p >= 0 && p <= 1));
    assert.deepEqual(at.toSorted((a, b) => a - b), at); // prettier-ignore
  });

  it('refuses what is no probability', () => {
    for (const p of [-0.1, 1.1, NaN]) assert.throws(() => calibrated(p, { slope: 1, bias: 0 }), RangeError);
  });
});
