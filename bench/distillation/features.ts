import { words } from '../../src/core/base/words';
import type { DistillState } from '../../src/core/index';
import type { Asked, FoundMemory } from './candidates';
import { QUESTION_TYPES } from './language';
import type { Reading } from './reader';

/** What the policy sees of a question: a row of features for every candidate. Its prior keeps the best five by the retriever's score. */
export interface DistillationState extends DistillState {
  /** Of the question as a whole, for the critic: the means of the first five rows. [features] */
  readonly whole: Float64Array;
}

/** Own features instead of the product's: those look for commits, versions and kinds of memories that no talk between friends has. */
export function stateOf(asked: Asked, readings: readonly Reading[]): DistillationState {
  const { candidates } = asked;
  const columns = candidates.map(({ candidate }) => candidate.score);
  const context: Context = {
    asked,
    readings,
    scores: standardised(columns),
    cosines: standardised(candidates.map(({ cosine }) => cosine)),
    lexical: standardised(candidates.map(({ candidate }) => candidate.lexical)),
    liking: standardised(readings.map(({ score }) => score)),
    cosineRanks: ranked(candidates.map(({ cosine }) => cosine)),
    lexicalRanks: ranked(candidates.map(({ candidate }) => candidate.lexical)),
    likingRanks: ranked(readings.map(({ score }) => score)),
    said: candidates.map(({ candidate }) => new Set(words(candidate.text))),
    mostLiked: Math.max(...readings.map(({ score }) => score)),
  };
  const features = new Float64Array(candidates.length * FEATURES.length);
  const whole = new Float64Array(FEATURES.length);
  for (let row = 0; row < candidates.length; row++) {
    FEATURES.forEach(([, value], column) => {
      const x = value(candidates[row]!, row, context);
      features[row * FEATURES.length + column] = x;
      if (row < BY_DEFAULT) whole[column]! += x / Math.min(BY_DEFAULT, candidates.length);
    });
  }
  const border = (at(context.scores, BY_DEFAULT - 1) + at(context.scores, BY_DEFAULT)) / 2;
  return {
    places: [...candidates.keys()],
    features,
    whole,
    prior: context.scores.map((score) => STEEPNESS * (score - border)),
  };
}

/** What is kept before anything is learned. */
const BY_DEFAULT = 5;

/** Logits per standard deviation of the scores. */
const STEEPNESS = 2;

interface Context {
  readonly asked: Asked;
  readonly readings: readonly Reading[];
  readonly scores: Float64Array;
  readonly cosines: Float64Array;
  readonly lexical: Float64Array;
  readonly liking: Float64Array;
  readonly cosineRanks: Float64Array;
  readonly lexicalRanks: Float64Array;
  readonly likingRanks: Float64Array;
  readonly said: readonly ReadonlySet<string>[];
  readonly mostLiked: number;
}

type Feature = readonly [name: string, value: (found: FoundMemory, row: number, context: Context) => number];

