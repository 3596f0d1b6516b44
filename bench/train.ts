// Trains the two agents and writes the weights that are shipped:
//   npm run train -- --data DIR | --clones DIR... [--seeds 5] [--algorithm both] [--without HISTORY]... [--out media/weights]
// DIR (or MEMORY_R1_DATA) holds commits/*.jsonl, split by bench/splits.ts. With --clones the histories of local git clones are read instead, as `scan`
// reads them; every fourth is held out. First the Memory Manager learns against a frozen reader, then the Answer Agent on the banks that it builds, then the
// Memory Manager once more. Seed and algorithm are chosen on the validation histories; what loses there to ADD-only or to the rule is not written, nor what answers fewer of the
// hand-written questions about them.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openModel } from './histories';
import { trainAgents } from './training/agents';
import { writeAgents } from './training/card';
import { handCheck } from './training/byHand';
import { algorithmsOf, seedsOf, splitOfClones, splitOfData } from './training/options';
import { keepStreams } from './training/streams';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      clones: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '5' },
      algorithm: { type: 'string', default: 'both' },
      without: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: path.resolve(__dirname, '../media/weights') },
    },
  });
  const data = values.data ?? process.env['MEMORY_R1_DATA'];
  // "--clones a b c" reads as one option and two words behind it.
  const clones = values.clones.length > 0 ? [...values.clones, ...positionals] : [];
  if (clones.length === 0 && data === undefined) {
    process.stderr.write(
      'There is nothing to learn from: name a folder with commits/*.jsonl (--data, or MEMORY_R1_DATA), or local git clones (--clones DIR...).\n',
    );
    process.exitCode = 2;
    return;
  }
  const split =
    clones.length > 0 || data === undefined
      ? await splitOfClones(clones, values.without)
      : splitOfData(data, values.without);
  const model = await openModel();
  const { background } = model;
  const agents = await trainAgents(
    {
      train: await keepStreams(split.train, background),
      validation: await keepStreams(split.validation, background),
      algorithms: algorithmsOf(values.algorithm),
      seeds: seedsOf(values.seeds),
    },
    (line) => process.stdout.write(`${line}\n`),
    clones.length === 0 && data !== undefined ? handCheck(data, model) : undefined,
  );
  const missing = [...(agents.manager ? [] : ['manager']), ...(agents.distillation ? [] : ['distillation'])];
  if (missing.length < 2) writeAgents(values.out, agents, split.train);
  if (missing.length < 2) process.stdout.write(`Written to ${values.out}.\n`);
  if (missing.length > 0) {
    process.stdout.write(`No weights are written of ${missing.join(' and ')}: none is as good as the rule.\n`);
    process.exitCode = 1;
  }
}

void main();
