// Which of the retrieved memories a reader should be shown, learned from outcomes on LoCoMo's questions (research only; nothing of it is shipped):
//   npm run bench -- distillation --data PATH [--json FILE] [--seeds 5] [--on validation]
//   npm run bench -- distillation --report       writes the tables of bench/README.md and the plot from results/distillation.json
// PATH is locomo10.json, or a folder with it or with locomo/locomo10.json; default: MEMORY_R1_DATA. --on validation looks at the validation conversation instead of the test.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { meanOf } from '../src/learning/statistics';
import { askAll, type Asked } from './distillation/candidates';
import { readTalks, type Split } from './distillation/dataset';
import { oracle, plainMethods } from './distillation/methods';
import { READER_TRAINING, readAll, readCrossFitted, trainReader } from './distillation/reader';
import { withoutReader } from './distillation/features';
import { bandsOf, markdownOf, plotOf, textOf, type Ablation, type Report, type SeedCurve } from './distillation/report';
import type { RewardKind } from './distillation/reward';
import { differenceOf, outcomeOf, rowOf, type Outcome } from './distillation/summary';
import { toTasks, type Kept, type Task } from './distillation/tasks';
import { train, trainOnLabels, type Training } from './distillation/training';
import { openModel } from './histories';
import { locomoIn } from './locomo';
import { writePlaces } from './markers';
import { provenanceOf } from './provenance';

const REWARD_KINDS: readonly RewardKind[] = ['soft', 'f1', 'em'];

/** Against GRPO with expected F1, a group of 16 and KL 0.02: one thing changed at a time. */
const ABLATIONS: readonly { readonly name: string; readonly change: Pick<Training, 'groupSize' | 'kl' | 'see'> }[] = [
  { name: 'group of 2', change: { groupSize: 2 } },
  { name: 'group of 4', change: { groupSize: 4 } },
  { name: 'group of 8', change: { groupSize: 8 } },
  { name: 'KL 0', change: { kl: 0 } },
  { name: 'KL 0.1', change: { kl: 0.1 } },
  { name: 'not told what the reader makes of the candidates', change: { see: withoutReader } },
];

/** The first of them. */
const ABLATION_SEEDS = 3;

