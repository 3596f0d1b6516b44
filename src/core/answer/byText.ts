import { numbers, words } from '../base/words';
import type { Memory } from '../memory/memory';
import type { DistillPolicy } from '../policies/policy';
import type { Candidate } from '../retrieval/retriever';
import { joinSentences, quote, sayNo, sayYes, type Finding } from './phrases';
import type { Question } from './question';

/** Answers by quoting the memories that distillation keeps. Undefined when it keeps none that can answer this type of question. */
export function answerByText(
  question: Question,
  candidates: readonly Candidate[],
  policy: DistillPolicy,
): Finding | undefined {
  const fitting = candidates.filter(({ memory }) => canAnswer(memory, question));
  const used = policy.keep(question.text, fitting).flatMap((index) => fitting[index]?.memory ?? []);
  const [deciding] = used;
  if (!deciding) return undefined;
  if (question.type === 'reverted' && question.isYesNo) return answerReverted(deciding);
  if (question.isYesNo) {
    const says = polarity(question, deciding);
    if (says !== undefined) return { text: says ? sayYes(quote(deciding)) : sayNo(quote(deciding)), used: [deciding] };
  }
  return { text: joinSentences(used.map(quote)), used };
}

/** Whether a memory has what the type of question asks for. */
function canAnswer(memory: Memory, { type }: Question): boolean {
  switch (type) {
    case 'version':
      return numbers(memory.text).length > 0;
    case 'why':
      // Manifests say what, never why.
      return memory.kind === 'decision' || memory.kind === 'revert' || memory.kind === 'note';
    case 'still':
    case 'gone':
    case 'which':
    case 'when':
    case 'who':
    case 'replacement':
    case 'reverted':
    case 'general':
      return true;
  }
}

function answerReverted(deciding: Memory): Finding {
  const text =
    deciding.kind === 'revert' ? sayYes(quote(deciding)) : sayNo(`Memory holds no revert of it. ${quote(deciding)}`);
  return { text, used: [deciding] };
}

/** Stems by which a statement says that something is not, or is. */
const NEGATIVE = new Set(
  'remov drop delet disabl deprec unsupport revert discontinu stop longer without off fals'.split(' '),
);
const POSITIVE = new Set(
  'add enabl introduc use support adopt keep requir switch migrat move allow on true'.split(' '),
);

/**
 * What a memory answers to a yes/no question: yes, no, or, where its words do not tell, undefined. Words that the question itself has
 * say nothing: "Are line breaks removed?" asks for just that.
 */
function polarity({ text, type }: Question, memory: Memory): boolean | undefined {
  if (memory.ending) return type === 'gone';
  const asked = new Set(stems(text));
  const said = stems(memory.text).filter((word) => !asked.has(word));
  const isNegative = said.some((word) => NEGATIVE.has(word)) || /\b(?:not|never|no longer|n't)\b/i.test(memory.text);
  const isPositive = said.some((word) => POSITIVE.has(word));
  if (isNegative === isPositive) return undefined;
  return type === 'gone' ? isNegative : isPositive;
}

/** With the small words that `words` leaves out, for "on" and "off" tell much here. */
function stems(text: string): string[] {
  return [...words(text), ...(text.toLowerCase().match(/\b(?:on|off)\b/g) ?? [])];
}
