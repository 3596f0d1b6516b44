import {
  groupBy,
  byOrder,
  factKey,
  firstLine,
  type Fact,
  type Material,
  type StoredEvent,
  type Verdict,
} from '../../core/index';
import type { StreamFact } from '../types';
import { isSpecific, readDeed, type Deed } from './deeds';
import { isRare, speaksOf, toldVersion } from './names';
import type { ToldStream } from './toldStream';

/** A stretch of time in which one value of one thing held. */
export interface Span {
  readonly fact: Fact;
  /** Index of the last fact of the stream that was told by then: -1 where nothing was. */
  readonly from: number;
  /** Index of the first fact of the stream that was told when it held no longer. */
  readonly to?: number;
}

/** A history beside its stream: what files and messages say held when, in indices of the stream. */
export class History {
  readonly facts: readonly StreamFact[];
  /** Versions of each keyed thing, oldest first. */
  readonly lineages: ReadonlyMap<string, readonly Fact[]>;
  readonly reverts: readonly Revert[];
  readonly #material: Material;
  readonly #events: ReadonlyMap<string, StoredEvent>;
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #factsOf: ReadonlyMap<string, readonly Fact[]>;
  readonly #places = new Map<string, number>();
  readonly #toldBy = new Map<string, number[]>();
  readonly #verdicts: ReadonlyMap<string, Verdict>;
  readonly #ends = new Map<number, number>();
  readonly #deeds = new Map<number, Deed | null>();

  constructor(material: Material, stream: ToldStream) {
    this.#material = material;
    this.facts = stream.facts;
    this.#events = new Map(material.events.map((event) => [event.id, event]));
    this.#facts = new Map(material.facts.map((fact) => [fact.id, fact]));
    this.#factsOf = groupBy(material.facts, (fact) => fact.event);
    this.facts.forEach(({ event }, index) => {
      const told = this.#toldBy.get(event);
      if (told) told.push(index);
      else this.#toldBy.set(event, [index]);
    });
    let told = 0;
    for (const { id } of material.events) {
      this.#places.set(id, told);
      told += this.toldBy(id).length;
    }
    this.#verdicts = new Map(material.reviews.map(({ fact, verdict }) => [fact.id, verdict]));
    const standing = material.facts.filter((fact) => this.#stands(fact));
    this.lineages = groupBy([...standing].sort(byOrder), factKey);
    this.reverts = findReverts(material);
    this.#findEnds();
  }

  /** The fact that the stream's fact was made of; undefined for the title of a commit. */
  behind(index: number): Fact | undefined {
    return this.#facts.get(this.facts[index]?.id ?? '');
  }

  event(id: string): StoredEvent | undefined {
    return this.#events.get(id);
  }

  /** Whether what a fact says counts as it stands there: the user neither refused it nor put it in other words. */
  holds(index: number): boolean {
    const verdict = this.#verdicts.get(this.facts[index]?.id ?? '');
    return verdict === undefined || verdict === 'accepted';
  }

  get events(): readonly StoredEvent[] {
    return this.#material.events;
  }

  /** Indices of the facts that an event told. */
  toldBy(event: string): readonly number[] {
    return this.#toldBy.get(event) ?? [];
  }

  /** Indices of the facts of an event that speak of something by its name. */
  tellersOf(event: string, name: string): readonly number[] {
    return this.toldBy(event).filter((index) => speaksOf(this.text(index), name));
  }

  /** Index of the first fact that was told with an event or after it; the length of the stream when none was. */
  placeOf(event: string): number {
    return this.#places.get(event) ?? this.facts.length;
  }

  /** When each value of a lineage held. What ends says that nothing holds. */
  spans(lineage: readonly Fact[]): Span[] {
    const steps = lineage.filter((fact, i) => i === 0 || !isSame(fact, lineage[i - 1]));
    return steps.map((fact, i) => {
      const next = steps[i + 1];
      const from = this.placeOf(fact.event) + this.toldBy(fact.event).length - 1;
      return { fact, from, ...(next && this.until(next.event)) };
    });
  }

  /** @returns nothing when no fact of the stream was told with the event or after it */
  until(event: string): { readonly to?: number } {
    const to = this.placeOf(event);
    return to < this.facts.length ? { to } : {};
  }

  /** Until when what a fact tells is right: the next bump, the removal of what it speaks of, the revert of its commit. */
  untilFact(index: number): { readonly to?: number } {
    const to = this.#ends.get(index);
    return to === undefined ? {} : { to };
  }

  text(index: number): string {
    return this.facts[index]?.text ?? '';
  }

  /** What a fact says was done, where it can be asked about. */
  deed(index: number): Deed | undefined {
    let deed = this.#deeds.get(index);
    if (deed === undefined) {
      const fact = this.facts[index];
      const read = fact && readDeed(fact.text, this.#events.get(fact.event)?.text);
      deed = read && isSpecific(read) ? read : null;
      this.#deeds.set(index, deed);
    }
    return deed ?? undefined;
  }

  /** What the user refused never held, and what they did with a memory counts unless they took it back. */
  #stands({ id, target }: Fact): boolean {
    const verdict = this.#verdicts.get(id);
    return target === undefined ? verdict !== 'rejected' && verdict !== 'reverted' : verdict === 'accepted';
  }

  #findEnds(): void {
    this.facts.forEach((_, index) => {
      const end = this.#endOfKeyed(index);
      if (end !== undefined) this.endAt(index, end);
    });
    for (const { undone, by } of this.reverts)
      for (const index of this.toldBy(undone)) this.endAt(index, this.placeOf(by));
    this.#endByUser();
    this.#endByRemoval();
  }

