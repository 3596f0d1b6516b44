import type { Distribution } from './distribution';

/** A policy whose parameters can be moved. */
export interface TrainablePolicy<O, A> {
  /** All networks in one flat array; training changes it in place. */
  readonly parameters: Float64Array;
  distribution(observation: O): Distribution<A>;
  /**
   * Adds the gradient by the parameters to `gradient`, given the gradient by the logits of `distribution(observation)`.
   * The trainers call it right after `distribution` of the same observation with the same parameters, so activations may be kept from there.
   * @param dLogits [logits]
   * @param gradient [parameters]
   */
  backward(observation: O, dLogits: Float64Array, gradient: Float64Array): void;
}

/** Estimates how much reward is to come: the baseline of PPO. */
export interface Critic<O> {
  /** Training changes it in place. */
  readonly parameters: Float64Array;
  value(observation: O): number;
  /** Adds the gradient by the parameters to `gradient`, right after `value` of the same observation. */
  backward(observation: O, dValue: number, gradient: Float64Array): void;
}
