import type { Question, Stream, StreamFact } from '../../src/learning/types';

/** A stream of these texts, one a day, with these questions; what is left out of a question is made up. */
export function toyStream(
  texts: readonly (string | Partial<StreamFact>)[],
  questions: readonly (Pick<Question, 'text' | 'gold' | 'about'> & Partial<Question>)[] = [],
): Stream {
  return {
    name: 'toy',
    facts: texts.map((told, day) => ({
      id: `fact-${String(day)}`,
      event: `event-${String(day)}`,
      time: new Date(Date.UTC(2024, 0, 1 + day)).toISOString(),
      kind: 'decision',
      author: 'Ada',
      text: '',
      ...(typeof told === 'string' ? { text: told } : told),
    })),
    questions: questions.map((question, i) => ({
      id: `question-${String(i)}`,
      kind: 'version',
      from: Math.min(...question.about, texts.length),
      ...question,
    })),
  };
}

/** Words of ordinary text, so that "the" tells little. */
export const SOME_BACKGROUND: ReadonlyMap<string, number> = new Map([
  ['the', 0.05],
  ['is', 0.01],
  ['use', 0.002],
  ['version', 0.0005],
]);
