import type { OperationKind } from '../../src/core/index';
import { expectedCalibrationError, reliability, type ReliabilityBin } from '../../src/learning/calibrate';
import type { StepLog } from '../../src/learning/types';
import type { Model } from '../histories';
import { chatHistory, type History } from '../training/histories';
import { measureManagers, runJobs } from '../training/jobs';
import { splitOfData, type Algorithm } from '../training/options';
import type { Answered, Weights } from '../training/runJob';
import { managerTrainings } from '../training/stages';
import { keepStreams, readStream, type KeptStream } from '../training/streams';
import { ablate, type AblationRow } from './ablations';
import { answerRows, type AnswerRow } from './answerTable';
import { MEM0_THRESHOLDS } from './baselines';
import { meanScore, scoresOf, type Runs } from './measured';
import type { MethodChoice } from './methods';
import { askAllProducts } from './leaveOneOut';
import { productTable, type ProductSummary } from './products';
import { compare, gainOf, type Comparison, type Gain, type Method } from './summary';
import { ablationText, answerText, calibrationText, chatsText, curvesText, mainText, speedText } from './texts';
import type { ShippedWeights } from './shipped';
import { timeInference, type Speed } from './speed';

export const PARTS = ['main', 'chats', 'answers', 'curves', 'calibration', 'ablations', 'products', 'speed'] as const;
export type Part = (typeof PARTS)[number];

/** What each part came to; what was not run is not there. */
export interface Results {
  main?: MainResult;
  chats?: MainResult;
  answers?: { readonly rows: readonly AnswerRow[] };
  curves?: { readonly curves: readonly LearningCurve[] };
  calibration?: { readonly decisions: readonly Reliability[] };
  ablations?: { readonly rows: readonly AblationRow[] };
  products?: { readonly rows: readonly ProductSummary[] };
  speed?: Speed;
}

export interface MainResult extends Comparison {
  /** Of the Mem0-like rule, chosen on the train histories. */
  readonly threshold: number;
  /** Learned without an operation over learned with all. */
  readonly forbidden: readonly Gain[];
}

export interface LearningCurve {
  readonly agent: 'Memory Manager' | 'Answer Agent';
  readonly algorithm: Algorithm;
  /** Of each seed the reward of each step, and the entropy. */
  readonly rewards: readonly (readonly number[])[];
  readonly entropies: readonly (readonly number[])[];
}

export interface Reliability {
  readonly name: string;
  readonly decisions: number;
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}

export interface Asked {
  readonly data: string;
  readonly measured: readonly History[];
  readonly seeds: readonly number[];
  readonly model: Model;
  readonly shipped: ShippedWeights;
}

/** Runs parts one after the other. @returns of each its name, what goes into the results, and its tables */
export async function* runParts(parts: readonly Part[], asked: Asked): AsyncGenerator<readonly [Part, object, string]> {
  if (parts.length === 0) return;
  const bench = await openBench(asked);
  for (const part of parts) {
    switch (part) {
      case 'main': {
        const result = await compareManagers(bench, bench.measured, true);
        yield [part, result, mainText(result)];
        break;
      }
      case 'chats': {
        const history = await chatHistory(asked.data);
        if (!history) break;
        const result = await compareManagers(bench, await keepStreams([history], asked.model.background), false);
        yield [part, result, chatsText(result)];
        break;
      }
      case 'answers': {
        const result = { rows: await compareAnswers(bench) };
        yield [part, result, answerText(result.rows)];
        break;
      }
      case 'curves': {
        const result = { curves: await learningCurves(bench) };
        yield [part, result, curvesText(result.curves)];
        break;
      }
      case 'calibration': {
        const result = { decisions: await reliabilities(bench) };
        yield [part, result, calibrationText(result.decisions)];
        break;
      }
      case 'ablations': {
        const result = { rows: await ablate(bench) };
        yield [part, result, ablationText(result.rows)];
        break;
      }
      case 'products': {
        const result = { rows: await askAllProducts(asked, bench) };
        yield [part, result, productTable(result.rows)];
        break;
      }
      case 'speed': {
        const result = timeInference(bench.train.map(readStream), asked.model.background, asked.shipped);
        yield [part, result, speedText(result)];
        break;
      }
    }
  }
}

