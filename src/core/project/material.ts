import { byOrder, type Fact } from '../memory/fact';
import type { StoredEvent } from '../memory/event';
import type { Feedback } from '../memory/bank';
import type { Verdict } from '../memory/record';
import type { Ledger } from './ledger';

/** What a project's own history offers to learn from. */
export interface Material {
  /** Events that count, oldest first. */
  readonly events: readonly StoredEvent[];
  /** Their facts, oldest first: those with keys, decided ones and records, whatever became of them; of what a language model read only what was reviewed. */
  readonly facts: readonly Fact[];
  /** What the user said of proposals and memories; undone verdicts are left out. */
  readonly reviews: readonly Reviewed[];
  readonly feedback: readonly Feedback[];
}

export interface Reviewed {
  readonly fact: Fact;
  readonly verdict: Verdict;
  /** What the memory says now. */
  readonly text: string;
}

/** See `ProjectMemory.material`. */
export function materialOf({ bank }: Ledger): Material {
  const events = [...bank.events()].filter((event) => event.reach.on === 'main');
  const counted = new Set(events.map(({ id }) => id));
  const isTold = (fact: Fact): boolean => fact.readBy === undefined || bank.verdict(fact.id) !== undefined;
  const facts = [...bank.facts()].filter((fact) => counted.has(fact.event) && isTold(fact)).sort(byOrder);
  return {
    events: events.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
    facts,
    reviews: facts.flatMap((fact): Reviewed[] => {
      const review = bank.review(fact.id);
      return review?.by === 'you' ? [{ fact, verdict: review.verdict, text: bank.textOf(fact) }] : [];
    }),
    feedback: bank.feedback(),
  };
}
