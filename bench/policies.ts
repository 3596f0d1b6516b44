// The learned agents beside rules, on the same streams; bench/README.md says how it is measured:
//   npm run bench -- policies --data DIR [--part main|chats|answers|ablations|curves|calibration|products|speed]... [--set test|validation|train] [--records FILE]...
//     [--clones DIR]... [--seeds 5] [--weights media/weights] [--json FILE] [--report]
// Without --part all of them. What was trained or measured before is read (out/training), so a run that was stopped goes on; with --json each part is put into FILE as soon
// as it is there, and --report writes the tables of FILE into bench/README.md and draws the plots of bench/results; "--part none --json FILE --report" does only that.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openModel } from './histories';
import { runParts, PARTS, type Part, type Results } from './policies/parts';
import { shippedWeights, WEIGHTS } from './policies/shipped';
import { provenanceOf } from './provenance';
import { writeReport } from './policies/report';
import { clonedHistory, recordedHistories, recordedHistory, type History } from './training/histories';
import { seedsOf } from './training/options';
import type { HistorySet } from './splits';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      part: { type: 'string', multiple: true, default: [] },
      set: { type: 'string', default: 'test' },
      records: { type: 'string', multiple: true, default: [] },
      clones: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '5' },
      json: { type: 'string' },
      weights: { type: 'string', default: WEIGHTS },
      report: { type: 'boolean', default: false },
    },
  });
  const data = values.data ?? process.env['MEMORY_R1_DATA'];
  if (data === undefined) {
    process.stderr.write('usage: npm run bench -- policies --data DIR [OPTIONS]; DIR holds commits/*.jsonl\n');
    process.exitCode = 2;
    return;
  }
  const measured = await measuredHistories(data, values);
  const files = measured.flatMap(({ source }) => (source.from === 'records' ? [source.place] : []));
  const model = await openModel();
  const ask = { data, measured, seeds: seedsOf(values.seeds), model, shipped: shippedWeights(values.weights) };
  let results = readResults(values.json);
  for await (const [part, result, text] of runParts(partsOf(values.part), ask)) {
    process.stdout.write(`\n# ${part}\n\n${text}\n`);
    // Read again: another run may have put its parts there meanwhile.
    results = { ...readResults(values.json), [part]: { ...provenanceOf(files, values), ...result } };
    if (values.json !== undefined) writeFileSync(values.json, resultsText(results));
  }
  if (values.report) writeReport(results, path.join(__dirname, 'README.md'), path.join(__dirname, 'results'));
}

/** What is measured on: files and clones that are named, else a set of the split. */
async function measuredHistories(
  data: string,
  {
    records,
    clones,
    set,
  }: { readonly records: readonly string[]; readonly clones: readonly string[]; readonly set: string },
): Promise<History[]> {
  if (records.length + clones.length === 0) return recordedHistories(data, set as HistorySet);
  const cloned: History[] = [];
  for (const clone of clones) cloned.push(await clonedHistory(clone));
  return [...records.map(recordedHistory), ...cloned];
}

/** @throws for a word that is none */
function partsOf(words: readonly string[]): readonly Part[] {
  if (words.includes('none')) return [];
  const parts = PARTS.filter((part) => words.length === 0 || words.includes(part));
  const strange = words.find((word) => !(PARTS as readonly string[]).includes(word));
  if (strange !== undefined) throw new Error(`"${strange}" is no part: say ${PARTS.join(', ')}.`);
  return parts;
}

/** @returns nothing where no file is named, or where it is not there yet */
function readResults(file: string | undefined): Results {
  return file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** A part a line, lists with an entry a line: results can be compared line by line. */
function resultsText(results: Results): string {
  const lines = Object.entries(results).map(([part, result]) => {
    const fields = Object.entries(result as object).map(([key, value]) => {
      const text = Array.isArray(value)
        ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
        : JSON.stringify(value);
      return `  ${JSON.stringify(key)}: ${text ?? 'null'}`;
    });
    return `${JSON.stringify(part)}: {\n${fields.join(',\n')}\n}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

void main();
