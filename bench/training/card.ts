import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyCard, PolicyWeights } from '../../src/core/index';
import { markdownTable } from '../markers';
import { percent } from '../policies/measured';
import type { ChosenAgent, TrainedAgents } from './agents';
import type { History } from './histories';
import { writeWhole } from './streams';

/** Numbers of weights have this many significant digits: enough for the same decisions, and half the file. */
const DIGITS = 6;

/** As they are written, so that what was measured is what is shipped. */
export function roundWeights<W extends Pick<PolicyWeights, 'networks' | 'calibration'>>(weights: W): W {
  const round = (value: number): number => Number(value.toPrecision(DIGITS));
  const { slope, bias } = weights.calibration;
  return {
    ...weights,
    networks: Object.fromEntries(
      Object.entries(weights.networks).map(([name, { sizes, parameters }]) => [
        name,
        { sizes, parameters: Array.from(parameters, round) },
      ]),
    ),
    calibration: { slope: round(slope), bias: round(bias) },
  };
}

/** The commit that last changed what trains, and its day: whoever trains from the same code writes the same bytes. */
export function codeCommit(): Pick<PolicyCard, 'commit' | 'trainedOn'> {
  const trains = ['src/core', 'src/learning', 'bench/train.ts', 'bench/training'];
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%H %cI', '--', ...trains], {
    cwd: path.resolve(__dirname, '../..'),
    encoding: 'utf8',
  });
  const [commit = '', trainedOn = ''] = status === 0 ? stdout.trim().split(' ') : [];
  return { commit: commit || 'unknown', trainedOn: trainedOn || 'unknown' };
}

/** Writes what was chosen, and a card of what lies in the folder then. @param histories that were trained on */
export function writeAgents(folder: string, agents: TrainedAgents, histories: readonly History[]): void {
  const data = histories.map(({ name, licence, commit }) => ({ name, licence, commit }));
  for (const { weights, seed, questions, scores } of Object.values(agents) as ChosenAgent[]) {
    const card = { ...codeCommit(), seed, node: process.version, data, questions, scores };
    writeWhole(path.join(folder, `${weights.policy}.json`), weightsText({ ...weights, card }));
  }
  const files = ['manager.json', 'distillation.json'].map((name) => path.join(folder, name)).filter(existsSync);
  const written = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as PolicyWeights);
  writeWhole(path.join(folder, 'README.md'), cardPage(written));
}

/** A file of weights: one line for each part, so that a change can be seen. */
export function weightsText(weights: PolicyWeights): string {
  const parts = Object.entries(weights).map(([key, part]) => `${JSON.stringify(key)}: ${JSON.stringify(part)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** The card for people: what the weights are, of what they were made, how they do, and what they are not. */
export function cardPage(agents: readonly PolicyWeights[]): string {
  const [first] = agents;
  if (!first) throw new RangeError('There is nothing to describe');
  return [
    '# The shipped weights',
    'Two small networks, trained by reinforcement learning from answers alone: `manager.json` decides what becomes of a new fact (ADD, UPDATE, DELETE, NOOP), `distillation.json` which memories an answer may use. `npm run train` writes them and this page; the same code, data and Node version give the same bytes. A file whose features or sizes do not fit is refused, and the hand-written rule takes over.',
    ...agents.map(agentSection),
    '## Data',
    `Public git histories: messages, authors' pseudonyms, dates, touched paths and root manifests. No chats, no text of a user, nothing of LoCoMo. ${first.card.data.length} histories trained the weights, with the questions that were written by hand about them (bench/questions); which seed and algorithm is shipped was chosen on others, and by the case studies among those alike, and those that measure them (bench/README.md) are others again.`,
    markdownTable(
      ['history', 'licence', 'newest commit'],
      first.card.data.map(({ name, licence, commit }) => [name.replace('_', '/'), licence, commit.slice(0, 12)]),
    ),
    '## What they are not',
    [
      'They are no language model: they see about two dozen numbers of a fact and of five memories, or of sixty candidates, and write no text.',
      'They were trained on English messages of JavaScript and TypeScript projects. On other projects, `Memory: Train on This Project` takes new weights only where they answer held-out questions better.',
      'Facts with a known subject and attribute (a version, a tool, a default) never reach them: these go by key.',
      'The scores above are of questions that were made from histories by a program, answered by a small frozen reader. They compare methods; they say nothing of how often an answer is right in use, nor can they be put beside the numbers of the Memory-R1 paper.',
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function agentSection(weights: PolicyWeights): string {
  const { policy, algorithm, features, networks, card } = weights;
  const parameters = Object.values(networks).reduce((sum, network) => sum + network.parameters.length, 0);
  const sizes = Object.entries(networks).map(([name, network]) => `${name} ${network.sizes.join('-')}`);
  const names = Object.entries(features.names).map(([name, list]) => `- ${name}: ${list.join(', ')}`);
  return [
    `## ${policy === 'manager' ? 'Memory Manager' : 'Answer Agent (distillation)'}`,
    `${algorithm.toUpperCase()}, seed ${card.seed}, ${card.node}, code of ${card.commit.slice(0, 12)} (${card.trainedOn.slice(0, 10)}), ${card.questions} questions. ${parameters} parameters (${sizes.join('; ')}).`,
    markdownTable(
      ['measured on the validation histories', 'score, %', '95 %'],
      card.scores.map(({ name, mean, low, high }) => [
        name,
        percent(mean).toFixed(1),
        `${percent(low).toFixed(1)} to ${percent(high).toFixed(1)}`,
      ]),
    ),
    `Features, version ${features.version}:`,
    names.join('\n'),
  ].join('\n\n');
}
