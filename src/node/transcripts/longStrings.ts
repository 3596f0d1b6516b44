const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** An escape, "\u00e9", and a character of UTF-8 are no longer than this. In bytes. */
const LONGEST_UNIT = 6;
/** How far a place is looked for that is inside of neither. In bytes. */
const REACH = 256;

/**
 * Takes the middle out of long strings of a JSON text while they are bytes, so that output of tools (files, pictures) that nobody reads is never turned
 * into text. Works in place.
 * @param longest of a string's content, in bytes: half for its beginning, half for its end
 * @returns the beginning of the same memory; equally valid JSON, and what is no JSON stays none
 */
export function cutLongStrings(json: Buffer, longest: number): Buffer {
  let written = 0;
  let from = 0;
  const keep = (to: number): void => {
    if (written !== from) json.copyWithin(written, from, to);
    written += to - from;
  };
  for (let open = json.indexOf(QUOTE); open >= 0; open = json.indexOf(QUOTE, from)) {
    const close = endOfString(json, open + 1);
    const begin = open + 1;
    if (close < 0) break;
    if (close - begin > longest) {
      keep(placeToEnd(json, begin, begin + longest / 2));
      from = placeToGoOn(json, close - longest / 2, close);
    }
    keep(close + 1);
    from = close + 1;
  }
  keep(json.length);
  return json.subarray(0, written);
}

/** Where the closing quote stands; -1 where there is none. */
function endOfString(json: Buffer, begin: number): number {
  for (let at = json.indexOf(QUOTE, begin); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (at - 1 - escapes >= begin && json[at - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return -1;
}

/** At most `end`: a place behind a run of plain characters; the beginning where there is none. */
function placeToEnd(json: Buffer, begin: number, end: number): number {
  let plain = 0;
  for (let at = Math.floor(end) - 1; at >= begin && at >= end - REACH; at--) {
    plain = isPlain(json[at]) ? plain + 1 : 0;
    if (plain >= LONGEST_UNIT) return at + LONGEST_UNIT;
  }
  return begin;
}

/** At least `begin`: likewise; the end where there is none. */
function placeToGoOn(json: Buffer, begin: number, end: number): number {
  let plain = 0;
  for (let at = Math.floor(begin); at < end && at < begin + REACH; at++) {
    plain = isPlain(json[at]) ? plain + 1 : 0;
    if (plain >= LONGEST_UNIT) return at + 1;
  }
  return end;
}

function isPlain(byte = 0): boolean {
  return byte < 0x80 && byte !== BACKSLASH;
}

/** The same for a JSON text that comes in chunks: of a long string the beginning is kept. */
export class LongStringFilter {
  readonly #longest: number;
  #inString = false;
  /** Bytes of the string so far; what is over the limit is dropped from the next whole character on. */
  #sizeBytes = 0;
  #dropping = false;
  /** Bytes of an escape that are still to come. */
  #escape = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** @returns the beginning of the same memory */
  push(chunk: Uint8Array): Uint8Array {
    let written = 0;
    for (const byte of chunk) if (this.#keeps(byte)) chunk[written++] = byte;
    return chunk.subarray(0, written);
  }

  #keeps(byte: number): boolean {
    if (!this.#inString) {
      this.#inString = byte === QUOTE;
      this.#sizeBytes = 0;
      this.#dropping = false;
      return true;
    }
    const isWithin = this.#escape > 0 || (byte & 0xc0) === 0x80;
    if (this.#escape > 0) {
      // "\u" goes on with four digits
      this.#escape = this.#escape === ESCAPE_BEGUN ? (byte === LETTER_U ? 4 : 0) : this.#escape - 1;
    } else if (byte === BACKSLASH) {
      this.#escape = ESCAPE_BEGUN;
    } else if (byte === QUOTE) {
      this.#inString = false;
      return true;
    }
    if (++this.#sizeBytes > this.#longest && !isWithin) this.#dropping = true;
    return !this.#dropping;
  }
}

const LETTER_U = 0x75;
/** The byte behind a backslash is still to come. */
const ESCAPE_BEGUN = 5;
