import { numbers, words } from '../base/words';
import { compareFits, fitOf, MIN_COVERAGE, NEAR_BEST } from './distillRule';
import type { AskedQuestion, DistillCandidate } from './policy';

/** Raised when the meaning of a feature changes. */
export const DISTILL_VERSION = 1;

/** What the distillation policy sees of a question: one row of features a candidate that may be kept. */
export interface DistillState {
  /** Indices of the candidates that may be kept, best first by the rule's measure. [rows] */
  readonly places: readonly number[];
  /** Row by row, in the order of `DISTILL_FEATURES`. [rows × features] */
  readonly features: Float64Array;
  /** What the rule says, as a logit: above 0 it keeps, below it does not, and the nearer the less sure. [rows] */
  readonly prior: Float64Array;
}

/**
 * Pure: the same question and candidates give the same numbers.
 * @param asked without it, the question is one of no known type, all of whose terms tell alike
 */
export function distillState(
  question: string,
  candidates: readonly DistillCandidate[],
  asked: AskedQuestion = untyped(candidates),
): DistillState {
  const seen = look(candidates);
  const whole = overview(question, asked, candidates, seen);
  const features = new Float64Array(seen.length * FEATURES.length);
  seen.forEach((one, row) => {
    FEATURES.forEach(([, value], column) => {
      features[row * FEATURES.length + column] = value(one, whole);
    });
  });
  const prior = Float64Array.from(seen, ({ prior }) => prior);
  return { places: seen.map(({ place }) => place), features, prior };
}

/** Coverage below which a candidate is never kept, whatever is learned: half of what the rule demands. */
const LEAST_COVERAGE = MIN_COVERAGE / 2;

function untyped(candidates: readonly DistillCandidate[]): AskedQuestion {
  const count = candidates[0]?.shares.length ?? 0;
  return { type: '', isYesNo: false, terms: Array<AskedQuestion['terms'][number]>(count).fill(PLAIN_TERM) };
}

const PLAIN_TERM = { kind: 'word', weight: 1 } as const;

/** One candidate beside the others. Ranks are in [0, 1], 0 for the best. */
interface Seen {
  readonly place: number;
  readonly candidate: DistillCandidate;
  readonly words: ReadonlySet<string>;
  readonly fit: number;
  readonly prior: number;
  readonly rank: number;
  readonly coverageRank: number;
  readonly scoreRank: number;
  /** 0 for the newest. */
  readonly ageRank: number;
  /** Largest share of words in common with a better candidate. */
  readonly redundancy: number;
}

function look(candidates: readonly DistillCandidate[]): Seen[] {
  const able = candidates
    .map((candidate, place) => ({ place, candidate, fit: fitOf(candidate) }))
    .filter(({ candidate: { state, coverage } }) => state !== 'superseded' && coverage >= LEAST_COVERAGE)
    .sort(compareFits);
  const best = able.find(({ candidate }) => candidate.coverage >= MIN_COVERAGE)?.fit ?? 0;
  const coverageRanks = ranks(able.map(({ candidate }) => -candidate.coverage));
  const scoreRanks = ranks(able.map(({ candidate }) => -candidate.score));
  const ageRanks = ranks(able.map(({ candidate }) => -Date.parse(candidate.validFrom)));
  const said = able.map(({ candidate }) => new Set(words(candidate.text)));
  return able.map((one, row) => ({
    ...one,
    words: said[row] ?? new Set(),
    prior: priorOf(one.candidate.coverage, one.fit, best),
    rank: able.length > 1 ? row / (able.length - 1) : 0,
    coverageRank: coverageRanks[row] ?? 0,
    scoreRank: scoreRanks[row] ?? 0,
    ageRank: ageRanks[row] ?? 0,
    redundancy: redundancyOf(row, said),
  }));
}

function redundancyOf(row: number, said: readonly ReadonlySet<string>[]): number {
  const own = said[row] ?? new Set();
  return Math.max(0, ...said.slice(0, Math.min(row, COMPARED)).map((better) => overlap(better, own)));
}

/** With how many of the best a candidate is compared. */
const COMPARED = 10;

