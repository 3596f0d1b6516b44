import { KnownError, type ErrorCode } from '../base/errors';
import { askModel, type Asked } from './ask';
import { examQuestions, type ExamQuestion, type Skill } from './examQuestions';
import { NO_TRUST, type LanguageModel, type ModelTrust } from './languageModel';

/** What came of one question. */
export interface ExamStep {
  /** For people: "Reads a decision out of a commit, with its words". */
  readonly name: string;
  readonly passed: boolean;
  /** What was wrong: "it named memory 3 instead of 1". */
  readonly problem?: string;
}

export interface Examination {
  readonly steps: readonly ExamStep[];
  readonly trust: ModelTrust;
  /** Median time of an answer. */
  readonly answerMs: number;
  /** Of all questions, input and output together. */
  readonly tokens: number;
}

export interface ExamDeps {
  readonly clock: () => Date;
  /** Called after each question. @param count how many there are */
  readonly onStep?: (step: ExamStep, done: number, count: number) => void;
}

/**
 * Asks a model about ten small questions whose answers are known, with the prompts that it will be asked with. What it cannot do it is not used for: see
 * `trustOf`. A model that cannot even answer in the form that is asked for is asked nothing more.
 * @throws KnownError where the model cannot be asked at all, or the signal's reason
 */
export async function examine(model: LanguageModel, deps: ExamDeps, signal?: AbortSignal): Promise<Examination> {
  const questions = examQuestions();
  const results: Result[] = [];
  for (const question of questions) {
    const result = hasNoForm(results) ? NOT_ASKED : await ask(model, question, results.length === 0, deps, signal);
    results.push(result);
    deps.onStep?.(stepOf(question, result), results.length, questions.length);
  }
  const times = results.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b);
  return {
    steps: questions.map((question, index) => stepOf(question, results[index] ?? NOT_ASKED)),
    trust: trustOf((skill) =>
      questions.every((question, index) => question.skill !== skill || results[index]?.problem === undefined),
    ),
    answerMs: times[Math.floor(times.length / 2)] ?? 0,
    tokens: results.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

/**
 * Every question of a skill must be passed, for each stands for harm that was done elsewhere: an invented answer, an obeyed commit, a memory lost to another
 * one. Choosing among candidates needs all that wording needs.
 */
function trustOf(has: (skill: Skill) => boolean): ModelTrust {
  if (!has('answers')) return { ...NO_TRUST, extracts: has('extracts'), decides: has('decides') };
  return { answers: has('chooses') ? 'distils' : 'words', decides: has('decides'), extracts: has('extracts') };
}

interface Result {
  readonly problem?: string;
  /** Nothing could be read of the answer. */
  readonly isUnreadable?: true;
  readonly ms?: number;
  readonly tokens: number;
}

const NOT_ASKED: Result = { problem: 'not asked, because it does not answer in the form that is asked for', tokens: 0 };

/** The first question has been asked, and its answer could not be read. */
function hasNoForm([first]: readonly Result[]): boolean {
  return first?.isUnreadable === true;
}

async function ask(
  model: LanguageModel,
  { prompt, check }: ExamQuestion,
  isFirst: boolean,
  { clock }: ExamDeps,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const start = clock().getTime();
  let asked: Asked<unknown>;
  try {
    asked = await askModel(model, { ...prompt, purpose: 'test' }, signal);
  } catch (error) {
    // Who cannot be reached is not examined; one answer that takes too long is a bad answer.
    if (isFirst || !KnownError.is(error) || !BAD_ANSWERS.has(error.code)) throw error;
    return { problem: error.message, tokens: 0 };
  }
  const problem = 'problem' in asked ? asked.problem : check(asked.value);
  const { attempts, usage } = asked;
  return {
    ...(problem !== undefined && { problem }),
    ...('problem' in asked && { isUnreadable: true }),
    ms: (clock().getTime() - start) / attempts,
    tokens: usage.input + usage.output,
  };
}

const BAD_ANSWERS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['llm/timeout', 'llm/failed', 'llm/refused']);

function stepOf({ name }: ExamQuestion, { problem }: Result): ExamStep {
  return { name, passed: problem === undefined, ...(problem !== undefined && { problem }) };
}
