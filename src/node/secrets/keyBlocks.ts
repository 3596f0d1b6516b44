import type { Range } from './range';

const BEGIN = /-{4,5} ?BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const END = /-{4,5} ?END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const END_HERE = new RegExp(END.source, 'y');

/** What stands between the lines of a key: line ends, also written as "\n", what logs put before a line, marks of quotes, comments, diffs and strings. */
const BETWEEN =
  /(?:\n[^\n]{1,80}?[|\]:>]\s+(?=[A-Za-z0-9+/=]+[ \t]*(?:\n|$)|-{4,5} ?END )|\s|\\+[nrt]|[>|#*"'`,;+\\-]|\/\/|<br ?\/?>)*/y;
/** A line of a key. No word of a language is so long; the last line may be shorter. */
const LINE = /[A-Za-z0-9+/=]{16,}/y;
const LAST_LINE = /[A-Za-z0-9+/]*(?:=+|\d)[A-Za-z0-9+/=]*(?![\w])/y;
const HEADER = /(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash|Encryption|Public-Lines|Private-MAC): [^\n\\]*/y;

/**
 * Private keys in their blocks: also quoted, indented, on one line, written with "\n", and cut off at either end. Code that only names
 * the lines around a key has none between them.
 */
export function findKeyBlocks(text: string): Range[] {
  const found: Range[] = [];
  let end = 0;
  for (const { 0: line, index } of text.matchAll(BEGIN)) {
    if (index < end) continue;
    const bodyEnd = endOfBody(text, index + line.length);
    if (bodyEnd === undefined) continue;
    end = bodyEnd;
    found.push({ start: index, end });
  }
  for (const { 0: line, index } of text.matchAll(END)) {
    if (found.some((range) => index >= range.start && index < range.end)) continue;
    const start = startOfBody(text, index);
    if (start !== undefined) found.push({ start, end: index + line.length });
  }
  for (const { index } of text.matchAll(LOST_BEGIN)) {
    if (found.some((range) => index >= range.start && index < range.end)) continue;
    const bodyEnd = endOfBody(text, index);
    if (bodyEnd !== undefined) found.push({ start: index, end: bodyEnd });
  }
  return found;
}

/** How the data of a private key begins: of OpenSSH, of RSA (PKCS #1 and #8), of elliptic curves. Certificates begin otherwise. */
const LOST_BEGIN =
  /(?<![A-Za-z0-9+/])(?:b3BlbnNzaC1rZXktdjE|MII[A-Za-z0-9+/]{3}IBA(?:AK|DAN)|MHcCAQEE|MIGHAgEAMBMG|MC4CAQAwBQYDK2Vw)/g;

/** @returns where the key ends, with its END line where it has one; nothing where no key follows */
function endOfBody(text: string, from: number): number | undefined {
  let end: number | undefined;
  let place = from;
  for (;;) {
    const next = after(BETWEEN, text, place) ?? place;
    const endLine = after(END_HERE, text, startOfDashes(text, next));
    if (endLine !== undefined) return end === undefined ? undefined : endLine;
    const header = after(HEADER, text, next);
    if (header !== undefined) {
      place = header;
      continue;
    }
    const line = after(LINE, text, next) ?? (end === undefined ? undefined : after(LAST_LINE, text, next));
    if (line === undefined) return end;
    place = line;
    end = line;
  }
}

/** `BETWEEN` takes the dashes of an END line for marks of a list. */
function startOfDashes(text: string, place: number): number {
  let start = place;
  while (start > 0 && place - start < 5 && text[start - 1] === '-') start--;
  return start;
}

/** @returns where the lines before an END line begin; nothing where there are none */
function startOfBody(text: string, end: number): number | undefined {
  let first = end;
  while (first > 0 && end - first < LONGEST_KEY && /[A-Za-z0-9+/=\s\\>|#*"'`,-]/.test(text[first - 1] ?? '')) first--;
  const line = /[A-Za-z0-9+/=]{30,}/.exec(text.slice(first, end));
  return line ? first + line.index : undefined;
}

/** Of 16,384 bits with its marks, in characters. */
const LONGEST_KEY = 20_000;

function after(sticky: RegExp, text: string, place: number): number | undefined {
  sticky.lastIndex = place;
  const match = sticky.exec(text);
  return match === null ? undefined : place + match[0].length;
}
