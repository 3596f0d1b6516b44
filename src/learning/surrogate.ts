/** Slopes of the clipped objective in one state. */
export interface Surrogate {
  /** [components] gradient by the log-probabilities. */
  readonly weights: Float64Array;
  /** How many of the ratios were clipped, so that they move nothing. */
  readonly clipped: number;
}

/**
 * Σ min(ratio · advantage, clip(ratio, 1 ± clip) · advantage) over the components of an action, ratio = exp(now - before)
 * (Schulman et al. 2017, formula 7). Each component is clipped by itself, as each token of a language model is.
 * @param now [components] log-probabilities of the action
 * @param before [components] the same when the action was sampled
 */
export function clippedSurrogate(now: Float64Array, before: Float64Array, advantage: number, clip: number): Surrogate {
  if (now.length !== before.length) throw new RangeError(`${now.length} components instead of ${before.length}`);
  let clipped = 0;
  const weights = now.map((logProb, k) => {
    const ratio = Math.exp(logProb - before[k]!);
    const isClipped = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
    if (isClipped) clipped++;
    return isClipped ? 0 : ratio * advantage;
  });
  return { weights, clipped };
}
