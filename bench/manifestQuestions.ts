// Asks questions with known answers through the command line and counts the right ones (npm run build first):
//   npx tsx bench/manifestQuestions.ts --repo DIR --questions FILE.jsonl [--json FILE] [--show]
// A line of FILE: {q, accept: [regex], reject: [regex], kind}. An answer of over 300 characters or with more than 3 memories counts as wrong.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const CLI = path.resolve(__dirname, '../dist/cli.js');

interface Question {
  readonly q: string;
  readonly accept: readonly string[];
  readonly reject: readonly string[];
  readonly kind: string;
}

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    questions: { type: 'string' },
    json: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined || values.questions === undefined)
  throw new Error('usage: bench/manifestQuestions.ts --repo DIR --questions FILE.jsonl [--json FILE] [--show]');

const questions = readFileSync(values.questions, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Question);
const tally = new Map<string, { right: number; asked: number }>();
for (const question of questions) {
  const run = spawnSync(process.execPath, [CLI, 'ask', question.q, '--repo', values.repo, '--json'], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const { answer, declined, used } = JSON.parse(run.stdout) as { answer: string; declined: boolean; used: unknown[] };
  const fits = (pattern: string): boolean => new RegExp(pattern, 's').test(answer);
  const isBrief = answer.length <= 300 && used.length <= 3;
  const isRight =
    question.accept.length === 0
      ? declined
      : !declined && isBrief && question.accept.some(fits) && !question.reject.some(fits);
  const count = tally.get(question.kind) ?? { right: 0, asked: 0 };
  tally.set(question.kind, { right: count.right + (isRight ? 1 : 0), asked: count.asked + 1 });
  if (!isRight && values.show) process.stdout.write(`wrong (${question.kind}): ${question.q}\n  ${answer}\n`);
}
const total = [...tally.values()].reduce(
  (sum, { right, asked }) => ({ right: sum.right + right, asked: sum.asked + asked }),
  { right: 0, asked: 0 },
);
const result = { ...Object.fromEntries(tally), total, percent: Math.round((1000 * total.right) / total.asked) / 10 };
process.stdout.write(`${JSON.stringify(result)}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
