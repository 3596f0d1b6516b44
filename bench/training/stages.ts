import type { AnswerTraining } from '../../src/learning/answer/train';
import type { MethodChoice } from '../policies/methods';
import { answerScore, choose, managerScore, type Baseline, type Candidate, type Choice } from './choose';
import { measureManagers, runJobs } from './jobs';
import type { Algorithm } from './options';
import type { Answered, TrainManager, Weights } from './runJob';
import type { KeptStream } from './streams';

/** What is trained on, what is chosen by, and how often it is tried. */
export interface Plan {
  readonly train: readonly KeptStream[];
  readonly validation: readonly KeptStream[];
  readonly algorithms: readonly Algorithm[];
  readonly seeds: readonly number[];
  /** Options of every training of the Memory Manager: for quick tries and ablations. */
  readonly manager?: Partial<TrainManager['training']>;
  /** An Answer Agent that distils while the Memory Manager learns. */
  readonly distillation?: Weights;
  /** Options of every training of the Answer Agent. */
  readonly answers?: Partial<AnswerTraining>;
}

/** What was chosen, with what it was measured against. */
export interface Stage {
  readonly choice: Choice<Weights>;
  readonly baselines: readonly Baseline[];
  readonly candidates: readonly Candidate<Weights>[];
}

/** Every algorithm with every seed. */
export function managerTrainings({ train, algorithms, seeds, manager, distillation }: Plan): TrainManager[] {
  return algorithms.flatMap((algorithm) =>
    seeds.map((seed): TrainManager => ({
      job: 'train manager',
      streams: train,
      training: { ...manager, algorithm, seed },
      ...(distillation && { distillation }),
    })),
  );
}

/** Trains Memory Managers against the frozen reader, and chooses one on the validation histories. */
export async function managerStage(plan: Plan, label = 'Memory Manager'): Promise<Stage> {
  const jobs = managerTrainings(plan);
  const trained = await runJobs(jobs, `${label}, training`);
  const rules: readonly MethodChoice[] = [{ method: 'ADD-only' }, { method: 'rule' }];
  const learned = trained.map(({ weights }): MethodChoice => ({ method: 'learned', weights }));
  const measured = await measureManagers(plan.validation, [...rules, ...learned], `${label}, validation`);
  const scores = measured.map(managerScore);
  const baselines = rules.map(({ method }, i) => ({ name: method, ...scores[i]! }));
  const candidates = trained.map(({ weights }, i) => ({
    name: nameOf(jobs[i]!.training),
    trained: weights,
    ...scores[rules.length + i]!,
  }));
  return { choice: choose(candidates, baselines, ALIKE), baselines, candidates };
}

/**
 * Scores of Memory Managers this near are one on the validation histories, whose 280 facts hold a dozen contradictions: the interval of a score is
 * about ±1.6. In percent; half of what the test allows the learned one to be behind the rule.
 */
export const ALIKE = 0.5;

/** Trains Answer Agents on banks that this Memory Manager builds, and chooses one on banks of the validation histories. */
export async function answerStage(plan: Plan, manager: MethodChoice, label = 'Answer Agent'): Promise<Stage> {
  const { train, validation, algorithms, seeds } = plan;
  const jobs = algorithms.map((algorithm) => ({
    job: 'train answers' as const,
    streams: train,
    manager,
    trainings: seeds.map((seed) => ({ ...plan.answers, algorithm, seed })),
  }));
  const trainings = jobs.flatMap((job) => job.trainings);
  const trained = (await runJobs(jobs, `${label}, training`)).flat();
  const agents = [null, ...trained.map(({ weights }) => weights)];
  const [answered = []] = await runJobs(
    [{ job: 'measure answers' as const, streams: validation, manager, agents }],
    `${label}, validation`,
  );
  const [rule, ...scores] = answered.map(scoreOf);
  const baselines = [{ name: 'rule', score: rule! }];
  const candidates = trained.map(({ weights }, i) => ({
    name: nameOf(trainings[i]!),
    trained: weights,
    score: scores[i]!,
  }));
  return { choice: choose(candidates, baselines), baselines, candidates };
}

function scoreOf({ histories, scores }: Answered): Baseline['score'] {
  return answerScore(histories, scores);
}

export function nameOf({ algorithm, seed }: { readonly algorithm: Algorithm; readonly seed: number }): string {
  return `${algorithm.toUpperCase()}, seed ${seed}`;
}
