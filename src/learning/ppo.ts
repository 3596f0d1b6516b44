import { Adam } from './adam';
import type { Distribution } from './distribution';
import type { Environment } from './environment';
import type { Critic, TrainablePolicy } from './policy';
import { createRandom } from './random';
import { distributionsWith, minibatches, rollout, sumOf, type Transition } from './rollout';
import { meanOf } from './statistics';
import { clippedSurrogate } from './surrogate';
import type { StepLog, TrainingHooks } from './types';

/**
 * Options of Proximal Policy Optimization (Schulman et al. 2017). In every state one action is sampled, and it is better or worse than a
 * critic expected.
 */
export const PPO_DEFAULTS = {
  /** Rounds of rollout and update. */
  steps: 200,
  /** Episodes in a rollout. */
  episodes: 1,
  /** Discount of later rewards, in [0, 1]. 0: an action is judged by its own reward, as where each decision is asked about at once. */
  gamma: 0,
  /** Decay of generalised advantage estimation, in [0, 1]; Schulman et al. 2016, section 6. */
  lambda: 0.95,
  /** Whether the advantages of a rollout get mean 0 and deviation 1. */
  normaliseAdvantages: true,
  /** Clip range of the probability ratio; Schulman et al. 2017, 6.1. */
  clip: 0.2,
  /** Passes over one rollout. */
  epochs: 4,
  /** Passes end early once the policy has moved so far from the one that acted, in nats; Spinning Up does so. */
  targetKl: 0.05,
  /** States in one update. */
  minibatch: 64,
  /** Of Adam; much higher than for a language model, for the networks have about a thousand parameters. */
  learningRate: 3e-3,
  /** Of the critic's Adam. */
  criticLearningRate: 5e-3,
  /** Whether the learning rates fall to 0 in a straight line. */
  anneal: false,
  /** Longest gradient; longer ones are shortened. */
  maxGradientNorm: 1,
  /** Weight of the entropy in the objective. With 0.01 the Memory Manager stops trying rare operations before it learns what they are worth. */
  entropy: 0.03,
  /** Weight of the divergence from the reference policy in the objective; computed exactly, not estimated. */
  kl: 0,
};

export interface PpoOptions extends Partial<typeof PPO_DEFAULTS> {
  readonly seed: number;
  /** Parameters of the reference policy. Default: those that the policy begins with. */
  readonly reference?: Float64Array;
}

