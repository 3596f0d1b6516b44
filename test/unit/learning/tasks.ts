import { activationCount, forward, type Mlp } from '../../../src/core/index';
import { backward } from '../../../src/learning/backward';
import { Bernoullis, Categorical, type Distribution, type Keeps } from '../../../src/learning/distribution';
import type { Environment } from '../../../src/learning/environment';
import { initialise } from '../../../src/learning/initialise';
import type { Critic, TrainablePolicy } from '../../../src/learning/policy';
import { createRandom } from '../../../src/learning/random';

/** One network over a row of numbers; what its outputs mean is up to the task. */
export class NetworkPolicy<A> implements TrainablePolicy<Float64Array, A> {
  readonly parameters: Float64Array;
  readonly #mlp: Mlp;
  readonly #toDistribution: (logits: Float64Array) => Distribution<A>;

  constructor({ inputs, outputs, toDistribution }: Task<A>, seed: number) {
    const sizes = [inputs, 8, outputs];
    this.parameters = initialise(sizes, createRandom(seed));
    this.#mlp = { sizes, parameters: this.parameters };
    this.#toDistribution = toDistribution;
  }

  distribution(observation: Float64Array): Distribution<A> {
    return this.#toDistribution(forward(this.#mlp, observation));
  }

  backward(observation: Float64Array, dLogits: Float64Array, gradient: Float64Array): void {
    differentiate(this.#mlp, observation, dLogits, gradient);
  }
}

export class NetworkCritic implements Critic<Float64Array> {
  readonly parameters: Float64Array;
  readonly #mlp: Mlp;

  constructor({ inputs }: Pick<Task<unknown>, 'inputs'>, seed: number) {
    const sizes = [inputs, 8, 1];
    this.parameters = initialise(sizes, createRandom(seed));
    this.#mlp = { sizes, parameters: this.parameters };
  }

  value(observation: Float64Array): number {
    return forward(this.#mlp, observation)[0]!;
  }

  backward(observation: Float64Array, dValue: number, gradient: Float64Array): void {
    differentiate(this.#mlp, observation, Float64Array.of(dValue), gradient);
  }
}

function differentiate(mlp: Mlp, input: Float64Array, dOutput: Float64Array, gradient: Float64Array): void {
  const activations = new Float64Array(activationCount(mlp.sizes, 1));
  forward(mlp, input, activations);
  backward(mlp, activations, dOutput, gradient);
}

/** Something to learn, and the policy's shape for it. */
export interface Task<A> {
  readonly inputs: number;
  readonly outputs: number;
  toDistribution(logits: Float64Array): Distribution<A>;
  /** @param policy for tasks that play on with it */
  environment(policy: TrainablePolicy<Float64Array, A>): Environment<Float64Array, A>;
  /** Mean return of an episode under the policy's most probable actions; 1 is the best there is. */
  score(policy: TrainablePolicy<Float64Array, A>): number;
}

const oneHot = (index: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => (i === index ? 1 : 0));

/** Each episode is one state of three, in which one of four actions pays, up to noise. The fifth is not allowed. */
export const armBandit: Task<number> = bandit({
  outputs: 5,
  toDistribution: (logits) => new Categorical(logits.with(4, -Infinity)),
  pays(state, arm) {
    if (arm === 4) throw new Error('This arm is not allowed');
    return arm === (state * 2) % 4 ? 1 : 0;
  },
});

/** Each episode is one state of three, in which some of six candidates are worth to be kept, and the others a loss. */
export const keepBandit: Task<Keeps> = bandit({
  outputs: 6,
  toDistribution: (logits) => new Bernoullis(logits),
  pays: (state, keeps) => keeps.filter((kept, i) => kept === (i % 3 === state)).length / 6,
});

interface BanditRules<A> {
  readonly outputs: number;
  toDistribution(logits: Float64Array): Distribution<A>;
  pays(state: number, action: A): number;
}

function bandit<A>({ outputs, toDistribution, pays }: BanditRules<A>): Task<A> {
  const states = 3;
  return {
    inputs: states,
    outputs,
    toDistribution,
    environment() {
      let state = 0;
      let noise = createRandom(0);
      const reward = (action: A): number => pays(state, action) + 0.2 * (noise() - 0.5);
      return {
        reset(random) {
          noise = random;
          state = Math.floor(random() * states);
          return oneHot(state, states);
        },
        tryOut: reward,
        step: (action) => ({ reward: reward(action), next: undefined }),
      };
    },
    score(policy) {
      const scores = [0, 1, 2].map((state) => pays(state, policy.distribution(oneHot(state, states)).mode()));
      return scores.reduce((sum, score) => sum + score, 0) / states;
    },
  };
}

/**
 * A corridor of six cells, from the first to the last in at most ten steps. Only arriving pays, so that what an early step is worth shows
 * much later. Trying an action out means to play on from there as the policy now would: that is its return.
 */
function corridor<A>(shape: Pick<Task<A>, 'outputs' | 'toDistribution'> & { goesOn(action: A): boolean }): Task<A> {
  const cells = 6;
  const mostSteps = 10;
  const after = (cell: number, action: A): number => (shape.goesOn(action) ? cell + 1 : Math.max(0, cell - 1));
  const isOver = (cell: number, steps: number): boolean => cell === cells - 1 || steps === mostSteps;
  const play = (cell: number, steps: number, act: (cell: number) => A): number => {
    while (!isOver(cell, steps)) {
      cell = after(cell, act(cell));
      steps++;
    }
    return cell === cells - 1 ? 1 : 0;
  };
  return {
    ...shape,
    inputs: cells,
    environment(policy) {
      let random = createRandom(0);
      let cell = 0;
      let steps = 0;
      return {
        reset(own) {
          random = own;
          cell = 0;
          steps = 0;
          return oneHot(cell, cells);
        },
        tryOut: (action) =>
          play(after(cell, action), steps + 1, (at) => policy.distribution(oneHot(at, cells)).sample(random)),
        step(action) {
          cell = after(cell, action);
          steps++;
          return { reward: cell === cells - 1 ? 1 : 0, next: isOver(cell, steps) ? undefined : oneHot(cell, cells) };
        },
      };
    },
    score: (policy) => play(0, 0, (cell) => policy.distribution(oneHot(cell, cells)).mode()),
  };
}

export const armCorridor: Task<number> = corridor({
  outputs: 3,
  toDistribution: (logits) => new Categorical(logits),
  goesOn: (action) => action === 1,
});

/** Goes on where the first candidate is kept and the second is not. */
export const keepCorridor: Task<Keeps> = corridor({
  outputs: 2,
  toDistribution: (logits) => new Bernoullis(logits),
  goesOn: ([first, second]) => first === true && second === false,
});
