import { Adam } from '../../src/learning/adam';
import { createRandom } from '../../src/learning/random';
import type { Asked, FoundMemory } from './candidates';
import { goldOf, stemsOf, tokenF1 } from './scores';
import { FEATURES, forEachAnswer, type Place } from './spans';

/** What a frozen reader makes of one candidate. */
export interface Reading {
  /** The best answer that stands in it. */
  readonly answer: string;
  /** How much the reader would like to give this answer; a logit. */
  readonly score: number;
  /** Of the answer, in [0, 1]: for rewards. */
  readonly f1: number;
}

/**
 * An extractive reader: a linear model scores every answer that it could give from the memories it is shown, and gives the best one. It
 * stands in for a language model, and is far weaker than one.
 */
export interface Reader {
  /** [answer features, then memory features] */
  readonly weights: Float64Array;
}

export interface ReaderTraining {
  readonly epochs: number;
  /** Candidates of each question that it learns from, best first. */
  readonly depth: number;
  readonly learningRate: number;
  /** Weight decay of each step, as a share of the learning rate (Loshchilov & Hutter 2019). */
  readonly decay: number;
}

export const READER_TRAINING: ReaderTraining = { epochs: 20, depth: 60, learningRate: 0.05, decay: 0.2 };

/**
 * From outcomes alone: maximises the logarithm of the expected F1 of a reader that draws its answer from softmax(scores), over all answers
 * that the candidates hold (exact: nothing is sampled).
 */
export function trainReader(asked: readonly Asked[], { epochs, depth, learningRate, decay }: ReaderTraining): Reader {
  const tables = asked.map((one) => tableOf(one, depth)).filter(({ f1 }) => f1.some((score) => score > 0));
  const weights = new Float64Array(FEATURES + MEMORY_FEATURES);
  const gradient = new Float64Array(weights.length);
  const optimiser = new Adam(weights.length, Infinity);
  for (let epoch = 0; epoch < epochs; epoch++) {
    gradient.fill(0);
    for (const table of tables) addGradient(table, weights, gradient);
    for (let i = 0; i < weights.length; i++) weights[i]! *= 1 - learningRate * decay;
    optimiser.ascend(weights, gradient, learningRate);
  }
  return { weights };
}

/** What this reader makes of every candidate. */
export function readAll({ weights }: Reader, asked: Asked): Reading[] {
  const wanted = stemsOf(goldOf(asked.question.gold, asked.question.category));
  return asked.candidates.map((found) => {
    let best = -Infinity;
    let answer: string | Place = '';
    forEachAnswer(asked.read, found.read, (text, _stems, features, count) => {
      let score = 0;
      for (let i = 0; i < count; i++) score += weights[features[i]!]!;
      if (score <= best) return;
      best = score;
      answer = text;
    });
    const text = textOf(answer, found);
    const shared = memoryFeatures(asked, found).reduce((sum, x, i) => sum + x * weights[FEATURES + i]!, 0);
    return { answer: text, score: best + shared, f1: tokenF1(stemsOf(text), wanted) };
  });
}

/**
 * Readings of the training questions by readers that have not seen them: each fold is read by one that was trained on the others. A policy
 * that learns from these does not learn to trust an overfitted reader.
 */
export function readCrossFitted(
  asked: readonly Asked[],
  folds: number,
  training: ReaderTraining,
  seed: number,
): Reading[][] {
  const random = createRandom(seed);
  const order = asked.map((_, index) => ({ index, rank: random() })).sort((a, b) => a.rank - b.rank);
  const foldOf = new Map(order.map(({ index }, place) => [index, place % folds]));
  const readers = Array.from({ length: folds }, (_, fold) =>
    trainReader(
      asked.filter((_one, index) => foldOf.get(index) !== fold),
      training,
    ),
  );
  return asked.map((one, index) => readAll(readers[foldOf.get(index)!]!, one));
}

/** All answers to one question in flat arrays, for many passes. */
interface Table {
  readonly f1: Float64Array;
  /** [answers + 1]: where the features of each begin. */
  readonly offsets: Uint32Array;
  readonly features: Uint16Array;
  /** [answers]: of which candidate. */
  readonly candidate: Uint8Array;
  /** Per candidate. */
  readonly shared: readonly Float64Array[];
}

function tableOf(asked: Asked, depth: number): Table {
  const wanted = stemsOf(goldOf(asked.question.gold, asked.question.category));
  const f1: number[] = [];
  const offsets = [0];
  const features: number[] = [];
  const candidate: number[] = [];
  const shown = asked.candidates.slice(0, depth);
  for (const [index, found] of shown.entries()) {
    forEachAnswer(asked.read, found.read, (_text, stems, active, count) => {
      f1.push(tokenF1(stems, wanted));
      for (let i = 0; i < count; i++) features.push(active[i]!);
      offsets.push(features.length);
      candidate.push(index);
    });
  }
  return {
    f1: Float64Array.from(f1),
    offsets: Uint32Array.from(offsets),
    features: Uint16Array.from(features),
    candidate: Uint8Array.from(candidate),
    shared: shown.map((found) => memoryFeatures(asked, found)),
  };
}

/** Adds d log E[F1] / d weights: each answer's probability times (F1 / E[F1] - 1). */
function addGradient(table: Table, weights: Float64Array, gradient: Float64Array): void {
  const { f1, offsets, features, candidate, shared } = table;
  const ofMemory = shared.map((values) => values.reduce((sum, x, i) => sum + x * weights[FEATURES + i]!, 0));
  const scores = new Float64Array(f1.length);
  let most = -Infinity;
  for (let answer = 0; answer < f1.length; answer++) {
    let score = ofMemory[candidate[answer]!]!;
    for (let i = offsets[answer]!; i < offsets[answer + 1]!; i++) score += weights[features[i]!]!;
    scores[answer] = score;
    if (score > most) most = score;
  }
  let total = 0;
  let expected = 0;
  for (let answer = 0; answer < f1.length; answer++) {
    const weight = Math.exp(scores[answer]! - most);
    scores[answer] = weight;
    total += weight;
    expected += weight * f1[answer]!;
  }
  expected /= total;
  const pull = new Float64Array(shared.length);
  for (let answer = 0; answer < f1.length; answer++) {
    const push = (scores[answer]! / total) * (f1[answer]! / expected - 1);
    pull[candidate[answer]!]! += push;
    for (let i = offsets[answer]!; i < offsets[answer + 1]!; i++) {
      const feature = features[i]!;
      gradient[feature]! += push;
    }
  }
  for (const [index, values] of shared.entries())
    for (const [i, x] of values.entries()) gradient[FEATURES + i]! += pull[index]! * x;
}

/**
 * How likely this memory is to hold the answer at all, by what it says and who said it. How it was found (scores, ranks) is for distillation to
 * weigh: a reader sees memories and nothing else.
 */
function memoryFeatures({ read }: Asked, { read: memory, observation }: FoundMemory): Float64Array {
  const shared = [...read.stems].filter((stem) => memory.stems.has(stem)).length;
  const share = shared / Math.max(1, read.stems.size);
  const author = observation.memory.sources[0]?.author?.toLowerCase() ?? '';
  return Float64Array.of(
    share,
    share ** 2,
    shared / 4,
    read.names.has(author) ? 1 : 0,
    memory.lower.some((word) => read.names.has(word.replace(/['’]s$/, ''))) ? 1 : 0,
    memory.words.length / 30,
  );
}

const MEMORY_FEATURES = 6;

function textOf(answer: string | Place, { read: { text } }: FoundMemory): string {
  return typeof answer === 'string' ? answer : text.slice(answer.start, answer.end);
}
