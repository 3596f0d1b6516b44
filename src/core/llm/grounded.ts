import { ROLES } from '../base/roles';
import { escapeRegExp, splitSentences } from '../base/text';
import { words } from '../base/words';
import { leftOutNot, turnedRound } from './negation';

/** What is known beside the sources. */
export interface Grounding {
  /** Whether a word in small letters is the name of something in the project: "lodash". Tools that everybody knows are known. */
  readonly isName?: (word: string) => boolean;
}

/**
 * Whether a text that a model wrote says something that its sources do not: a number or version, a name, path or identifier that stands in none of them, or
 * the opposite. Other words are free, so it may be put otherwise. It proves no truth, but what people would act on is never invented.
 * @returns what is wrong, as a sentence; undefined where nothing is
 */
export function ungrounded(text: string, sources: readonly string[], grounding: Grounding = {}): string | undefined {
  return inventedIn(text, sources, grounding) ?? turnedRound(text, sources);
}

/** The same without the opposite. */
export function inventedIn(text: string, sources: readonly string[], { isName }: Grounding = {}): string | undefined {
  const source = new Said(sources);
  const invented = detailsOf(text).find((detail) => !source.holds(detail, isName));
  return invented && `"${invented.text}" stands in no source.`;
}

/**
 * Whether old and new in one statement are just that: nothing else, and every number, version and name of the new one, which is what changed.
 * @returns what is wrong, as a sentence; undefined where nothing is
 */
export function unmerged(merged: string, old: string, fresh: string): string | undefined {
  const lost = detailsOf(fresh).find((detail) => isPrecise(detail) && !new Said([merged]).holds(detail));
  return lost ? `it lost "${lost.text}".` : (ungrounded(merged, [old, fresh]) ?? leftOutNot(merged, [fresh]));
}

/** A word that may be checked. */
interface Detail {
  /** As it is written. */
  readonly text: string;
  readonly kind: 'number' | 'identifier' | 'name' | 'compound' | 'word';
}

function isPrecise({ kind }: Detail): boolean {
  return kind === 'number' || kind === 'identifier' || kind === 'name';
}

function detailsOf(text: string): Detail[] {
  return splitSentences(plain(text)).flatMap((sentence) =>
    tokensOf(sentence).flatMap((token, index) => toDetails(token, index === 0)),
  );
}

/** One way of writing; marks of emphasis and of code are no part of names. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’]/g, "'")
    .replace(/[“”«»„]/g, '"')
    .replace(/[–—‐‑−]/g, '-')
    .replace(/\*\*|[`"*]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Runs without spaces, and without the punctuation around them. */
