import type { Bank } from '../memory/bank';
import type { MemoryUses } from '../memory/memory';

/** In how many answers a memory was used, and when last (ISO 8601). */
export interface Recalled {
  readonly count: number;
  readonly last: string;
}

/** Memory id to what was counted. It is about answers and nothing rests on it, so it is kept beside the journal. */
export type RecallCounts = ReadonlyMap<string, Recalled>;

/** How each memory served that was used in an answer: counted, and as the user said of the answers. */
export function usesOf(bank: Bank, recalled: RecallCounts): ReadonlyMap<string, MemoryUses> {
  const uses = new Map<string, MemoryUses>();
  const of = (id: string): MemoryUses => uses.get(id) ?? { recalled: 0, helpful: 0, wrong: 0 };
  for (const [id, { count, last }] of recalled) uses.set(id, { ...of(id), recalled: count, last });
  for (const { used, verdict } of bank.feedback())
    for (const id of new Set(used)) {
      const before = of(id);
      uses.set(id, { ...before, [verdict]: before[verdict] + 1 });
    }
  return uses;
}
