import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';

/** Turns an event into atomic facts. Pure: what it says follows from the event alone. */
export interface Extractor {
  readonly name: string;
  /** Whether it wants the contents of this file before and after each commit. */
  wants?(path: string): boolean;
  /** @param said what the extractors before it found in the same event */
  extract(event: Event, said: readonly FactDraft[]): readonly FactDraft[];
}