/** Name and value together, so that the two cannot drift apart. All values are within about [-4, 4]. */
const FEATURES: readonly Feature[] = [
  ['score among candidates', (_, row, { scores }) => scores[row]!],
  [
    'score behind the best',
    ({ candidate }, _, { asked }) => 5 * (asked.candidates[0]!.candidate.score - candidate.score),
  ],
  ['cosine among candidates', (_, row, { cosines }) => cosines[row]!],
  ['cosine', ({ cosine }) => cosine],
  ['lexical among candidates', (_, row, { lexical }) => lexical[row]!],
  ['lexical', ({ candidate }) => candidate.lexical],
  ['coverage', ({ candidate }) => candidate.coverage],
  ['rank', (_, row) => logRank(row)],
  ['first', (_, row) => (row === 0 ? 1 : 0)],
  ['cosine rank', (_, row, { cosineRanks }) => logRank(cosineRanks[row]!)],
  ['lexical rank', (_, row, { lexicalRanks }) => logRank(lexicalRanks[row]!)],
  ['words asked for', ({ read }, _, { asked }) => sharedStems(asked, read.stems)],
  ['said by who is named', (found, _, { asked }) => flag(asked.read.names.has(authorOf(found)))],
  ['names who is named', ({ read }, _, { asked }) => flag(read.lower.some((word) => asked.read.names.has(word)))],
  ['asked when, tells a time', (found, _, { asked }) => flag(asked.read.type === 'when' && tellsTime(found))],
  ['asked when, tells no time', (found, _, { asked }) => flag(asked.read.type === 'when' && !tellsTime(found))],
  [
    'asked how many, tells a number',
    ({ read }, _, { asked }) => flag(asksNumber(asked) && read.words.some(({ part }) => part === 'number')),
  ],
  [
    'asked who or where, tells a name',
    ({ read }, _, { asked }) =>
      flag(
        asksName(asked) && read.words.some(({ part }, i) => part === 'name' && !asked.read.names.has(read.lower[i]!)),
      ),
  ],
  ['length', ({ read }) => read.words.length / 20],
  ['recency', ({ candidate }, _, { asked }) => recency(candidate.validFrom, asked)],
  [
    'redundancy',
    (_, row, { said }) => Math.max(0, ...said.slice(0, Math.min(row, 10)).map((better) => jaccard(better, said[row]!))),
  ],
  ['like the best five', (_, row, { said }) => likeBest(row, said)],
  ['reader likes it', (_, row, { liking }) => liking[row]!],
  ['reader likes it less than the best', (_, row, { readings, mostLiked }) => (mostLiked - readings[row]!.score) / 2],
  ['reader rank', (_, row, { likingRanks }) => logRank(likingRanks[row]!)],
  ['reader likes it best', (_, row, { likingRanks }) => flag(likingRanks[row] === 0)],
  ['asks for a list', (_, __, { asked }) => flag(asked.read.asksForList)],
  ['asks for a list, score', (_, row, { asked, scores }) => (asked.read.asksForList ? scores[row]! : 0)],
  ...QUESTION_TYPES.map((type): Feature => [`asks ${type}`, (_, __, { asked }) => flag(asked.read.type === type)]),
];

/** The same, for a policy that is not told what the reader makes of the candidates. */
export function withoutReader(state: DistillationState): DistillationState {
  const width = FEATURES.length;
  const blind = (values: Float64Array): Float64Array =>
    values.map((value, i) => (OF_READER.has(i % width) ? 0 : value));
  return { ...state, features: blind(state.features), whole: blind(state.whole) };
}

const OF_READER = new Set(FEATURES.flatMap(([name], column) => (name.startsWith('reader ') ? [column] : [])));

export const FEATURE_NAMES: readonly string[] = FEATURES.map(([name]) => name);

function logRank(rank: number): number {
  return Math.log1p(rank) / 2;
}

function sharedStems({ read }: Asked, stems: ReadonlySet<string>): number {
  return [...read.stems].filter((stem) => stems.has(stem)).length / Math.max(1, read.stems.size);
}

function authorOf({ observation }: FoundMemory): string {
  return observation.memory.sources[0]?.author?.toLowerCase() ?? '';
}

/** The last two times of a memory are the day and the month of its session, which tell nothing. */
function tellsTime({ read }: FoundMemory): boolean {
  return read.times.length > 2;
}

function asksNumber({ read: { type } }: Asked): boolean {
  return type === 'count' || type === 'duration';
}

function asksName({ read: { type } }: Asked): boolean {
  return type === 'who' || type === 'where';
}

/** @returns in [0, 1], 1 for the newest candidate */
function recency(time: string, { candidates }: Asked): number {
  const times = candidates.map(({ candidate }) => Date.parse(candidate.validFrom));
  const [oldest, newest] = [Math.min(...times), Math.max(...times)];
  return newest === oldest ? 1 : (Date.parse(time) - oldest) / (newest - oldest);
}

function likeBest(row: number, said: readonly ReadonlySet<string>[]): number {
  const best = said.slice(0, BY_DEFAULT).filter((_, index) => index !== row);
  return best.reduce((sum, other) => sum + jaccard(other, said[row]!), 0) / Math.max(1, best.length);
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

/** Mean 0 and deviation 1 over the candidates of one question. */
function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return Float64Array.from(values, (value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/** @returns of each value its place when all are put in order, the largest at 0 */
function ranked(values: readonly number[]): Float64Array {
  const places = new Float64Array(values.length);
  values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value || a.index - b.index)
    .forEach(({ index }, place) => (places[index] = place));
  return places;
}

function at(values: Float64Array, index: number): number {
  return values[Math.min(index, values.length - 1)] ?? 0;
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}
