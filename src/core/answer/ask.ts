import { spellPeriod } from '../base/dates';
import type { Memory } from '../memory/memory';
import { distillRule } from '../policies/distillRule';
import type { AskedQuestion, DistillPolicy } from '../policies/policy';
import type { VectorIndex } from '../retrieval/embedder';
import type { Candidate, Retriever } from '../retrieval/retriever';
import { tellingWeights } from '../retrieval/telling';
import type { Answer } from './answer';
import { answerByKey } from './byKey';
import { prepareByText } from './byText';
import { whatHeldBefore } from './heldBefore';
import { fit, quote, sayWhen, toUsed, type Finding } from './phrases';
import { readQuestion, type Question } from './question';
import { topicOf } from './topic';

export interface AnswerDeps {
  /** The memories of the view that is asked (of a branch, say). The retriever is brought in line with them. */
  readonly memories: readonly Memory[];
  readonly retriever: Retriever;
  /** Default: the rule. */
  readonly policy?: DistillPolicy;
  /** Candidates per question; default 60. */
  readonly limit?: number;
  /** The embedded question and the vectors of the memories, by their ids. Without them, words alone find. */
  readonly vector?: Float32Array;
  readonly index?: VectorIndex;
  readonly isEmbedded?: (id: string) => boolean;
  /** Leaves memories out of the candidates. */
  readonly allowed?: (memory: Memory) => boolean;
  /** The memories are those that held at the end of this day, month or year; the answer says so. Default: they hold now. */
  readonly period?: string;
  /** What the project is called: its questions name it, and mean nothing by it. */
  readonly ownName?: string;
  readonly clock: () => Date;
}

/** Answers from memory, without a language model: what holds now, word for word from the deciding memories; or says that it does not know. */
export function answerQuestion(text: string, deps: AnswerDeps): Answer {
  return findAnswer(text, deps).answer;
}

/** An answer with all that a language model may be shown to put it better. */
export interface FoundAnswer {
  readonly answer: Answer;
  readonly question: Question;
  /** What distillation kept, best first; empty where what is known of a subject answers. */
  readonly kept: readonly Memory[];
  readonly retrieved: readonly Candidate[];
  /** What it was asked of. */
  readonly deps: AnswerDeps;
  /** Gives the answer that says that memory does not know; nothing where what is known of a subject answers. */
  readonly declined: (() => Answer) | undefined;
}

export function findAnswer(text: string, deps: AnswerDeps): FoundAnswer {
  const { policy = distillRule, clock } = deps;
  const begin = clock().getTime();
  const { question, asked, isKnown, fitting, retrieved, answer } = prepareAnswer(text, deps);
  const kept = policy.keep(question.text, fitting, asked);
  const whole = (body: Body): Answer => ({ ...body, candidates: retrieved.length, ms: clock().getTime() - begin });
  return {
    answer: whole(answer(kept)),
    question,
    kept: kept.flatMap((index) => fitting[index]?.memory ?? []),
    retrieved,
    deps,
    declined: isKnown ? undefined : () => whole(answer([])),
  };
}

/** A question as distillation meets it, and what each of its choices makes of it. */
export interface PreparedAnswer {
  readonly question: Question;
  readonly asked: AskedQuestion;
  /** What is known of a subject answers, and distillation is not asked. */
  readonly isKnown: boolean;
  /** What distillation chooses from; empty where what is known of a subject answers, and distillation is not asked. */
  readonly fitting: readonly Candidate[];
  /** How many memories were retrieved. */
  readonly candidates: number;
  /** All of them, best first. */
  readonly retrieved: readonly Candidate[];
  /**
   * Can be asked again and again: nothing is changed by it.
   * @param kept indices into `fitting`, best first; none: it declines
   */
  readonly answer: (kept: readonly number[]) => Body;
}

/** Everything up to the choice of distillation. */
export function prepareAnswer(text: string, deps: Omit<AnswerDeps, 'policy' | 'clock'>): PreparedAnswer {
  const { memories, retriever, period, ownName, ...options } = deps;
  retriever.sync(memories);
  const question = readQuestion(text, retriever.subjects, ownName);
  const candidates = retriever.retrieve(text, { ...options, asked: question.asked });
  const weights = tellingWeights(question.asked, retriever.idf);
  const terms = question.asked.map(({ kind }, index) => ({ kind, weight: weights[index] ?? 0 }));
  const asked = { type: question.type, isYesNo: question.isYesNo, terms };
  const byKey = answerByKey(question, retriever);
  const byText = byKey ? undefined : prepareByText(question, candidates, retriever);
  return {
    question,
    asked,
    isKnown: byKey !== undefined,
    fitting: byText?.fitting ?? [],
    candidates: candidates.length,
    retrieved: candidates,
    answer: (kept) => {
      const finding = byKey ?? byText?.compose(kept);
      return finding
        ? found(finding, question, retriever, period)
        : (unexplained(question, candidates) ?? declined(question, candidates, retriever, period));
    },
  };
}

/** An answer without what is known only once it is given. */
export type Body = Omit<Answer, 'candidates' | 'ms'>;

function found(
  { text, used, confidence = CERTAIN }: Finding,
  { type }: Question,
  retriever: Retriever,
  period?: string,
): Body {
  const [deciding] = used;
  const saysWhen = type === 'when' || type === 'who' || deciding?.ending !== undefined;
  return {
    answer: period === undefined || saysWhen ? text : sayWhen(period, text),
    replaced: deciding ? whatHeldBefore(deciding, retriever) : [],
    declined: false,
    confidence,
    used: used.slice(0, MOST_USED).map(toUsed),
  };
}

function declined(question: Question, candidates: readonly Candidate[], retriever: Retriever, period?: string): Body {
  const nearest = candidates[0] ? retriever.wordsOf(candidates[0].id) : new Set<string>();
  const about = `${topicOf(question, nearest)}${period === undefined ? '' : ` ${spellPeriod(period)}`}`;
  const closest = candidates.find(({ memory, coverage }) => memory.state === 'active' && coverage > 0)?.memory;
  return {
    answer: `Memory holds nothing about ${about}.`,
    replaced: [],
    declined: true,
    confidence: Math.max(
      0,
      ...candidates.filter(({ memory }) => memory.state === 'active').map(({ coverage }) => coverage),
    ),
    about,
    used: [],
    ...(closest && { closest: toUsed(closest) }),
  };
}

/** Memory knows what is asked about, and nobody wrote down why. */
function unexplained(question: Question, candidates: readonly Candidate[]): Body | undefined {
  if (question.type !== 'why') return undefined;
  // Nothing is answered here: what speaks most of the question is what memory knows of it.
  const [index] = distillRule.keep(question.text, candidates);
  const known = index === undefined ? undefined : candidates[index];
  if (!known || known.coverage < KNOWN) return undefined;
  return {
    answer: fit(`No reason was recorded. Memory holds: ${quote(known.memory)}`),
    replaced: [],
    declined: true,
    lacks: 'reason',
    confidence: known.coverage,
    used: [],
    closest: toUsed(known.memory),
  };
}

/** Share of the question that a memory must speak of to be what is asked about. */
const KNOWN = 0.6;

const MOST_USED = 3;

/** What follows from a key is as sure as what was read. */
const CERTAIN = 0.95;
