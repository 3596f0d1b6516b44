import { statementOf } from '../base/text';
import type { Bank } from '../memory/bank';
import { byOrder, factKey, isRecord, type Fact } from '../memory/fact';
import { statement } from '../memory/lineage';
import { mergedText, type Decision, type Opinion } from '../memory/record';
import type { ManagerCandidate, ManagerPolicy } from '../policies/policy';
import { Idf } from '../retrieval/idf';
import { isNearDuplicate } from './duplicates';
import { heard, hides, indexOpinion, mergeOf } from './opinions';
import { Pool, wordsOf } from './pool';

/** How many memories the policy sees (Memory-R1, and `policies` design: s = 5). */
export const CANDIDATES = 5;

/** What a fact would be compared with. */
export interface Compared {
  readonly fact: Fact;
  /** At most `CANDIDATES`, most similar first. */
  readonly candidates: readonly ManagerCandidate[];
  /** The fact beside which it is no news: one that says the same, or that came later and says something newer of the same thing. */
  readonly known?: string;
}

/**
 * The Memory Manager: decides the operation of each fact that has no key, against the bank as it was at the fact's own time
 * with pending proposals applied. Word statistics, too, are those of earlier facts only, so the decision about a fact follows
 * from the facts before it, whatever the order in which they were read. What a language model read and nobody has let in is met by what waits, too, and by nothing
 * else: what was let in is decided as if no model had read anything.
 */
export class MemoryManager {
  readonly #policy: ManagerPolicy;
  readonly #idf: Idf;
  #state: State | undefined;

  constructor(policy: ManagerPolicy, background: ReadonlyMap<string, number>) {
    this.#policy = policy;
    this.#idf = new Idf(background);
  }

  /** Forgets where it stands. Needed when anything but new events changed the bank. */
  reset(): void {
    this.#state = undefined;
  }

  /**
   * @param fresh facts that are not in the bank yet
   * @param heldFor the branch that a fresh fact is held for
   * @param opinions of a language model about these facts, and about others that are decided anew with them
   * @returns decisions about those of them that need one, and about later facts whose decision is another one now
   */
  decide(
    bank: Bank,
    fresh: readonly Fact[],
    heldFor: (fact: Fact) => string | undefined,
    opinions: readonly Opinion[] = [],
  ): { readonly fresh: ReadonlyMap<string, Decision>; readonly changed: readonly Decision[] } {
    const queue = fresh.filter((fact) => isDecided(fact)).sort(byOrder);
    const again = opinions.flatMap(({ fact }) => (bank.hasFact(fact) ? [bank.fact(fact)] : []));
    const [first] = [...queue, ...again].sort(byOrder);
    if (!first) return { fresh: new Map(), changed: [] };
    if (!this.#state || again.length > 0 || (this.#state.last && byOrder(this.#state.last, first) > 0))
      this.#state = new State(this.#idf.blank());
    const state = this.#state;
    state.opinions = new Map(opinions.map((opinion) => [opinion.fact, opinion]));
    state.heldFor = (fact) => (bank.hasFact(fact.id) ? bank.heldFor(fact) : heldFor(fact));
    const freshIds = new Set(queue.map((fact) => fact.id));
    const known = state.last ? [] : [...bank.facts()].filter((fact) => isDecided(fact) && !freshIds.has(fact.id));
    // What a model read changes nothing for what was let in, so that need not be gone through again.
    const isRead = queue.every((fact) => fact.readBy !== undefined);
    const isTouched = (fact: Fact): boolean => !isRead || isWaiting(bank, fact);
    return this.#replay(
      bank,
      state,
      [...known, ...queue].sort(byOrder),
      (fact) => freshIds.has(fact.id) || (byOrder(fact, first) >= 0 && isTouched(fact)),
    );
  }

