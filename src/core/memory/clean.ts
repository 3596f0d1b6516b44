import type { Event, RawEvent } from './event';

/** Removes secrets from text. The well-kept rule set lives behind it (in `node`, because it needs Node). */
export interface Redactor {
  /** @returns the texts with every secret replaced by a mark such as "[secret removed]", and how many were found. */
  redact(texts: readonly string[]): Promise<{ readonly texts: string[]; readonly found: number }>;
}

/** The single entrance: nothing becomes an `Event` but here. */
export type CleanEvent = (raw: RawEvent, redactor: Redactor) => Promise<Event>;
