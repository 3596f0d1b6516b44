/** A part of a text, from `start` up to but without `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** @returns the ranges in order, overlapping and touching ones joined, empty ones left out. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.end <= range.start) continue;
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else merged.push(range);
  }
  return merged;
}

/**
 * Where a pattern finds secrets: its groups whose names start with "secret", or the whole match where it has none.
 * @param pattern with the flags `g`, and `d` where it has groups
 */
export function findAll(
  text: string,
  pattern: RegExp,
  accepts: (secret: string, match: RegExpExecArray) => boolean = () => true,
): Range[] {
  const found: Range[] = [];
  let from = 0;
  for (;;) {
    // The pattern itself, since `matchAll` makes a copy that starts uncompiled: of hundreds of patterns that takes longer than the search.
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (!match) break;
    from = match[0] === '' ? match.index + 1 : match.index + match[0].length;
    const groups = Object.entries(match.indices?.groups ?? {}).filter(([name]) => name.startsWith('secret'));
    const places =
      groups.length > 0 ? groups.map(([, place]) => place) : [[match.index, match.index + match[0].length]];
    for (const place of places) {
      // Groups of the alternatives that did not match have no place.
      const [start, end] = (place as [number, number] | undefined) ?? [0, 0];
      if (end > start && accepts(text.slice(start, end), match)) found.push({ start, end });
    }
  }
  return found;
}
