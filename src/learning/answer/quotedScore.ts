import { words } from '../../core/index';
import { normalise } from '../score';
import type { Gold } from '../types';

/**
 * How right an answer is that quotes memories: it says more than it was asked, so what counts is whether it says the right thing, and not how
 * little else. In [0, 1].
 */
export function quotedScore(answer: string, { form, answers }: Gold): number {
  switch (form) {
    case 'value':
      return answers.some((value) => says(answer, value)) ? 1 : 0;
    case 'yesNo': {
      const verdict = /^(?:yes|no)\b/i.exec(answer)?.[0].toLowerCase();
      return verdict === undefined ? UNJUDGED : answers.includes(verdict) ? 1 : 0;
    }
    case 'text':
      return Math.max(0, ...answers.map((text) => wordsSaid(answer, text)));
  }
}

/** A quote without yes or no leaves the verdict to who reads it. */
const UNJUDGED = 0.5;

/** As whole words: "5.9" is not in "15.9", nor "lint" in "eslint". */
function says(answer: string, value: string): boolean {
  const right = normalise(value).replace(/^[\^~v<>=]+(?=\d)/, '');
  return right !== '' && ` ${normalise(answer).replace(/(?<=^|\s)v(?=\d)/g, '')} `.includes(` ${right} `);
}

/** Share of the words of the right answer, from nothing at a third of them, which two statements about one thing often share. */
function wordsSaid(answer: string, right: string): number {
  const wanted = new Set(words(right));
  const said = new Set(words(answer));
  const share = [...wanted].filter((word) => said.has(word)).length / Math.max(1, wanted.size);
  return Math.max(0, (share - BY_CHANCE) / (1 - BY_CHANCE));
}

const BY_CHANCE = 1 / 3;