/** The rule's two demands: to speak of enough, and of nearly as much as the best. */
function priorOf(coverage: number, fit: number, best: number): number {
  const margin = Math.min(coverage - MIN_COVERAGE, fit - NEAR_BEST * best);
  const logit = Math.max(-MOST_SURE, Math.min(MOST_SURE, STEEPNESS * margin));
  // What just meets the demand is kept.
  return margin >= 0 ? Math.max(logit, LEAST_SURE) : logit;
}

/** Logits for a full share of the question: the rule's decision is even to nearly certain within a tenth to a third of it. */
const STEEPNESS = 10;
/** In logits: leaves the rule's surest decisions open to be tried otherwise, one time in twenty. */
const MOST_SURE = 3;
const LEAST_SURE = 1e-6;

/** What all candidates of a question have in common. */
interface Overview {
  readonly asked: AskedQuestion;
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly string[];
  /** Of the weights of all terms. */
  readonly total: number;
  readonly namesCount: number;
  /** Index of the term that tells most. */
  readonly rarest: number;
  /** Share of the question that no candidate speaks of. */
  readonly unknown: number;
  /** The same of its names and numbers alone; 0 where it has none. */
  readonly unknownNames: number;
  readonly count: number;
  /** Candidates that speak of enough by the rule. */
  readonly enough: number;
  readonly bestFit: number;
  readonly secondFit: number;
  readonly bestCoverage: number;
  readonly fits: Spread;
  readonly coverages: Spread;
  readonly scores: Spread;
}

function overview(
  question: string,
  asked: AskedQuestion,
  candidates: readonly DistillCandidate[],
  seen: readonly Seen[],
): Overview {
  const { terms } = asked;
  const missing = (index: number): number => 1 - Math.max(0, ...candidates.map(({ shares }) => shares[index] ?? 0));
  const isName = terms.map(({ kind }) => kind !== 'word');
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const lost = terms.map(({ weight }, index) => weight * missing(index));
  const weights = terms.map(({ weight }) => weight);
  const coverages = seen.map(({ candidate }) => candidate.coverage);
  return {
    asked,
    words: new Set(words(question)),
    numbers: numbers(question),
    total,
    namesCount: isName.filter(Boolean).length,
    rarest: weights.indexOf(Math.max(...weights)),
    unknown: shareOf(sumOf(lost), total),
    unknownNames: shareOf(sumOf(lost.filter((_, index) => isName[index])), sumOf(weights.filter((_, i) => isName[i]))),
    count: seen.length,
    enough: coverages.filter((coverage) => coverage >= MIN_COVERAGE).length,
    bestFit: seen[0]?.fit ?? 0,
    secondFit: seen[1]?.fit ?? 0,
    bestCoverage: Math.max(0, ...coverages),
    fits: spreadOf(seen.map(({ fit }) => fit)),
    coverages: spreadOf(coverages),
    scores: spreadOf(seen.map(({ candidate }) => candidate.score)),
  };
}

type Feature = readonly [name: string, value: (one: Seen, whole: Overview) => number];

/** Types of questions, as the answers read them. */
const TYPES = 'version still gone which default amount why when who how where replacement reverted general'.split(' ');

