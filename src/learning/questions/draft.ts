import { contentId } from '../../core/index';
import type { Question } from '../types';

/** A question before its words are chosen. */
export interface Draft extends Omit<Question, 'id' | 'text'> {
  /** What tells it from every other question of its stream. */
  readonly key: string;
  /** Ways to ask it, with % for each of `names`. */
  readonly wordings: readonly string[];
  readonly names: readonly string[];
}

/**
 * A number that follows from a seed and from what it is for, so that a new kind of question changes no other.
 * @returns in [0, 1)
 */
export function draw(seed: number, ...purpose: readonly string[]): number {
  return Number.parseInt(contentId(String(seed), ...purpose), 16) / 16 ** 12;
}

/** Chooses the words of a question, the same for the same seed. */
export function phrase(stream: string, seed: number, { key, wordings, names, ...known }: Draft): Question {
  const wording = wordings[Math.floor(draw(seed, 'wording', stream, key) * wordings.length)] ?? '';
  const rest = [...names];
  const text = wording.replace(/%/g, () => rest.shift() ?? '');
  return { id: contentId('question', stream, key), text, ...known };
}
