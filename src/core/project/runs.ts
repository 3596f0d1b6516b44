import type { FactKind } from '../memory/fact';
import { countOperations, proposals } from '../memory/proposals';
import type { RunKind } from '../memory/record';
import { view } from '../memory/views';
import type { Ledger } from './ledger';

/** A run that brought something which still waits for review. */
export interface RunCounts {
  readonly id: string;
  readonly kind: RunKind;
  readonly at: string;
  readonly events: number;
  readonly pending: { readonly add: number; readonly update: number; readonly delete: number };
  /** Facts behind the proposals that later ones of the run replaced or ended. */
  readonly replaced: number;
  readonly byKind: readonly { readonly kind: FactKind; readonly count: number }[];
}

/** Newest first. */
export function waitingRuns({ bank, branch }: Ledger): RunCounts[] {
  const waiting = proposals(bank, branch);
  const countsOf = new Map<string, { replaced: number; readonly kinds: Map<FactKind, number> }>();
  for (const { id, run, kind } of waiting) {
    const { versions, current } = bank.resolve(bank.lineageOf(id), view(true, branch));
    const counts = countsOf.get(run) ?? { replaced: 0, kinds: new Map<FactKind, number>() };
    counts.replaced += versions.length - (current ? 1 : 0);
    counts.kinds.set(kind, (counts.kinds.get(kind) ?? 0) + 1);
    countsOf.set(run, counts);
  }
  const events = new Map<string, number>();
  for (const { run } of bank.events()) events.set(run, (events.get(run) ?? 0) + 1);
  const runs = [...bank.runs()].flatMap(({ id, kind, at }) => {
    const counts = countsOf.get(id);
    if (!counts) return [];
    const pending = countOperations(waiting.filter((proposal) => proposal.run === id));
    const byKind = [...counts.kinds].map(([name, count]) => ({ kind: name, count })).sort((a, b) => b.count - a.count);
    return [{ id, kind, at, events: events.get(id) ?? 0, pending, replaced: counts.replaced, byKind }];
  });
  return runs.sort((a, b) => (a.at < b.at ? 1 : -1));
}
