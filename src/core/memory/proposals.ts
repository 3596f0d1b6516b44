import { known } from '../base/known';
import type { Bank, View } from './bank';
import { byOrder, isRecord, type Fact } from './fact';
import type { Resolved, Version } from './lineage';
import type { Proposal } from './memory';
import { decidedBy, keyReason, memoryId, toSource, view } from './views';

/**
 * What waits for review: all pending facts of one lineage from one run as their net change, and apart from it what a model
 * read in the run's events. Facts that change nothing that holds (restatements, older events) are no proposals.
 * @returns newest source first
 */
export function proposals(bank: Bank, branch?: string): Proposal[] {
  return [...bank.lineages()].flatMap((lineage) => lineageProposals(bank, lineage, branch)).sort(newestFirst(bank));
}

/** The facts that accepting or rejecting a proposal decides. */
export function factsOf(bank: Bank, proposal: Proposal): string[] {
  const batch = bank.batchOf(bank.fact(proposal.id));
  return pendingFacts(bank, bank.lineageOf(proposal.id), proposal.branch)
    .filter((fact) => bank.batchOf(fact) === batch)
    .map((fact) => fact.id);
}

export function lineageProposals(bank: Bank, lineage: string, branch?: string): Proposal[] {
  const pending = pendingFacts(bank, lineage, branch);
  if (pending.length === 0) return [];
  const found: Proposal[] = [];
  const applied = new Set<string>();
  let before = bank.resolve(lineage, view(false, branch));
  for (const batch of new Set(pending.map((fact) => bank.batchOf(fact)))) {
    applied.add(batch);
    const after = bank.resolve(lineage, { ...view(true, branch), batches: applied } satisfies View);
    const facts = pending.filter((fact) => bank.batchOf(fact) === batch);
    const proposal = toProposal(bank, facts, before, after, branch);
    if (proposal) found.push(proposal);
    before = after;
  }
  return found;
}

function toProposal(
  bank: Bank,
  facts: readonly Fact[],
  before: Resolved,
  after: Resolved,
  branch: string | undefined,
): Proposal | undefined {
  const newest = known(facts.at(-1));
  const change = netChange(bank, newest, before, after, branch);
  if (!change) return undefined;
  const decision = bank.decision(newest.id);
  const held = bank.heldFor(newest);
  return {
    id: newest.id,
    ...change,
    kind: newest.kind,
    reason: decision && decision.operation !== 'NOOP' ? decision.reason : keyReason(bank, newest, change.operation),
    confidence: decision?.confidence ?? 1,
    decidedBy: decidedBy(bank, newest),
    sources: [...facts]
      .reverse()
      .slice(0, 5)
      .map((fact) => toSource(bank, fact)),
    state: 'pending',
    run: bank.event(newest.event).run,
    steps: facts.length,
    ...(newest.subject !== undefined && { subject: newest.subject }),
    ...(held !== undefined && { branch: held }),
    ...(newest.readBy !== undefined && { readBy: newest.readBy }),
  };
}

type Change = Pick<Proposal, 'operation' | 'target' | 'oldText' | 'newText'>;

function netChange(
  bank: Bank,
  newest: Fact,
  before: Resolved,
  after: Resolved,
  branch: string | undefined,
): Change | undefined {
  const old = before.current;
  const now = after.current;
  if (now && (!old || now.cause !== old.cause)) {
    const undone = newest.kind === 'revert' ? endedByRevert(bank, newest, branch) : undefined;
    const target = old ?? undone;
    if (!target) return { operation: 'ADD', newText: bank.textOf(now.fact) };
    return {
      operation: 'UPDATE',
      target: memoryId(target),
      oldText: bank.textOf(target.fact),
      newText: bank.textOf(now.fact),
    };
  }
  if (old && !now) return { operation: 'DELETE', target: memoryId(old), oldText: bank.textOf(old.fact) };
  // Began and ended in the same run: what remains to know is that it is gone.
  const gone = !old && after.versions.length > before.versions.length ? after.versions.at(-1)?.endedBy : undefined;
  return gone && { operation: 'ADD', newText: bank.textOf(gone) };
}

/** The memory that holds now and that a revert would take back. */
function endedByRevert(bank: Bank, revert: Fact, branch: string | undefined): Version | undefined {
  const event = bank.revertedBy(revert);
  for (const id of event ? bank.factsOfEvent(event.id) : []) {
    const { current } = bank.resolve(bank.lineageOf(id), view(false, branch));
    if (current?.fact.id === id) return current;
  }
  return undefined;
}

function pendingFacts(bank: Bank, lineage: string, branch: string | undefined): Fact[] {
  return bank.visible(lineage, branch).filter((fact) => bank.verdict(fact.id) === undefined && !isRecord(fact));
}

function newestFirst(bank: Bank): (a: Proposal, b: Proposal) => number {
  return (a, b) => byOrder(bank.fact(b.id), bank.fact(a.id));
}

export function countOperations(list: readonly Proposal[]): { add: number; update: number; delete: number } {
  const count = (operation: Proposal['operation']): number =>
    list.filter((proposal) => proposal.operation === operation).length;
  return { add: count('ADD'), update: count('UPDATE'), delete: count('DELETE') };
}
