import { calibrated, logit, sigmoid, type PolicyWeights } from '../core/index';
import { meanOf } from './statistics';

/** One choice: how sure the policy was, and whether it turned out right. */
export interface Outcome {
  /** In [0, 1]. */
  readonly probability: number;
  readonly right: boolean;
}

/**
 * Platt scaling: the logistic regression of `right` on logit(probability), by Newton's method. Outcomes count a little less than
 * fully right or wrong, as if one more of each had been seen (Platt 1999, section 2.2), so that few or one-sided outcomes give no certainty.
 * @returns the slope is never negative: a policy that is less often right where it is surer has nothing to say
 */
export function calibrate(outcomes: readonly Outcome[]): PolicyWeights['calibration'] {
  if (outcomes.length === 0) return { slope: 1, bias: 0 };
  const rights = outcomes.filter(({ right }) => right).length;
  const wrongs = outcomes.length - rights;
  const points = outcomes.map(({ probability, right }) => ({
    x: logit(probability),
    target: right ? (rights + 1) / (rights + 2) : 1 / (wrongs + 2),
  }));
  const fitted = fit(points, true);
  return fitted.slope >= 0 ? fitted : fit(points, false);
}

interface Point {
  readonly x: number;
  /** In (0, 1). */
  readonly target: number;
}

/** @param withSlope otherwise it stays 0 */
function fit(points: readonly Point[], withSlope: boolean): PolicyWeights['calibration'] {
  let slope = withSlope ? 1 : 0;
  let bias = 0;
  let loss = lossOf(points, slope, bias);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let [dSlope, dBias, slopeSlope, slopeBias, biasBias] = [0, 0, RIDGE, 0, RIDGE];
    for (const { x, target } of points) {
      const p = sigmoid(slope * x + bias);
      const curvature = p * (1 - p);
      dSlope += (p - target) * x;
      dBias += p - target;
      slopeSlope += curvature * x * x;
      slopeBias += curvature * x;
      biasBias += curvature;
    }
    if (!withSlope) [dSlope, slopeBias, slopeSlope] = [0, 0, 1];
    const determinant = slopeSlope * biasBias - slopeBias ** 2;
    const towardsSlope = -(biasBias * dSlope - slopeBias * dBias) / determinant;
    const towardsBias = -(slopeSlope * dBias - slopeBias * dSlope) / determinant;
    // Far from the optimum a whole Newton step may go too far: halve it until it helps.
    let size = 1;
    while (size > LEAST_STEP && lossOf(points, slope + size * towardsSlope, bias + size * towardsBias) > loss)
      size /= 2;
    if (size <= LEAST_STEP) break;
    slope += size * towardsSlope;
    bias += size * towardsBias;
    const before = loss;
    loss = lossOf(points, slope, bias);
    if (before - loss < CONVERGED * points.length) break;
  }
  return { slope, bias };
}

/** Cross-entropy in nats, of all points together. */
function lossOf(points: readonly Point[], slope: number, bias: number): number {
  let loss = 0;
  for (const { x, target } of points) {
    const z = slope * x + bias;
    loss += Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return loss;
}

const MOST_ROUNDS = 100;
/** Added to the curvature, so that it can be divided by (Lin, Lin and Weng 2007, "A note on Platt's probabilistic outputs"). */
const RIDGE = 1e-12;
const LEAST_STEP = 1e-10;
/** Nats a point. */
const CONVERGED = 1e-12;

/** Outcomes of like probability, together. */
export interface ReliabilityBin {
  /** Bounds of the probabilities. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability; 0 in an empty bin. */
  readonly confidence: number;
  /** Share that was right; 0 in an empty bin. */
  readonly right: number;
}

/** @returns `bins` bins of equal width over [0, 1]; the last holds 1, too */
export function reliability(outcomes: readonly Outcome[], bins = 10): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, bin) => {
    const inside = outcomes.filter(({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === bin);
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      count: inside.length,
      confidence: meanOf(inside.map(({ probability }) => probability)),
      right: inside.filter(({ right }) => right).length / Math.max(1, inside.length),
    };
  });
}

/**
 * Expected calibration error (Naeini et al. 2015): the mean distance between how sure and how often right, over bins of equal width, each
 * weighted by its outcomes.
 * @returns in [0, 1]; 0 where there are no outcomes
 */
export function expectedCalibrationError(outcomes: readonly Outcome[], bins = 10): number {
  let error = 0;
  for (const { count, confidence, right } of reliability(outcomes, bins)) error += count * Math.abs(confidence - right);
  return error / Math.max(1, outcomes.length);
}

/** The same outcomes with probabilities as calibration makes them. */
export function withCalibration(outcomes: readonly Outcome[], calibration: PolicyWeights['calibration']): Outcome[] {
  return outcomes.map(({ probability, right }) => ({ probability: calibrated(probability, calibration), right }));
}
