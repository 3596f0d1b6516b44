import { contentId } from '../base/ids';
import { cutText } from '../base/text';
import { words } from '../base/words';
import type { Bank, BankEvent } from '../memory/bank';
import type { Event } from '../memory/event';
import type { Fact } from '../memory/fact';
import { statement, type Version } from '../memory/lineage';
import type { Decision } from '../memory/record';
import { view } from '../memory/views';

/** The facts of a document that was read before in another form, and what they do to what it said then. */
export interface Revised {
  /** Those that it states now, and an end for each that it states no more. */
  readonly facts: readonly Fact[];
  /** Of those that take the place of an earlier one, or end it. */
  readonly decisions: readonly Decision[];
}

/** What is longer could not be quoted whole in an answer. In characters. */
const MAX_TEXT = 300;

/** Share of the words of the shorter statement that the other has, from which it is the same one in other words. In [0, 1]. */
const REWORDED = 0.6;

/**
 * What a changed document says no more is proposed to end, or to be said as it says it now: only what rests on this document alone, for others may say it, too.
 * An older form of a document than the one that is known changes nothing.
 */
export function revise(bank: Bank, event: Event, facts: readonly Fact[]): Revised {
  const earlier = event.kind === 'file' ? versionsOf(bank, event.ref).filter(({ id }) => id !== event.id) : [];
  const newest = earlier.at(-1);
  if (!newest || event.order <= newest.order) return { facts, decisions: [] };
  const stated = new Set(facts.map(({ text }) => statement(text)));
  const held = heldBy(bank, earlier);
  // What a language model read in it is still there while the words are that it read it from.
  const isSaid = ({ text, quote, readBy }: Fact): boolean =>
    stated.has(statement(text)) || (readBy !== undefined && event.text.includes(quote));
  const gone = held.filter((version) => !saidIn(version).some(isSaid));
  if (gone.length === 0) return { facts, decisions: [] };
  const known = new Set([...held.flatMap(saidIn), ...saidElsewhere(bank, earlier)].map(({ text }) => statement(text)));
  const fresh = facts.filter(({ text }) => !known.has(statement(text)));
  const successors = pair(gone, fresh);

  const decisions: Decision[] = [];
  const decide = (
    fact: string,
    operation: 'UPDATE' | 'DELETE',
    { fact: { id: target } }: Version,
    reason: string,
  ): void => {
    decisions.push({ fact, operation, target, confidence: 1, reason, by: 'rule', candidates: [] });
  };
  const replaced = new Map([...successors].map(([version, fact]) => [fact.id, version]));
  const now = facts.map((fact): Fact => {
    const version = replaced.get(fact.id);
    if (!version) return fact;
    decide(fact.id, 'UPDATE', version, `${nameOf(event)} says it in other words now.`);
    return { ...fact, target: version.fact.id };
  });
  const ends = gone
    .filter((version) => !successors.has(version))
    .map((version): Fact => {
      const { id: target, kind } = version.fact;
      const id = contentId(event.id, 'gone', target);
      decide(id, 'DELETE', version, `${nameOf(event)} says it no more.`);
      const text = cutText(`${nameOf(event)} no longer says: ${bank.textOf(version.fact)}`, MAX_TEXT);
      const { order, time, ref: quote } = event;
      return { id, event: event.id, order, time, kind, text, quote, target, ends: true };
    });
  return { facts: [...now, ...ends], decisions };
}

/** The forms of a document that were read, oldest first. */
export function versionsOf(bank: Bank, ref: string): BankEvent[] {
  const versions: BankEvent[] = [];
  for (const event of bank.events()) if (event.kind === 'file' && event.ref === ref) versions.push(event);
  return versions.sort((a, b) => a.order - b.order);
}

/** What holds, or would with what waits for review, and rests on these events alone. */
function heldBy(bank: Bank, events: readonly BankEvent[]): Version[] {
  const own = new Set(events.map(({ id }) => id));
  const lineages = new Set(events.flatMap(({ id }) => bank.factsOfEvent(id).map((fact) => bank.lineageOf(fact))));
  return [...lineages].flatMap((lineage) => {
    const { current } = bank.resolve(lineage, view(true));
    return current && saidIn(current).every(({ event }) => own.has(event)) ? [current] : [];
  });
}

/** What other sources say: a statement that they make, too, is no other form of one of this document. */
function saidElsewhere(bank: Bank, events: readonly BankEvent[]): Fact[] {
  const own = new Set(events.map(({ id }) => id));
  return [...bank.facts()].filter(({ event }) => !own.has(event));
}

function saidIn({ cause, fact, restatements }: Version): Fact[] {
  return [cause, fact, ...restatements];
}

/** Each with the new statement that is most like it, where one is like enough; a statement takes the place of one. */
function pair(gone: readonly Version[], fresh: readonly Fact[]): Map<Version, Fact> {
  const likely = gone.flatMap((version) =>
    fresh.map((fact) => ({ version, fact, likeness: likeness(version.fact.text, fact.text) })),
  );
  likely.sort((a, b) => b.likeness - a.likeness);
  const pairs = new Map<Version, Fact>();
  const taken = new Set<string>();
  for (const { version, fact, likeness: share } of likely) {
    if (share < REWORDED || pairs.has(version) || taken.has(fact.id)) continue;
    pairs.set(version, fact);
    taken.add(fact.id);
  }
  return pairs;
}

/** Share of the words of the shorter text that the other has. In [0, 1]. */
function likeness(a: string, b: string): number {
  const [one, other] = [new Set(words(a)), new Set(words(b))];
  const common = [...one].filter((word) => other.has(word)).length;
  return common / Math.max(1, Math.min(one.size, other.size));
}

/** An entry of another memory is called by its file. */
function nameOf({ ref }: Event): string {
  return ref.split('#')[0] ?? ref;
}
