/**
 * Probabilities over actions. Subtracting the maximum keeps exp() finite and changes nothing else.
 * @param logits [actions]; -Infinity: not allowed, at least one is
 * @returns [actions], each in [0, 1], sum 1
 */
export function softmax(logits: Float64Array): Float64Array {
  return logSoftmax(logits).map(Math.exp);
}

/**
 * Logarithms of the probabilities, exact also where these are too small for a number.
 * @param logits [actions]; -Infinity: not allowed, at least one is
 * @returns [actions], each at most 0
 */
export function logSoftmax(logits: Float64Array): Float64Array {
  let most = -Infinity;
  for (const logit of logits) most = Math.max(most, logit);
  if (most === -Infinity) throw new RangeError('No action is allowed');
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  const logSum = Math.log(sum);
  return logits.map((logit) => logit - most - logSum);
}

/** @returns 1 / (1 + exp(-x)), in [0, 1]; finite for every x */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
