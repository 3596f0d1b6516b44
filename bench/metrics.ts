/** @returns the share of `wanted` that stands among the first `k`, in [0, 1] */
export function recallAt(k: number, found: readonly string[], wanted: ReadonlySet<string>): number {
  const first = new Set(found.slice(0, k));
  let hits = 0;
  for (const id of wanted) if (first.has(id)) hits++;
  return wanted.size === 0 ? 0 : hits / wanted.size;
}

/** @returns 1 / rank of the first that is wanted, counted from 1; 0 where none is */
export function reciprocalRank(found: readonly string[], isWanted: (id: string) => boolean): number {
  const index = found.findIndex(isWanted);
  return index === -1 ? 0 : 1 / (index + 1);
}
