import type { ModelAnswer } from '../prompts/answer';
import type { Answer } from './answer';
import type { FoundAnswer } from './ask';
import { missingGist } from './gist';
import { inPeriod } from './phrases';
import { turnsRound } from './verdict';

/** The plain answer in a model's words: the decision and its sources stay. */
export function wordedAnswer({ answer: plain, question, deps }: FoundAnswer, said: ModelAnswer, model: string): Answer {
  const problem = !said.knows
    ? 'It says that the memories do not answer the question.'
    : !said.used.includes(0)
      ? 'It leaves out the memory that decides.'
      : turnsRound(plain.answer, said.answer)
        ? 'It turns yes and no round.'
        : missingGist(said.answer, plain.answer, question);
  if (problem !== undefined) return { ...plain, problem };
  return { ...plain, answer: inPeriod(deps.period, said.answer), plain: plain.answer, wordedBy: model };
}
