import { createRandom } from './random';

/** A share with its 95 % interval, all in [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share, which stays inside [0, 1] and is sound for few trials (Wilson 1927).
 * @returns [0, 1] where there were no trials
 */
export function wilson(hits: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = hits / trials;
  const spread = Z_95 ** 2 / trials;
  const centre = share + spread / 2;
  const margin = Z_95 * Math.sqrt((share * (1 - share)) / trials + (Z_95 / (2 * trials)) ** 2);
  return {
    low: Math.max(0, (centre - margin) / (1 + spread)),
    high: Math.min(1, (centre + margin) / (1 + spread)),
  };
}

/** Half the width of a 95 % interval, in standard deviations of the normal distribution. */
const Z_95 = 1.959964;

export interface BootstrapOptions {
  readonly seed: number;
  /** Default 2,000. */
  readonly rounds?: number;
}

/**
 * Percentile bootstrap of a mean over groups (questions of one history resemble each other, so whole histories are drawn).
 * @param groups of each group its values
 */
export function bootstrapMean(
  groups: readonly (readonly number[])[],
  { seed, rounds = 2000 }: BootstrapOptions,
): Interval {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length === 0) throw new RangeError('No values to draw from');
  const totals = filled.map((group) => ({ sum: sumOf(group), count: group.length }));
  const random = createRandom(seed);
  const means = Array.from({ length: rounds }, () => {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < totals.length; draw++) {
      const group = totals[Math.floor(random() * totals.length)]!;
      sum += group.sum;
      count += group.count;
    }
    return sum / count;
  }).sort((a, b) => a - b);
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** @param sorted ascending, not empty */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
