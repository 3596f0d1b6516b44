import type { Distribution } from './distribution';
import type { Environment } from './environment';
import type { TrainablePolicy } from './policy';
import type { TrainingHooks } from './types';

/** One state of an episode, what was done in it, and what that gave. */
export interface Transition<O, A> {
  readonly observation: O;
  readonly action: A;
  readonly reward: number;
}

/**
 * Plays whole episodes.
 * @param act chooses the action of one state; it may try others out first
 * @returns transitions of each episode in their order. Where training is stopped, those of the episodes that were finished
 */
export async function rollout<O, A>(
  environment: Environment<O, A>,
  act: (observation: O) => A,
  episodes: number,
  random: () => number,
  { pause, signal }: TrainingHooks,
): Promise<Transition<O, A>[][]> {
  const played: Transition<O, A>[][] = [];
  for (let episode = 0; episode < episodes; episode++) {
    const transitions: Transition<O, A>[] = [];
    let observation = environment.reset(random);
    while (observation !== undefined) {
      await pause?.();
      if (signal?.aborted) return played;
      const action = act(observation);
      const { reward, next } = environment.step(action);
      if (!Number.isFinite(reward)) throw new Error('Training diverged: a reward is not finite.');
      transitions.push({ observation, action, reward });
      observation = next;
    }
    played.push(transitions);
  }
  return played;
}

/** What the policy would do in these states with other parameters, for example those it began with. Its own are as before afterwards. */
export function distributionsWith<O, A>(
  policy: TrainablePolicy<O, A>,
  parameters: Float64Array,
  states: readonly { readonly observation: O }[],
): Distribution<A>[] {
  const own = policy.parameters.slice();
  policy.parameters.set(parameters);
  try {
    return states.map(({ observation }) => policy.distribution(observation));
  } finally {
    policy.parameters.set(own);
  }
}

/** @returns all items in a new order, in pieces of at most `size` */
export function minibatches<T>(items: readonly T[], size: number, random: () => number): T[][] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, i) => shuffled.slice(i * size, (i + 1) * size));
}

/** @returns the sum of vectors of one length, times `scale` */
export function sumOf(vectors: readonly Float64Array[], scale: number): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += scale * vector[i]!;
  return sum;
}
