import { byOrder, type Fact } from '../memory/fact';
import type { StoredEvent } from '../memory/event';
import type { Feedback } from '../memory/bank';
import { isFinding } from '../memory/finding';
import type { MemoryUses } from '../memory/memory';
import type { Verdict } from '../memory/record';
import type { Ledger } from './ledger';
import { usesOf, type RecallCounts } from './uses';

/** What a project's own history offers to learn from. */
export interface Material {
  /** Events that count, oldest first. */
  readonly events: readonly StoredEvent[];
  /** Their facts, oldest first: those with keys, decided ones and records, whatever became of them; of what a language model read only what was reviewed. */
  readonly facts: readonly Fact[];
  /** What the user said of proposals and memories; undone verdicts are left out. */
  readonly reviews: readonly Reviewed[];
  readonly feedback: readonly Feedback[];
  /** How often each memory was used in answers, and what was said of those; default: nothing is known of it. */
  readonly uses?: ReadonlyMap<string, MemoryUses>;
}

export interface Reviewed {
  readonly fact: Fact;
  readonly verdict: Verdict;
  /** What the memory says now. */
  readonly text: string;
}

/** See `ProjectMemory.material`. */
export function materialOf(ledger: Ledger, recalled: RecallCounts): Material {
  const { bank } = ledger;
  // What a check found was told by nobody.
  const events = [...bank.events()].filter((event) => event.reach.on === 'main' && !isFinding(event));
  const kept = keptAgainstFindings(ledger);
  const counted = new Set(events.map(({ id }) => id));
  const isTold = (fact: Fact): boolean => fact.readBy === undefined || bank.verdict(fact.id) !== undefined;
  const facts = [...bank.facts()].filter((fact) => counted.has(fact.event) && isTold(fact)).sort(byOrder);
  return {
    events: events.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
    facts,
    reviews: facts.flatMap((fact): Reviewed[] => {
      const text = bank.textOf(fact);
      const review = bank.review(fact.id);
      if (review?.by === 'you') return [{ fact, verdict: review.verdict, text }];
      return kept.has(fact.id) ? [{ fact, verdict: 'accepted', text }] : [];
    }),
    feedback: bank.feedback(),
    uses: usesOf(bank, recalled),
  };
}

/** Memories that a check found outdated, and somebody says they are right. */
function keptAgainstFindings({ bank }: Ledger): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const event of bank.events()) {
    if (!isFinding(event)) continue;
    for (const id of bank.factsOfEvent(event.id)) {
      const { target } = bank.fact(id);
      if (target !== undefined && bank.verdict(id) === 'rejected') kept.add(target);
    }
  }
  return kept;
}
