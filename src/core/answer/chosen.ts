import type { Memory } from '../memory/memory';
import type { ModelAnswer } from '../prompts/answer';
import type { Answer } from './answer';
import type { FoundAnswer } from './ask';
import { missingGist } from './gist';
import { whatHeldBefore } from './heldBefore';
import { inPeriod, toUsed } from './phrases';
import { affirms } from './stance';
import { turnsRound, verdictOf } from './verdict';

/**
 * A plain answer that is at least as sure stands although a model finds that the memories do not answer. Of the answers above the threshold every sixth is
 * wrong, of those that are as sure as this one in sixteen (bench/README.md): there the model is more likely to be the one that errs.
 */
const SURE = 0.85;

/** The answer that a model gives from memories of its own choice. */
export function chosenAnswer(
  found: FoundAnswer,
  said: ModelAnswer,
  memories: readonly Memory[],
  model: string,
): Answer {
  const { answer: plain, declined, deps } = found;
  const by = { plain: plain.answer, wordedBy: model };
  if (!said.knows) {
    if (plain.declined) return plain;
    if (plain.confidence >= SURE || !declined)
      return { ...plain, problem: 'It says that the memories do not answer the question.' };
    return { ...declined(), ...by };
  }
  const used = said.used.flatMap((index) => memories[index] ?? []);
  const [deciding] = used;
  if (!deciding) return { ...plain, problem: 'It names no memory.' };
  if (isTurnedRound(deciding, said.answer, found)) return { ...plain, problem: 'It turns yes and no round.' };
  const isSame = plain.used[0]?.id === deciding.id;
  const missing = isSame ? missingGist(said.answer, plain.answer, found.question) : undefined;
  if (missing !== undefined) return { ...plain, problem: missing };
  const { candidates, ms } = plain;
  return {
    answer: inPeriod(deps.period, said.answer),
    replaced: whatHeldBefore(deciding, deps.retriever),
    declined: false,
    confidence: confidenceOf(deciding, found),
    used: used.map(toUsed),
    candidates,
    ms,
    ...by,
  };
}

/** Yes and no follow from the deciding memory by rule: small models mix them up more often than the rule does. */
function isTurnedRound(deciding: Memory, said: string, { answer, question }: FoundAnswer): boolean {
  const verdict = verdictOf(said);
  if (!question.isYesNo || verdict === undefined) return false;
  if (answer.used[0]?.id === deciding.id) return turnsRound(answer.answer, said);
  return question.type !== 'reverted' && (verdict === 'yes') !== affirms(deciding, question);
}

/** That of the plain answer where both rest on the same; else how much of the question the memory speaks of. */
function confidenceOf(deciding: Memory, { answer, retrieved }: FoundAnswer): number {
  if (answer.used.some(({ id }) => id === deciding.id)) return answer.confidence;
  return retrieved.find(({ id }) => id === deciding.id)?.coverage ?? 0;
}
