import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf } from './histories';
import type { IdfKind } from '../../src/learning/manager/workingBank';
import type { Measured } from '../policies/measured';
import type { MethodChoice } from '../policies/methods';
import type { Job, JobResult, MeasureManagers } from './runJob';
import { CACHE, codeDigest, writeWhole, type KeptStream } from './streams';

/** How many processes work at a time. */
const AT_ONCE = 2;

/**
 * Does jobs in processes of their own, two at a time. What was done before with the same code and data is read instead, so a run that was stopped
 * goes on where it was.
 * @returns in the order of the jobs
 */
export async function runJobs<J extends Job>(jobs: readonly J[], label: string): Promise<JobResult<J>[]> {
  const files = jobs.map((job) => resultFile(job));
  const open = jobs.map((job, i) => ({ job, file: files[i]! })).filter(({ file }) => !existsSync(file));
  let done = jobs.length - open.length;
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const start = performance.now();
      await runInProcess(next.job, next.file);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stderr.write(`${label}: ${++done} of ${jobs.length} (${seconds} s)\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as JobResult<J>);
}

/**
 * How each method keeps each stream; what was measured before is read.
 * @returns of each choice a result for each stream
 */
export async function measureManagers(
  streams: readonly KeptStream[],
  choices: readonly MethodChoice[],
  label: string,
  idf?: IdfKind,
): Promise<Measured[][]> {
  const orderOf = (stream: KeptStream, some: readonly MethodChoice[]): MeasureManagers => ({
    job: 'measure managers',
    stream,
    choices: some,
    ...(idf !== undefined && { idf }),
  });
  const fileOf = (stream: KeptStream, choice: MethodChoice): string => resultFile(orderOf(stream, [choice]));
  const jobs = streams.flatMap((stream) => {
    const open = choices.filter((choice) => !existsSync(fileOf(stream, choice)));
    return open.length > 0 ? [orderOf(stream, open)] : [];
  });
  const results = await runJobs(jobs, label);
  jobs.forEach(({ stream, choices: done }, i) =>
    done.forEach((choice, j) => writeWhole(fileOf(stream, choice), JSON.stringify([results[i]![j]]))),
  );
  return choices.map((choice) =>
    streams.map((stream) => (JSON.parse(readFileSync(fileOf(stream, choice), 'utf8')) as [Measured])[0]),
  );
}

function resultFile(job: Job): string {
  programs ??= PROGRAMS.map((file) => readFileSync(path.resolve(__dirname, '..', file), 'utf8')).join('\n');
  return path.join(CACHE, 'jobs', `${digestOf(codeDigest(), programs, JSON.stringify(job))}.json`);
}

/** What a result follows from besides the job, the data and src. */
const PROGRAMS = [
  'training/runJob.ts',
  'training/managerRuns.ts',
  'training/answerBanks.ts',
  'training/distillingReader.ts',
  'answerTasks.ts',
  'questions/train.jsonl',
  'questions/train-more.jsonl',
  'policies/baselines.ts',
  'policies/frozenRule.ts',
  'policies/methods.ts',
];

let programs: string | undefined;

async function runInProcess(job: Job, file: string): Promise<void> {
  const order = `${file}.job`;
  writeWhole(order, JSON.stringify(job));
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'runJob.ts'), order, file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The job in ${order} failed.`);
}