/** Name and value together, so that the two cannot drift apart. All values are within about [-3, 3]. */
const FEATURES: readonly Feature[] = [
  ['prior', ({ prior }) => prior / MOST_SURE],
  ['coverage', ({ candidate }) => candidate.coverage],
  ['score', ({ candidate }) => candidate.score],
  ['lexical', ({ candidate }) => candidate.lexical],
  ['dense', ({ candidate }) => candidate.dense ?? 0],
  ['stated', ({ candidate }) => candidate.stated],
  ['coverage among candidates', ({ candidate }, { coverages }) => standard(candidate.coverage, coverages)],
  ['score among candidates', ({ candidate }, { scores }) => standard(candidate.score, scores)],
  ['fit among candidates', ({ fit }, { fits }) => standard(fit, fits)],
  ['rank', ({ rank }) => rank],
  ['first', ({ rank }) => flag(rank === 0)],
  ['coverage rank', ({ coverageRank }) => coverageRank],
  ['score rank', ({ scoreRank }) => scoreRank],
  ['age rank', ({ ageRank }) => ageRank],
  ['newest', ({ ageRank }) => flag(ageRank === 0)],
  ['fit behind the best', ({ fit }, { bestFit }) => bestFit - fit],
  ['fit before the next', ({ fit, rank }, { secondFit }) => (rank === 0 ? fit - secondFit : 0)],
  ['coverage behind the best', ({ candidate }, { bestCoverage }) => bestCoverage - candidate.coverage],
  ['redundancy', ({ redundancy }) => redundancy],
  ['most telling term missed', (one, whole) => missedMost(one, whole)],
  ['rarest term', ({ candidate }, { rarest }) => candidate.shares[rarest] ?? 0],
  ['terms said', ({ candidate: { shares } }) => shareOf(shares.filter((share) => share >= SAID).length, shares.length)],
  ['names said', (one, whole) => namesSaid(one, whole)],
  ['question has names', (_, { namesCount }) => flag(namesCount > 0)],
  ['question unknown', (_, { unknown }) => unknown],
  ['names unknown', (_, { unknownNames }) => unknownNames],
  ['question terms', (_, { asked }) => Math.log1p(asked.terms.length) / 2],
  ['names subject', ({ candidate }) => flag(candidate.namesSubject)],
  ['length', ({ words: said }) => Math.log1p(said.size) / 3],
  ['words asked for', ({ words: said }, { words: wanted }) => shareOf(common(said, wanted), said.size)],
  ['has a number', ({ candidate }) => flag(numbers(candidate.text).length > 0)],
  ['has the number', ({ words: said }, { numbers: wanted }) => flag(wanted.some((number) => said.has(number)))],
  ['question has a number', (_, { numbers: wanted }) => flag(wanted.length > 0)],
  ['was said', ({ candidate }) => flag(candidate.from !== 'commit')],
  ['ended', ({ candidate }) => flag(candidate.state === 'deleted')],
  ['record', ({ candidate }) => flag(candidate.kind === 'change')],
  ['feature', ({ candidate }) => flag(candidate.kind === 'feature')],
  ['setting', ({ candidate }) => flag(candidate.kind === 'setting')],
  ['decision or convention', ({ candidate: { kind } }) => flag(kind === 'decision' || kind === 'convention')],
  ['revert', ({ candidate }) => flag(candidate.kind === 'revert')],
  ['state', ({ candidate: { kind } }) => flag(kind === 'dependency' || kind === 'tool' || kind === 'requirement')],
  ['candidates', (_, { count }) => Math.log1p(count) / 4],
  ['candidates that say enough', (_, { enough }) => Math.log1p(enough) / 4],
  ['yes or no', (_, { asked }) => flag(asked.isYesNo)],
  ...TYPES.map((type): Feature => [`asks ${type}`, (_, { asked }) => flag(asked.type === type)]),
];

export const DISTILL_FEATURES: readonly string[] = FEATURES.map(([name]) => name);

/** Share of a term that counts as saying it. */
const SAID = 0.7;

function missedMost({ candidate }: Seen, { asked, total }: Overview): number {
  const missed = asked.terms.map(({ weight }, index) => weight * (1 - (candidate.shares[index] ?? 0)));
  return shareOf(Math.max(0, ...missed), total);
}

function namesSaid({ candidate }: Seen, { asked, namesCount }: Overview): number {
  const said = asked.terms.filter(({ kind }, index) => kind !== 'word' && (candidate.shares[index] ?? 0) >= SAID);
  return namesCount === 0 ? 1 : said.length / namesCount;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

function spreadOf(values: readonly number[]): Spread {
  const mean = shareOf(sumOf(values), values.length);
  return { mean, deviation: Math.sqrt(shareOf(sumOf(values.map((value) => (value - mean) ** 2)), values.length)) };
}

/** @returns in [-3, 3] */
function standard(value: number, { mean, deviation }: Spread): number {
  return Math.max(-3, Math.min(3, (value - mean) / (deviation + LEAST_DEVIATION)));
}

/** Of values in [0, 1]: keeps differences of nothing from being made large. */
const LEAST_DEVIATION = 0.02;

/** @returns of each value its place among all, ascending, in [0, 1]; what is equal has the same */
function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  sorted.forEach((value, place) => {
    if (!first.has(value)) first.set(value, place);
  });
  return values.map((value) => (values.length > 1 ? (first.get(value) ?? 0) / (values.length - 1) : 0));
}

/** Jaccard's index. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = common(a, b);
  return shareOf(both, a.size + b.size - both);
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const word of a) if (b.has(word)) count++;
  return count;
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
