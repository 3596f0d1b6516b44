import type { ManagerPolicy, OperationKind } from '../../core/index';
import type { Outcome } from '../calibrate';
import { createRandom, sample } from '../random';
import { exactMatch, expectedScore, f1 } from '../score';
import type { Question, ReadMemory, Stream } from '../types';
import { isRightAfter, tokensOf } from './asking';
import { openCourse, type Course, type CourseOptions } from './course';
import { Decision, type Adviser } from './decision';
import type { Operation } from './workingBank';

export interface ManagerEvaluation extends CourseOptions {
  /** Draws the questions; the same for every policy that is compared. */
  readonly seed?: number;
  /** At most so many questions, over all moments. Default 600. */
  readonly questions?: number;
  /** How often on its way the bank is asked; the last time at its end. Default 5. */
  readonly moments?: number;
  /** Also tries every other operation at each decision, which takes a few seconds a stream. Default false. */
  readonly calibration?: boolean;
  /** A language model whose opinions the policy is told. Default: none. */
  readonly advise?: Adviser;
}

/** How a policy kept one stream. Lists have one entry a question, the same ones for every policy. */
export interface ManagerReport {
  readonly name: string;
  readonly questions: readonly { readonly id: string; readonly kind: string; readonly after: number }[];
  /** By the name of the reader: expected F1 and expected exact match, in [0, 1]. */
  readonly scores: Readonly<Record<string, { readonly f1: readonly number[]; readonly em: readonly number[] }>>;
  /** Facts of the stream. */
  readonly facts: number;
  /** Memories that hold at the end. */
  readonly entries: number;
  /** Of these, all of whose known truths have ended. */
  readonly stale: number;
  readonly staleIds: readonly string[];
  /** Facts that told the answer to something still right, which no memory answers half as well any more. */
  readonly lost: number;
  readonly lostIds: readonly string[];
  /** Facts of which that can be said. */
  readonly needed: number;
  /** That a reader is handed, mean over questions. */
  readonly tokens: number;
  readonly operations: Readonly<Record<OperationKind, number>>;
  /** Of each decision how sure the policy was, and whether no other operation would have scored better. Empty unless asked for. */
  readonly outcomes: readonly Outcome[];
}

/** Replays a whole stream as the product would, and asks on the way and at the end. */
export function evaluateManager(stream: Stream, policy: ManagerPolicy, options: ManagerEvaluation): ManagerReport {
  const course = openCourse(stream, options);
  const random = createRandom(options.seed ?? 1);
  const moments = momentsOf(stream, options);
  const operations = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
  const outcomes: Outcome[] = [];
  const answers: Asked[] = [];

  stream.facts.forEach((_, index) => {
    const met = course.bank.meet(index);
    let operation: Operation = { operation: 'NOOP' };
    if (met) {
      const decision =
        options.calibration || options.advise ? new Decision(course, index, met, LOCAL, random) : undefined;
      const opinion = decision && options.advise?.(decision);
      const input = opinion ? { ...met, opinion } : met;
      const { confidence, ...chosen } = policy.choose(input);
      const target = chosen.target === undefined ? undefined : input.candidates[chosen.target];
      operation = { operation: chosen.operation, ...(target && { target: course.bank.indexOf(target) }) };
      if (options.calibration && decision?.isAsked)
        outcomes.push({ probability: confidence, right: decision.isBest(operation) });
    }
    operations[operation.operation] += 1;
    course.bank.apply(index, operation);
    for (const question of moments.get(index) ?? []) answers.push(ask(question, index, course));
  });

  const { needed, lostIds } = findLost(course);
  const staleIds = course.bank
    .holding()
    .filter((index) => isStale(index, course))
    .map((index) => stream.facts[index]?.id ?? '');
  return {
    name: stream.name,
    questions: answers.map(({ question: { id, kind }, after }) => ({ id, kind, after })),
    scores: Object.fromEntries(
      course.readers.map(({ name }, i) => [
        name,
        { f1: answers.map(({ scores }) => scores[i]?.f1 ?? 0), em: answers.map(({ scores }) => scores[i]?.em ?? 0) },
      ]),
    ),
    facts: stream.facts.length,
    entries: course.bank.size,
    stale: staleIds.length,
    staleIds,
    lost: lostIds.length,
    lostIds,
    needed,
    tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, answers.length),
    operations,
    outcomes,
  };
}

/** As in training, but that more memories cost nothing. */
const LOCAL = { questions: 16, reward: 'expected F1', cost: 0 } as const;

interface Asked {
  readonly question: Question;
  /** Index of the fact after which it was asked. */
  readonly after: number;
  readonly tokens: number;
  /** One a reader. */
  readonly scores: readonly { readonly f1: number; readonly em: number }[];
}

function ask(question: Question, after: number, { asking, bank, readers }: Course): Asked {
  const tokens = asking.hand(question, bank).reduce((sum, { text }) => sum + tokensOf(text), 0);
  const scores = readers.map((reader) => {
    const { answers, gold } = asking.ask(question, bank, reader);
    return { f1: expectedScore(answers, gold, f1), em: expectedScore(answers, gold, exactMatch) };
  });
  return { question, after, tokens, scores };
}

/** After which facts which questions are asked: at even distances as many each time, of what is right then, and of each kind alike as far as there are any. */
function momentsOf({ facts, questions }: Stream, options: ManagerEvaluation): ReadonlyMap<number, readonly Question[]> {
  const random = createRandom(options.seed ?? 1);
  const moments = options.moments ?? 5;
  const each = Math.floor((options.questions ?? 600) / moments);
  return new Map(
    Array.from({ length: moments }, (_, i) => {
      const after = Math.ceil((facts.length * (i + 1)) / moments) - 1;
      const open = questions.filter((question) => isRightAfter(question, after));
      return [after, alike(sample(open, open.length, random)).slice(0, each)];
    }),
  );
}

/** The first of each kind, then the second of each, and so on. */
function alike(questions: readonly Question[]): Question[] {
  const seen = new Map<string, number>();
  const ranked = questions.map((question) => {
    const rank = seen.get(question.kind) ?? 0;
    seen.set(question.kind, rank + 1);
    return { question, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ question }) => question);
}

/** A memory holds that should not: all that it was known to tell is right no longer. */
function isStale(index: number, { asking, stream }: Course): boolean {
  const truths = asking.about(index);
  return truths.length > 0 && truths.every((question) => !isRightAfter(question, stream.facts.length - 1));
}

function findLost(course: Course): { needed: number; lostIds: string[] } {
  const { stream, bank, asking } = course;
  const last = stream.facts.length - 1;
  let needed = 0;
  const lostIds: string[] = [];
  stream.facts.forEach(({ id }, index) => {
    const open = asking.about(index).filter((question) => isRightAfter(question, last));
    const answered = open
      .map((question) => ({ question, score: bestAnswer(question, [bank.asTold(index)], course) }))
      .filter(({ score }) => score > 0);
    if (answered.length === 0) return;
    needed += 1;
    if (bank.canRead(index)) return;
    const isLost = answered.some(
      ({ question, score }) => bestAnswer(question, asking.found(question, bank), course) < score / 2,
    );
    if (isLost) lostIds.push(id);
  });
  return { needed, lostIds };
}

/** @returns the best score that one of the memories alone would give, by any reader */
function bestAnswer(question: Question, memories: readonly ReadMemory[], { readers: [reader] }: Course): number {
  let best = 0;
  for (const memory of memories)
    for (const { text } of reader?.read(question.text, [memory]) ?? [])
      if (text !== '' && best < 1) best = Math.max(best, f1(text, question.gold));
  return best;
}
