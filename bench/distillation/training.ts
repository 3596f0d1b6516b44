import { Adam } from '../../src/learning/adam';
import { grpo } from '../../src/learning/grpo';
import { ppo } from '../../src/learning/ppo';
import { createRandom } from '../../src/learning/random';
import { minibatches } from '../../src/learning/rollout';
import { meanOf } from '../../src/learning/statistics';
import type { StepLog } from '../../src/learning/types';
import type { DistillationState } from './features';
import { createPolicy, Distilling, keptBy, QuestionCritic } from './policy';
import type { RewardKind } from './reward';
import { expectedF1, type Kept, type Task } from './tasks';

export interface Training {
  readonly algorithm: 'grpo' | 'ppo';
  readonly reward: RewardKind;
  readonly seed: number;
  /** Default 16. */
  readonly groupSize?: number;
  /** To what keeps the best five. Default 0.02. */
  readonly kl?: number;
  /** What the policy sees of a state. Default: all of it. */
  readonly see?: (state: DistillationState) => DistillationState;
}

export interface Learned {
  readonly parameters: Float64Array;
  readonly keep: (task: Task) => Kept;
  readonly curve: readonly CurvePoint[];
}

/** After one pass over the training questions. */
export interface CurvePoint {
  /** From 1. */
  readonly pass: number;
  /** Mean reward of what was tried. */
  readonly reward: number;
  /** Expected F1 on the validation questions of what it would keep now. Only looked at. */
  readonly validation: number;
}

/**
 * How long each algorithm learns, chosen on validation. In a pass every training question comes once, and a pass has so many rounds of rollout and
 * update; PPO tries one kept set a question, GRPO a whole group.
 */
const ROUNDS = {
  grpo: { passes: 16, stepsInPass: 4, minibatch: 19, epochs: 2 },
  ppo: { passes: 40, stepsInPass: 1, minibatch: 76, epochs: 4 },
};

const LEARNING_RATE = 3e-3;
const ENTROPY = 0.002;

export async function train(
  tasks: readonly Task[],
  validation: readonly Task[],
  { algorithm, reward, seed, groupSize = 16, kl = 0.02, see = (state) => state }: Training,
): Promise<Learned> {
  const random = createRandom(1000 + seed);
  const policy = createPolicy(random);
  const keep = (task: Task): Kept => keptBy(policy, see(task.state));
  const environment = new Distilling(
    tasks.map((task) => ({ ...task, state: see(task.state) })),
    reward,
  );
  const { passes, stepsInPass, minibatch, epochs } = ROUNDS[algorithm];
  const curve: CurvePoint[] = [];
  let rewards: number[] = [];
  const onStep = ({ step, reward: mean }: StepLog): void => {
    rewards.push(mean);
    if (step % stepsInPass !== 0) return;
    const look = meanOf(validation.map((task) => expectedF1(task, keep(task))));
    curve.push({ pass: step / stepsInPass, reward: meanOf(rewards), validation: look });
    rewards = [];
  };
  const options = {
    seed,
    kl,
    minibatch,
    epochs,
    steps: passes * stepsInPass,
    episodes: Math.ceil(tasks.length / stepsInPass),
    learningRate: LEARNING_RATE,
    entropy: ENTROPY,
  };
  if (algorithm === 'grpo')
    await grpo(policy, environment, { ...options, groupSize, divideByDeviation: true, advantageScale: 1 }, { onStep });
  else await ppo(policy, new QuestionCritic(random), environment, options, { onStep });
  return { parameters: policy.parameters, keep, curve };
}

/** The same network, taught which candidates rest on evidence. No outcome policy sees these labels; it is an upper reference. */
export function trainOnLabels(tasks: readonly Task[], seed: number): Omit<Learned, 'curve'> {
  const random = createRandom(1000 + seed);
  const policy = createPolicy(random);
  const optimiser = new Adam(policy.parameters.length, 1);
  const gradient = new Float64Array(policy.parameters.length);
  const labelled = tasks.filter(({ asked }) => asked.candidates.some(({ isEvidence }) => isEvidence));
  for (let epoch = 0; epoch < LABEL_EPOCHS; epoch++) {
    for (const piece of minibatches(labelled, LABEL_MINIBATCH, random)) {
      gradient.fill(0);
      for (const { state, asked } of piece) {
        const labels = asked.candidates.map(({ isEvidence }) => isEvidence);
        const weights = new Float64Array(labels.length).fill(1 / piece.length);
        policy.backward(state, policy.distribution(state).gradient(labels, weights, 0, 0), gradient);
      }
      optimiser.ascend(policy.parameters, gradient, LEARNING_RATE);
    }
  }
  return { parameters: policy.parameters, keep: (task) => keptBy(policy, task.state) };
}

const LABEL_EPOCHS = 40;
const LABEL_MINIBATCH = 19;
