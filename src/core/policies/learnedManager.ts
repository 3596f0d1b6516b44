import { anchors, terms } from '../base/words';
import { forward, type Mlp } from '../math/mlp';
import { softmax } from '../math/softmax';
import type { OperationKind } from '../memory/memory';
import { calibrated } from './calibration';
import {
  ADD,
  FIRST_DELETE,
  FIRST_UPDATE,
  managerLogits,
  NOOP,
  toAction,
  toOperation,
  type ManagerOperation,
} from './managerActions';
import { PAIR_FEATURES, readManagerFeatures, type ManagerFeatures } from './managerFeatures';
import { MOST_SWAYED, type ManagerInput, type ManagerPolicy } from './policy';
import type { PolicyWeights } from './weights';

export interface LearnedManagerOptions {
  /** Operations that it never chooses, for comparisons. ADD cannot be forbidden. */
  readonly forbid?: readonly OperationKind[];
  /** How much a language model's opinion counts, in logits: see `LLM_VOTE`. 0: not at all. */
  readonly vote?: number;
}

/**
 * The Memory Manager that was trained on outcomes: scores every operation of a fact and takes the most probable one.
 * @param weights that `readWeights` has let through
 */
export function createLearnedManager(
  weights: Pick<PolicyWeights, 'networks' | 'calibration' | 'algorithm'>,
  { forbid = [], vote = LLM_VOTE }: LearnedManagerOptions = {},
): ManagerPolicy {
  const pair = toMlp(weights, 'pair');
  const global = toMlp(weights, 'global');
  return {
    name: `learned (${weights.algorithm})`,
    by: 'policy',
    choose(input) {
      const { fact } = input;
      const features = readManagerFeatures(input);
      const scores = managerLogits(forward(global, features.global), forward(pair, features.pairs), forbid);
      const ruled = features.ruled === undefined ? ADD : FIRST_UPDATE + features.ruled;
      scores[ruled] = (scores[ruled] ?? 0) + CASTING_VOTE;
      const ends = fact.ends === true && !forbid.includes('DELETE');
      const own = choose(softmax(scores), ends);
      const voted = input.opinion && toAction(input.opinion);
      if (voted !== undefined) scores[voted] = (scores[voted] ?? -Infinity) + vote;
      const heard = choose(softmax(scores), ends);
      // Where the guard keeps the model from ending a memory, the policy's own choice stands.
      const isSwayed = heard.action !== own.action && (heard.action !== ADD || voted === ADD);
      const action = isSwayed ? heard.action : own.action;
      const chosen = toOperation(action);
      // Agreement makes no surer: the probability was fitted without it. Doubt does make less sure.
      const probability = isSwayed ? heard.probability : Math.min(own.probability, heard.probability);
      const confidence = calibrated(probability, weights.calibration);
      return {
        ...chosen,
        ...(action === NOOP && input.opinion?.operation === 'NOOP' && { target: input.opinion.target ?? 0 }),
        confidence: isSwayed ? Math.min(MOST_SWAYED, confidence) : confidence,
        reason: reasonFor(chosen, features, input),
        ...(isSwayed && { swayed: true }),
      };
    },
  };
}

/** Where the policy is nearly undecided the rule decides. In logits; set on train histories that were left out of the training. Not learned. */
const CASTING_VOTE = 0.5;

/**
 * What a language model would do has so much more. In logits: with 1 it decides where the policy gives its own choice at most 2.7 times the probability of the
 * model's. Not learned, for no weights have ever met an opinion. On the validation histories (bench/README.md) 0.5 to 2 are alike: 0.1 to 0.4 points of F1 more
 * with models that are right in 75 to 97 % of the decisions, nothing lost with one that is right in 60 %; 3 and more lose with that one.
 */
export const LLM_VOTE = 1;

/** A memory is ended by a fact that tells no end only where the policy is this sure; else the fact stands beside it. A guard of the product, not learned. */
const SURE_OF_END = 0.7;

/** @param ends to replace a memory and to end it are the same, for the fact tells an end */
function choose(probabilities: Float64Array, ends: boolean): { action: number; probability: number } {
  const sums = probabilities.map((probability, action) => (ends ? asEnd(probabilities, action) : probability));
  const action = sums.indexOf(Math.max(...sums));
  const probability = sums[action] ?? 0;
  if (action >= FIRST_DELETE && !ends && probability <= SURE_OF_END)
    return { action: ADD, probability: sums[ADD] ?? 0 };
  return { action, probability };
}

function asEnd(probabilities: Float64Array, action: number): number {
  const own = probabilities[action] ?? 0;
  if (action < FIRST_UPDATE) return own;
  return action < FIRST_DELETE ? 0 : own + (probabilities[action - FIRST_DELETE + FIRST_UPDATE] ?? 0);
}

function toMlp({ networks }: Pick<PolicyWeights, 'networks'>, name: 'pair' | 'global'): Mlp {
  const network = networks[name];
  if (!network) throw new RangeError(`The weights have no network "${name}"`);
  return { sizes: network.sizes, parameters: Float64Array.from(network.parameters) };
}

/** What somebody who reviews the proposal can check. */
function reasonFor(
  { operation, target = 0 }: ManagerOperation,
  features: ManagerFeatures,
  input: ManagerInput,
): string {
  const is = (name: string): boolean =>
    (features.pairs[target * PAIR_FEATURES.length + PAIR_FEATURES.indexOf(name)] ?? 0) >= 0.5;
  switch (operation) {
    case 'ADD':
      return (input.candidates[0]?.similarity ?? 0) < SOMEWHAT_LIKE
        ? 'Nothing like it was remembered.'
        : 'It says something else than the memories most like it.';
    case 'NOOP':
      return 'It says what memory holds already.';
    case 'UPDATE': {
      const thing = sharedThing(input.fact.text, input.candidates[target]?.text ?? '');
      if (is('other numbers of the same thing') && thing !== undefined)
        return `It gives a newer value of the same thing: "${thing}".`;
      if (is('memory says what the fact replaces')) return 'It tells what took the place of what this memory says.';
      return 'It speaks of the same thing, and is newer.';
    }
    case 'DELETE':
      if (input.fact.ends) return 'It says that this no longer holds.';
      return is('fact reverts what memory says')
        ? 'It takes back what this memory says.'
        : 'What this memory says no longer holds after it.';
  }
}

/** IDF-weighted cosine below which texts hardly have a telling word in common. */
const SOMEWHAT_LIKE = 0.15;

/** What both give a number of, as the fact writes it. */
function sharedThing(fact: string, memory: string): string | undefined {
  const theirs = anchors(memory);
  const shared = anchors(fact).find((anchor) => theirs.includes(anchor));
  return terms(fact).find(({ whole }) => whole === shared)?.text;
}
