import type { Gold, PossibleAnswer } from './types';

/** How right an answer is, in [0, 1]. */
export type Score = (answer: string, gold: Gold) => number;

/** 1 where the answer is one of the right ones, written as people write it; where nothing can be known, only silence is right. */
export function exactMatch(answer: string, { form, answers }: Gold): number {
  const said = form === 'value' ? normaliseValue(answer) : normalise(answer);
  if (answers.length === 0) return said === '' ? 1 : 0;
  return answers.some((gold) => (form === 'value' ? normaliseValue(gold) : normalise(gold)) === said) ? 1 : 0;
}

/**
 * The best overlap with a right answer (Rajpurkar et al. 2016: harmonic mean of precision and recall of the words). A value is right as a whole or
 * not at all: half of a version is none.
 */
export function f1(answer: string, gold: Gold): number {
  let known = KNOWN.get(gold);
  if (!known) KNOWN.set(gold, (known = new Map<string, number>()));
  let score = known.get(answer);
  if (score === undefined) known.set(answer, (score = compare(answer, gold)));
  return score;
}

/** Training scores the same answers to the same questions again and again. A cache: what it gives does not depend on it. */
const KNOWN = new WeakMap<Gold, Map<string, number>>();

function compare(answer: string, gold: Gold): number {
  if (gold.form !== 'text' || gold.answers.length === 0) return exactMatch(answer, gold);
  return Math.max(...gold.answers.map((right) => overlap(tokens(answer), tokens(right))));
}

/** What a reader scores that draws its answer: so every wrong answer that it might give costs something. */
export function expectedScore(answers: readonly PossibleAnswer[], gold: Gold, score: Score): number {
  return answers.reduce((sum, { text, probability }) => sum + probability * score(text, gold), 0);
}

/** @returns the answer that a reader would give most often; empty where it declines */
export function likeliest(answers: readonly PossibleAnswer[]): string {
  const sums = new Map<string, number>();
  let best = '';
  for (const { text, probability } of answers) {
    const sum = (sums.get(text) ?? 0) + probability;
    sums.set(text, sum);
    if (text !== best && sum > (sums.get(best) ?? 0)) best = text;
  }
  return best;
}

/** Lower case, without articles and punctuation; versions, names and paths stay whole. */
export function normalise(text: string): string {
  return tokens(text).join(' ');
}

/** "^5.9.2", "v5.9.2" and "5.9.2" are the same version, "5.9.0" is 5.9, and a moment is its day. */
function normaliseValue(text: string): string {
  const day = /^\s*(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?\s*$/.exec(text)?.[1];
  if (day !== undefined) return day;
  return normalise(text)
    .split(' ')
    .map((token) => (VERSION.test(token) ? token.replace(/^v/, '').replace(/(?:\.(?:0|x|\*))+$/, '') : token))
    .join(' ');
}

const VERSION = /^v?\d+(?:\.(?:\d+|x|\*))*$/;

function tokens(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}@/._+#$-]+/u)
    .map((token) => token.replace(/^[./_-]+|[./_-]+$/g, ''))
    .filter((token) => token !== '' && !ARTICLES.has(token));
}

const ARTICLES = new Set(['a', 'an', 'the']);

function overlap(said: readonly string[], right: readonly string[]): number {
  if (said.length === 0 || right.length === 0) return said.length === right.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const token of right) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of said) {
    const count = left.get(token) ?? 0;
    if (count === 0) continue;
    left.set(token, count - 1);
    common += 1;
  }
  return common === 0 ? 0 : (2 * common) / (said.length + right.length);
}
