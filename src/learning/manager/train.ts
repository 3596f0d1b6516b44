import {
  GLOBAL_FEATURES,
  MANAGER_FEATURES_VERSION,
  PAIR_FEATURES,
  type Networks,
  type PolicyWeights,
} from '../../core/index';
import { grpo } from '../grpo';
import { ppo } from '../ppo';
import { createRandom, sample } from '../random';
import type { RewardKind } from '../reward';
import type { Trained } from '../trained';
import type { Question, StepLog, Stream, TrainingHooks } from '../types';
import { openCourse, type Course, type CourseOptions } from './course';
import { createManagerEnvironment } from './environment';
import { fromNetworks, ManagerCritic, ManagerNetworks } from './managerNetworks';

export interface ManagerTraining extends CourseOptions {
  readonly algorithm: 'grpo' | 'ppo';
  readonly seed: number;
  /** Windows that are played. Default: what the algorithm needs on eleven histories. */
  readonly iterations?: number;
  /** What training goes on from; default: almost everything is added. */
  readonly initial?: Pick<PolicyWeights, 'networks'>;
  /** Facts in a window. Default 250. */
  readonly window?: number;
  /** Questions about one decision. Default 16. */
  readonly questions?: number;
  /** Only so many questions of all streams together are ever asked. Default: all. */
  readonly mostQuestions?: number;
  readonly reward?: RewardKind;
  /** Of one more memory, in points of mean answer score. */
  readonly cost?: number;
  /** Actions that GRPO compares in each state. */
  readonly groupSize?: number;
  /** Weight of the divergence from the policy that training begins with. */
  readonly klCoefficient?: number;
  readonly learningRate?: number;
  /** Weight of the entropy in the objective: what keeps rare operations being tried. */
  readonly entropy?: number;
}

export interface ManagerTrainingHooks extends TrainingHooks {
  /** Called every so many steps with the networks as they are, so that the caller can keep those that do best on other histories. */
  readonly onCheckpoint?: (networks: Networks, step: number) => void;
  /** Default 20. */
  readonly checkpointEvery?: number;
}

/** Trains the Memory Manager on whole histories, by outcomes alone. Calibration is left to whoever has other histories to measure it on. */
export async function trainManager(
  streams: readonly Stream[],
  options: ManagerTraining,
  hooks: ManagerTrainingHooks = {},
): Promise<Trained> {
  return trainOnCourses(
    streams.map((stream) => openCourse(stream, options)),
    options,
    hooks,
  );
}

/** The same on courses that were opened before, so that several trainings share what was read. */
export async function trainOnCourses(
  courses: readonly Course[],
  options: ManagerTraining,
  hooks: ManagerTrainingHooks = {},
): Promise<Trained> {
  const settings = { ...MANAGER_DEFAULTS[options.algorithm], ...options };
  const random = createRandom(options.seed);
  const asked = chooseAsked(courses, options.mostQuestions, random);
  const environment = createManagerEnvironment(courses, {
    ...settings,
    ...(asked && { asked: (question) => asked.has(question) }),
  });
  const initial = options.initial && fromNetworks(options.initial.networks);
  const networks = new ManagerNetworks(initial, random);
  const trainer = {
    seed: options.seed,
    steps: settings.iterations,
    learningRate: settings.learningRate,
    kl: settings.klCoefficient,
    entropy: settings.entropy,

    anneal: true,
  };
  const every = hooks.checkpointEvery ?? CHECKPOINT_EVERY;
  const onStep = (log: StepLog): void => {
    hooks.onStep?.(log);
    if (log.step % every === 0) hooks.onCheckpoint?.(networks.toNetworks(), log.step);
  };
  const curve =
    options.algorithm === 'grpo'
      ? await grpo(networks, environment, { ...trainer, groupSize: settings.groupSize }, { ...hooks, onStep })
      : await ppo(networks, new ManagerCritic(random), environment, trainer, { ...hooks, onStep });
  return {
    weights: {
      format: 1,
      policy: 'manager',
      algorithm: options.algorithm,
      features: { version: MANAGER_FEATURES_VERSION, names: { pair: PAIR_FEATURES, global: GLOBAL_FEATURES } },
      networks: networks.toNetworks(),
      calibration: { slope: 1, bias: 0 },
    },
    curve,
  };
}

/**
 * Chosen on histories that were not trained on. Of few questions most are about the fact itself, and what the memories beside it lose is not
 * seen; with less entropy rare operations are given up before it is known what they are worth, and everything is added.
 */
export const MANAGER_DEFAULTS = {
  grpo: { iterations: 150, learningRate: 3e-3, entropy: 0.05, ...both() },
  ppo: { iterations: 300, learningRate: 3e-3, entropy: 0.05, ...both() },
};

function both(): Required<
  Pick<ManagerTraining, 'window' | 'questions' | 'reward' | 'cost' | 'groupSize' | 'klCoefficient'>
> {
  return { window: 250, questions: 16, reward: 'expected F1', cost: 0.01, groupSize: 8, klCoefficient: 0 };
}

/** In steps. */
const CHECKPOINT_EVERY = 20;

function chooseAsked(
  courses: readonly Course[],
  most: number | undefined,
  random: () => number,
): ReadonlySet<Question> | undefined {
  if (most === undefined) return undefined;
  const all = courses.flatMap(({ stream }) => stream.questions);
  return new Set(sample(all, most, random));
}
