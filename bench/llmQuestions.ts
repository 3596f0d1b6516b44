// What a language model adds to answers, and what it breaks; bench/README.md says who reads:
//   npm run bench -- llm-questions --data DIR [--set validation]... [--origin hand|generated] [--only NAME] [--per-kind 15] [--seed 1]
//     [--endpoint URL --model NAME [--limit 40] [--most-tokens 400]] [--show] [--json FILE]
// Without an endpoint the scripted readers are asked everything. With one it is asked a sample, beside them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createRandom, sample } from '../src/learning/random';
import { openModel } from './histories';
import { openEndpointModel } from './llm/endpointModel';
import { readerTable } from './llm/readerTable';
import { readQuestions, realVariants, SCRIPTED, summariseReading, type ReadOutcome } from './llm/readerQuestions';
import { shippedWeights, WEIGHTS } from './policies/shipped';
import { provenanceOf } from './provenance';
import { readQuestioned, type QuestionedHistory } from './questionFiles';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      set: { type: 'string', multiple: true, default: ['validation'] },
      origin: { type: 'string' },
      only: { type: 'string' },
      'per-kind': { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
      endpoint: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string', default: '40' },
      'most-tokens': { type: 'string', default: '400' },
      show: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const { data = process.env['MEMORY_R1_DATA'], endpoint, model: name } = values;
  if (data === undefined) throw new Error('usage: npm run bench -- llm-questions --data DIR [OPTIONS]');
  const source = { data, files: [], perKind: Number(values['per-kind']), seed: Number(values.seed) };
  const read = values.set.map((set) =>
    readQuestioned({
      ...source,
      set,
      ...(values.only !== undefined && { only: values.only }),
      ...(values.origin !== undefined && { origin: values.origin }),
    }),
  );
  const all = read.flatMap(({ histories }) => histories);
  const real =
    endpoint === undefined || name === undefined
      ? []
      : realVariants((trust) =>
          openEndpointModel(endpoint, name, { trust, mostTokens: Number(values['most-tokens']) }),
        );
  const asked = real.length > 0 ? sampled(all, Number(values.limit), Number(values.seed)) : all;
  const { background } = await openModel();
  const shipped = shippedWeights(WEIGHTS);

  const outcomes: ReadOutcome[] = [];
  for (const history of asked) {
    process.stderr.write(`${history.name}: ${history.questions.length} questions\n`);
    outcomes.push(...(await readQuestions(history, background, shipped, [...SCRIPTED, ...real])));
    if (values.json !== undefined) save(values.json);
  }
  if (values.show) process.stdout.write(`${outcomes.map(linesOf).join('\n')}\n`);
  process.stdout.write(`${readerTable(summariseReading(outcomes))}\n`);

  /** After each history: a run that is stopped has told what it knew. */
  function save(file: string): void {
    const files = read.flatMap((one) => one.files);
    const head = JSON.stringify(provenanceOf([...new Set(files)], values)).slice(0, -1);
    const rows = summariseReading(outcomes).map((row) => `  ${JSON.stringify(row)}`);
    writeFileSync(file, `${head},\n"summaries": [\n${rows.join(',\n')}\n]}\n`);
  }
}

function sampled(histories: readonly QuestionedHistory[], limit: number, seed: number): QuestionedHistory[] {
  const all = histories.flatMap(({ questions }) => questions);
  const chosen = new Set(sample(all, limit, createRandom(seed)));
  return histories
    .map((history) => ({ ...history, questions: history.questions.filter((question) => chosen.has(question)) }))
    .filter(({ questions }) => questions.length > 0);
}

function linesOf({ history, question, byVariant }: ReadOutcome): string {
  const said = Object.entries(byVariant).map(
    ([variant, { right, declined, answer, problem }]) =>
      `  ${right ? 'right' : 'wrong'}, ${variant}: ${declined ? 'declined: ' : ''}${answer}${problem === undefined ? '' : ` [${problem}]`}`,
  );
  return [`[${history}] ${question}`, ...said].join('\n');
}

void main();
