// Writes the tables of bench/results/llm-*.json into bench/README.md:
//   npm run bench -- llm-report
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formTable, type FormRow } from './llm/formTable';
import { readerTable } from './llm/readerTable';
import type { ReadSummary } from './llm/readerQuestions';
import { voteTable } from './llm/voteTable';
import type { VoteResult } from './llm/votes';
import { writePlaces } from './markers';

const RESULTS = path.join(__dirname, 'results');

/** What each place of the page shows of which file. */
const PLACES: Readonly<Record<string, (result: never) => string>> = {
  'llm-forms': ({ rows }: { readonly rows: readonly FormRow[] }) => formTable(rows),
  'llm-questions': ({ summaries }: { readonly summaries: readonly ReadSummary[] }) => readerTable(summaries),
  'llm-questions-small': ({ summaries }: { readonly summaries: readonly ReadSummary[] }) => readerTable(summaries),
  'llm-vote-validation': ({ results }: { readonly results: readonly VoteResult[] }) => voteTable(results),
  'llm-vote-test': ({ results }: { readonly results: readonly VoteResult[] }) => voteTable(results),
  'llm-vote-small': ({ results }: { readonly results: readonly VoteResult[] }) => voteTable(results),
};

function main(): void {
  const texts = Object.entries(PLACES).flatMap(([name, table]) => {
    const file = path.join(RESULTS, `${name}.json`);
    return existsSync(file) ? [[name, table(JSON.parse(readFileSync(file, 'utf8')) as never)] as const] : [];
  });
  writePlaces(path.join(__dirname, 'README.md'), Object.fromEntries(texts));
}

main();
