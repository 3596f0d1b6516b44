// The learned policy and a language model decide together; bench/README.md says what is compared:
//   npm run bench -- llm-vote --data DIR [--set validation] [--votes 0.25,0.5,0.75,1,1.5,2,3] [--reliability 60,75,90,97] [--seeds 3] [--only NAME]
//     [--feature ITERATIONS] [--endpoint URL --model NAME [--limit 10] [--most-tokens 400]] [--json FILE]
// An endpoint is asked about so many decisions of each history. A vote is chosen on the validation histories; the test histories (--set test --votes CHOSEN) only tell what it is worth.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PolicyWeights } from '../src/core/index';
import { openModel } from './histories';
import { askAboutStreams } from './llm/askedOpinions';
import { openEndpointModel } from './llm/endpointModel';
import { trainWithOpinions } from './llm/opinionFeature';
import { scriptedAdviser } from './llm/scriptedOpinions';
import {
  keepStreamsWith,
  modelAlone,
  policyAlone,
  resultOf,
  voting,
  votingByReliability,
  type Advised,
  type Decider,
  type Reading,
  type VoteResult,
} from './llm/votes';
import { voteTable } from './llm/voteTable';
import { shippedWeights, WEIGHTS } from './policies/shipped';
import { provenanceOf } from './provenance';
import type { HistorySet } from './splits';
import { recordedHistories } from './training/histories';
import { keepStreams, readStream } from './training/streams';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      set: { type: 'string', default: 'validation' },
      only: { type: 'string', default: '' },
      votes: { type: 'string', default: '0.25,0.5,0.75,1,1.5,2,3' },
      reliability: { type: 'string', default: '60,75,90,97' },
      seeds: { type: 'string', default: '3' },
      feature: { type: 'string' },
      endpoint: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string', default: '10' },
      'most-tokens': { type: 'string', default: '400' },
      json: { type: 'string' },
    },
  });
  const data = values.data ?? process.env['MEMORY_R1_DATA'];
  const { manager } = shippedWeights(WEIGHTS);
  if (data === undefined) throw new Error('usage: npm run bench -- llm-vote --data DIR [OPTIONS]');
  if (!manager) throw new Error('There are no shipped weights: npm run train.');
  const { background } = await openModel();
  const histories = recordedHistories(data, values.set as HistorySet).filter(({ name }) => name.includes(values.only));
  const streams = (await keepStreams(histories, background)).map(readStream);
  const reading: Reading = { background, readers: new Map() };

  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const models = numbersOf(values.reliability).map((percent): Advised => ({
    name: `${percent} % right`,
    reliability: percent / 100,
    advisers: seeds.map((seed) => () => scriptedAdviser(percent / 100, seed)),
  }));
  const { endpoint, model: name } = values;
  if (endpoint !== undefined && name !== undefined) {
    const model = openEndpointModel(endpoint, name, { mostTokens: Number(values['most-tokens']) });
    const sampled = { background, limit: Number(values.limit), seed: 1 };
    const { asked, read, right, adviserOf } = await askAboutStreams(model, streams, manager, sampled);
    models.push({ name: `${name} (${asked} asked, ${read} read, ${right} right)`, advisers: [adviserOf] });
  }
  const deciders: Decider[] = [modelAlone, ...numbersOf(values.votes).map((vote) => voting(manager, vote))];
  const feature =
    values.feature === undefined ? undefined : await featured(data, manager, Number(values.feature), reading);
  if (feature) deciders.push(feature);

  const silent = [() => () => undefined];
  const alone = keepStreamsWith(streams, policyAlone(manager), silent, reading);
  const results: VoteResult[] = [resultOf(policyAlone(manager), 'none', alone, alone)];
  // What learned to listen must do as well where nobody speaks.
  if (feature) results.push(resultOf(feature, 'none', keepStreamsWith(streams, feature, silent, reading), alone));
  for (const model of models) {
    const fitted = model.reliability === undefined ? [] : [votingByReliability(manager, model.reliability)];
    for (const decider of [...deciders, ...fitted]) {
      const runs = keepStreamsWith(streams, decider, model.advisers, reading);
      results.push(resultOf(decider, model.name, runs, alone));
      process.stderr.write(`${decider.name}, ${model.name}\n`);
      save(results);
    }
  }
  process.stdout.write(`${voteTable(results)}\n`);

  /** After each result: a run that is stopped has told what it knew. */
  function save(results: readonly VoteResult[]): void {
    if (values.json === undefined) return;
    const files = histories.map(({ source }) => source.place);
    const facts = streams.reduce((sum, stream) => sum + stream.facts.length, 0);
    const lines = results.map((result) => `  ${JSON.stringify(result)}`).join(',\n');
    const head = JSON.stringify({ ...provenanceOf(files, values), facts }).slice(0, -1);
    writeFileSync(values.json, `${head},\n"results": [\n${lines}\n]}\n`);
  }
}

/** The policy trained anew with two inputs more, on the train histories. */
async function featured(
  data: string,
  manager: PolicyWeights,
  iterations: number,
  { background }: Reading,
): Promise<Decider> {
  const train = (await keepStreams(recordedHistories(data, 'train'), background)).map(readStream);
  const policy = await trainWithOpinions(train, manager, { background, iterations, seed: 1 }, (line) =>
    process.stderr.write(`${line}\n`),
  );
  return { name: `feature (${iterations} iterations)`, policy };
}

function numbersOf(list: string): number[] {
  return list
    .split(',')
    .filter((word) => word !== '')
    .map(Number);
}

void main();