  /**
   * What each of these facts would be compared with, as of its own time. Changes nothing.
   * @param facts in the bank or not
   * @param heldFor the branch that a fact which is not in the bank is held for
   */
  preview(bank: Bank, facts: readonly Fact[], heldFor: (fact: Fact) => string | undefined): Compared[] {
    const asked = new Set(facts.map(({ id }) => id));
    const others = [...bank.facts()].filter((fact) => isDecided(fact) && !asked.has(fact.id));
    const state = this.#newState(bank, heldFor);
    const isCurrent = (id: string): boolean => !state.shadowed.has(id);
    const compared: Compared[] = [];
    for (const fact of [...others, ...facts.filter(isDecided)].sort(byOrder)) {
      const decision = bank.decision(fact.id);
      if (asked.has(fact.id)) {
        const { candidates, twin } = this.#compare(state, fact, isCurrent);
        // What is withdrawn, or held for another branch, may be said here.
        const isKnown =
          twin !== undefined && (bank.isRefused(twin) || bank.isVisible(bank.fact(twin), state.heldFor(fact)));
        compared.push({ fact, candidates, ...(isKnown && { known: twin }) });
      }
      if (decision && bank.hasFact(fact.id)) state.advance(bank, fact, decision);
    }
    return compared.map(({ fact, candidates, ...rest }) => {
      const known = fact.ends ? undefined : (rest.known ?? this.#outdate(bank, state, fact));
      return { fact, candidates, ...(known !== undefined && { known }) };
    });
  }

  /** Whether a text says again what one of these facts says, with its reason or without, whatever their kind. Word statistics are those of ordinary text. */
  repeats(text: string, facts: readonly Fact[]): boolean {
    const pool = new Pool(this.#idf);
    for (const fact of facts) {
      pool.set(fact.id, fact);
      pool.set(`${fact.id} without its reason`, fact, statementOf(fact.text));
    }
    return pool.nearest(text, CANDIDATES).some((memory) => isNearDuplicate(text, memory));
  }

  /** What came later and says the same, or something newer of the same thing; or was refused. */
  #outdate(bank: Bank, state: State, fact: Fact): string | undefined {
    const same = state.statements.get(statement(fact.text));
    if (same !== undefined && same !== fact.id && bank.isRefused(same)) return same;
    const { candidates, near } = this.#compare(state, fact, (id) => id !== fact.id);
    if (near !== undefined) return near;
    const memory = { id: fact.id, text: fact.text, fact };
    return candidates.find(({ id, similarity }) => {
      const later = bank.fact(id);
      if (byOrder(later, fact) < 0) return false;
      const idf = (word: string): number => state.idf.idf(word);
      const input = { fact: later, candidates: [{ ...memory, similarity }], idf, bankSize: state.pool.size };
      return this.#policy.choose(input).operation !== 'ADD';
    })?.id;
  }

  /** Decides anew what was compared with these facts, or would be now (they were rejected, edited, taken back, or came back). */
  redecide(bank: Bank, about: readonly string[]): readonly Decision[] {
    const touched = new Set(about.filter((id) => bank.hasFact(id) && isDecided(bank.fact(id))));
    this.reset();
    if (touched.size === 0) return [];
    const isBack = (state: State): boolean => about.some((id) => state.pool.has(id));
    const meets = (fact: Fact, state: State): boolean =>
      isBack(state) && this.#compare(state, fact, () => true).candidates.some(({ id }) => touched.has(id));
    const rests = (fact: Fact, state: State): boolean =>
      !touched.has(fact.id) &&
      ((bank.decision(fact.id)?.candidates ?? []).some((id) => touched.has(id)) || meets(fact, state));
    // What is decided otherwise now changes what its followers meet.
    return this.#again(bank, rests, (decision) => touched.add(decision.fact));
  }

  /** Decides anew all that is later than the earliest of these facts (they were merged, withdrawn or came back). */
  redecideAfter(bank: Bank, facts: readonly Fact[]): readonly Decision[] {
    const first = facts.filter(isDecided).sort(byOrder)[0];
    return first ? this.#again(bank, (fact) => byOrder(fact, first) >= 0) : [];
  }

  #again(
    bank: Bank,
    isOpen: (fact: Fact, state: State) => boolean,
    onChange?: (decision: Decision) => void,
  ): readonly Decision[] {
    this.#state = undefined;
    const facts = [...bank.facts()].filter(isDecided).sort(byOrder);
    const state = this.#newState(bank);
    const { changed } = this.#replay(bank, state, facts, isOpen, onChange);
    this.#state = state;
    return changed;
  }

