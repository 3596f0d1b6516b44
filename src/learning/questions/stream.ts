import { byOrder, factKey, firstLine, isRecord, type Fact, type Material, type StoredEvent } from '../../core/index';
import type { StreamFact } from '../types';
import { groupBy } from './group';
import { speaksOf } from './names';

/** What the Memory Manager meets of one project, in order. */
export interface ToldStream {
  readonly name: string;
  readonly facts: readonly StreamFact[];
}

/**
 * The facts that somebody told: in a commit message, in a chat. They have no key, as what a language model extracts has none. What only files
 * tell is not among them; it is the truth that questions are made of.
 */
export function toldStream(material: Material, name: string): ToldStream {
  const factsOf = groupBy(material.facts, (fact) => fact.event);
  const told = material.events.flatMap((event) => toldIn(event, factsOf.get(event.id) ?? []));
  return { name, facts: told.map(({ fact, author }) => toStreamFact(fact, author)) };
}

interface Told {
  readonly fact: Pick<Fact, 'id' | 'text' | 'time' | 'event' | 'kind' | 'ends'>;
  readonly author: string | undefined;
}

function toldIn(event: StoredEvent, facts: readonly Fact[]): Told[] {
  const own = facts.filter((fact) => isTold(fact, event) && !isRecord(fact)).sort(byOrder);
  const told = own.map((fact) => ({ fact, author: event.author }));
  const title = event.kind === 'commit' ? firstLine(event.text) : '';
  if (title === '' || own.some(({ quote }) => title.includes(quote) || quote.includes(title))) return told;
  const changed = facts.filter((fact) => factKey(fact) !== undefined && speaksOf(title, fact.subject ?? ''));
  const [first] = changed;
  if (!first) return told;
  const ends = changed.every((fact) => fact.ends === true);
  const record = facts.find((fact) => isRecord(fact) && title.includes(fact.quote));
  const fact = { ...first, id: record?.id ?? `${event.id}-title`, text: record?.text ?? title };
  const { ends: _, ...lasting } = fact;
  return [...told, { fact: ends ? { ...fact, ends } : lasting, author: event.author }];
}

/** The quotes of what files tell stand in files; only by chance in the message, and then they are short. */
function isTold({ quote, kind, subject }: Fact, event: StoredEvent): boolean {
  if (!event.text.includes(quote)) return false;
  const isName = kind !== 'note' && subject !== undefined && !quote.includes(' ') && event.files.includes(quote);
  return !isName;
}

function toStreamFact({ id, text, time, event, kind, ends }: Told['fact'], author: string | undefined): StreamFact {
  return {
    id,
    text,
    time,
    event,
    ...(kind !== undefined && { kind }),
    ...(ends && { ends }),
    ...(author !== undefined && { author }),
  };
}
