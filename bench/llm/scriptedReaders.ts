import { splitSentences, type LanguageModel, type ModelTrust } from '../../src/core/index';
import { isOneOf, judge, type Question } from '../judge';

/** A memory as the prompt shows it. */
interface Shown {
  readonly text: string;
  /** "since 12 May 2024", "by Ana". */
  readonly notes: readonly string[];
  /** What held before it, and the message that it comes from. */
  readonly beside: readonly string[];
}

/** What a scripted reader answers to one question, in the form that the product asks for. */
type Say = (shown: readonly Shown[]) => {
  readonly used: readonly number[];
  readonly knows: boolean;
  readonly answer: string;
};

/** A language model that is a rule: asks nobody, costs nothing. */
function scripted(name: string, answers: ModelTrust['answers'], say: Say): LanguageModel {
  return {
    name,
    trust: { answers, decides: false, extracts: false },
    complete: ({ messages }) => {
      const text = JSON.stringify(say(readShown(messages.at(-1)?.content ?? '')));
      return Promise.resolve({ text, usage: { input: 0, output: 0 } });
    },
  };
}

/** Takes the memory that stands first and never says that it does not know. */
export function carelessReader(answers: ModelTrust['answers']): LanguageModel {
  return scripted('careless reader', answers, ([first]) => ({ used: [1], knows: true, answer: first?.text ?? '' }));
}

/**
 * Knows what is right, but may only say what it is shown: where the evidence stands among the shown memories it answers rightly, else it says that it does not
 * know. No reader can do better with what the product shows.
 * @param sourcesOf the shas that a memory rests on, by its text
 */
export function perfectReader(
  question: Question,
  answers: ModelTrust['answers'],
  sourcesOf: (text: string) => readonly string[],
): LanguageModel {
  return scripted('perfect reader', answers, (shown) => {
    for (const [index, memory] of shown.entries()) {
      const answer = rightAnswer(question, memory, sourcesOf);
      // Who only words must keep the memory that decides.
      const used = answers === 'words' && index > 0 ? [1, index + 1] : [index + 1];
      if (answer !== undefined) return { used, knows: true, answer };
    }
    return { used: [], knows: false, answer: '' };
  });
}

function rightAnswer(
  question: Question,
  { text, beside, notes }: Shown,
  sourcesOf: (text: string) => readonly string[],
): string | undefined {
  if (question.accept.length === 0) return undefined;
  const isRight = (answer: string): boolean => judge(question, { answer, declined: false, used: [] }).right;
  const told = [text, ...beside.flatMap(splitSentences)];
  const said = [
    ...told,
    ...told.slice(1).map((sentence) => `${text} ${sentence}`),
    ...notes.map((note) => `${text} (${note})`),
  ];
  const plain = said.find(isRight);
  if (plain !== undefined) return plain;
  // "Yes" and "no" fit many patterns: only from the commit that decides are they evidence.
  const isEvidence = question.sha.length > 0 && sourcesOf(text).some((sha) => isOneOf(sha, question.sha));
  return isEvidence ? said.flatMap((answer) => [`Yes. ${answer}`, `No. ${answer}`]).find(isRight) : undefined;
}

/** The list of memories in a prompt of `answerPrompt`. */
export function readShown(prompt: string): Shown[] {
  const [, list = ''] = /<quoted \w+ memories>\n([\s\S]*?)\n<\/quoted \w+>/.exec(prompt) ?? [];
  const shown: { text: string; notes: string[]; beside: string[] }[] = [];
  for (const line of list.split('\n')) {
    const [, notes = '', text] = /^\d+\. \(([^)]*)\) (.*)$/.exec(line) ?? [];
    const [, beside] = /^ {3}[^:]*: (.*)$/.exec(line) ?? [];
    if (text !== undefined) shown.push({ text, notes: notes.split(', '), beside: [] });
    else if (beside !== undefined) shown.at(-1)?.beside.push(beside);
  }
  return shown;
}
