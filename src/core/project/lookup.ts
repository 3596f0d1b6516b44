import { errors } from '../base/errors';
import type { Fact } from '../memory/fact';
import type { Version } from '../memory/lineage';
import type { Proposal } from '../memory/memory';
import { lineageProposals, proposals } from '../memory/proposals';
import { memoryId, view } from '../memory/views';
import type { Ledger } from './ledger';

export interface Found {
  readonly lineage: string;
  readonly version: Version;
  /** It holds now. */
  readonly isCurrent: boolean;
}

/** Fewer digits of an id are no name. */
const LEAST_DIGITS = 4;

/** @param id of a memory, or its first digits. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
export function findMemory({ bank, branch }: Ledger, id: string): Found {
  const matches = new Map<string, Found>();
  for (const lineage of bank.lineages()) {
    for (const pending of [false, true]) {
      const { versions, current } = bank.resolve(lineage, view(pending, branch));
      for (const version of versions) {
        const known = memoryId(version);
        const isMatch = known === id || (id.length >= LEAST_DIGITS && known.startsWith(id));
        if (isMatch && !matches.get(known)?.isCurrent)
          matches.set(known, { lineage, version, isCurrent: version === current });
      }
    }
  }
  return matches.get(id) ?? theOnly(id, [...matches.values()]);
}

/** @param id of a pending proposal, or its first digits. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
export function findProposal(ledger: Ledger, id: string): Proposal {
  const exact = ledger.bank.hasFact(id) ? proposalOf(ledger, ledger.bank.fact(id)) : undefined;
  if (exact) return exact;
  const isMatch = (proposal: Proposal): boolean => id.length >= LEAST_DIGITS && proposal.id.startsWith(id);
  return theOnly(id, proposals(ledger.bank, ledger.branch).filter(isMatch));
}

/** The pending proposal whose newest fact this is. */
export function proposalOf({ bank, branch }: Ledger, fact: Fact): Proposal | undefined {
  return lineageProposals(bank, bank.lineageOf(fact.id), branch).find((proposal) => proposal.id === fact.id);
}

function theOnly<T>(id: string, matches: readonly T[]): T {
  if (matches.length > 1) throw errors.ambiguousId(id, matches.length);
  const [match] = matches;
  if (match === undefined) throw errors.noSuchMemory(id);
  return match;
}
