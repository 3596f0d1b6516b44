import { numbers, words } from '../base/words';
import type { Question } from './question';
import { verdictOf } from './verdict';

/**
 * The plain answer says first what was asked for: yes or no, the day, the person, the number. A wording that lacks it may be true and is no answer: a reader
 * that only repeats the deciding memory lost more than a quarter of the right answers so (bench/README.md, readers).
 * @returns what is missing, as a sentence; undefined where nothing is
 */
export function missingGist(
  said: string,
  plain: string,
  { type, isYesNo }: Pick<Question, 'type' | 'isYesNo'>,
): string | undefined {
  if (isYesNo && verdictOf(plain) !== undefined && verdictOf(said) === undefined) return 'It says neither yes nor no.';
  switch (type) {
    case 'when': {
      const [date] = DATE.exec(plain) ?? [];
      return date !== undefined && !holdsAll(said, date.match(/\d+/g) ?? []) ? `It leaves out "${date}".` : undefined;
    }
    case 'who': {
      const [, author] = AUTHOR.exec(plain) ?? [];
      return author === undefined || names(said, author) ? undefined : `It leaves out "${author}".`;
    }
    case 'version':
    case 'default':
    case 'amount': {
      // The first number is the value; those behind it tell what held before, or since when.
      const [value] = numbers(plain.replace(LEADING_DATE, ''));
      return value !== undefined && !numbers(said).includes(value) ? `It leaves out "${value}".` : undefined;
    }
    default:
      return undefined;
  }
}

const DATE = /\b(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?\d{4}\b/;
const LEADING_DATE = /^(?:on |at the end of )?(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?\d{4}: /i;

/** As answers to "who" begin: "Ana, on 12 May 2024: ...". */
const AUTHOR = /^(.{1,60}?), on \d{1,2} [A-Z][a-z]{2} \d{4}:/;

/** By the whole name, or by a part of it that is a name itself: "Ana". */
function names(text: string, author: string): boolean {
  if (text.includes(author)) return true;
  const known = new Set(words(text));
  return author.split(/\s+/).some((part) => /^\p{L}{2,}$/u.test(part) && words(part).every((word) => known.has(word)));
}

function holdsAll(text: string, digits: readonly string[]): boolean {
  const found = new Set(text.match(/\d+/g) ?? []);
  return digits.every((number) => found.has(number) || found.has(number.padStart(2, '0')));
}
