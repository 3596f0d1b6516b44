import { Bank } from '../memory/bank';
import { isRecord, type Fact } from '../memory/fact';
import type { JournalRecord } from '../memory/record';
import type { Reading } from '../memory/snapshot';
import { mayBeRead } from './readEvent';

/**
 * What of another bank's records may come into this one. Its events do, with their verdicts where those concern nothing that holds here. What was
 * decided here stays: a foreign verdict that would replace, end or take back a memory of this bank is left out, so that its facts wait for
 * review; and no foreign record can speak for an event, a fact or an action of this bank.
 */
export function adoptable(bank: Bank, records: readonly JournalRecord[]): JournalRecord[] {
  // What would be, if all of its facts came in without any verdict: it tells which lineages they would join.
  const joined = Bank.restore(bank.snapshot());
  const isFresh = (fact: string): boolean => joined.hasFact(fact) && !bank.hasFact(fact);
  const brought = records.flatMap((record): JournalRecord[] => {
    if (record.type === 'run') return bank.run(record.id) ? [] : [record];
    if (record.type !== 'event') return [record];
    const { event, facts, decisions } = record;
    const own = facts.filter((fact) => fact.event === event.id && !joined.hasFact(fact.id));
    if (joined.hasEvent(event.id)) return [];
    const ids = new Set(own.map(({ id }) => id));
    const adopted = { ...record, facts: own, decisions: decisions.filter(({ fact }) => ids.has(fact)) };
    joined.apply(adopted);
    return [own.length === facts.length && adopted.decisions.length === decisions.length ? record : adopted];
  });
  const read = brought.flatMap((record): JournalRecord[] => {
    if (record.type !== 'reading') return [record];
    if (bank.hasEvent(record.event) || !joined.hasEvent(record.event)) return [];
    const adopted = adoptedReading(record, joined);
    joined.apply(adopted);
    return [adopted];
  });
  const decided = read.flatMap((record): JournalRecord[] => {
    if (record.type !== 'decide') return [record];
    const adopted = withPart(record, record.decisions, (decision) => isFresh(decision.fact), 'decisions');
    for (const one of adopted) joined.apply(one);
    return adopted;
  });

  const holdsHere = (fact: Fact): boolean => bank.hasFact(fact.id) && bank.isAccepted(fact) && !isRecord(fact);
  const touches = (id: string): boolean => {
    const fact = joined.fact(id);
    const reverted = joined.revertedBy(fact);
    return (
      joined.members(joined.lineageOf(id)).some((member) => member.id !== id && holdsHere(member)) ||
      (reverted !== undefined && bank.hasEvent(reverted.id))
    );
  };
  const isOpen = (id: string): boolean =>
    isFresh(id) || (bank.hasFact(id) && bank.review(id) === undefined && !isRecord(bank.fact(id)));

  return decided.flatMap((record): JournalRecord[] => {
    switch (record.type) {
      case 'review': {
        const letsIn = record.verdict === 'accepted' || record.verdict === 'edited';
        return withPart(record, record.facts, (id) => isOpen(id) && !(letsIn && touches(id)), 'facts');
      }
      case 'undo':
        return bank.factsOfAction(record.undoes).length > 0 ? [] : [record];
      case 'reach':
        return withPart(
          record,
          record.entries,
          ({ event }) => !bank.hasEvent(event) && joined.hasEvent(event),
          'entries',
        );
      case 'run':
      case 'event':
      case 'decide':
      case 'feedback':
      case 'reading':
        return [record];
    }
  });
}

/** What a foreign language model read in a foreign event: such facts as one may read, and opinions about this event alone. */
function adoptedReading(record: Reading, joined: Bank): Reading {
  const facts = record.facts.filter(
    (fact) => fact.event === record.event && mayBeRead(fact) && !joined.hasFact(fact.id),
  );
  const ids = new Set(facts.map(({ id }) => id));
  const decisions = record.decisions.filter(({ fact }) => ids.has(fact));
  const ofEvent = new Set([...ids, ...joined.factsOfEvent(record.event)]);
  const opinions = record.opinions.filter(({ fact }) => ofEvent.has(fact));
  const isWhole = [facts, decisions, opinions].every(
    (part, i) => part.length === [record.facts, record.decisions, record.opinions][i]?.length,
  );
  return isWhole ? record : { ...record, facts, decisions, opinions };
}

/** The record with those of its parts that may stay; the record itself where all may, none where none may. */
function withPart<R extends JournalRecord, K extends keyof R, P>(
  record: R,
  parts: readonly P[],
  mayStay: (part: P) => boolean,
  field: K,
): R[] {
  const kept = parts.filter(mayStay);
  if (kept.length === parts.length) return [record];
  return kept.length === 0 ? [] : [{ ...record, [field]: kept }];
}
