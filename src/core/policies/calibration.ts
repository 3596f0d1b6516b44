import { sigmoid } from '../math/softmax';
import type { PolicyWeights } from './weights';

/**
 * The probability that a choice is right, from the policy's own probability of it (Platt 1999).
 * @param probability in [0, 1]
 * @returns in [0, 1]
 */
export function calibrated(probability: number, { slope, bias }: PolicyWeights['calibration']): number {
  return sigmoid(slope * logit(probability) + bias);
}

/** log(p / (1 - p)), kept finite: a policy is never surer than one in a million. @param probability in [0, 1] */
export function logit(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is no probability`);
  const inside = Math.min(1 - MARGIN, Math.max(MARGIN, probability));
  return Math.log(inside / (1 - inside));
}

const MARGIN = 1e-6;
