import { contentId, terms } from '../../core/index';
import type { Question } from '../types';
import { draw, type Draft } from './draft';

/** Chooses the words of a question, the same for the same seed. @returns undefined where all of them would name the answer */
export function phrase(stream: string, seed: number, { key, wordings, ...known }: Draft): Question | undefined {
  const start = Math.floor(draw(seed, 'wording', stream, key) * wordings.length);
  const turned = [...wordings.slice(start), ...wordings.slice(0, start)].map(tidy);
  const text = turned.find((wording) => !namesAnswer(wording, known.gold));
  return text === undefined ? undefined : { id: contentId('question', stream, key), text, ...known };
}

/** Whether who reads a question reads its answer: any telling word of a value, or a large share of a text. */
export function namesAnswer(question: string, gold: Question['gold']): boolean {
  if (gold.form === 'yesNo') return false;
  const asked = new Set(terms(question).flatMap(formsOf));
  return gold.answers.some((answer) => {
    const told = terms(answer).filter((term) => !term.stop);
    const named = told.filter((term) => asked.has(term.whole));
    return gold.form === 'value' ? named.length > 0 : named.length > told.length * MOST_SHARED;
  });
}

/** Of the telling words of a text, at most so many may stand in the question. */
const MOST_SHARED = 0.25;

function formsOf({ whole, kind, parts }: ReturnType<typeof terms>[number]): readonly string[] {
  return kind === 'number' ? [whole, ...parts] : [whole];
}

function tidy(question: string): string {
  return question.replace(/\s+/g, ' ').trim();
}
