import {
  groupBy,
  byOrder,
  factKey,
  firstLine,
  isRecord,
  type Fact,
  type Material,
  type StoredEvent,
} from '../../core/index';
import type { StreamFact } from '../types';
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
export function toldStream(
  material: Material,
  { name, records = false }: { readonly name: string; readonly records?: boolean },
): ToldStream {
  const factsOf = groupBy(material.facts, (fact) => fact.event);
  const facts = material.events.flatMap((event) => toldIn(event, factsOf.get(event.id) ?? [], records));
  return { name, facts };
}

function toldIn(event: StoredEvent, facts: readonly Fact[], records: boolean): StreamFact[] {
  const own = facts.filter((fact) => isTold(fact, event) && (records || !isRecord(fact))).sort(byOrder);
  const title = event.kind === 'commit' ? firstLine(event.text) : '';
  const isTitleTold = own.some(({ quote }) => title.includes(quote) || quote.includes(title));
  const bump = title === '' || isTitleTold ? undefined : bumpIn(title, event, facts);
  return [...own.map((fact) => toStreamFact(fact, event)), ...(bump ? [bump] : [])];
}

/** What the title says of things whose state the commit changed in files, in the committer's own words. */
function bumpIn(title: string, event: StoredEvent, facts: readonly Fact[]): StreamFact | undefined {
  const changed = facts.filter(
    (fact) => factKey(fact) !== undefined && namesOf(fact).some((name) => speaksOf(title, name)),
  );
  const [first] = changed;
  if (!first) return undefined;
  const record = facts.find((fact) => isRecord(fact) && title.includes(fact.quote));
  const ends = changed.every((fact) => fact.ends === true);
  const said = { id: record?.id ?? `${event.id}-title`, text: record?.text ?? title, time: event.time };
  return toStreamFact({ ...said, event: event.id, kind: first.kind, ...(ends && { ends }) }, event);
}

/** What a title would call it by. The subject of a tool is its role ("CI"), of which many titles speak. */
function namesOf({ kind, subject = '', attribute = '', value = '' }: Fact): string[] {
  if (kind !== 'tool') return [subject];
  return [...value.split(', '), ...(attribute === 'name' ? [] : [attribute])].filter((name) => name !== '');
}

/**
 * The quotes of what files tell stand in files; where one stands in the message too, by chance, it is the name of a file. What the user does
 * with a memory is no fact of its own.
 */
function isTold({ quote, target }: Fact, event: StoredEvent): boolean {
  return target === undefined && event.text.includes(quote) && !event.files.includes(quote);
}

/** Without its key. */
function toStreamFact(
  { id, text, time, event, kind, ends }: Pick<Fact, 'id' | 'text' | 'time' | 'event' | 'kind' | 'ends'>,
  { author }: StoredEvent,
): StreamFact {
  return { id, text, time, event, kind, ...(ends && { ends }), ...(author !== undefined && { author }) };
}
