import {
  activationCount,
  FIRST_DELETE,
  FIRST_UPDATE,
  forward,
  GLOBAL_FEATURES,
  managerLogits,
  PAIR_FEATURES,
  parameterCount,
  readManagerFeatures,
  softmax,
  toAction,
  toOperation,
  type ManagerInput,
  type ManagerPolicy,
  type Mlp,
  type PolicyWeights,
} from '../../src/core/index';
import { backward } from '../../src/learning/backward';
import { Categorical } from '../../src/learning/distribution';
import { grpo } from '../../src/learning/grpo';
import { openCourse } from '../../src/learning/manager/course';
import type { Adviser } from '../../src/learning/manager/decision';
import { createManagerEnvironment, type ManagerState } from '../../src/learning/manager/environment';
import { MANAGER_DEFAULTS } from '../../src/learning/manager/train';
import type { TrainablePolicy } from '../../src/learning/policy';
import type { Stream } from '../../src/learning/types';
import { scriptedAdviser } from './scriptedOpinions';

export interface FeatureTraining {
  readonly background: ReadonlyMap<string, number>;
  readonly iterations: number;
  readonly seed: number;
}

/**
 * The alternative to a vote: the shipped Memory Manager goes on learning with a model's opinion among its inputs, and so learns itself what an opinion is
 * worth. Nobody knows how reliable a user's model will be: the training meets all reliabilities alike.
 */
export async function trainWithOpinions(
  streams: readonly Stream[],
  shipped: PolicyWeights,
  { background, iterations, seed }: FeatureTraining,
  report: (line: string) => void,
): Promise<ManagerPolicy> {
  const courses = streams.map((stream) => openCourse(stream, { background }));
  const environment = createManagerEnvironment(courses, { ...MANAGER_DEFAULTS.grpo, advise: mixedAdviser(seed) });
  const networks = new OpinionNetworks(shipped);
  const { learningRate, entropy, groupSize } = MANAGER_DEFAULTS.grpo;
  await grpo(
    networks,
    environment,
    { seed, steps: iterations, learningRate, entropy, groupSize, anneal: true },
    { onStep: ({ step, reward }) => step % 10 === 0 && report(`step ${step}: reward ${reward.toFixed(4)}`) },
  );
  return networks.toPolicy();
}

function mixedAdviser(seed: number): Adviser {
  const models = RELIABILITIES.map((reliability, i) => scriptedAdviser(reliability, seed + i));
  return (decision) => models[decision.index % models.length]?.(decision);
}

const RELIABILITIES: readonly number[] = [0.6, 0.75, 0.9, 0.97];

/** Inputs more: there is an opinion; it is this action. Of a memory there are two actions, and of the fact as a whole, too. */
const MORE = 3;
const PAIR_SIZES = [PAIR_FEATURES.length + MORE, 24, 2];
const GLOBAL_SIZES = [GLOBAL_FEATURES.length + MORE, 24, 2];

/** The networks of the shipped Memory Manager with more inputs, which say nothing at first. */
class OpinionNetworks implements TrainablePolicy<ManagerState, number> {
  readonly parameters: Float64Array;
  readonly #pair: Mlp;
  readonly #global: Mlp;
  #pairKept = new Float64Array(0);
  #globalKept = new Float64Array(0);

  constructor({ networks }: PolicyWeights) {
    const pair = widened(networks['pair']?.parameters ?? [], PAIR_FEATURES.length);
    const global = widened(networks['global']?.parameters ?? [], GLOBAL_FEATURES.length);
    this.parameters = Float64Array.from([...pair, ...global]);
    const split = parameterCount(PAIR_SIZES);
    this.#pair = { sizes: PAIR_SIZES, parameters: this.parameters.subarray(0, split) };
    this.#global = { sizes: GLOBAL_SIZES, parameters: this.parameters.subarray(split) };
  }

  distribution(state: ManagerState): Categorical {
    const { pairs, global } = withOpinion(state);
    const rows = pairs.length / PAIR_SIZES[0]!;
    this.#pairKept = new Float64Array(activationCount(PAIR_SIZES, rows));
    this.#globalKept = new Float64Array(activationCount(GLOBAL_SIZES, 1));
    return new Categorical(
      managerLogits(forward(this.#global, global, this.#globalKept), forward(this.#pair, pairs, this.#pairKept)),
    );
  }

  backward({ pairs }: ManagerState, dLogits: Float64Array, gradient: Float64Array): void {
    const rows = pairs.length / PAIR_FEATURES.length;
    const split = this.#pair.parameters.length;
    const dPairs = new Float64Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      dPairs[2 * row] = dLogits[FIRST_UPDATE + row]!;
      dPairs[2 * row + 1] = dLogits[FIRST_DELETE + row]!;
    }
    backward(this.#pair, this.#pairKept, dPairs, gradient.subarray(0, split));
    backward(this.#global, this.#globalKept, dLogits.slice(0, FIRST_UPDATE), gradient.subarray(split));
  }

  /** Decides as the product does: with the rule's casting vote, and the guard before an end that the fact does not tell. */
  toPolicy(): ManagerPolicy {
    return {
      name: 'learned with opinions',
      by: 'policy',
      choose: (input) => {
        const features = readManagerFeatures(input);
        const { opinion } = input;
        const scores = this.distribution({ ...features, ...(opinion && { opinion }) }).probabilities.map(Math.log);
        const ruled = features.ruled === undefined ? 0 : FIRST_UPDATE + features.ruled;
        scores[ruled]! += CASTING_VOTE;
        const probabilities = softmax(scores);
        const action = chosenOf(probabilities, input);
        return { ...toOperation(action), confidence: probabilities[action]!, reason: '' };
      },
    };
  }
}

/** As in `createLearnedManager`. */
const CASTING_VOTE = 0.5;
const SURE_OF_END = 0.7;

function chosenOf(probabilities: Float64Array, { fact }: ManagerInput): number {
  const sums = probabilities.map((probability, action) => {
    if (!fact.ends || action < FIRST_UPDATE) return probability;
    return action < FIRST_DELETE ? 0 : probability + probabilities[action - FIRST_DELETE + FIRST_UPDATE]!;
  });
  const action = sums.indexOf(Math.max(...sums));
  return action >= FIRST_DELETE && !fact.ends && sums[action]! <= SURE_OF_END ? 0 : action;
}

/** The first layer gets columns of zeros, so that the network says what it said. */
function widened(parameters: readonly number[], inputs: number): number[] {
  const hidden = 24;
  const rows = Array.from({ length: hidden }, (_, row) => parameters.slice(row * inputs, (row + 1) * inputs));
  return [...rows.flatMap((row) => [...row, ...Array<number>(MORE).fill(0)]), ...parameters.slice(hidden * inputs)];
}

function withOpinion({ pairs, global, opinion }: ManagerState): { pairs: Float64Array; global: Float64Array } {
  const action = opinion && toAction(opinion);
  const says = (...actions: readonly number[]): number[] => [
    Number(action !== undefined),
    ...actions.map((one) => Number(one === action)),
  ];
  const rows = Array.from({ length: pairs.length / PAIR_FEATURES.length }, (_, row) => [
    ...pairs.subarray(row * PAIR_FEATURES.length, (row + 1) * PAIR_FEATURES.length),
    ...says(FIRST_UPDATE + row, FIRST_DELETE + row),
  ]);
  return { pairs: Float64Array.from(rows.flat()), global: Float64Array.from([...global, ...says(0, 1)]) };
}
