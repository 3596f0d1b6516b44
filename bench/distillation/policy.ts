import { activationCount, forward, type Mlp } from '../../src/core/index';
import { DistillNetwork } from '../../src/learning/answer/distillNetworks';
import { backward } from '../../src/learning/backward';
import type { Keeps } from '../../src/learning/distribution';
import type { Environment } from '../../src/learning/environment';
import { initialise } from '../../src/learning/initialise';
import type { Critic } from '../../src/learning/policy';
import { FEATURE_NAMES, type DistillationState } from './features';
import { REWARDS, type RewardKind } from './reward';
import type { Kept, Task } from './tasks';

/** The product's network over the features of a talk. Unlearned, it keeps the best five. */
export function createPolicy(random: () => number): DistillNetwork {
  return new DistillNetwork(SIZES, initialise(SIZES, random));
}

/** Hidden units as in the product. */
const SIZES = [FEATURE_NAMES.length, 32, 1];

/** What a policy keeps when it does not explore: what is more likely kept than not, and at least the likeliest. */
export function keptBy(policy: DistillNetwork, state: DistillationState): Kept {
  const { probabilities } = policy.distribution(state);
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  const kept = order.filter((place) => probabilities[place]! > 0.5);
  return kept.length > 0 ? kept : order.slice(0, 1);
}

/** Guesses the reward of a question from the means of its best five candidates. */
export class QuestionCritic implements Critic<DistillationState> {
  readonly parameters: Float64Array;
  readonly #network: Mlp;

  constructor(random: () => number) {
    this.parameters = initialise(CRITIC_SIZES, random);
    this.#network = { sizes: CRITIC_SIZES, parameters: this.parameters };
  }

  value({ whole }: DistillationState): number {
    return forward(this.#network, whole)[0]!;
  }

  backward({ whole }: DistillationState, dValue: number, gradient: Float64Array): void {
    const activations = new Float64Array(activationCount(CRITIC_SIZES, 1));
    forward(this.#network, whole, activations);
    backward(this.#network, activations, Float64Array.of(dValue), gradient);
  }
}

const CRITIC_SIZES = [FEATURE_NAMES.length, 24, 1];

/** One question an episode, one kept set a question. All questions come once before any comes again. */
export class Distilling implements Environment<DistillationState, Keeps> {
  readonly #tasks: readonly Task[];
  readonly #reward: (task: Task, kept: Kept) => number;
  #left: Task[] = [];
  #task: Task | undefined;

  constructor(tasks: readonly Task[], reward: RewardKind) {
    this.#tasks = tasks;
    this.#reward = REWARDS[reward];
  }

  reset(random: () => number): DistillationState | undefined {
    if (this.#left.length === 0) this.#left = [...this.#tasks];
    [this.#task] = this.#left.splice(Math.floor(random() * this.#left.length), 1);
    return this.#task?.state;
  }

  /** Who keeps nothing has no answer. */
  tryOut(action: Keeps): number {
    const kept = action.flatMap((keep, place) => (keep ? [place] : []));
    return this.#task === undefined || kept.length === 0 ? 0 : this.#reward(this.#task, kept);
  }

  step(action: Keeps): { readonly reward: number; readonly next: undefined } {
    return { reward: this.tryOut(action), next: undefined };
  }
}
