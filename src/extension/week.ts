import type { Memory, Source } from '../core/index';
import type { WeekEntry } from '../protocol/sidebar';

/**
 * What was learned, changed and forgotten, newest first. Follows from the memories alone: the first version of a lineage was
 * learned, a later one changed it, and an ending let it go.
 */
export function weekEntries(memories: readonly Memory[]): WeekEntry[] {
  const reviewed = memories.filter((memory) => memory.reviewed);
  const byId = new Map(reviewed.map((memory) => [memory.id, memory]));
  const before = new Map<string, Memory>();
  for (const memory of reviewed) {
    const next = memory.supersededBy !== undefined ? byId.get(memory.supersededBy) : undefined;
    if (next) before.set(next.id, memory);
  }
  const entries = reviewed.flatMap((memory): WeekEntry[] => {
    const old = before.get(memory.id);
    const came: WeekEntry = {
      id: memory.id,
      at: memory.validFrom,
      what: old ? 'changed' : 'learned',
      text: memory.text,
      ...(old ? { was: old.text } : {}),
      source: toSource(memory.sources[0]),
    };
    const { ending } = memory;
    if (!ending) return [came];
    const went: WeekEntry = {
      id: memory.id,
      at: ending.time,
      what: 'forgotten',
      text: memory.text,
      source: toSource(ending.sources[0]),
    };
    return [came, went];
  });
  return entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function toSource(source: Source | undefined): WeekEntry['source'] {
  if (!source) return { kind: 'note', ref: '', subject: '' };
  // The quote, the author and the time are not shown, and a long history has many entries.
  const { quote: _, author: _author, time: _time, role: _role, ...named } = source;
  return named;
}