  #replay(
    bank: Bank,
    state: State,
    facts: readonly Fact[],
    isOpen: (fact: Fact, state: State) => boolean,
    onChange: (decision: Decision) => void = () => undefined,
  ): { fresh: Map<string, Decision>; changed: Decision[] } {
    const fresh = new Map<string, Decision>();
    const changed: Decision[] = [];
    for (const fact of facts) {
      const before = bank.decision(fact.id);
      const stands = before && !(isOpen(fact, state) && !isPinned(bank, fact, before));
      const decision = stands ? before : this.#decideOne(bank, state, fact, before);
      if (!bank.hasFact(fact.id)) {
        fresh.set(fact.id, decision);
      } else if (!before || !isSameDecision(before, decision)) {
        changed.push(decision);
        onChange(decision);
      }
      state.advance(bank, fact, decision);
    }
    return { fresh, changed };
  }

  /** A language model has a say about what waits for review. What was let in without it is decided as if it had read nothing. */
  #decideOne(bank: Bank, state: State, fact: Fact, before: Decision | undefined): Decision {
    const waits = isWaiting(bank, fact);
    const hidden = waits ? state.shadowed : state.unseen;
    const isHeard = waits || fact.readBy !== undefined || before?.by === 'model';
    const opinion = isHeard ? (state.opinions.get(fact.id) ?? bank.opinion(fact.id)) : undefined;
    const isLate = opinion !== undefined && fact.readBy === undefined && hides(bank, opinion, fact);
    return this.#choose(state, fact, (id) => !hidden.has(id), isLate ? undefined : opinion);
  }

  #choose(state: State, fact: Fact, isCandidate: (id: string) => boolean, opinion?: Opinion): Decision {
    const { candidates, twin } = this.#compare(state, fact, isCandidate);
    const ids = candidates.map(({ id }) => id);
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
    const said = opinion && indexOpinion(opinion, ids);
    const choice = this.#policy.choose({
      fact,
      candidates,
      idf: (word) => state.idf.idf(word),
      bankSize: state.pool.size,
      ...(said && { opinion: said }),
    });
    const target = choice.target === undefined ? undefined : ids[choice.target];
    const operation = target === undefined ? 'ADD' : choice.operation;
    const replaced = operation === 'UPDATE' ? candidates.find(({ id }) => id === target) : undefined;
    const merged = replaced && opinion && mergeOf(opinion, replaced, fact);
    return {
      fact: fact.id,
      operation,
      confidence: Math.min(1, Math.max(0, choice.confidence)),
      reason: said ? heard(choice, opinion) : choice.reason,
      by: choice.swayed ? 'model' : this.#policy.by,
      candidates: ids,
      ...(target !== undefined && operation !== 'ADD' && { target }),
      ...(merged !== undefined && { text: merged }),
    };
  }

  /** The memories most like a fact, and the one that says the same, as of the fact's own time. */
  #compare(
    state: State,
    fact: Fact,
    isCandidate: (id: string) => boolean,
  ): {
    readonly candidates: readonly ManagerCandidate[];
    readonly twin: string | undefined;
    /** The one of the candidates that is nearly the same. */
    readonly near: string | undefined;
  } {
    const branch = state.heldFor(fact);
    const isThere = ({ id }: ManagerCandidate): boolean =>
      isCandidate(id) && (state.branchOf.get(id) === undefined || state.branchOf.get(id) === branch);
    const candidates = state.pool.nearest(fact.text, state.pool.size).filter(isThere).slice(0, CANDIDATES);
    const same = state.statements.get(statement(fact.text));
    const near = candidates.find((memory) => isNearDuplicate(fact.text, memory))?.id;
    return { candidates, near, twin: same !== undefined && isCandidate(same) ? same : near };
  }

  #newState(bank: Bank, heldFor: (fact: Fact) => string | undefined = () => undefined): State {
    const state = new State(this.#idf.blank());
    state.heldFor = (fact) => (bank.hasFact(fact.id) ? bank.heldFor(fact) : heldFor(fact));
    return state;
  }
}

