import { forward, parameterCount, type Mlp } from '../math/mlp';
import { DISTILL_FEATURES, distillState, type DistillState } from './distillFeatures';
import { MOST_KEPT } from './distillRule';
import type { DistillPolicy } from './policy';
import type { PolicyWeights } from './weights';

/** Name of its network, and of the list of features that goes into it. */
export const DISTILL_NETWORK = 'candidate';

/** One row a candidate: 32 hidden units as in the prototype (Memory-R1's distillation is a whole language model). */
export const DISTILL_SIZES: readonly number[] = [DISTILL_FEATURES.length, 32, 1];

/** What the network may add to the prior, per unit of its output. */
const REACH = 3;

/**
 * The logit of each candidate to be kept: what the rule says plus what was learned. A network whose last layer is zero leaves the rule.
 * @param activations see `forward`
 * @returns [rows of the state]
 */
export function distillLogits(
  { features, prior }: DistillState,
  network: Mlp,
  activations?: Float64Array,
): Float64Array {
  const learned = forward(network, features, activations);
  return prior.map((logit, row) => logit + REACH * (learned[row] ?? 0));
}

/** The gradient by the outputs of the network, given that by the logits. */
export function toOutputs(dLogits: Float64Array): Float64Array {
  return dLogits.map((gradient) => REACH * gradient);
}

/** The order in which what is kept goes into an answer: as the rule puts it, what fits best first. @param kept [rows] */
export function keptPlaces({ places }: DistillState, kept: (row: number) => boolean): number[] {
  return places.filter((_, row) => kept(row)).slice(0, MOST_KEPT);
}

/**
 * The trained Answer Agent's distillation: each candidate is kept or not by itself, in view of the others; perhaps none.
 * @throws RangeError for weights of other sizes; see `readWeights`
 */
export function createLearnedDistill({
  networks,
  algorithm,
}: Pick<PolicyWeights, 'networks' | 'algorithm'>): DistillPolicy {
  const { sizes = [], parameters = [] } = networks[DISTILL_NETWORK] ?? {};
  if (sizes[0] !== DISTILL_FEATURES.length || parameters.length !== parameterCount(sizes))
    throw new RangeError(`The distillation network has ${sizes.join('-')} units and ${parameters.length} parameters`);
  const network: Mlp = { sizes, parameters: Float64Array.from(parameters) };
  return {
    name: `learned (${algorithm})`,
    keep: (question, candidates, asked) => {
      const state = distillState(question, candidates, asked);
      const logits = distillLogits(state, network);
      return keptPlaces(state, (row) => (logits[row] ?? 0) > 0);
    },
  };
}
