import type { Material, MemoryUses } from '../../core/index';
import { draw } from '../questions/draft';
import { questionsFromReviews } from '../questions/fromReviews';
import { streamOf } from '../questions/streamOf';
import type { Question, Stream } from '../types';

/** What a project gives to learn from. */
export interface ProjectQuestions {
  /** Its facts as they were told, with the questions that its history answers. */
  readonly stream: Stream;
  /** Made from reviews and feedback. */
  readonly reviews: readonly Question[];
  /** How often training asks a question (`Question.times`). */
  readonly times: (question: Question) => number;
}

/** @param name what the project is called */
export function questionsOf(material: Material, name: string): ProjectQuestions {
  const stream = streamOf(material, { name, seed: SEED });
  const { uses = new Map<string, MemoryUses>() } = material;
  const times = (question: Question): number =>
    Math.max(1, ...question.about.map((index) => timesOf(uses.get(stream.facts[index]?.id ?? ''))));
  return { stream, reviews: questionsFromReviews(material, stream, SEED), times };
}

/** Twice where its memory was used once, three times from three uses on, four times from seven; a rated answer counts as several. */
export function timesOf(uses: MemoryUses | undefined): number {
  if (!uses) return 1;
  const served = uses.recalled + RATED * (uses.helpful + uses.wrong);
  return Math.min(MOST_TIMES, 1 + Math.floor(Math.log2(1 + served)));
}

/** So many uses an answer counts for that somebody called helpful or wrong: most answers are read and not rated. */
const RATED = 3;

/** However often it is used, one memory does not make all of the training. */
const MOST_TIMES = 4;

/** How many questions there are to learn from; those about things that no project knows are always there, and do not count. */
export function countQuestions({ stream, reviews }: Pick<ProjectQuestions, 'stream' | 'reviews'>): {
  history: number;
  reviews: number;
} {
  return { history: stream.questions.filter(isKnown).length, reviews: reviews.length };
}

/** What is learned from, and what the result is measured by. */
export interface Split {
  /** The first facts, with the questions about them. */
  readonly train: Stream;
  /** All facts and questions. */
  readonly whole: Stream;
  /** Questions about the rest. No training sees them, nor the facts that they are about. */
  readonly heldOut: readonly Question[];
  /** Index of the first fact that training does not see. */
  readonly cut: number;
  readonly learnedFrom: { readonly history: number; readonly reviews: number };
}

/** Splits by time: whoever trains today is asked about what comes. Of reviews of older facts, too, some are held out. */
export function split({ stream, reviews, times }: ProjectQuestions): Split {
  const { name, facts } = stream;
  const cut = Math.ceil(facts.length * TRAINED_SHARE);
  const isDrawn = (question: Question): boolean => draw(SEED, 'held out', name, question.id) >= TRAINED_SHARE;
  const isTrained = (question: Question): boolean => question.from < cut && (isKnown(question) || !isDrawn(question));
  const history = stream.questions.filter(isTrained).map((question) => until(question, cut));
  const reviewed = reviews.filter((question) => question.from < cut && !isDrawn(question));
  const asked = [...history, ...reviewed.map((question) => until(question, cut))].map((question) => {
    const often = times(question);
    return often > 1 ? { ...question, times: often } : question;
  });
  const train = { name, facts: facts.slice(0, cut), questions: asked };
  const learned = new Set([...stream.questions.filter(isTrained), ...reviewed]);
  const questions = [...stream.questions, ...reviews];
  return {
    train,
    whole: { name, facts, questions },
    heldOut: questions.filter((question) => !learned.has(question) && (question.to ?? Infinity) > cut),
    cut,
    learnedFrom: { history: history.length, reviews: reviewed.length },
  };
}

/** The same draw for the same seed, so that trainings can be compared. */
export function some<Q extends Question>(questions: readonly Q[], most: number): Q[] {
  return questions
    .map((question) => ({ question, rank: draw(SEED, 'some', question.id) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ question }) => question);
}

const SEED = 1;

/** Of the facts, the first so many. */
const TRAINED_SHARE = 0.7;

/** Its answer is somewhere in the history. */
function isKnown({ gold }: Question): boolean {
  return gold.answers.length > 0;
}

/** Nothing of what comes after the cut is known in training: not even that an answer will be right no longer. */
function until({ to, ...question }: Question, cut: number): Question {
  return {
    ...question,
    about: question.about.filter((index) => index < cut),
    ...(to !== undefined && to < cut && { to }),
  };
}
