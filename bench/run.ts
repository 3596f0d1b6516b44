// npm run bench -- NAME [OPTIONS]: what each one measures stands in bench/README.md.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const BENCHES = {
  scan: 'scan.ts',
  questions: 'questions.ts',
  retrieval: 'retrieval.ts',
  distillation: 'distillation.ts',
  weights: 'weights.ts',
  'manifest-questions': 'manifestQuestions.ts',
  embedder: 'embedder.ts',
  links: 'links.ts',
  transcripts: 'transcripts.ts',
  secrets: 'secrets.ts',
  policies: 'policies.ts',
  'llm-serve': 'llmServe.ts',
  'llm-forms': 'llmForms.ts',
  'llm-questions': 'llmQuestions.ts',
  'llm-vote': 'llmVote.ts',
  'llm-report': 'llmReport.ts',
  'mcp-run': 'mcpRun.ts',
  freshness: 'freshness.ts',
  host: '../test/host/timeHost.ts',
};

const [name = '', ...options] = process.argv.slice(2);
const file = new Map(Object.entries(BENCHES)).get(name);
if (file === undefined) {
  process.stderr.write(
    `usage: npm run bench -- NAME [OPTIONS]\n\nNAME is one of: ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const run = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, file), ...options], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
}