/** The manager's memory of the facts up to one moment. */
class State {
  readonly idf: Idf;
  readonly pool: Pool;
  /** Statement to the fact that made it, also of refused facts: what was refused once is not proposed again. */
  readonly statements = new Map<string, string>();
  /** What a language model read and nobody has let in yet. */
  readonly unseen = new Set<string>();
  /** What holds only for who does not count the unseen: what these replaced or ended. */
  readonly shadowed = new Set<string>();
  /** Opinions that are not in the bank yet. */
  opinions: ReadonlyMap<string, Opinion> = new Map();
  last: Fact | undefined;
  heldFor: (fact: Fact) => string | undefined = () => undefined;
  /** The branch that a fact in the pool is held for. */
  readonly branchOf = new Map<string, string>();
  readonly #currentOf = new Map<string, string>();
  readonly #rootOf = new Map<string, string>();
  readonly #shadowedOf = new Map<string, readonly string[]>();

  constructor(idf: Idf) {
    this.idf = idf;
    this.pool = new Pool(this.idf);
  }

  advance(bank: Bank, fact: Fact, decision: Decision): void {
    this.last = fact;
    const isUnseen = fact.readBy !== undefined && !(bank.hasFact(fact.id) && bank.isAccepted(fact));
    if (isUnseen) this.unseen.add(fact.id);
    else this.idf.add(wordsOf(fact));
    const same = this.statements.get(statement(fact.text));
    if (same === undefined || (this.unseen.has(same) && !isUnseen)) this.statements.set(statement(fact.text), fact.id);
    const known = bank.hasFact(fact.id);
    if (known && !bank.isVisible(fact, bank.heldFor(fact))) return;
    const root = decision.target === undefined ? fact.id : (this.#rootOf.get(decision.target) ?? decision.target);
    this.#rootOf.set(fact.id, root);
    if (decision.operation === 'NOOP') return;
    const branch = this.heldFor(fact);
    const before = this.#currentOf.get(root);
    // What a branch holds replaces nothing for the others until it is merged.
    if (before !== undefined && branch === undefined) this.#retire(root, before, isUnseen);
    if (fact.ends || decision.operation === 'DELETE') {
      if (branch === undefined) this.#currentOf.delete(root);
    } else {
      if (branch === undefined) this.#currentOf.set(root, fact.id);
      else this.branchOf.set(fact.id, branch);
      this.pool.set(fact.id, fact, bank.edited(fact.id) ?? mergedText(decision) ?? fact.text);
    }
  }

  #retire(root: string, id: string, isByUnseen: boolean): void {
    const shadowed = this.#shadowedOf.get(root) ?? [];
    if (isByUnseen) {
      this.shadowed.add(id);
      this.#shadowedOf.set(root, [...shadowed, id]);
      return;
    }
    for (const each of [id, ...shadowed]) {
      this.pool.delete(each);
      this.shadowed.delete(each);
    }
    this.#shadowedOf.delete(root);
  }
}

/** Facts with a key, with a named target, reverts and records are placed by code; the rest is for the policy. */
export function isDecided(fact: Fact): boolean {
  return factKey(fact) === undefined && fact.target === undefined && fact.kind !== 'revert' && !isRecord(fact);
}

function isWaiting(bank: Bank, fact: Fact): boolean {
  return !bank.hasFact(fact.id) || bank.isWaiting(fact);
}

function isSameDecision(a: Decision, b: Decision): boolean {
  return a.operation === b.operation && a.target === b.target && a.text === b.text;
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
