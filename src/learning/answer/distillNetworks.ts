import {
  activationCount,
  DISTILL_FEATURES,
  distillLogits,
  forward,
  parameterCount,
  toOutputs,
  type DistillState,
  type Mlp,
} from '../../core/index';
import { backward } from '../backward';
import { Bernoullis, type Keeps } from '../distribution';
import type { Critic, TrainablePolicy } from '../policy';

/** The product's own distillation, with parameters that can be moved. */
export class DistillNetwork implements TrainablePolicy<DistillState, Keeps> {
  readonly #network: Mlp;
  readonly #without: ReadonlySet<number>;
  #activations = new Float64Array();

  /** @param without indices of features that are always 0, for ablations */
  constructor(
    sizes: readonly number[],
    readonly parameters: Float64Array,
    without: ReadonlySet<number> = new Set(),
  ) {
    this.#network = { sizes, parameters };
    this.#without = without;
  }

  distribution(state: DistillState): Bernoullis {
    this.#activations = new Float64Array(activationCount(this.#network.sizes, state.places.length));
    return new Bernoullis(distillLogits(withoutFeatures(state, this.#without), this.#network, this.#activations));
  }

  backward(_state: DistillState, dLogits: Float64Array, gradient: Float64Array): void {
    backward(this.#network, this.#activations, toOutputs(dLogits), gradient);
  }
}

function withoutFeatures(state: DistillState, without: ReadonlySet<number>): DistillState {
  if (without.size === 0) return state;
  const features = state.features.map((value, i) => (without.has(i % DISTILL_FEATURES.length) ? 0 : value));
  return { ...state, features };
}

/** Of all candidates together: the features of the best by the rule, and the mean over all. */
export const CRITIC_SIZES: readonly number[] = [2 * DISTILL_FEATURES.length, 32, 1];

/** Expects the reward of a question from its candidates. */
export class DistillCritic implements Critic<DistillState> {
  readonly #network: Mlp;
  #activations = new Float64Array();

  constructor(readonly parameters: Float64Array) {
    if (parameters.length !== parameterCount(CRITIC_SIZES)) throw new RangeError('Parameters of another critic');
    this.#network = { sizes: CRITIC_SIZES, parameters };
  }

  value(state: DistillState): number {
    this.#activations = new Float64Array(activationCount(CRITIC_SIZES, 1));
    return forward(this.#network, pooled(state), this.#activations)[0]!;
  }

  backward(_state: DistillState, dValue: number, gradient: Float64Array): void {
    backward(this.#network, this.#activations, Float64Array.of(dValue), gradient);
  }
}

function pooled({ places, features }: DistillState): Float64Array {
  const width = DISTILL_FEATURES.length;
  const input = new Float64Array(2 * width);
  input.set(features.subarray(0, width));
  for (let i = 0; i < features.length; i++) input[width + (i % width)]! += features[i]! / places.length;
  return input;
}
