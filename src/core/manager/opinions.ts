import { cutText } from '../base/text';
import type { Fact } from '../memory/fact';
import type { Opinion } from '../memory/record';
import type { ManagerChoice, ManagerInput } from '../policies/policy';

/** In characters. */
const LONGEST_REASON = 200;

/**
 * An opinion as a policy gets it.
 * @param candidates ids of the memories that the policy sees
 * @returns undefined for one that does not count: about a memory that is not among them, or that a fact which rules found is nothing new, since nobody would see
 * what is left out for that
 */
export function indexOpinion(
  { operation, target }: Opinion,
  fact: Fact,
  candidates: readonly string[],
): ManagerInput['opinion'] {
  if (operation === 'ADD') return { operation };
  if (operation === 'NOOP' && fact.readBy === undefined) return undefined;
  const index = target === undefined ? -1 : candidates.indexOf(target);
  return index < 0 ? undefined : { operation, target: index };
}

/** The reason of a choice before which a language model was heard. */
export function heard({ operation, reason, swayed }: ManagerChoice, opinion: Opinion): string {
  const because = opinion.reason === '' ? '' : `: ${cutText(opinion.reason, LONGEST_REASON)}`;
  if (swayed) return `${opinion.model} ${WOULD[operation]}${because}`;
  return operation === opinion.operation
    ? `${reason} ${opinion.model} agrees${because}`
    : `${reason} ${opinion.model} ${WOULD[opinion.operation]}${because}`;
}

const WOULD = {
  ADD: 'would add it',
  UPDATE: 'would replace a memory by it',
  DELETE: 'would end a memory with it',
  NOOP: 'takes it for something remembered',
} as const;
