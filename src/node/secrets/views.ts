import { mergeRanges, type Range } from './range';

/** A part of a text as its reader sees it, and where each of its characters stands in the original. */
export interface View {
  readonly text: string;
  /** @returns the part of the original that a part of this text stands for */
  readonly toOriginal: (range: Range) => Range;
}

/**
 * What the text says where escapes of JSON, addresses, HTML and terminals are read, and where lines are joined that a terminal or an encoder
 * broke: only the parts that say something else then. A secret may be written so that only one of them shows it whole.
 */
export function viewsOf(text: string): View[] {
  const plain: View = { text, toOriginal: (range) => range };
  const decoded: View[] = [];
  let last = decode(plain);
  // JSON inside JSON inside JSON
  for (let depth = 0; depth < 3 && last.length > 0; depth++) {
    decoded.push(...last);
    last = last.flatMap(decode);
  }
  return [...decoded, ...[plain, ...decoded].flatMap(joinLines)];
}

const ESCAPES =
  /\\+u001b\[[0-9;]*m|\\+(?:["'\\/nrt]|u[0-9a-f]{4})|%[0-9a-f]{2}|&(?:quot|apos|amp|lt|gt|#\d{2,5}|#x[0-9a-f]{2,5});|\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]{0,2000}(?:\x07|\x1B\\)|[@-Z\\-_])|=3D|[\u200B-\u200F\u2060\uFEFF\u00AD]/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
]);

function decode(view: View): View[] {
  return rewrite(
    view,
    [...view.text.matchAll(ESCAPES)].map(({ 0: escape, index }) => ({
      start: index,
      end: index + escape.length,
      by: characterOf(escape),
    })),
  );
}

/** @returns what an escape stands for; nothing for colours of terminals and characters that show nothing */
function characterOf(escape: string): string {
  const [, hex] = /^(?:\\+u|%|&#x)([0-9a-f]{2,5});?$/i.exec(escape) ?? [];
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
  const [, decimal] = /^&#(\d+);$/.exec(escape) ?? [];
  if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10));
  if (escape.startsWith('&')) return NAMED.get(escape.slice(1, -1).toLowerCase()) ?? '';
  if (escape.toUpperCase() === '=3D') return '=';
  if (!escape.startsWith('\\') || escape.length > 8) return '';
  const last = escape.at(-1) ?? '';
  return last === 'n' || last === 'r' ? '\n' : last === 't' ? '\t' : last;
}

/** Widths that terminals and encoders break lines at. */
const WIDTHS = new Set([64, 72, 76, 79, 80, 100, 120]);
/** What goes on looks like the rest of a token; the next line may repeat a mark of quotes or diffs. */
const BREAK =
  /(?<=[\w+/=.~-])\n[ \t]*(?:[>+|#-] ?)?(?!\d{4}-\d|\d+[:.]\d)(?=[\w+/=~-]{0,200}(?:\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]))/g;

/** Joins lines that were broken inside a word. */
function joinLines(view: View): View[] {
  const breaks = [...view.text.matchAll(BREAK)].filter(
    ({ index }) => index > 0 && WIDTHS.has(index - 1 - view.text.lastIndexOf('\n', index - 1)),
  );
  return rewrite(
    view,
    breaks.map(({ 0: match, index }) => ({ start: index, end: index + match.length, by: '' })),
  );
}

interface Change extends Range {
  readonly by: string;
}

/** How much of a text is seen with what was rewritten in it: a name before a value, the rest of its lines after it. In characters. */
const BEFORE = 400;
const AFTER = 600;

/** @returns the neighbourhoods of the changes, with the changes made */
function rewrite(view: View, changes: readonly Change[]): View[] {
  const { text } = view;
  const parts = mergeRanges(
    changes.map(({ start, end }) => ({ start: Math.max(0, start - BEFORE), end: Math.min(text.length, end + AFTER) })),
  );
  let next = 0;
  return parts.map((part) => {
    const first = next;
    while (next < changes.length && (changes[next]?.start ?? Infinity) < part.end) next++;
    return rewritePart(view, part, changes.slice(first, next));
  });
}

function rewritePart(view: View, part: Range, changes: readonly Change[]): View {
  const pieces: string[] = [];
  /** Where each piece begins in the new text, and where in the old one. Pieces alternate: unchanged, replaced, unchanged... */
  const starts: number[] = [];
  const origins: number[] = [];
  let length = 0;
  const add = (piece: string, origin: number): void => {
    pieces.push(piece);
    starts.push(length);
    origins.push(origin);
    length += piece.length;
  };
  let from = part.start;
  for (const { start, end, by } of changes) {
    add(view.text.slice(from, start), from);
    add(by, start);
    from = end;
  }
  add(view.text.slice(from, part.end), from);

  const originOf = (place: number, isEnd: boolean): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const start = starts[middle] ?? 0;
      if (isEnd ? start < place : start <= place) low = middle;
      else high = middle - 1;
    }
    const origin = origins[low] ?? 0;
    // A place in a replaced piece stands for all of it.
    if (low % 2 === 1) return isEnd ? (origins[low + 1] ?? origin) : origin;
    return origin + place - (starts[low] ?? 0);
  };
  return {
    text: pieces.join(''),
    toOriginal: ({ start, end }) => view.toOriginal({ start: originOf(start, false), end: originOf(end, true) }),
  };
}
