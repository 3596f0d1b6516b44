import { eng } from 'stopword';
import stem from 'wink-porter2-stemmer';

/**
 * The words that a text is found by, in order, with repetitions: stemmed, without stop words. Names are kept whole and also split
 * ("createServer" -> createserver, creat, server), versions also by their leading parts (5.9.2 -> 5.9.2, 5.9, 5). Scripts that
 * put no spaces between words become pairs of characters.
 */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const term of terms(text)) {
    if (term.stop) continue;
    found.push(term.whole);
    for (const part of term.parts) found.push(part);
  }
  return found;
}

/** One written word, name or number of a text. */
export interface Term {
  /** As it is written. */
  readonly text: string;
  readonly kind: 'word' | 'name' | 'number' | 'reference';
  /** As `words` gives it. */
  readonly whole: string;
  /** What else it is found by; empty for an ordinary word. */
  readonly parts: readonly string[];
  /** Says too little to be searched for ("the", "does"). */
  readonly stop: boolean;
  /** Where it begins in the text; exact unless the text has letters with accents or of unusual width. */
  readonly start: number;
}

/** Every term of a text in order, stop words included. */
export function terms(text: string): Term[] {
  const found: Term[] = [];
  const source = fold(text);
  for (const match of source.matchAll(TERM)) {
    const start = match.index;
    const written = match[0];
    if (UNSPACED.test(written)) found.push(...unspacedTerms(written, start));
    else found.push(toTerm(written.replace(/['’]\p{L}+$/u, ''), start, source[start - 1] === '#'));
  }
  return found;
}

/**
 * What a text may be about: its names and telling words, without numbers and without words for changes ("upgraded", "version").
 * Each once, as `words` gives it.
 */
export function keyTokens(text: string): string[] {
  const keys = terms(text).filter(isKey);
  return [...new Set(keys.map((term) => term.whole))];
}

/** The versions and other numbers of a text ("5.9.2", "250"), each once; references to issues ("#12", "issue 12") are none. */
export function numbers(text: string): string[] {
  const all = terms(text);
  return [...new Set(all.filter((term, index) => isNumber(term, index, all)).map((term) => term.whole))];
}

/**
 * What the numbers of a text are numbers of: the telling word or name before each ("node 20" -> node, "typescript was upgraded from
 * 4.9 to 5.0" -> typescript). Each once, as `words` gives it.
 */
export function anchors(text: string): string[] {
  const source = fold(text);
  const all = terms(source);
  const found = new Set<string>();
  all.forEach((term, index) => {
    if (!isNumber(term, index, all)) return;
    const before = all.slice(Math.max(0, index - ANCHOR_REACH), index).reverse();
    const anchor = before.find(isKey);
    if (anchor && !SENTENCE_END.test(source.slice(anchor.start + anchor.text.length, term.start)))
      found.add(anchor.whole);
  });
  return [...found];
}

/** Longer runs (encoded bytes, minified code) are neither split nor stemmed. In characters. */
const LONGEST = 100;

/** How many terms before a number its anchor is looked for: "<name> was upgraded from 4.9 to 5.0" needs five. */
const ANCHOR_REACH = 6;

const SENTENCE_END = /[.!?;]\s|\n/;

/**
 * A run of letters and digits, with single connectors inside: "get-stream", "@types/node", "node:fs", "src/core/index.ts", "5.9.2",
 * "doesn't", "C++". Everything else separates.
 */
const TERM =
  /(?:@(?=[\w.-]+\/))?[\p{L}\p{N}_$](?:[\p{L}\p{N}\p{M}_$]|[-./](?=[\p{L}\p{N}_$])|\/(?=[@.][\p{L}\p{N}])|:(?=\p{L})|['’](?=(?:t|s|re|ve|ll|d|m)(?![\p{L}\p{N}])))*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;

/** Scripts written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const UNSPACED_RUN = new RegExp(`(?:${UNSPACED.source}|[\\p{M}ー])+|[^\\p{M}]+?(?=${UNSPACED.source}|$)`, 'gu');

const VERSION = /^v?(\d+(?:\.\d+)*)((?:\.[x*])*)(-[a-z][\w.-]*)?$/i;
const HASH = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,40}$/;

/** The stop list has words that are names of packages or say something about code; the ones added are auxiliaries and question words. */
const STOP = new Set([
  ...eng,
  ...'does did doing done why when whose whom than its us shall not no yes there am pm etc eg'.split(' '),
]);
for (const kept of ['got', 'make', 'way', 'take', 'never']) STOP.delete(kept);
for (const cut of 'doesn isn don didn wasn weren hasn haven hadn wouldn shouldn couldn aren won mustn ain'.split(' '))
  STOP.add(cut);

/** Words that tell how something changed, not what: no text is about them. Stems. */
const CHANGE = new Set(
  'add updat upgrad bump downgrad remov drop delet replac chang set pin move switch migrat rais lower increas decreas introduc requir version minimum maximum default releas use instal depend'.split(
    ' ',
  ),
);

/** Words whose number names one of many (a discussion, a step, a part of a text) and is no value. Stems. */
const NUMBERED = new Set(
  (
    'issu pr pull request ticket gh bug fix close resolv see ref task stori ' +
    'note fact item step number phase part chapter section page figur tabl exampl case line entri record point question ' +
    'day week round iter sprint mileston'
  ).split(' '),
);

function isKey(term: Term): boolean {
  return !term.stop && (term.kind === 'name' || (term.kind === 'word' && !CHANGE.has(term.whole)));
}

function isNumber(term: Term, index: number, all: readonly Term[]): boolean {
  return term.kind === 'number' && !NUMBERED.has(all[index - 1]?.whole ?? '');
}

type Reading = Omit<Term, 'start'>;

/** The same words come again and again, and reading one costs far more than finding it. A cache: what it gives does not depend on it. */
const READ = new Map<string, Reading>();

/** Enough for the vocabulary of a large project: about 10 MB. */
const MOST_READ = 50_000;

function toTerm(text: string, start: number, afterHash: boolean): Term {
  const key = afterHash ? `#${text}` : text;
  let reading = READ.get(key);
  if (!reading) {
    reading = readTerm(text, afterHash);
    if (READ.size >= MOST_READ) READ.clear();
    if (text.length <= LONGEST) READ.set(key, reading);
  }
  return { ...reading, start };
}

function readTerm(text: string, afterHash: boolean): Reading {
  const lower = text.toLowerCase();
  const version = text.length > LONGEST ? null : VERSION.exec(lower);
  if (version && afterHash) return { text, kind: 'reference', whole: `#${lower}`, parts: [lower], stop: false };
  if (version) return { text, kind: 'number', ...versionWords(version), stop: false };
  const plain = /^\p{L}+$/u.test(text);
  const parts = text.length > LONGEST || (HASH.test(lower) && !plain) ? [] : split(text);
  const single = parts.length < 2;
  const signed = /[+#]$/.test(text);
  return {
    text,
    kind: plain && single ? 'word' : 'name',
    whole: plain ? stemmed(lower) : single && !signed ? (parts[0] ?? lower) : lower,
    parts: single ? [] : [...segments(lower), ...parts.filter((part) => !STOP.has(part)).map(stemmed)],
    stop: STOP.has(lower) || !/[\p{L}\p{N}]/u.test(text),
  };
}

/** "v5.9.2-beta.1" -> 5.9.2-beta.1 whole; 5.9.2, 5.9 and 5 as parts. */
function versionWords([, core = '', , suffix = '']: RegExpExecArray): Pick<Term, 'whole' | 'parts'> {
  const numerals = core.split('.');
  const prefixes = numerals.map((_, index) => numerals.slice(0, numerals.length - index).join('.'));
  const whole = core + suffix;
  return { whole, parts: prefixes.filter((prefix) => prefix !== whole) };
}

/** The compound segments of a scoped name or path: "@a-b/c-d" -> a-b, c-d. */
function segments(lower: string): string[] {
  return lower.includes('/')
    ? lower
        .split('/')
        .map((segment) => segment.replace(/^@/, ''))
        .filter((segment) => /[^\p{L}\p{N}]/u.test(segment))
    : [];
}

/** A name's single words and numbers: at punctuation, at humps, and between letters and digits. */
function split(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}

/** Pairs of neighbouring characters, which need no dictionary and give the same on every platform. */
function unspacedTerms(text: string, start: number): Term[] {
  const found: Term[] = [];
  for (const run of text.matchAll(UNSPACED_RUN)) {
    const at = start + run.index;
    if (!UNSPACED.test(run[0])) {
      for (const piece of run[0].matchAll(TERM)) found.push(toTerm(piece[0], at + piece.index, false));
      continue;
    }
    const characters = [...run[0]];
    const pairs =
      characters.length === 1
        ? characters
        : characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
    let offset = at;
    pairs.forEach((pair, index) => {
      found.push({ text: pair, kind: 'word', whole: pair, parts: [], stop: false, start: offset });
      offset += characters[index]?.length ?? 0;
    });
  }
  return found;
}

function stemmed(word: string): string {
  // The stemmer takes "added" for a form of "ad".
  if (word === 'added' || word === 'adding') return 'add';
  return word.length <= LONGEST && /^[a-z]{3,}$/.test(word) ? stem(word) : word;
}

/** Width variants and accents do not tell words apart. */
function fold(text: string): string {
  // Only the marks of Latin, Greek and Cyrillic go: without its marks a kana or a Thai vowel is another sound.
  return /^[\x20-\x7e\s]*$/.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC');
}
