import { words } from '../base/words';
import type { Bank } from '../memory/bank';
import { byOrder, factKey, isRecord, type Fact } from '../memory/fact';
import { statement } from '../memory/lineage';
import type { Decision } from '../memory/record';
import type { ManagerCandidate, ManagerPolicy } from '../policies/policy';
import { Idf } from '../retrieval/idf';
import { isNearDuplicate } from './duplicates';
import { Pool } from './pool';

/** How many memories the policy sees (Memory-R1, and `policies` design: s = 5). */
export const CANDIDATES = 5;

/**
 * The Memory Manager: decides the operation of each fact that has no key, against the bank as it was at the fact's own time
 * with pending proposals applied. Word statistics, too, are those of earlier facts only, so the decision about a fact follows
 * from the facts before it, whatever the order in which they were read.
 */
export class MemoryManager {
  readonly #policy: ManagerPolicy;
  readonly #background: ReadonlyMap<string, number>;
  #state: State | undefined;

  constructor(policy: ManagerPolicy, background: ReadonlyMap<string, number>) {
    this.#policy = policy;
    this.#background = background;
  }

  /** Forgets where it stands. Needed when anything but new events changed the bank. */
  reset(): void {
    this.#state = undefined;
  }

  /**
   * @param fresh facts that are not in the bank yet
   * @param heldFor the branch that a fresh fact is held for
   * @returns decisions about those of them that need one, and about later facts whose decision is another one now
   */
  decide(
    bank: Bank,
    fresh: readonly Fact[],
    heldFor: (fact: Fact) => string | undefined,
  ): { readonly fresh: ReadonlyMap<string, Decision>; readonly changed: readonly Decision[] } {
    const queue = fresh.filter((fact) => isDecided(fact)).sort(byOrder);
    const first = queue[0];
    if (!first) return { fresh: new Map(), changed: [] };
    if (!this.#state || (this.#state.last && byOrder(this.#state.last, first) > 0))
      this.#state = new State(this.#background);
    const state = this.#state;
    state.heldFor = (fact) => (bank.hasFact(fact.id) ? bank.heldFor(fact) : heldFor(fact));
    const freshIds = new Set(queue.map((fact) => fact.id));
    const known = state.last ? [] : [...bank.facts()].filter((fact) => isDecided(fact) && !freshIds.has(fact.id));
    return this.#replay(
      bank,
      state,
      [...known, ...queue].sort(byOrder),
      (fact) => freshIds.has(fact.id) || byOrder(fact, first) > 0,
    );
  }

  /** Decides anew what was compared with these facts (they were rejected, edited or taken back). */
  redecide(bank: Bank, about: readonly string[]): readonly Decision[] {
    const gone = new Set(about);
    const rests = (fact: Fact): boolean =>
      !gone.has(fact.id) && (bank.decision(fact.id)?.candidates ?? []).some((id) => gone.has(id));
    // What is decided otherwise now changes what its followers meet.
    return this.#again(bank, rests, (decision) => gone.add(decision.fact));
  }

  /** Decides anew all that is later than the earliest of these facts (they were merged, withdrawn or came back). */
  redecideAfter(bank: Bank, facts: readonly Fact[]): readonly Decision[] {
    const first = facts.filter(isDecided).sort(byOrder)[0];
    return first ? this.#again(bank, (fact) => byOrder(fact, first) >= 0) : [];
  }

  #again(bank: Bank, isOpen: (fact: Fact) => boolean, onChange?: (decision: Decision) => void): readonly Decision[] {
    this.#state = undefined;
    const facts = [...bank.facts()].filter(isDecided).sort(byOrder);
    if (!facts.some(isOpen)) return [];
    const state = new State(this.#background);
    state.heldFor = (fact) => bank.heldFor(fact);
    const { changed } = this.#replay(bank, state, facts, isOpen, onChange);
    this.#state = state;
    return changed;
  }