/** Parts of the training questions; each is read by a reader trained on the others. */
const FOLDS = 4;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'string' },
      seeds: { type: 'string', default: '5' },
      on: { type: 'string', default: 'test' },
      report: { type: 'boolean', default: false },
    },
  });
  if (values.report) return writeReport();
  const data = values.data ?? process.env['MEMORY_R1_DATA'];
  if (data === undefined || (values.on !== 'test' && values.on !== 'validation'))
    throw new Error('usage: npm run bench -- distillation --data PATH [--json FILE] [--seeds 5] [--on validation]');
  const started = performance.now();
  const file = locomoIn(data);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);

  // What is found for each question, and what the frozen reader makes of it.
  const model = await openModel();
  const asked: Asked[] = [];
  for (const talk of readTalks(file)) asked.push(...(await askAll(talk, model)));
  const of = (split: Split): Asked[] => asked.filter((one) => one.split === split);
  const reader = trainReader(of('train'), READER_TRAINING);
  const frozen = (split: Split): Task[] => {
    const questions = of(split);
    return toTasks(
      questions,
      questions.map((one) => readAll(reader, one)),
    );
  };
  const training = toTasks(of('train'), readCrossFitted(of('train'), FOLDS, READER_TRAINING, 1));
  const validation = frozen('validation');
  const judged = values.on === 'test' ? frozen('test') : validation;

  // Policies.
  const curves: SeedCurve[] = [];
  const learn = async (name: string, options: Omit<Training, 'seed'>, on: readonly number[]): Promise<Learner> => {
    const keeps: Learner['keeps'][number][] = [];
    for (const seed of on) {
      const { keep, curve } = await train(training, validation, { ...options, seed });
      curves.push({ name, seed, points: curve });
      keeps.push(keep);
    }
    process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${name}\n`);
    return { name, keeps };
  };
  const learned: Learner[] = [];
  for (const algorithm of ['grpo', 'ppo'] as const)
    for (const reward of REWARD_KINDS)
      learned.push(
        await learn(`${algorithm.toUpperCase()}, reward ${REWARD_NAMES[reward]}`, { algorithm, reward }, seeds),
      );
  const supervised = { name: SUPERVISED, keeps: seeds.map((seed) => trainOnLabels(training, seed).keep) };
  const varied: Learner[] = [];
  for (const { name, change } of ABLATIONS)
    varied.push(await learn(name, { algorithm: 'grpo', reward: 'soft', ...change }, seeds.slice(0, ABLATION_SEEDS)));

  // What they are worth.
  const plain = plainMethods(training).map(({ name, keep }): Learner => ({ name, keeps: [keep] }));
  const measured = (tasks: readonly Task[], of: readonly Learner[]): Outcome[] =>
    of.map(({ name, keeps }) => outcomeOf(name, tasks, keeps));
  const all = [...plain, ...learned, supervised, { name: oracle.name, keeps: [oracle.keep] }];
  const onValidation = measured(validation, all);
  const onJudged = measured(judged, all);
  const named = (name: string): Outcome => onJudged.find((outcome) => outcome.name === name)!;
  const chosen = (from: readonly Learner[]): string =>
    from
      .map(({ name }) => onValidation.find((outcome) => outcome.name === name)!)
      .map(({ name, runs }) => ({ name, soft: meanOf(runs.flat().map(({ soft }) => soft)) }))
      .reduce((a, b) => (b.soft > a.soft ? b : a)).name;
  const fixed = plain.filter(({ name }) => name.startsWith('top-'));
  const choices = { learned: chosen(learned), fixed: chosen(fixed) };
  const baselines = [...new Set([plain[0]!.name, 'top-5', choices.fixed])];
  const differences = [...learned, supervised].flatMap(({ name }) =>
    baselines.flatMap((over) =>
      (['f1', 'soft'] as const).map((metric) => differenceOf(named(name), named(over), metric, judged)),
    ),
  );
  const base = { ...learned[0]!, keeps: learned[0]!.keeps.slice(0, ABLATION_SEEDS) };
  const ablations = [base, ...varied].map(({ name, keeps }): Ablation => {
    const last = curves
      .filter((curve) => curve.name === name && curve.seed <= ABLATION_SEEDS)
      .map(({ points }) => points.at(-1)!.reward);
    return {
      name: name === base.name ? 'group of 16, KL 0.02' : name,
      reward: Math.round(1000 * meanOf(last)) / 10,
      validation: rowOf(outcomeOf(name, validation, keeps), validation),
      judged: rowOf(outcomeOf(name, judged, keeps), judged),
    };
  });
  const report: Report = {
    provenance: provenanceOf([file], { seeds: seeds.length, on: values.on, reader: READER_TRAINING, folds: FOLDS }),
    seconds: Math.round((performance.now() - started) / 1000),
    on: values.on,
    questions: { train: training.length, validation: validation.length, judged: judged.length },
    recall: [1, 3, 5, 10, 20, 60].map((depth) => ({ depth, recall: recallAt(depth, judged) })),
    choices,
    rows: onJudged.map((outcome) => rowOf(outcome, judged)),
    validation: onValidation.map((outcome) => rowOf(outcome, validation)),
    differences,
    ablations,
    curves: bandsOf(curves),
  };
  process.stdout.write(`${textOf(report)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
}

function writeReport(): void {
  const report = JSON.parse(readFileSync(path.join(RESULTS, 'distillation.json'), 'utf8')) as Report;
  writePlaces(path.join(__dirname, 'README.md'), { distillation: markdownOf(report) });
  writeFileSync(path.join(RESULTS, 'distillation.svg'), plotOf(report));
}

const RESULTS = path.join(__dirname, 'results');

/** A method with one or more seeds. */
interface Learner {
  readonly name: string;
  readonly keeps: readonly ((task: Task) => Kept)[];
}

const REWARD_NAMES: Readonly<Record<RewardKind, string>> = { soft: 'expected F1', f1: 'F1', em: 'EM' };
const SUPERVISED = 'supervised on evidence labels';

/** Mean share of the evidence that is among the first candidates, in percent. */
function recallAt(depth: number, tasks: readonly Task[]): number {
  const keep = (task: Task): Kept => [...task.readings.keys()].slice(0, depth);
  return rowOf(outcomeOf('', tasks, [keep]), tasks).evidence.recall;
}

void main();
