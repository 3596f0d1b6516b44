import { prepareAnswer, type Memory, type PreparedAnswer, type Retriever } from '../../core/index';
import { draw } from '../questions/draft';
import type { Question, Stream } from '../types';
import { aroundQuestions } from './aroundQuestions';
import { answerTask, isOpen, type AnswerTask, type ReaderAnswer } from './answerTask';
import { quotedScore } from './quotedScore';

/** A project's memory as the product asks it. */
export interface AskedMemory {
  readonly name: string;
  readonly memories: readonly Memory[];
  readonly retriever: Retriever;
  /** What the project is called. */
  readonly ownName?: string;
}

/** A question whose right answer is known. */
export interface KnownQuestion extends Pick<Question, 'id' | 'text' | 'kind'> {
  readonly isAbsent: boolean;
  /** How right an answer is that was given, in [0, 1]. */
  readonly score: (answer: ReaderAnswer) => number;
}

/** The product is the frozen reader: it answers word for word from what is kept, and where a key answers, whatever is kept. */
export function productTask(
  question: KnownQuestion,
  memory: AskedMemory,
  allowed?: (memory: Memory) => boolean,
): AnswerTask {
  const prepared = prepare(question.text, memory, allowed);
  return toTask(question, memory, prepared);
}

function prepare(text: string, memory: AskedMemory, allowed?: (memory: Memory) => boolean): PreparedAnswer {
  const { memories, retriever, ownName } = memory;
  return prepareAnswer(text, {
    memories,
    retriever,
    ...(ownName !== undefined && { ownName }),
    ...(allowed && { allowed }),
  });
}

function toTask(
  { id, text, kind, isAbsent, score }: KnownQuestion,
  { name }: AskedMemory,
  { asked, fitting, answer }: PreparedAnswer,
): AnswerTask {
  return answerTask({
    id,
    text,
    kind,
    history: name,
    isAbsent,
    asked,
    candidates: fitting,
    read: (kept) => {
      const { answer: said, declined } = answer(kept);
      return { text: said, declined };
    },
    score,
  });
}

export interface ProjectTaskOptions {
  readonly seed: number;
  /** At most so many questions. */
  readonly most: number;
  /** Share of them in words that stand only around what is remembered. In [0, 1]. */
  readonly around: number;
  /** Share of the others from which the memories that answer are taken away, so that declining is right. In [0, 1]. */
  readonly leftOut: number;
  /** Questions about other projects: of what memory does not know all words, it is to be declined. As many again are asked as a share of all says. */
  readonly foreign?: { readonly questions: readonly Question[]; readonly share: number };
}

export const PROJECT_TASKS: Omit<ProjectTaskOptions, 'seed'> = { most: 300, around: 0, leftOut: 0.02 };

/** Of what is asked of many projects together: shares of questions in words from around memories, and of questions about the other projects. */
export const MANY_PROJECTS = { around: 0.25, foreign: 0.07 };

/** What is asked of a stream's end, of the memory as the product holds it; only questions that distillation can decide. */
export function projectTasks(stream: Stream, memory: AskedMemory, options: ProjectTaskOptions): AnswerTask[] {
  const { seed, most, around, leftOut, foreign } = options;
  const last = stream.facts.length - 1;
  const now = stream.questions.filter(({ from, to = Infinity }) => from <= last && to > last);
  const ofAround = Math.round(most * around);
  return [
    ...openTasks(now, seed, most - ofAround, (question) =>
      question.gold.answers.length > 0 && draw(seed, 'left out', question.id) < leftOut
        ? withoutAnswer(question, memory)
        : productTask(known(question), memory),
    ),
    ...openTasks(aroundQuestions(memory, seed), seed, ofAround, (question) => productTask(question, memory)),
    ...(foreign ? foreignTasks(foreign.questions, memory, seed, Math.round(most * foreign.share)) : []),
  ];
}

/** Some of what is asked of other projects, where a word of it is unknown here. */
function foreignTasks(questions: readonly Question[], memory: AskedMemory, seed: number, most: number): AnswerTask[] {
  const told = questions.filter(({ gold }) => gold.form !== 'yesNo' && gold.answers.length > 0);
  const drawn = told
    .map((question) => ({ question, rank: draw(seed, 'foreign', memory.name, question.id) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, TRIED * most)
    .map(({ question }) => question);
  const tasks = openTasks(drawn, seed, Infinity, ({ id, text, kind }) =>
    productTask({ id: `foreign ${id}`, text, kind: `${kind}, foreign`, isAbsent: true, score: () => 0 }, memory),
  );
  return tasks.filter(hasUnknownWord).slice(0, most);
}

/** Of many questions no memory here says anything at all. */
const TRIED = 3;

function hasUnknownWord({ asked, candidates }: AnswerTask): boolean {
  return asked.terms.some((_, index) => candidates.every(({ shares }) => (shares[index] ?? 0) === 0));
}

/** The first of a draw that distillation can decide. */
function openTasks<Q extends { readonly id: string }>(
  questions: readonly Q[],
  seed: number,
  most: number,
  toTask: (question: Q) => AnswerTask,
): AnswerTask[] {
  const drawn = questions
    .map((question) => ({ question, rank: draw(seed, 'task', question.id) }))
    .sort((a, b) => a.rank - b.rank);
  const tasks: AnswerTask[] = [];
  for (const { question } of drawn) {
    if (tasks.length >= most) break;
    const task = toTask(question);
    if (isOpen(task)) tasks.push(task);
  }
  return tasks;
}

function known({ id, text, kind, gold }: Question): KnownQuestion {
  return { id, text, kind, isAbsent: gold.answers.length === 0, score: (answer) => quotedScore(answer.text, gold) };
}

/** The same question, where memory never heard of what answers it: everything that says part of the answer is gone. */
function withoutAnswer(question: Question, memory: AskedMemory): AnswerTask {
  if (question.gold.form === 'yesNo') return productTask(known(question), memory);
  const whole = prepare(question.text, memory);
  const telling = new Set<string>();
  whole.fitting.forEach((candidate, place) => {
    if (quotedScore(whole.answer([place]).answer, question.gold) > 0) telling.add(candidate.id);
  });
  const lost: KnownQuestion = {
    ...known(question),
    kind: `${question.kind}, left out`,
    isAbsent: true,
    score: () => 0,
  };
  return productTask(lost, memory, ({ id }) => !telling.has(id));
}
