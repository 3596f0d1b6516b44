import { findAssigned } from './assignments';
import { findInCommands } from './commands';
import { findPasswordHashes } from './hashes';
import { findInHeaders } from './headers';
import { findKeyBlocks } from './keyBlocks';
import { findInLinks } from './links';
import { findInProse } from './prose';
import { mergeRanges, type Range } from './range';
import { isDigest, isNoise } from './value';
import { findVendorTokens } from './vendors';
import { viewsOf, type View } from './views';

/** What stands where a secret stood. */
export const REDACTED = '[secret removed]';

/**
 * Secrets by their own form, by the place they stand in and by the name they are given, in the text and in what it says when its escapes
 * are read.
 * @param known ranges that other rules found; where they stop inside a token they are widened to its end
 * @returns whole secrets, in order
 */
export function findSecrets(text: string, known: readonly Range[] = []): Range[] {
  const tokens = [...known, ...findVendorTokens(text)].map((range) =>
    toEndOfLines(text, toEndOfToken(text, withoutName(text, range))),
  );
  const found = [
    ...tokens,
    ...findByContext(text),
    ...viewsOf(text)
      .flatMap(findInView)
      .map((range) => withoutEscape(text, range)),
  ];
  const marks = [...text.matchAll(MARK)].map(({ index }) => ({ start: index, end: index + REDACTED.length }));
  return mergeRanges(
    found
      .map((range) => (range.end - range.start < LONGEST ? range : toEndOfRun(text, range)))
      .filter(({ start, end }) => !marks.some((mark) => start < mark.end && end > mark.start)),
  );
}

/** Rules by name and place look no further for the end of a value; keys and signed tokens are longer. In characters. */
const LONGEST = 300;
const RUN = /[\w+/=.~-]*/y;

function toEndOfRun(text: string, { start, end }: Range): Range {
  RUN.lastIndex = end;
  return { start, end: end + (RUN.exec(text)?.[0].length ?? 0) };
}

const MARK = /\[secret removed\]/g;

function findByContext(text: string): Range[] {
  return [
    ...findKeyBlocks(text),
    ...findPasswordHashes(text),
    ...findInLinks(text),
    ...findInHeaders(text),
    ...findInCommands(text),
    ...findAssigned(text),
    ...findInProse(text),
  ];
}

function findInView({ text, toOriginal }: View): Range[] {
  return [...findVendorTokens(text).map((range) => toEndOfToken(text, range)), ...findByContext(text)].map(toOriginal);
}

/** Some rules of the public set begin at the name: `api_key = "..."`. */
function withoutName(text: string, { start, end }: Range): Range {
  const name =
    /^["'`]?[\w.-]*(?:secret|token|key|password|passwd|pwd|auth)[\w.-]*["'\]]{0,2}\s*(?:=>|:=|=|:)\s*["'`]?/i.exec(
      text.slice(start, end),
    );
  return { start: start + (name?.[0].length ?? 0), end };
}

/** Some rules stop at the length that a key once had. */
function toEndOfToken(text: string, { start, end }: Range): Range {
  if (!/[\w+/=-]/.test(text[end - 1] ?? '')) return { start, end };
  TOKEN_REST.lastIndex = end;
  return { start, end: end + (TOKEN_REST.exec(text)?.[0].length ?? 0) };
}

const TOKEN_REST = /[\w+=~-]*/y;

/** A token that ends with its line may go on in the next one; what goes on looks like it. */
function toEndOfLines(text: string, range: Range): Range {
  NEXT_LINE.lastIndex = range.end;
  const { run = '' } = NEXT_LINE.exec(text)?.groups ?? {};
  if (!isNoise(run, 6) || isDigest(run)) return range;
  return toEndOfLines(text, { start: range.start, end: NEXT_LINE.lastIndex });
}

const NEXT_LINE = /\\?\n[ \t]*(?:[>+|#-] ?)?(?<run>[\w+/=-]{6,})(?=["'`]?[,;)\]}]*(?:\s|$))/y;

/** A range that was found in another view may begin or end inside an escape of the text. */
function withoutEscape(text: string, { start, end }: Range): Range {
  let last = end;
  while (last > start && text[last - 1] === '\\') last--;
  return { start, end: last };
}
