import type { Row } from '../rows';
import { KIND_NAMES } from '../../protocol/words';
import { type STATE_NAMES } from '../texts';
import type { FactKind, Memory } from '../types';

export type ShownState = keyof typeof STATE_NAMES;
export type MemoryRow = Row<KindGroup, Memory>;

export interface KindGroup {
  readonly kind: FactKind;
  readonly count: number;
}

/** Where a search puts a memory; higher is better. Undefined: not found. */
export type Ranking = (memory: Memory) => number | undefined;

/**
 * Fused score, in [0, 1], from which a hit is shown. Likeness of meaning alone gives at most 0.25, and something is always
 * most alike; on the sample project what shares a word with the query has 0.45 and more.
 */
const MIN_SCORE = 0.3;

const KINDS = Object.keys(KIND_NAMES) as FactKind[];

export function stateOf({ state, stale }: Memory): ShownState {
  return state === 'active' && stale ? 'stale' : state;
}

/** In how many answers a memory was used. */
export function timesUsed({ uses }: Memory): number {
  return uses?.recalled ?? 0;
}

/** Rows by kind, the newest first; of a search the best first, kinds too. */
export function toRows(memories: readonly Memory[], isClosed: (key: string) => boolean, rank?: Ranking): MemoryRow[] {
  const sorted = [...memories].sort(
    (a, b) => (rank ? (rank(b) ?? 0) - (rank(a) ?? 0) : 0) || Date.parse(b.validFrom) - Date.parse(a.validFrom),
  );
  const groups = new Map<FactKind, Memory[]>();
  if (!rank) for (const kind of KINDS) groups.set(kind, []);
  for (const memory of sorted) groups.set(memory.kind, [...(groups.get(memory.kind) ?? []), memory]);
  const filled = [...groups].filter(([, group]) => group.length > 0);
  return filled.flatMap(([kind, group], i): MemoryRow[] => {
    const key = `kind ${kind}`;
    const isOpen = rank !== undefined || !isClosed(key); // what was found is always shown
    const value = { kind, count: group.length };
    const row: MemoryRow = { kind: 'group', key, value, isOpen, position: i + 1, size: filled.length };
    return isOpen ? [row, ...itemsOf(group)] : [row];
  });
}

function itemsOf(memories: readonly Memory[]): MemoryRow[] {
  return memories.map((value, i) => ({ kind: 'item', key: value.id, value, position: i + 1, size: memories.length }));
}

/** Until the extension has answered a search: memories that hold every word of it. */
export function byWords(query: string): Ranking {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ text }) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word)) ? 0 : undefined;
  };
}

/** The extension's ranking. What only resembles the query, or was left out, counts if it holds the words, and comes last. */
export function byHits(hits: readonly { readonly id: string; readonly score: number }[], query: string): Ranking {
  const scores = new Map(hits.map(({ id, score }) => [id, score]));
  const words = byWords(query);
  return (memory) => {
    const score = scores.get(memory.id) ?? 0;
    return score >= MIN_SCORE ? score : words(memory);
  };
}

/** Where the focus goes when this one leaves the list: the next memory, else the one before. */
export function nextAfter(rows: readonly MemoryRow[], id: string): string | undefined {
  const at = rows.findIndex(({ key }) => key === id);
  if (at < 0) return undefined;
  const isItem = ({ kind }: MemoryRow): boolean => kind === 'item';
  return (rows.slice(at + 1).find(isItem) ?? rows.slice(0, at).findLast(isItem))?.key;
}
