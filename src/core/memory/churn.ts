import type { BankSnapshot } from './snapshot';

type BankEvent = BankSnapshot['events'][number];

/** How often each file was changed, and when. Counts what the default branch holds; a merge only brings in again what its commits changed. */
export class Churn {
  /** Orders of the commits that changed a file, ascending. */
  readonly #changes = new Map<string, number[]>();

  constructor(events: Iterable<BankEvent>) {
    for (const { kind, files, order, parents, reach } of events) {
      if (kind !== 'commit' || reach.on !== 'main' || (parents?.length ?? 0) > 1) continue;
      for (const file of files) {
        const changes = this.#changes.get(file);
        if (changes) changes.push(order);
        else this.#changes.set(file, [order]);
      }
    }
    for (const changes of this.#changes.values()) changes.sort((a, b) => a - b);
  }

  /** Of an event's files, the one that was changed least since, and how often. Undefined for an event without files. */
  leastChanged({ files, order }: Pick<BankEvent, 'files' | 'order'>): { path: string; changes: number } | undefined {
    let least: { path: string; changes: number } | undefined;
    for (const path of files) {
      const changes = this.#since(path, order);
      if (!least || changes < least.changes) least = { path, changes };
      if (changes === 0) break;
    }
    return least;
  }

  #since(path: string, order: number): number {
    const changes = this.#changes.get(path) ?? [];
    return changes.length - changes.findLastIndex((change) => change <= order) - 1;
  }
}
