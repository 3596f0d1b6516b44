import { cutText } from '../base/text';
import type { Bank } from '../memory/bank';
import { unmerged } from '../llm/grounded';
import { byOrder, type Fact } from '../memory/fact';
import type { Opinion } from '../memory/record';
import type { ManagerCandidate, ManagerChoice, ManagerInput } from '../policies/policy';

/** In characters. An opinion may come from another bank, and be of any length. */
const LONGEST_REASON = 200;
const LONGEST_MERGE = 300;
const LONGEST_NAME = 60;

/**
 * Whether something that waits would not be shown by itself any more, if it were done: the fact would be nothing new, or a step in the past of what holds; or the
 * memory a step before the fact in the same proposal. What rules found is not hidden because a model says so.
 */
export function hides(bank: Bank, { operation, target }: Opinion, fact: Fact): boolean {
  if (operation === 'ADD' || target === undefined || !bank.hasFact(target)) return false;
  const isLater = (other: Fact): boolean => byOrder(other, fact) > 0 && bank.isVisible(other, bank.heldFor(other));
  const memory = bank.fact(target);
  const isOneProposal = bank.hasFact(fact.id) && bank.batchOf(memory) === bank.batchOf(fact) && bank.isWaiting(memory);
  return operation === 'NOOP' || isOneProposal || bank.members(bank.lineageOf(target)).some(isLater);
}

/**
 * An opinion as a policy gets it.
 * @param candidates ids of the memories that the policy sees
 * @returns undefined for one about a memory that is not among them
 */
export function indexOpinion({ operation, target }: Opinion, candidates: readonly string[]): ManagerInput['opinion'] {
  if (operation === 'ADD') return { operation };
  const index = target === undefined ? -1 : candidates.indexOf(target);
  return index < 0 ? undefined : { operation, target: index };
}

/** @returns the text in which a language model said old and new at once, where it says just that */
export function mergeOf(
  { operation, target, text }: Opinion,
  replaced: ManagerCandidate,
  fact: Fact,
): string | undefined {
  if (operation !== 'UPDATE' || target !== replaced.id || text === undefined || text.length > LONGEST_MERGE)
    return undefined;
  return unmerged(text, replaced.text, fact.text) === undefined ? text : undefined;
}

/** The reason of a choice before which a language model was heard. */
export function heard({ operation, reason, swayed }: ManagerChoice, opinion: Opinion): string {
  const name = cutText(opinion.model, LONGEST_NAME);
  const because = opinion.reason === '' ? '.' : `: ${cutText(opinion.reason, LONGEST_REASON)}`;
  if (swayed) return `${name} ${WOULD[operation]}${because}`;
  return operation === opinion.operation
    ? `${reason} ${name} agrees${because}`
    : `${reason} ${name} ${WOULD[opinion.operation]}${because}`;
}

const WOULD = {
  ADD: 'would add it',
  UPDATE: 'would replace a memory by it',
  DELETE: 'would end a memory with it',
  NOOP: 'takes it for something remembered',
} as const;
