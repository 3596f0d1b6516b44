// Which weights of retrieval serve developers' questions, on the train histories only:
//   npm run bench -- weights --data DIR [--json FILE] [--rounds 3] [--questions FILE]...
// One weight after the other is varied around the setting chosen so far, until none moves any more.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_WEIGHTS, type Embedder, type RetrievalWeights } from '../src/core/index';
import { askBanks, gainOver, openBanks, scoreOf, type Asked, type Gain, type QuestionedBank } from './ablations';
import { openModel, type Model } from './histories';
import { provenanceOf } from './provenance';
import { readQuestioned } from './questionFiles';
import { table } from './report';
import { openVectors } from './vectors';

/** The values tried of each weight. Lexical and dense are one: their sum is 1. */
const GRID: Readonly<Partial<Record<keyof RetrievalWeights, readonly number[]>>> = {
  dense: [0, 0.1, 0.2, 0.35, 0.5, 0.7],
  context: [0, 0.2, 0.4, 0.6, 0.8, 1],
  synonym: [0, 0.2, 0.4, 0.6, 0.8],
  subject: [0, 0.1, 0.2, 0.3, 0.5],
  author: [0, 0.1, 0.2, 0.3],
  neighbour: [0, 0.15, 0.3, 0.5],
  past: [0.6, 0.7, 0.8, 0.9, 1],
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      questions: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.data === undefined) throw new Error('usage: npm run bench -- weights --data DIR [--json FILE]');
  const source = { data: values.data, files: values.questions, perKind: 0, seed: 1, set: 'train', origin: 'hand' };
  const { histories, files } = readQuestioned(source);
  const shipped = await openModel();
  const model = { ...shipped, embedder: withMemory(shipped.embedder) };
  const banks = await openBanks(histories, model, openVectors);

  const tried = new Map<string, Trial>();
  const attempt = async (weights: RetrievalWeights): Promise<Trial> => {
    const key = JSON.stringify(weights);
    const trial = tried.get(key) ?? (await ask(banks, weights, model));
    tried.set(key, trial);
    return trial;
  };
  const start = await attempt(DEFAULT_WEIGHTS);
  let best = start;
  for (let round = 1; round <= Number(values.rounds); round++) {
    const before = best;
    for (const name of Object.keys(GRID) as (keyof RetrievalWeights)[]) {
      const trials: Trial[] = [];
      for (const value of GRID[name] ?? []) trials.push(await attempt(withWeight(best.weights, name, value)));
      for (const trial of trials) if (isBetter(trial, best)) best = trial;
      process.stdout.write(`\nround ${round}: ${name}\n${sweep(name, trials, start)}\n`);
    }
    if (best === before) break;
  }
  const gain = gainOver(best.asked, start.asked);
  const trials = [...tried.values()].map(({ weights, score }) => ({ weights, score }));
  const choice = best === start ? 'the default stays' : `reciprocal rank over the default ${describe(gain)}`;
  process.stdout.write(`\nchosen ${JSON.stringify(best.weights)}: ${choice}\n`);
  if (values.json !== undefined) {
    const result = { ...provenanceOf(files, values), chosen: best.weights, gain, trials };
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
}

interface Trial {
  readonly weights: RetrievalWeights;
  readonly asked: readonly Asked[];
  readonly score: ReturnType<typeof scoreOf>;
}

async function ask(banks: readonly QuestionedBank[], weights: RetrievalWeights, model: Model): Promise<Trial> {
  const asked = await askBanks(banks, { weights, hasEmbedder: weights.dense > 0 }, model);
  return { weights, asked, score: scoreOf(asked) };
}

function withWeight(weights: RetrievalWeights, name: keyof RetrievalWeights, value: number): RetrievalWeights {
  const changed = { ...weights, [name]: value };
  return name === 'dense' ? { ...changed, lexical: Math.round(100 * (1 - value)) / 100 } : changed;
}

/** Three dozen settings are tried on the same few questions: what wins by less has won by chance. In [0, 1]; one question of a hundred. */
const LEAST_GAIN = 0.01;

/** A weight moves only for a gain in rank that is large and certain enough, and for no right answer less. */
function isBetter(trial: Trial, best: Trial): boolean {
  const gain = gainOver(trial.asked, best.asked);
  return gain.mean >= LEAST_GAIN && gain.low > 0 && trial.score.right >= best.score.right;
}

function sweep(name: keyof RetrievalWeights, trials: readonly Trial[], start: Trial): string {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const head = [name, 'MRR', 'R@5', 'R@10', 'R@60', 'right', 'cited', 'declined', 'MRR over the default'];
  const rows = trials.map((trial) => {
    const { mrr, found, right, answerable, cited, citable, declined, absent } = trial.score;
    return [
      String(trial.weights[name]),
      percent(mrr),
      ...[found['R@5'], found['R@10'], found['R@60']].map(percent),
      `${right}/${answerable}`,
      `${cited}/${citable}`,
      `${declined}/${absent}`,
      describe(gainOver(trial.asked, start.asked)),
    ];
  });
  return table(head, rows);
}

function describe({ mean, low, high }: Gain): string {
  const [middle, from, to] = [mean, low, high].map((value) => (100 * value).toFixed(1));
  return `${middle} (${from} to ${to})`;
}

/** The same few questions are asked of every setting. */
function withMemory(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>();
  return {
    model: embedder.model,
    dimension: embedder.dimension,
    embed: async (texts, signal) => {
      const missing = texts.filter((text) => !known.has(text));
      const made = missing.length > 0 ? await embedder.embed(missing, signal) : [];
      missing.forEach((text, i) => known.set(text, made[i]!));
      return texts.map((text) => known.get(text)!);
    },
  };
}

void main();
