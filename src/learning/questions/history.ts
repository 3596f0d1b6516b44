import { byOrder, factKey, type Fact, type Material, type StoredEvent } from '../../core/index';
import type { StreamFact } from '../types';
import { groupBy } from './group';
import type { ToldStream } from './stream';

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
  readonly #events: ReadonlyMap<string, StoredEvent>;
  readonly #places = new Map<string, number>();
  readonly #toldBy: ReadonlyMap<string, readonly number[]>;

  constructor(
    readonly material: Material,
    stream: ToldStream,
  ) {
    this.facts = stream.facts;
    this.#events = new Map(material.events.map((event) => [event.id, event]));
    const toldBy = new Map<string, number[]>();
    this.facts.forEach(({ event }, index) => toldBy.set(event, [...(toldBy.get(event) ?? []), index]));
    this.#toldBy = toldBy;
    let told = 0;
    for (const { id } of material.events) {
      this.#places.set(id, told);
      told += toldBy.get(id)?.length ?? 0;
    }
    this.lineages = groupBy([...material.facts].sort(byOrder), factKey);
  }

  event(id: string): StoredEvent | undefined {
    return this.#events.get(id);
  }

  /** Indices of the facts that an event told. */
  toldBy(event: string): readonly number[] {
    return this.#toldBy.get(event) ?? [];
  }

  /** Index of the first fact that was told with an event or after it; the length of the stream when none was. */
  placeOf(event: string): number {
    return this.#places.get(event) ?? this.facts.length;
  }

  /** When each value of a lineage held. What ends says that nothing holds. */
  spans(lineage: readonly Fact[]): Span[] {
    return lineage.map((fact, i) => {
      const next = lineage[i + 1];
      const from = this.placeOf(fact.event) + this.toldBy(fact.event).length - 1;
      return { fact, from, ...(next && this.endAt(next.event)) };
    });
  }

  /** @returns nothing when no fact of the stream was told with the event or after it */
  endAt(event: string): { readonly to?: number } {
    const to = this.placeOf(event);
    return to < this.facts.length ? { to } : {};
  }

  text(index: number): string {
    return this.facts[index]?.text ?? '';
  }
}
