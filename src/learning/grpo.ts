import { Adam } from './adam';
import type { Distribution } from './distribution';
import type { Environment } from './environment';
import type { TrainablePolicy } from './policy';
import { createRandom } from './random';
import { distributionsWith, minibatches, rollout, sumOf } from './rollout';
import { meanOf } from './statistics';
import { clippedSurrogate } from './surrogate';
import type { StepLog, TrainingHooks } from './types';

/**
 * Options of Group Relative Policy Optimization (Shao et al. 2024, DeepSeekMath, section 4.1). There is no critic: in every state a group of
 * actions is sampled and tried out, and each is better or worse than the mean of its group.
 */
export const GRPO_DEFAULTS = {
  /** Rounds of rollout and update. */
  steps: 120,
  /** Episodes in a rollout. */
  episodes: 1,
  /** Actions that are sampled and tried out in each state; at least 2. */
  groupSize: 8,
  /** An advantage is so many times the difference from the group's mean: rewards of answers differ by a few hundredths. */
  advantageScale: 5,
  /** Whether the difference is divided by the group's standard deviation. Shao et al. do; Liu et al. 2025 (Dr. GRPO) show the bias it brings. */
  divideByDeviation: false,
  /** Clip range of the probability ratio; Schulman et al. 2017, 6.1. */
  clip: 0.2,
  /** Passes over one rollout. */
  epochs: 2,
  /** States in one update. */
  minibatch: 16,
  /** Of Adam; much higher than for a language model, for the networks have about a thousand parameters. */
  learningRate: 3e-3,
  /** Whether the learning rate falls to 0 in a straight line. */
  anneal: false,
  /** Longest gradient; longer ones are shortened. */
  maxGradientNorm: 1,
  /** Weight of the entropy in the objective. With 0.01 the Memory Manager stops trying rare operations before it learns what they are worth. */
  entropy: 0.03,
  /** Weight of the divergence from the reference policy in the objective; computed exactly, not estimated. */
  kl: 0,
};

export interface GrpoOptions extends Partial<typeof GRPO_DEFAULTS> {
  readonly seed: number;
  /** Parameters of the reference policy. Default: those that the policy begins with. */
  readonly reference?: Float64Array;
}

/** Trains in place. @returns the log of each finished step */
export async function grpo<O, A>(
  policy: TrainablePolicy<O, A>,
  environment: Environment<O, A>,
  options: GrpoOptions,
  hooks: TrainingHooks = {},
): Promise<StepLog[]> {
  const settings = { ...GRPO_DEFAULTS, ...options };
  if (settings.groupSize < 2) throw new RangeError('A group has at least two actions');
  const random = createRandom(settings.seed);
  const reference = options.reference ?? policy.parameters.slice();
  const optimiser = new Adam(policy.parameters.length, settings.maxGradientNorm);
  const gradient = new Float64Array(policy.parameters.length);
  const logs: StepLog[] = [];

  for (let step = 1; step <= settings.steps; step++) {
    const learningRate = settings.learningRate * (settings.anneal ? 1 - (step - 1) / settings.steps : 1);

    // Rollout: in each state a group of actions is tried out, and one of them is done.
    const groups: Group<O, A>[] = [];
    const act = (observation: O): A => {
      const distribution = policy.distribution(observation);
      const actions = Array.from({ length: settings.groupSize }, () => distribution.sample(random));
      const rewards = actions.map((action) => environment.tryOut(action));
      groups.push({ observation, distribution, actions, rewards });
      return actions[Math.floor(random() * actions.length)]!;
    };
    await rollout(environment, act, settings.episodes, random, hooks);
    if (hooks.signal?.aborted) break;
    if (groups.length === 0) continue;

    // Advantage: how much better an action was than its group.
    const references = distributionsWith(policy, reference, groups);
    const batch = groups.map((group, i) => ({
      ...group,
      advantages: advantagesOf(group.rewards, settings),
      before: group.actions.map((action) => group.distribution.logProbs(action)),
      reference: references[i]!,
    }));

    // Update: some passes of gradient steps up the clipped objective.
    let ratios = 0;
    let clipped = 0;
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      for (const piece of minibatches(batch, settings.minibatch, random)) {
        await hooks.pause?.();
        if (hooks.signal?.aborted) return logs;
        gradient.fill(0);
        for (const { observation, actions, advantages, before, reference } of piece) {
          const distribution = policy.distribution(observation);
          const dLogits = actions.map((action, i) => {
            const now = distribution.logProbs(action);
            const surrogate = clippedSurrogate(now, before[i]!, advantages[i]!, settings.clip);
            ratios += now.length;
            clipped += surrogate.clipped;
            return distribution.gradient(action, surrogate.weights, settings.entropy, settings.kl, reference);
          });
          policy.backward(observation, sumOf(dLogits, 1 / (actions.length * piece.length)), gradient);
        }
        optimiser.ascend(policy.parameters, gradient, learningRate);
      }
    }

    // Log: of the policy that acted.
    const log: StepLog = {
      step,
      steps: settings.steps,
      reward: meanOf(batch.flatMap(({ rewards }) => rewards)),
      entropy: meanOf(batch.map(({ distribution }) => distribution.entropy())),
      kl: meanOf(batch.map(({ distribution, reference }) => distribution.kl(reference))),
      clipped: clipped / ratios,
    };
    logs.push(log);
    hooks.onStep?.(log);
  }
  return logs;
}

/** What was tried out in one state. */
interface Group<O, A> {
  readonly observation: O;
  /** Of the policy as it acted. */
  readonly distribution: Distribution<A>;
  readonly actions: readonly A[];
  readonly rewards: readonly number[];
}

function advantagesOf(
  rewards: readonly number[],
  { advantageScale, divideByDeviation }: Pick<typeof GRPO_DEFAULTS, 'advantageScale' | 'divideByDeviation'>,
): number[] {
  const mean = meanOf(rewards);
  const deviation = Math.sqrt(meanOf(rewards.map((reward) => (reward - mean) ** 2)));
  const scale = advantageScale / (divideByDeviation ? deviation + LEAST_DEVIATION : 1);
  return rewards.map((reward) => (reward - mean) * scale);
}

/** Keeps the division finite where all of a group are alike. */
const LEAST_DEVIATION = 1e-6;
