// Whether a language model keeps to the forms it is asked for, and how often it is right; bench/README.md says what is counted:
//   npm run bench -- llm-forms --data DIR --endpoint URL --model NAME [--limit 24] [--seed 1] [--set validation] [--purpose extraction|operations|answers|cases]...
//     [--json FILE]
// Everything is asked twice: held to the schema, and without one.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openModel } from './histories';
import { openEndpointModel, withoutSchema, type EndpointModel } from './llm/endpointModel';
import { formTable, type FormRow } from './llm/formTable';
import { measurePurpose, PURPOSES, type Purpose } from './llm/purposes';
import { shippedWeights, WEIGHTS } from './policies/shipped';
import { provenanceOf } from './provenance';
import type { HistorySet } from './splits';
import { recordedHistories } from './training/histories';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      endpoint: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string', default: '24' },
      seed: { type: 'string', default: '1' },
      set: { type: 'string', default: 'validation' },
      purpose: { type: 'string', multiple: true, default: [...PURPOSES] },
      json: { type: 'string' },
    },
  });
  const { data = process.env['MEMORY_R1_DATA'], endpoint, model: name } = values;
  if (data === undefined || endpoint === undefined || name === undefined)
    throw new Error('usage: npm run bench -- llm-forms --data DIR --endpoint URL --model NAME [OPTIONS]');
  const { manager } = shippedWeights(WEIGHTS);
  if (!manager) throw new Error('There are no shipped weights: npm run train.');
  const histories = recordedHistories(data, values.set as HistorySet);
  const { background } = await openModel();
  const ask = { data, histories, background, weights: manager, limit: Number(values.limit), seed: Number(values.seed) };

  const rows: FormRow[] = [];
  for (const purpose of values.purpose as Purpose[]) {
    for (const isHeld of [true, false]) {
      const held = openEndpointModel(endpoint, name);
      const model: EndpointModel = isHeld ? held : withoutSchema(held);
      rows.push({ ...(await measurePurpose(purpose, model, ask)), schema: isHeld });
      process.stderr.write(`${purpose}, ${isHeld ? 'with' : 'without'} schema\n`);
      if (values.json !== undefined) save(values.json, rows);
    }
  }
  process.stdout.write(`${formTable(rows)}\n`);

  function save(file: string, done: readonly FormRow[]): void {
    const files = histories.map(({ source }) => source.place);
    const head = JSON.stringify({ ...provenanceOf(files, values) }).slice(0, -1);
    writeFileSync(file, `${head},\n"rows": [\n${done.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]}\n`);
  }
}

void main();
