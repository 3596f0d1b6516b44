import { anchors, terms, words } from '../base/words';
import type { FactKind } from '../memory/fact';
import type { Memory } from '../memory/memory';
import type { DistillPolicy } from '../policies/policy';
import type { Candidate } from '../retrieval/retriever';
import { fit, quote, sayNo, sayYes, type Finding } from './phrases';
import type { Question } from './question';

/** Answers by quoting the memory that distillation puts first. Undefined when it keeps none that can answer this type of question. */
export function answerByText(
  question: Question,
  candidates: readonly Candidate[],
  policy: DistillPolicy,
): Finding | undefined {
  const fitting = candidates.filter(({ memory }) => canAnswer(memory, question));
  const [first] = policy.keep(question.text, fitting);
  const deciding = first === undefined ? undefined : fitting[first]?.memory;
  if (!deciding) return undefined;
  return { text: saidAbout(question, deciding), used: [deciding] };
}

function saidAbout(question: Question, deciding: Memory): string {
  const quoted = quote(deciding);
  if (!question.isYesNo) return fit(quoted);
  if (question.type === 'reverted') {
    return deciding.kind === 'revert' ? sayYes(quoted) : sayNo(`Memory holds no revert of it. ${quoted}`);
  }
  const says = polarity(question, deciding);
  return says === undefined ? fit(quoted) : says ? sayYes(quoted) : sayNo(quoted);
}

/** Whether a memory has what the type of question asks for. */
function canAnswer(memory: Memory, { text, type, topic }: Question): boolean {
  switch (type) {
    case 'version':
      return topic !== undefined && countsTopic(memory, topic);
    case 'still':
    case 'gone':
      return topic === undefined || isPhrase(topic) || (isNoOther(memory, topic) && tellsOfUse(memory, topic));
    case 'why':
      // Manifests say what, never why; and who asks why knows already what the question itself says.
      return REASONED.has(memory.kind) && saysMore(memory, text);
    case 'which':
    case 'when':
    case 'who':
    case 'replacement':
    case 'reverted':
    case 'general':
      return true;
  }
}

/** Kinds of memories that may have a reason in them. */
const REASONED: ReadonlySet<FactKind> = new Set<FactKind>(['decision', 'revert', 'note']);

/** The memory has words of its own, enough for a reason. */
function saysMore(memory: Memory, asked: string): boolean {
  const known = new Set(terms(asked).map((term) => term.whole));
  const own = new Set(terms(memory.text).map((term) => term.whole));
  return [...own].filter((word) => !known.has(word)).length >= LEAST_REASON;
}

/** In words, small ones too: "too buggy" is a reason. */
const LEAST_REASON = 2;

/** A single name is one thing, and a memory of something else says nothing about it; a phrase may be said in other words. */
function isPhrase(topic: string): boolean {
  return terms(topic).length > 1;
}

/** Not a statement with a key: had it been about the topic, its key would have answered. */
function isNoOther({ subject, attribute }: Memory, topic: string): boolean {
  return isPhrase(topic) || subject === undefined || attribute === undefined;
}

/** A number in the memory is the topic's number. */
function countsTopic({ text }: Memory, topic: string): boolean {
  const asked = new Set(terms(topic).map((term) => term.whole));
  return anchors(text).some((anchor) => asked.has(anchor));
}

/** The memory names the topic, and says that something of it is used or no longer is. */
function tellsOfUse({ text, ending }: Memory, topic: string): boolean {
  const said = terms(ending ? `${text} ${ending.text}` : text);
  return (
    said.some((term) => term.text.toLowerCase() === topic.toLowerCase()) && said.some((term) => USE.has(term.whole))
  );
}

const USE = new Set(
  'use need requir depend reli support add remov drop replac delet switch migrat adopt introduc instal keep'.split(' '),
);

/** Stems by which a statement says that something is not, or is. */
const NEGATIVE = new Set(
  'remov drop delet disabl deprec unsupport revert discontinu stop longer without fals'.split(' '),
);
const POSITIVE = new Set('add enabl introduc use support adopt keep requir switch migrat move allow true'.split(' '));
const NEGATION = /\b(?:not|never|no longer|(?:turn|switch)(?:ed|s)? off)\b|n't\b/i;

/**
 * What a memory answers to a yes/no question: yes, no, or, where its words do not tell, undefined. Words that the question itself has
 * say nothing: "Are line breaks removed?" asks for just that.
 */
function polarity({ text, type }: Question, memory: Memory): boolean | undefined {
  if (memory.ending) return type === 'gone';
  const asked = new Set(words(text));
  const said = words(memory.text).filter((word) => !asked.has(word));
  const isNegative = NEGATION.test(memory.text) || said.some((word) => NEGATIVE.has(word));
  const isPositive = said.some((word) => POSITIVE.has(word));
  if (isNegative === isPositive) return undefined;
  return type === 'gone' ? isNegative : isPositive;
}
