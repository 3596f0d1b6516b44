// One job of a training or a comparison, in a process of its own: node --import tsx bench/training/runJob.ts JOB.json RESULT.json
import { readFileSync } from 'node:fs';
import { createLearnedDistill, distillRule, type DistillPolicy } from '../../src/core/index';
import { askAll } from '../../src/learning/answer/evaluate';
import { trainAnswerAgent, type AnswerTraining } from '../../src/learning/answer/train';
import { trainManager, type ManagerTraining } from '../../src/learning/manager/train';
import type { IdfKind } from '../../src/learning/manager/workingBank';
import type { Outcome } from '../../src/learning/calibrate';
import type { Trained } from '../../src/learning/trained';
import { embeddedReaders } from '../../src/learning/reader';
import { openModel } from '../histories';
import type { Measured } from '../policies/measured';
import { policyOf, type MethodChoice } from '../policies/methods';
import { answerTasks } from './answerBanks';
import { roundWeights } from './card';
import { createDistillingReader } from './distillingReader';
import { decisionsOf, measureManager } from './managerRuns';
import { readStream, writeWhole, type KeptStream } from './streams';

export type Weights = Trained['weights'];

/** Trains one Memory Manager. */
export interface TrainManager {
  readonly job: 'train manager';
  readonly streams: readonly KeptStream[];
  readonly training: Omit<ManagerTraining, 'background' | 'readers'>;
  /** An Answer Agent that distils for the reader; default: the reader alone. */
  readonly distillation?: Weights;
}

/** Lets each method decide one stream, and asks what comes of it. */
export interface MeasureManagers {
  readonly job: 'measure managers';
  readonly stream: KeptStream;
  readonly choices: readonly MethodChoice[];
  /** Whose word statistics the methods see; default: the product's. */
  readonly idf?: IdfKind;
}

/** Tries every other operation beside those that one method chooses. */
export interface JudgeDecisions {
  readonly job: 'judge decisions';
  readonly streams: readonly KeptStream[];
  readonly choice: MethodChoice;
}

/** Trains several Answer Agents on the banks that one Memory Manager builds. */
export interface TrainAnswers {
  readonly job: 'train answers';
  readonly streams: readonly KeptStream[];
  readonly manager: MethodChoice;
  readonly trainings: readonly AnswerTraining[];
}

/** Asks several Answer Agents the same questions of such banks; null stands for the rule. */
export interface MeasureAnswers {
  readonly job: 'measure answers';
  readonly streams: readonly KeptStream[];
  readonly manager: MethodChoice;
  readonly agents: readonly (Weights | null)[];
}

export type Job = TrainManager | MeasureManagers | JudgeDecisions | TrainAnswers | MeasureAnswers;

export type JobResult<J extends Job> = J extends TrainManager
  ? Trained
  : J extends MeasureManagers
    ? Measured[]
    : J extends JudgeDecisions
      ? Outcome[]
      : J extends TrainAnswers
        ? Trained[]
        : Answered[];

/** How one Answer Agent did: an entry a question. */
export interface Answered {
  readonly histories: readonly string[];
  readonly kinds: readonly string[];
  /** In [0, 1]; of a question that memory cannot answer 1 where it was declined. */
  readonly scores: readonly number[];
  readonly absent: readonly boolean[];
  readonly declined: readonly boolean[];
  readonly kept: readonly number[];
}

async function main(): Promise<void> {
  const [order = '', target = ''] = process.argv.slice(2);
  const job = JSON.parse(readFileSync(order, 'utf8')) as Job;
  const { background } = await openModel();
  writeWhole(target, JSON.stringify(await run(job, background)));
}

async function run(job: Job, background: ReadonlyMap<string, number>): Promise<unknown> {
  switch (job.job) {
    case 'train manager': {
      const streams = job.streams.map(readStream);
      const readers = job.distillation && distilling(createLearnedDistill(job.distillation), background);
      return rounded(await trainManager(streams, { ...job.training, background, ...(readers && { readers }) }));
    }
    case 'measure managers': {
      const stream = readStream(job.stream);
      // What a reader has read once, it knows for the next method, too.
      const readers = embeddedReaders(stream.facts, background);
      const options = { background, readers: () => readers, ...(job.idf !== undefined && { idf: job.idf }) };
      return job.choices.map((choice) => measureManager(stream, policyOf(choice), options));
    }
    case 'judge decisions':
      return decisionsOf(job.streams.map(readStream), policyOf(job.choice), background);
    case 'train answers': {
      const tasks = await answerTasks(job.streams, policyOf(job.manager), background);
      const trained: Trained[] = [];
      for (const training of job.trainings) trained.push(rounded(await trainAnswerAgent(tasks, training)));
      return trained;
    }
    case 'measure answers': {
      const tasks = await answerTasks(job.streams, policyOf(job.manager), background);
      return job.agents.map((weights): Answered => {
        const outcomes = askAll(tasks, weights ? createLearnedDistill(weights) : distillRule);
        return {
          histories: outcomes.map(({ task }) => task.history),
          kinds: outcomes.map(({ task }) => task.kind),
          scores: outcomes.map(({ score }) => score),
          absent: outcomes.map(({ task }) => task.isAbsent),
          declined: outcomes.map(({ answer }) => answer.declined),
          kept: outcomes.map(({ kept }) => kept),
        };
      });
    }
  }
}

function distilling(
  policy: DistillPolicy,
  background: ReadonlyMap<string, number>,
): NonNullable<ManagerTraining['readers']> {
  return ({ facts }) =>
    embeddedReaders(facts, background).map((reader) => createDistillingReader(reader, policy, background));
}

function rounded({ weights, curve }: Trained): Trained {
  return { weights: roundWeights(weights), curve };
}

void main();
