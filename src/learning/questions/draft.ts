import { contentId, isPlural } from '../../core/index';
import type { Question } from '../types';

/** A question before its words are chosen. */
export interface Draft extends Omit<Question, 'id' | 'text'> {
  /** What tells it from every other question of its stream. */
  readonly key: string;
  /** Ways to ask it. */
  readonly wordings: readonly string[];
}

/**
 * A number that follows from a seed and from what it is for, so that a new kind of question changes no other.
 * @returns in [0, 1)
 */
export function draw(seed: number, ...purpose: readonly string[]): number {
  return Number.parseInt(contentId(String(seed), ...purpose), 16) / 16 ** 12;
}

/** Puts names in the places of a way to ask, in order. */
export function fill(wordings: readonly string[], ...names: readonly string[]): string[] {
  return wordings.map((wording) => {
    let next = 0;
    return wording.replace(/%/g, () => names[Math.min(next++, names.length - 1)] ?? '');
  });
}

/** As `fill`, with the verbs of what is one thing or many. */
export function fillFor(wordings: readonly string[], name: string): string[] {
  const many = isPlural(name.replace(/^the /, ''));
  return fill(many ? wordings.map((wording) => wording.replace(ONE, (verb) => MANY[verb] ?? verb)) : wordings, name);
}

/** A verb whose subject is the name. */
const ONE = /\b(?:is|was|has|does)\b(?=(?: there)?(?: still)? %)/i;
const MANY: Readonly<Record<string, string>> = {
  Is: 'Are',
  is: 'are',
  Was: 'Were',
  was: 'were',
  Has: 'Have',
  Does: 'Do',
  does: 'do',
};

export function value(...answers: readonly string[]): Question['gold'] {
  return { form: 'value', answers: [...new Set(answers)] };
}

export function yesNo(isSo: boolean): Question['gold'] {
  return { form: 'yesNo', answers: [isSo ? 'yes' : 'no'] };
}

export function text(...answers: readonly string[]): Question['gold'] {
  return { form: 'text', answers };
}

/** Memory cannot know. */
export const UNKNOWN: Question['gold'] = { form: 'text', answers: [] };