  #replay(
    bank: Bank,
    state: State,
    facts: readonly Fact[],
    isOpen: (fact: Fact) => boolean,
    onChange: (decision: Decision) => void = () => undefined,
  ): { fresh: Map<string, Decision>; changed: Decision[] } {
    const fresh = new Map<string, Decision>();
    const changed: Decision[] = [];
    for (const fact of facts) {
      const before = bank.decision(fact.id);
      const stands = before && !(isOpen(fact) && !isPinned(bank, fact, before));
      const decision = stands ? before : this.#decideOne(state, fact);
      if (!bank.hasFact(fact.id)) {
        fresh.set(fact.id, decision);
      } else if (before?.operation !== decision.operation || before.target !== decision.target) {
        changed.push(decision);
        onChange(decision);
      }
      state.advance(bank, fact, decision);
    }
    return { fresh, changed };
  }

  #decideOne(state: State, fact: Fact): Decision {
    const branch = state.heldFor(fact);
    const isThere = ({ id }: ManagerCandidate): boolean =>
      state.branchOf.get(id) === undefined || state.branchOf.get(id) === branch;
    const candidates = state.pool
      .nearest(fact.text, CANDIDATES * 2)
      .filter(isThere)
      .slice(0, CANDIDATES);
    const ids = candidates.map(({ id }) => id);
    const twin =
      state.statements.get(statement(fact.text)) ?? candidates.find((memory) => isNearDuplicate(fact.text, memory))?.id;
    if (twin !== undefined && !fact.ends)
      return {
        fact: fact.id,
        operation: 'NOOP',
        target: twin,
        confidence: 1,
        reason: 'It is remembered already.',
        by: 'rule',
        candidates: ids,
      };
    const choice = this.#policy.choose({
      fact,
      candidates,
      idf: (word) => state.idf.idf(word),
      bankSize: state.pool.size,
    });
    const target = choice.target === undefined ? undefined : ids[choice.target];
    return {
      fact: fact.id,
      operation: target === undefined ? 'ADD' : choice.operation,
      confidence: Math.min(1, Math.max(0, choice.confidence)),
      reason: choice.reason,
      by: this.#policy.by,
      candidates: ids,
      ...(target !== undefined && choice.operation !== 'ADD' && { target }),
    };
  }
}

/** The manager's memory of the facts up to one moment. */
class State {
  readonly idf: Idf;
  readonly pool: Pool;
  /** Statement to the fact that made it, also of refused facts: what was refused once is not proposed again. */
  readonly statements = new Map<string, string>();
  last: Fact | undefined;
  heldFor: (fact: Fact) => string | undefined = () => undefined;
  /** The branch that a fact in the pool is held for. */
  readonly branchOf = new Map<string, string>();
  readonly #currentOf = new Map<string, string>();
  readonly #rootOf = new Map<string, string>();

  constructor(background: ReadonlyMap<string, number>) {
    this.idf = new Idf(background);
    this.pool = new Pool(this.idf);
  }

  advance(bank: Bank, fact: Fact, decision: Decision): void {
    this.last = fact;
    this.idf.add(words(fact.text));
    if (!this.statements.has(statement(fact.text))) this.statements.set(statement(fact.text), fact.id);
    const known = bank.hasFact(fact.id);
    if (known && !bank.isVisible(fact, bank.heldFor(fact))) return;
    const root = decision.target === undefined ? fact.id : (this.#rootOf.get(decision.target) ?? decision.target);
    this.#rootOf.set(fact.id, root);
    if (decision.operation === 'NOOP') return;
    const branch = this.heldFor(fact);
    const before = this.#currentOf.get(root);
    // What a branch holds replaces nothing for the others until it is merged.
    if (before !== undefined && branch === undefined) this.pool.delete(before);
    if (fact.ends || decision.operation === 'DELETE') {
      if (branch === undefined) this.#currentOf.delete(root);
    } else {
      if (branch === undefined) this.#currentOf.set(root, fact.id);
      else this.branchOf.set(fact.id, branch);
      this.pool.set(fact.id, fact, known ? bank.textOf(fact) : fact.text);
    }
  }
}

/** Facts with a key, with a named target, reverts and records are placed by code; the rest is for the policy. */
export function isDecided(fact: Fact): boolean {
  return factKey(fact) === undefined && fact.target === undefined && fact.kind !== 'revert' && !isRecord(fact);
}

/** A person saw the old and the new text and agreed: what came to light later does not change that. */
function isPinned(bank: Bank, fact: Fact, decision: Decision): boolean {
  const review = bank.review(fact.id);
  return (
    review?.by === 'you' &&
    bank.isAccepted(fact) &&
    (decision.operation === 'UPDATE' || decision.operation === 'DELETE')
  );
}
