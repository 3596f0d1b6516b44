import path from 'node:path';
import type { IdfKind } from '../../src/learning/manager/workingBank';
import { measureManagers, runJobs } from '../training/jobs';
import type { TrainManager } from '../training/runJob';
import { managerTrainings } from '../training/stages';
import { CACHE, readStream, writeWhole, type KeptStream } from '../training/streams';
import { digestOf } from '../training/histories';
import {
  difference,
  meanScore,
  scoresOf,
  totalOf,
  type Difference,
  type Measured,
  type Runs,
  type Value,
} from './measured';
import type { MethodChoice } from './methods';
import type { Stream } from '../../src/learning/types';
import type { Bench } from './parts';

/** What one change to the training is worth. */
export interface AblationRow {
  readonly name: string;
  readonly seeds: number;
  readonly score: Value;
  readonly stale: number;
  readonly lost: number;
  /** Over the training as it is. */
  readonly gain?: Difference;
}

interface Variant {
  readonly name: string;
  readonly training?: Partial<TrainManager['training']>;
  readonly idf?: IdfKind;
}

const VARIANTS: readonly Variant[] = [
  { name: 'as it is (GRPO)' },
  { name: 'reward: F1 of the likeliest answer', training: { reward: 'F1 of the likeliest' } },
  { name: 'reward: exact match', training: { reward: 'EM' } },
  { name: 'groups of 2', training: { groupSize: 2 } },
  { name: 'groups of 16', training: { groupSize: 16 } },
  { name: 'KL to the beginning, 0.05', training: { klCoefficient: 0.05 } },
  { name: 'memories cost nothing', training: { cost: 0 } },
  { name: 'word statistics of ordinary text only', idf: 'background' },
  { name: 'no word statistics', idf: 'none' },
  { name: '152 questions only', training: { mostQuestions: 152 } },
];

/** Two seeds tell whether a change matters at all; more is not worth the hours. */
const SEEDS = 2;

export async function ablate(bench: Bench): Promise<AblationRow[]> {
  const { train, validation, measured } = bench;
  const seeds = bench.seeds.slice(0, SEEDS);
  const rows: AblationRow[] = [];
  let asIs: Runs | undefined;
  for (const { name, training, idf } of VARIANTS) {
    const manager = { ...training, ...(idf !== undefined && { idf }) };
    const jobs = managerTrainings({ train, validation, algorithms: ['grpo'], seeds, manager });
    const trained = await runJobs(jobs, name);
    const choices = trained.map(({ weights }): MethodChoice => ({ method: 'learned', weights }));
    const runs = await measureManagers(measured, choices, name, idf);
    rows.push(rowOf(name, runs, asIs));
    asIs ??= runs;
  }
  return [...rows, ...(await ofOwnProjects(bench))];
}

function rowOf(name: string, runs: Runs, over: Runs | undefined): AblationRow {
  return {
    name,
    seeds: runs.length,
    score: meanScore(scoresOf(runs)),
    stale: Math.round(totalOf(runs, ({ stale }) => stale)),
    lost: Math.round(totalOf(runs, ({ lost }) => lost)),
    ...(over && { gain: difference(scoresOf(runs), scoresOf(over)) }),
  };
}

/** Rounds of training on a project's own first half. */
const OWN_ITERATIONS = 20;

/** Each measured project with weights that went on learning from its first half, beside the same weights without; asked in its second half only. */
async function ofOwnProjects(bench: Bench): Promise<AblationRow[]> {
  const { train, validation, measured, seeds } = bench;
  const [seed = 1] = seeds;
  const [begun] = await runJobs(
    managerTrainings({ train, validation, algorithms: ['grpo'], seeds: [seed] }),
    'as it is (GRPO)',
  );
  if (!begun) return [];
  const jobs = measured.map((kept): TrainManager => ({
    job: 'train manager',
    streams: [keepFirstHalf(kept)],
    training: { algorithm: 'grpo', seed, iterations: OWN_ITERATIONS, initial: begun.weights },
  }));
  const tuned = await runJobs(jobs, 'fine-tuned');
  const before = await measureManagers(measured, [{ method: 'learned', weights: begun.weights }], 'before fine-tuning');
  const after: Measured[] = [];
  for (const [i, { weights }] of tuned.entries()) {
    const [[one] = []] = await measureManagers([measured[i]!], [{ method: 'learned', weights }], 'after fine-tuning');
    if (one) after.push(one);
  }
  const shipped = [before[0]!.map(inSecondHalf)];
  return [
    rowOf('second halves, without fine-tuning (1 seed)', shipped, undefined),
    rowOf('second halves, fine-tuned on the first half (1 seed)', [after.map(inSecondHalf)], shipped),
  ];
}

/** The first half of a stream, with what was asked and right in it. */
function keepFirstHalf(kept: KeptStream): KeptStream {
  const file = path.join(CACHE, 'streams', `${digestOf(kept.file, 'first half')}.json`);
  writeWhole(file, JSON.stringify(firstHalf(readStream(kept))));
  return { ...kept, file };
}

export function firstHalf({ name, facts, questions }: Stream): Stream {
  const end = Math.floor(facts.length / 2);
  return {
    name,
    facts: facts.slice(0, end),
    questions: questions
      .filter(({ from }) => from < end)
      .map(({ to, ...question }) => ({
        ...question,
        ...(to !== undefined && to < end && { to }),
        about: question.about.filter((index) => index < end),
      })),
  };
}

function inSecondHalf(measured: Measured): Measured {
  const keep = measured.after.map((after) => after >= measured.facts / 2);
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => keep[i]);
  const { scores } = measured;
  const ofReader = ({ f1, em }: (typeof scores)['ignores time']) => ({ f1: kept(f1), em: kept(em) });
  return {
    ...measured,
    kinds: kept(measured.kinds),
    after: kept(measured.after),
    scores: {
      'ignores time': ofReader(scores['ignores time']),
      'prefers newer': ofReader(scores['prefers newer']),
    },
  };
}
