import type { Logger } from '../base/logger';
import type { Memory } from '../memory/memory';
import type { DistillPolicy } from '../policies/policy';
import type { Embedder, VectorIndex } from '../retrieval/embedder';
import type { Candidate, RetrieveOptions, Retriever } from '../retrieval/retriever';
import { tellingTerms, uncovered } from '../retrieval/telling';
import type { Answer } from './answer';
import { answerByKey } from './byKey';
import { answerByText } from './byText';
import { toUsed, type Finding } from './phrases';
import { readQuestion, type Question } from './question';

export interface AnswerDeps {
  /** Holds the memories of the view that is asked: synced by the caller. */
  readonly retriever: Retriever;
  readonly policy: DistillPolicy;
  /** Used together, where both are there; by words alone otherwise. */
  readonly embedder?: Embedder;
  readonly index?: VectorIndex;
  /** Candidates per question; default 60. */
  readonly limit?: number;
  /** Milliseconds, to measure with. */
  readonly clock: () => number;
  readonly logger?: Logger;
}

/** Answers from memory, without a language model: what holds now, word for word from the deciding memories; or says that it does not know. */
export async function answer(text: string, deps: AnswerDeps, signal?: AbortSignal): Promise<Answer> {
  const begin = deps.clock();
  const { retriever } = deps;
  const question = readQuestion(text, retriever.subjects);
  const byKey = answerByKey(question, retriever);
  // A question that its key decides waits for no embedding.
  const candidates = retriever.retrieve(text, byKey ? limitOf(deps) : await withVector(text, deps, signal));
  const finding = byKey ?? answerByText(question, candidates, deps.policy);
  const body = finding ? found(finding, retriever) : declined(question, candidates, retriever);
  return { ...body, candidates: candidates.length, ms: deps.clock() - begin };
}

type Body = Omit<Answer, 'candidates' | 'ms'>;

function found({ text, used }: Finding, retriever: Retriever): Body {
  const [deciding] = used;
  return {
    answer: text,
    replaced: deciding ? whatHeldBefore(deciding, retriever) : [],
    declined: false,
    used: used.slice(0, MOST_USED).map(toUsed),
  };
}

function declined(question: Question, candidates: readonly Candidate[], retriever: Retriever): Body {
  const about = topicOf(question, candidates, retriever);
  const closest = candidates.find(({ memory, coverage }) => memory.state === 'active' && coverage > 0)?.memory;
  return {
    answer: `Memory holds nothing about ${about}.`,
    replaced: [],
    declined: true,
    about,
    used: [],
    ...(closest && { closest: toUsed(closest) }),
  };
}

const MOST_USED = 3;

/** How far back an answer tells; all of it is in the memory's history. */
const MOST_REPLACED = 5;

/** The earlier versions of what an answer rests on, newest first. */
function whatHeldBefore(deciding: Memory, retriever: Retriever): Answer['replaced'] {
  const versions = retriever.lineage(deciding.lineage).filter((version) => version.validFrom <= deciding.validFrom);
  return versions
    .filter((version) => (version.id === deciding.id ? isEnded(deciding) : true))
    .flatMap(({ text, validTo }) => (validTo === undefined ? [] : [{ text, until: validTo }]))
    .filter(({ text }) => text !== deciding.text || isEnded(deciding))
    .reverse()
    .slice(0, MOST_REPLACED);
}

/** A deleted memory held before it ended; one that is nothing but its end did not. */
function isEnded({ ending, text }: Memory): boolean {
  return ending !== undefined && ending.text !== text;
}

/** What a declined question is about: what it names, else the words that no candidate knows, as they stand side by side in it. */
function topicOf(question: Question, candidates: readonly Candidate[], retriever: Retriever): string {
  const { text, topic, type } = question;
  if (topic !== undefined && type !== 'which' && topic.split(' ').length <= 3) return topic;
  const telling = tellingTerms(text);
  const best = candidates[0];
  const unknown = new Set(best ? uncovered(telling, retriever.wordsOf(best.id)) : telling);
  const runs: { start: number; end: number; length: number }[] = [];
  for (const term of telling) {
    if (!unknown.has(term)) continue;
    const last = runs.at(-1);
    const end = term.start + term.text.length;
    if (last && text.slice(last.end, term.start).trim() === '') {
      last.end = end;
      last.length += 1;
    } else runs.push({ start: term.start, end, length: 1 });
  }
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  return longest ? text.slice(longest.start, longest.end) : (topic ?? 'this');
}

function limitOf({ limit }: AnswerDeps): RetrieveOptions {
  return limit === undefined ? {} : { limit };
}

async function withVector(text: string, deps: AnswerDeps, signal?: AbortSignal): Promise<RetrieveOptions> {
  const { embedder, index } = deps;
  if (!embedder || !index || index.size === 0 || text.trim() === '') return limitOf(deps);
  try {
    const [vector] = await embedder.embed([text], signal);
    return vector ? { ...limitOf(deps), vector, index } : limitOf(deps);
  } catch (error) {
    signal?.throwIfAborted();
    // Words alone still find: an answer path that needs no model is a promise.
    deps.logger?.warn(`The question was not embedded: ${String(error)}`);
    return limitOf(deps);
  }
}
