import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Retriever } from '../src/core/index';
import type { AnswerTask } from '../src/learning/answer/answerTask';
import {
  MANY_PROJECTS,
  productTask,
  projectTasks,
  PROJECT_TASKS,
  type AskedMemory,
  type ProjectTaskOptions,
} from '../src/learning/answer/projectTasks';
import { streamOf } from '../src/learning/questions/streamOf';
import { eventsOf, named, takeIn, type Model } from './histories';
import { judge, parseQuestions, type Question } from './judge';
import type { QuestionedHistory } from './questionFiles';

/** What the Answer Agent is asked of one recorded history. */
export interface AskedHistory {
  readonly name: string;
  /** From the history itself. */
  readonly generated: readonly AnswerTask[];
  readonly byHand: readonly AnswerTask[];
}

/** Takes a history in as the product does. */
export async function askedHistory(
  { name, commits, questions }: QuestionedHistory,
  { background }: Pick<Model, 'background'>,
  options: Pick<ProjectTaskOptions, 'seed'> & Partial<ProjectTaskOptions>,
): Promise<AskedHistory> {
  const project = await takeIn(eventsOf(commits), { background });
  const retriever = new Retriever(background, undefined, (source) => project.told(source));
  const memory: AskedMemory = { name, memories: project.memories(), retriever, ...named(commits) };
  const stream = streamOf(project.material(), { name, seed: options.seed });
  const byHand = questions.filter(({ origin }) => origin === 'hand');
  return {
    name,
    generated: projectTasks(stream, memory, { ...PROJECT_TASKS, around: MANY_PROJECTS.around, ...options }),
    byHand: byHand.map((question, index) => handTask(question, `${name} ${index}`, memory)),
  };
}

/**
 * The questions written by hand about a train history, as training asks them.
 * @param records name of its file of records
 */
export function writtenTasks(records: string, memory: AskedMemory): AnswerTask[] {
  const files = readdirSync(QUESTIONS).filter((name) => /^train.*\.jsonl$/.test(name));
  return files
    .sort()
    .flatMap((name) => parseQuestions(readFileSync(path.join(QUESTIONS, name), 'utf8')))
    .filter((question) => question.records === records)
    .map((question, index) => ({ ...handTask(question, `${memory.name} ${index}`, memory), weight: WRITTEN_WEIGHT }));
}

const QUESTIONS = path.join(__dirname, 'questions');

/** They are few beside the generated ones, and asked as people ask. */
const WRITTEN_WEIGHT = 3;

/** A question written by hand, judged as `npm run bench -- questions` does. */
export function handTask(question: Question, id: string, memory: AskedMemory): AnswerTask {
  const { q: text, kind, accept } = question;
  const isAbsent = accept.length === 0;
  const score = (answer: string): number => Number(judge(question, { answer, declined: false, used: [] }).right);
  return productTask({ id, text, kind, isAbsent, score: ({ text: said }) => score(said) }, memory);
}
