import { DISTILL_FEATURES, DISTILL_NETWORK, DISTILL_VERSION, type PolicyWeights } from '../../core/index';
import { grpo } from '../grpo';
import { initialise } from '../initialise';
import { ppo } from '../ppo';
import { createRandom } from '../random';
import type { Trained } from '../trained';
import type { StepLog, TrainingHooks } from '../types';
import { AnswerEnvironment } from './answerEnvironment';
import { isOpen, type AnswerTask } from './answerTask';
import { CRITIC_SIZES, DistillCritic, DistillNetwork } from './distillNetworks';
import { ANSWER_REWARD, type AnswerRewardOptions } from './rewardOfKept';

/** What a training of the Answer Agent can be told; defaults were chosen on the validation histories. */
export const ANSWER_TRAINING = {
  /** How often each question is asked. */
  rounds: 4,
  /** Questions in a rollout. */
  questions: 64,
  /** Of GRPO: kept sets that are tried out for each question. */
  groupSize: 16,
  /** Of GRPO. */
  divideByDeviation: false,
  learningRate: 3e-3,
  /** Weight of the divergence from the policy that it begins with. */
  kl: 0.3,
  entropy: 0.002,
  hidden: 32,
};

export interface AnswerTraining extends Partial<typeof ANSWER_TRAINING> {
  readonly algorithm: 'grpo' | 'ppo';
  readonly seed: number;
  /** Weights to go on from, and to stay near; default: the rule. */
  readonly initial?: PolicyWeights;
  readonly reward?: Partial<AnswerRewardOptions>;
  /** Features that the policy does not see. */
  readonly without?: readonly string[];
}

/**
 * Trains the Answer Agent's distillation from the answers alone (Memory-R1, section 3.2): a frozen reader answers from what it keeps, and how right
 * the answer is rewards it.
 */
export async function trainAnswerAgent(
  tasks: readonly AnswerTask[],
  options: AnswerTraining,
  hooks: TrainingHooks = {},
): Promise<Trained> {
  const settings = { ...ANSWER_TRAINING, ...options };
  const random = createRandom(options.seed);
  const begun = options.initial?.networks[DISTILL_NETWORK];
  const sizes = begun?.sizes ?? [DISTILL_FEATURES.length, settings.hidden, 1];
  const parameters = begun ? Float64Array.from(begun.parameters) : initialise(sizes, random);
  const without = new Set((options.without ?? []).map((name) => DISTILL_FEATURES.indexOf(name)));
  const [inputs = 0, outputs = 0] = sizes;
  // What is never seen has no weight in the product either.
  for (const input of without) for (let out = 0; out < outputs; out++) parameters[out * inputs + input] = 0;
  const policy = new DistillNetwork(sizes, parameters, without);
  const open = tasks.filter(isOpen);
  const environment = new AnswerEnvironment(open, { ...ANSWER_REWARD, ...options.reward });

  const asked = open.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const episodes = Math.min(settings.questions, asked);
  const steps = Math.ceil((settings.rounds * asked) / Math.max(1, episodes));
  const { learningRate, kl, entropy, seed } = settings;
  const common = { seed, steps, episodes, learningRate, kl, entropy, anneal: true };
  let curve: StepLog[];
  if (settings.algorithm === 'grpo') {
    const { groupSize, divideByDeviation } = settings;
    const advantageScale = divideByDeviation ? 1 : ADVANTAGE_SCALE;
    curve = await grpo(policy, environment, { ...common, groupSize, divideByDeviation, advantageScale }, hooks);
  } else {
    const critic = new DistillCritic(initialise(CRITIC_SIZES, random));
    curve = await ppo(policy, critic, environment, common, hooks);
  }
  return {
    weights: {
      format: 1,
      policy: 'distillation',
      algorithm: settings.algorithm,
      features: { version: DISTILL_VERSION, names: { [DISTILL_NETWORK]: DISTILL_FEATURES } },
      networks: { [DISTILL_NETWORK]: { sizes, parameters: [...parameters] } },
      calibration: { slope: 1, bias: 0 },
    },
    curve,
  };
}

/** Rewards of kept sets differ by tenths, where they differ. */
const ADVANTAGE_SCALE = 5;
