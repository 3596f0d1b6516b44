// Whether a language model keeps to the forms it is asked for, and how often it is right; bench/README.md says what is counted:
//   npm run bench -- llm-forms --data DIR --endpoint URL --model NAME [--limit 24] [--seed 1] [--set validation] [--purpose exam|extraction|operations|answers|cases]...
//     [--most-tokens 400] [--json FILE]
//     [--schema yes|no]
// Everything is asked twice, held to the schema and without one. Rows of FILE that are not measured anew stay.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
      'most-tokens': { type: 'string', default: '400' },
      schema: { type: 'string' },
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

  const schemas = values.schema === undefined ? [true, false] : [values.schema === 'yes'];
  let rows = values.json !== undefined && existsSync(values.json) ? readRows(values.json) : [];
  for (const purpose of values.purpose as Purpose[]) {
    for (const isHeld of schemas) {
      const held = openEndpointModel(endpoint, name, { mostTokens: Number(values['most-tokens']) });
      const model: EndpointModel = isHeld ? held : withoutSchema(held);
      const row: FormRow = { ...(await measurePurpose(purpose, model, ask)), schema: isHeld };
      rows = [...rows.filter((one) => one.purpose !== purpose || one.schema !== isHeld), row];
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

function readRows(file: string): FormRow[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly rows: FormRow[] }).rows;
}

void main();