  /** What a fact tells is right no longer than until then. */
  endAt(index: number, end: number): void {
    if (end > index && end < this.facts.length) this.#ends.set(index, Math.min(end, this.#ends.get(index) ?? Infinity));
  }

  /** When all the keyed truths that a fact tells are past. */
  #endOfKeyed(index: number): number | undefined {
    const { event, id } = this.facts[index] ?? {};
    if (event === undefined) return undefined;
    const text = this.text(index);
    const keyed = (this.#factsOf.get(event) ?? []).filter(
      (fact) => factKey(fact) !== undefined && (fact.id === id || speaksOf(text, fact.subject ?? '')),
    );
    let end: number | undefined;
    for (const fact of keyed) {
      const lineage = this.lineages.get(factKey(fact) ?? '') ?? [];
      const tellsValue = fact.id === id || toldVersion(text, fact.value ?? '') !== undefined || BUMPS.test(text);
      const next = lineage
        .slice(lineage.indexOf(fact) + 1)
        .find((later) => (tellsValue ? !isSame(later, fact) : (later.ends === true) !== (fact.ends === true)));
      if (!next) return undefined;
      end = Math.max(end ?? 0, this.placeOf(next.event));
    }
    return end;
  }

  /** What the user changed or deleted. */
  #endByUser(): void {
    const indices = new Map(this.facts.map(({ id }, index) => [id, index]));
    for (const fact of this.#facts.values()) {
      const index = fact.target === undefined || !this.#stands(fact) ? undefined : indices.get(fact.target);
      if (index !== undefined) this.endAt(index, this.placeOf(fact.event));
    }
  }

  /** What was told of something is over when it goes. */
  #endByRemoval(): void {
    for (const lineage of this.lineages.values()) {
      const { subject } = lineage[0] ?? {};
      if (subject === undefined || !isRare(subject) || !lineage.some((fact) => fact.ends)) continue;
      const speaking = this.facts.flatMap(({ text }, index) => (speaksOf(text, subject) ? [index] : []));
      for (const fact of lineage) {
        if (!fact.ends) continue;
        const end = this.placeOf(fact.event);
        for (const index of speaking) if (index < end && this.facts[index]?.ends !== true) this.endAt(index, end);
      }
    }
  }
}

/** Only the newest version counts. */
const BUMPS = /\b(?:bump|upgrad|updat|downgrad)(?:e|es|ed|s|ing)?\b/i;

function isSame(fact: Fact, other: Fact | undefined): boolean {
  return fact.value === other?.value && (fact.ends === true) === (other?.ends === true);
}

/** A commit that took another one back, or brought it again. */
export interface Revert {
  readonly fact: Fact;
  /** Event of the revert, and of what it undid. */
  readonly by: string;
  readonly undone: string;
  /** The revert of a revert. */
  readonly again: boolean;
}

function findReverts({ events, facts }: Material): Revert[] {
  const reverts = facts.filter((fact) => fact.kind === 'revert');
  if (reverts.length === 0) return [];
  const bySha = new Map<string, StoredEvent>();
  const byTitle = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (event.kind !== 'commit') continue;
    bySha.set(event.ref.slice(0, SHORT_SHA), event);
    const title = plain(firstLine(event.text));
    const namesakes = byTitle.get(title);
    if (namesakes) namesakes.push(event);
    else byTitle.set(title, [event]);
  }
  return reverts.flatMap((fact): Revert[] => {
    const { reverts: sha, subject } = fact;
    const earlier = (event: StoredEvent): boolean => event.order < fact.order;
    const undone =
      (sha === undefined ? undefined : bySha.get(sha.slice(0, SHORT_SHA))) ??
      (subject === undefined ? undefined : byTitle.get(plain(subject))?.findLast(earlier));
    const again = AGAIN.test(fact.text);
    return undone ? [{ fact, by: fact.event, undone: undone.id, again }] : [];
  });
}

const SHORT_SHA = 7;
const AGAIN = /\bapplied again after a revert\b/;

function plain(title: string): string {
  return title
    .toLowerCase()
    .replace(/(?:\s+\((?:#\d+|gh-\d+)\))+$/, '')
    .replace(/[\s.]+$/, '');
}