function tokensOf(sentence: string): string[] {
  return sentence
    .split(/\s+/)
    .map((token) => token.replace(/^[([{<,;:!?'^~=>≥≤]+|[)\]}>,;:.!?'…=]+$/g, '').replace(/\(\)?$/, ''))
    .filter((token) => /[\p{L}\p{N}]/u.test(token));
}

function toDetails(token: string, isFirst: boolean): Detail[] {
  const bare = token.replace(/'(?:s|re|ve|ll|d|m|t)$/i, '').replace(/\bn't$/i, '');
  if (/^[a-z]\.[a-z]$/i.test(bare)) return [];
  if (/^(?:--?|@|\.{0,2}\/|\$)[\p{L}_]/u.test(bare)) return [{ text: bare, kind: 'identifier' }];
  if (/^[v^~]?\d/i.test(bare)) return numbersOf(bare);
  if (/^\p{Ll}+(?:[-/]\p{Ll}+)+$/u.test(bare)) return [{ text: bare, kind: isPath(bare) ? 'identifier' : 'compound' }];
  if (/[\p{L}\p{N}][._:/\\@#$][\p{L}\p{N}]/u.test(bare)) return [{ text: bare, kind: 'identifier' }];
  if (/\p{N}/u.test(bare)) return [{ text: bare, kind: 'identifier' }];
  if (/\p{Ll}\p{Lu}/u.test(bare)) return [{ text: bare, kind: 'identifier' }];
  if (/^\p{Lu}{2,}s?$/u.test(bare)) return [{ text: bare.replace(/s$/, ''), kind: 'name' }];
  // Sentences begin with a capital, unless with a name that has none.
  const isName = isFirst ? /^\p{Ll}/u.test(bare) : /^\p{Lu}/u.test(bare);
  if (isName && bare !== 'I') return [{ text: bare, kind: 'name' }];
  return [{ text: bare, kind: 'word' }];
}

/** "read/write" is none, "src/core" may be one, "a/b/c" is. */
function isPath(text: string): boolean {
  return (
    text.split('/').length > 2 || /^(?:src|test|tests|lib|docs?|bin|dist|packages|scripts|node_modules)\//.test(text)
  );
}

/** "2024-05-12" has three, "20-22" two, "5.9.2" one, "250ms" one. */
function numbersOf(token: string): Detail[] {
  const grouped = token.replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  return [...grouped.matchAll(NUMBER)].map(([text]) => ({ text, kind: 'number' as const }));
}

const NUMBER = /\d+(?:\.(?:\d+|x\b))*/g;

const SPELLED = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Everything that sources say, ready to be asked. */
class Said {
  /** In lower case, words apart by single spaces. */
  readonly #text: string;
  readonly #words: ReadonlySet<string>;
  readonly #numbers: ReadonlySet<string>;

  constructor(sources: readonly string[]) {
    const text = sources.map(plain).join('\n').toLowerCase();
    this.#text = text;
    this.#words = new Set(words(text));
    const spelled = SPELLED.flatMap((word, value) =>
      this.#words.has(word) || new RegExp(`\\b${word}\\b`).test(text) ? [`${value}`] : [],
    );
    this.#numbers = new Set([
      ...[...text.replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '').matchAll(NUMBER)].map(([number]) => number),
      ...spelled,
    ]);
  }

  holds({ text, kind }: Detail, isName?: (word: string) => boolean): boolean {
    const lower = text.toLowerCase();
    switch (kind) {
      case 'number':
        return this.#holdsNumber(lower);
      case 'identifier':
        return this.#holdsIdentifier(lower);
      case 'name':
        return this.#holdsWords(text) || this.#holdsIdentifier(lower);
      case 'compound':
        return (
          this.#holdsIdentifier(lower) ||
          words(text).some((word) => this.#words.has(word)) ||
          [lower, ...lower.split(/[-/]/)].every((part) => !isKnownName(part, isName))
        );
      case 'word':
        return this.#holdsWord(lower, isName);
    }
  }

  /** The same number, or the beginning of the same version: of 5.9.2 also "5.9" and "5". */
  #holdsNumber(number: string): boolean {
    const bare = number.replace(/\.x$/, '');
    return [...this.#numbers].some(
      (known) => known === bare || known.startsWith(`${bare}.`) || isSameNumber(known, bare),
    );
  }

  /** As it is written, but for case; or letters and numbers of it apart, as in "250 ms" and "250ms". */
  #holdsIdentifier(identifier: string): boolean {
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(identifier)}s?(?![\\p{L}\\p{N}])`, 'u');
    if (whole.test(this.#text)) return true;
    const parts = /^(\p{L}+)-?([\d.]+)$/u.exec(identifier) ?? /^([\d.]+)(\p{L}+)$/u.exec(identifier);
    return (
      parts !== null &&
      parts
        .slice(1)
        .every((part) => (/\d/.test(part) ? this.#holdsNumber(part) : this.#words.has(words(part)[0] ?? part)))
    );
  }

  #holdsWords(text: string): boolean {
    const needed = words(text);
    return needed.length === 0 || needed.every((word) => this.#words.has(word));
  }

  #holdsWord(lower: string, isName: ((word: string) => boolean) | undefined): boolean {
    const value = SPELLED.indexOf(lower);
    if (value >= 2) return this.#numbers.has(`${value}`);
    const [word] = words(lower);
    if (word === undefined || this.#words.has(word)) return true;
    return !isKnownName(lower, isName);
  }
}

function isKnownName(word: string, isName: ((word: string) => boolean) | undefined): boolean {
  return TOOLS.has(word) || (!ORDINARY.has(word) && isName?.(word) === true);
}

/** "05" and "5", "2.0" and "2", "0.50" and "0.5"; but 3.1 and 3.10 are two versions. */
function isSameNumber(a: string, b: string): boolean {
  const isPlain = [a, b].every((number) => /^(?:\d+(?:\.0)?|0\.\d+)$/.test(number));
  return isPlain && Number(a) === Number(b);
}

/** Tools whose names are ordinary words: said of something else as often. */
const ORDINARY = new Set(
  (
    'tap tape lab nose ward should expect must unexpected blanket coverage standard black parcel metro just rake invoke make turbo bolt cargo bundler composer ' +
    'auto documentation sphinx yard benchmark criterion render less stylus bootstrap drone semaphore express next rocket warp react lit backbone got needle ' +
    'request requests responses objection diesel tracing log moment pendulum commander minimist click thor mm hatch grunt rewire pretender timekeeper ' +
    'hypothesis spotless conda lerna nightwatch'
  ).split(' '),
);

/** Names that are known to be names, in small letters, too. */
const TOOLS: ReadonlySet<string> = new Set(
  ROLES.flatMap(({ tools }) => tools)
    .map((tool) => tool.toLowerCase())
    .filter((tool) => /^[a-z]+$/.test(tool) && !ORDINARY.has(tool)),
);