export interface Bench {
  readonly train: readonly KeptStream[];
  readonly validation: readonly KeptStream[];
  readonly measured: readonly KeptStream[];
  readonly seeds: readonly number[];
  readonly shipped: ShippedWeights;
}

export const ALGORITHMS: readonly Algorithm[] = ['ppo', 'grpo'];

async function openBench({ data, measured, seeds, model, shipped }: Asked): Promise<Bench> {
  const { train, validation } = splitOfData(data, []);
  const keep = (histories: readonly History[]): Promise<KeptStream[]> => keepStreams(histories, model.background);
  return {
    train: await keep(train),
    validation: await keep(validation),
    measured: await keep(measured),
    seeds,
    shipped,
  };
}

/** The Memory Managers of each algorithm, one a seed, as `npm run train` makes them in its first stage. */
export async function trainedManagers(
  { train, validation, seeds }: Bench,
  algorithm: Algorithm,
): Promise<{ readonly weights: Weights; readonly curve: readonly StepLog[] }[]> {
  const jobs = managerTrainings({ train, validation, seeds, algorithms: [algorithm] });
  return await runJobs(jobs, `Memory Manager by ${algorithm.toUpperCase()}`);
}

/** @param withForbidden also what becomes of it without DELETE, and without NOOP */
async function compareManagers(
  bench: Bench,
  streams: readonly KeptStream[],
  withForbidden: boolean,
): Promise<MainResult> {
  const threshold = await tunedThreshold(bench);
  const rules: readonly MethodChoice[] = [
    { method: 'ADD-only' },
    { method: 'replace most similar' },
    { method: 'Mem0-like', threshold },
    { method: 'frozen rule' },
  ];
  const learned: { readonly name: string; readonly choices: readonly MethodChoice[] }[] = [];
  const shipped = bench.shipped.manager;
  for (const algorithm of ALGORITHMS) {
    const trained = await trainedManagers(bench, algorithm);
    const choices = trained.map(({ weights }): MethodChoice => ({ method: 'learned', weights }));
    learned.push({ name: algorithm.toUpperCase(), choices });
  }
  if (shipped) learned.push({ name: SHIPPED, choices: [{ method: 'learned', weights: shipped }] });
  const forbidden = withForbidden ? learned.flatMap((one) => FORBIDDEN.map((kind) => without(one, kind))) : [];

  const all = [...rules, ...[...learned, ...forbidden].flatMap(({ choices }) => choices)];
  const results = await measureManagers(streams, all, 'Measured');
  const runsOf = (choices: readonly MethodChoice[]): Runs => choices.map((choice) => results[all.indexOf(choice)]!);
  const methods: Method[] = [
    ...rules.map((choice) => ({ name: choice.method, runs: runsOf([choice]) })),
    ...learned.map(({ name, choices }) => ({ name, runs: runsOf(choices) })),
  ];
  const isLearned = (name: string): boolean => learned.some((one) => one.name === name);
  return {
    threshold,
    ...compare(methods, isLearned),
    forbidden: forbidden.map(({ name, of, choices }) =>
      gainOf({ name, runs: runsOf(choices) }, { name: of.name, runs: runsOf(of.choices) }),
    ),
  };
}

export const SHIPPED = 'shipped';

const FORBIDDEN: readonly OperationKind[] = ['DELETE', 'NOOP'];

interface Learned {
  readonly name: string;
  readonly choices: readonly MethodChoice[];
}

/** Seeds that are measured again with an operation forbidden. */
const FORBIDDEN_SEEDS = 2;

/** The first seeds of a method without an operation, and the same seeds with it. */
function without({ name, choices }: Learned, kind: OperationKind): Learned & { readonly of: Learned } {
  const first = choices.slice(0, FORBIDDEN_SEEDS);
  const forbidden = first.flatMap((choice) => (choice.method === 'learned' ? [{ ...choice, forbid: [kind] }] : []));
  return { name: `${name} without ${kind}`, choices: forbidden, of: { name, choices: first } };
}

/** The threshold with which the Mem0-like rule does best on the train histories. */
async function tunedThreshold({ train }: Bench): Promise<number> {
  const choices = MEM0_THRESHOLDS.map((threshold): MethodChoice => ({ method: 'Mem0-like', threshold }));
  const results = await measureManagers(train, choices, 'Threshold of the Mem0-like rule');
  const scores = results.map((run) => meanScore(scoresOf([run])).mean);
  return MEM0_THRESHOLDS[scores.indexOf(Math.max(...scores))]!;
}