/** Trains policy and critic in place. @returns the log of each finished step */
export async function ppo<O, A>(
  policy: TrainablePolicy<O, A>,
  critic: Critic<O>,
  environment: Environment<O, A>,
  options: PpoOptions,
  hooks: TrainingHooks = {},
): Promise<StepLog[]> {
  const settings = { ...PPO_DEFAULTS, ...options };
  const random = createRandom(settings.seed);
  const reference = options.reference ?? policy.parameters.slice();
  const optimiser = new Adam(policy.parameters.length, settings.maxGradientNorm);
  const gradient = new Float64Array(policy.parameters.length);
  const criticOptimiser = new Adam(critic.parameters.length, settings.maxGradientNorm);
  const criticGradient = new Float64Array(critic.parameters.length);
  const logs: StepLog[] = [];

  for (let step = 1; step <= settings.steps; step++) {
    const left = settings.anneal ? 1 - (step - 1) / settings.steps : 1;

    // Rollout: in each state one action is sampled and done.
    const distributions: Distribution<A>[] = [];
    const act = (observation: O): A => {
      const distribution = policy.distribution(observation);
      distributions.push(distribution);
      return distribution.sample(random);
    };
    const played = await rollout(environment, act, settings.episodes, random, hooks);
    if (hooks.signal?.aborted) break;
    const taken = played.flat();
    if (taken.length === 0) continue;

    // Advantage: how much better an action was than the critic expected.
    const estimates = played.flatMap((episode) => estimatesOf(episode, critic, settings));
    const advantages = estimates.map(({ advantage }) => advantage);
    const mean = meanOf(advantages);
    const deviation = Math.sqrt(meanOf(advantages.map((advantage) => (advantage - mean) ** 2)));
    const references = distributionsWith(policy, reference, taken);
    const batch = taken.map((transition, i) => ({
      ...transition,
      distribution: distributions[i]!,
      target: estimates[i]!.target,
      advantage: settings.normaliseAdvantages
        ? (advantages[i]! - mean) / (deviation + LEAST_DEVIATION)
        : advantages[i]!,
      before: distributions[i]!.logProbs(transition.action),
      reference: references[i]!,
    }));

    // Update: some passes of gradient steps up the clipped objective, and of the critic towards its targets.
    let ratios = 0;
    let clipped = 0;
    let movedKl = 0;
    for (let epoch = 0; epoch < settings.epochs && movedKl <= settings.targetKl; epoch++) {
      movedKl = 0;
      for (const piece of minibatches(batch, settings.minibatch, random)) {
        await hooks.pause?.();
        if (hooks.signal?.aborted) return logs;
        gradient.fill(0);
        criticGradient.fill(0);
        for (const { observation, action, target, advantage, before, reference } of piece) {
          const distribution = policy.distribution(observation);
          const now = distribution.logProbs(action);
          const surrogate = clippedSurrogate(now, before, advantage, settings.clip);
          ratios += now.length;
          clipped += surrogate.clipped;
          movedKl += approximateKl(now, before) / batch.length;
          const dLogits = distribution.gradient(action, surrogate.weights, settings.entropy, settings.kl, reference);
          policy.backward(observation, sumOf([dLogits], 1 / piece.length), gradient);
          const missing = target - critic.value(observation); // the slope of -(target - value)² / 2
          critic.backward(observation, missing / piece.length, criticGradient);
        }
        optimiser.ascend(policy.parameters, gradient, settings.learningRate * left);
        criticOptimiser.ascend(critic.parameters, criticGradient, settings.criticLearningRate * left);
      }
    }

    // Log: of the policy that acted.
    const log: StepLog = {
      step,
      steps: settings.steps,
      reward: meanOf(batch.map(({ reward }) => reward)),
      entropy: meanOf(batch.map(({ distribution }) => distribution.entropy())),
      kl: meanOf(batch.map(({ distribution, reference }) => distribution.kl(reference))),
      clipped: clipped / ratios,
    };
    logs.push(log);
    hooks.onStep?.(log);
  }
  return logs;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016, formula 16): the sum of later surprises, each counting gamma · lambda times the
 * one before it. The target of the critic is what it said plus the advantage.
 */
export function estimatesOf<O, A>(
  episode: readonly Transition<O, A>[],
  critic: Pick<Critic<O>, 'value'>,
  { gamma, lambda }: Pick<typeof PPO_DEFAULTS, 'gamma' | 'lambda'>,
): Estimate[] {
  const estimates: Estimate[] = [];
  let nextValue = 0; // nothing comes after the end
  let nextAdvantage = 0;
  for (const { observation, reward } of [...episode].reverse()) {
    const value = critic.value(observation);
    const surprise = reward + gamma * nextValue - value;
    const advantage = surprise + gamma * lambda * nextAdvantage;
    estimates.push({ advantage, target: value + advantage });
    nextValue = value;
    nextAdvantage = advantage;
  }
  return estimates.reverse();
}

export interface Estimate {
  readonly advantage: number;
  /** What the critic should have said. */
  readonly target: number;
}

/** How far the policy has moved, from the ratios of what was sampled: never negative (Schulman 2020, "Approximating KL divergence", k3). */
function approximateKl(now: Float64Array, before: Float64Array): number {
  let kl = 0;
  for (const [k, logProb] of now.entries()) kl += Math.expm1(logProb - before[k]!) - (logProb - before[k]!);
  return kl;
}

/** Keeps the division finite where all advantages are alike. */
const LEAST_DEVIATION = 1e-6;