/** Who builds the banks that Answer Agents are compared on: what is shipped, else the rule. */
function managerInUse({ shipped }: Bench): MethodChoice {
  const weights = shipped.manager;
  return weights ? { method: 'learned', weights } : { method: 'rule' };
}

async function trainedAnswers(
  bench: Bench,
  algorithm: Algorithm,
): Promise<{ readonly weights: Weights; readonly curve: readonly StepLog[] }[]> {
  const trainings = bench.seeds.map((seed) => ({ algorithm, seed }));
  const job = { job: 'train answers', streams: bench.train, manager: managerInUse(bench), trainings } as const;
  const [trained = []] = await runJobs([job], `Answer Agent by ${algorithm.toUpperCase()}`);
  return trained;
}

async function compareAnswers(bench: Bench): Promise<AnswerRow[]> {
  const agents: { readonly name: string; readonly weights: Weights | null }[] = [{ name: 'rule', weights: null }];
  for (const algorithm of ALGORITHMS)
    for (const { weights } of await trainedAnswers(bench, algorithm))
      agents.push({ name: algorithm.toUpperCase(), weights });
  const shipped = bench.shipped.distillation;
  if (shipped) agents.push({ name: SHIPPED, weights: shipped });
  // Each is asked questions of the others, too, so they are not taken one by one.
  const halves = [0, 1].map((half) => bench.measured.filter((_, place) => place % 2 === half));
  const jobs = halves.map((streams) => ({
    job: 'measure answers' as const,
    streams,
    manager: managerInUse(bench),
    agents: agents.map(({ weights }) => weights),
  }));
  const perHalf = await runJobs(jobs, 'Answers');
  const answeredBy = agents.map((_, i) => joined(perHalf.map((answered) => answered[i]!)));
  const names = [...new Set(agents.map(({ name }) => name))];
  const runsOf = (name: string): Answered[] => answeredBy.filter((_, i) => agents[i]!.name === name);
  return answerRows(names.map((name) => ({ name, runs: runsOf(name) })));
}

function joined(parts: readonly Answered[]): Answered {
  return {
    histories: parts.flatMap(({ histories }) => histories),
    kinds: parts.flatMap(({ kinds }) => kinds),
    scores: parts.flatMap(({ scores }) => scores),
    absent: parts.flatMap(({ absent }) => absent),
    declined: parts.flatMap(({ declined }) => declined),
    kept: parts.flatMap(({ kept }) => kept),
  };
}

async function learningCurves(bench: Bench): Promise<LearningCurve[]> {
  const curves: LearningCurve[] = [];
  for (const algorithm of ALGORITHMS) {
    const managers = await trainedManagers(bench, algorithm);
    curves.push(curveOf('Memory Manager', algorithm, managers));
    curves.push(curveOf('Answer Agent', algorithm, await trainedAnswers(bench, algorithm)));
  }
  return curves;
}

function curveOf(
  agent: LearningCurve['agent'],
  algorithm: Algorithm,
  trained: readonly { readonly curve: readonly StepLog[] }[],
): LearningCurve {
  const of = (value: (log: StepLog) => number): number[][] =>
    trained.map(({ curve }) => curve.map((log) => Math.round(1e4 * value(log)) / 1e4));
  return { agent, algorithm, rewards: of(({ reward }) => reward), entropies: of(({ entropy }) => entropy) };
}

/** Of the shipped Memory Manager, on histories that had no say in its calibration; and of the rule's own confidence. */
async function reliabilities({ measured, shipped: { manager: shipped } }: Bench): Promise<Reliability[]> {
  const choices: { readonly name: string; readonly choice: MethodChoice }[] = [
    { name: 'frozen rule', choice: { method: 'frozen rule' } },
    ...(shipped ? [{ name: SHIPPED, choice: { method: 'learned' as const, weights: shipped } }] : []),
  ];
  const jobs = choices.flatMap(({ choice }) =>
    measured.map((stream) => ({ job: 'judge decisions' as const, streams: [stream], choice })),
  );
  const outcomes = await runJobs(jobs, 'Decisions');
  return choices.map(({ name }, i) => {
    const own = outcomes.slice(i * measured.length, (i + 1) * measured.length).flat();
    return { name, decisions: own.length, error: expectedCalibrationError(own), bins: reliability(own) };
  });
}
