import { casual } from 'chrono-node/en';

/**
 * The times that a text tells, resolved against the day it was said and written as LoCoMo's answers write them: "yesterday" -> "7 May
 * 2023", "last year" -> "2022", "last Friday" -> "The Friday before 15 July 2023".
 * @param day "2023-05-08"
 */
export function datesIn(text: string, day: string): string[] {
  const said = dateOf(day);
  const found: { at: number; end: number; written: string }[] = [];
  const take = (at: number, length: number, written: string | undefined): void => {
    const end = at + length;
    if (written !== undefined && !found.some((one) => at < one.end && one.at < end)) found.push({ at, end, written });
  };
  for (const { pattern, write } of RELATIVE)
    for (const match of text.matchAll(pattern)) take(match.index, match[0].length, write(match, said));
  // Noon, so that no time zone moves the day.
  const noon = new Date(`${day}T12:00:00Z`);
  for (const { index, text: told, start } of reader.parse(text, { instant: noon, timezone: 0 })) {
    const has = { day: start.isCertain('day'), month: start.isCertain('month'), year: start.isCertain('year') };
    const date = new Date(Date.UTC(start.get('year') ?? 0, (start.get('month') ?? 1) - 1, start.get('day') ?? 1));
    if (has.day && has.month) take(index, told.length, writeDay(date));
    else if (has.month) take(index, told.length, writeMonth(date));
    else if (has.year) take(index, told.length, writeYear(date));
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map(({ written }) => written))];
}

/** "2023-05-08" -> "8 May 2023" */
export function spellDay(day: string): string {
  return writeDay(dateOf(day));
}

/** "2023-05-08" -> "May 2023" */
export function spellMonth(day: string): string {
  return writeMonth(dateOf(day));
}

const reader = casual.clone();

interface Relative {
  readonly pattern: RegExp;
  readonly write: (match: RegExpMatchArray, said: Date) => string | undefined;
}

const COUNTS = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
  }),
);
const COUNT = `(\\d+|${[...COUNTS.keys()].join('|')})`;
const WEEKDAY = '(monday|tuesday|wednesday|thursday|friday|saturday|sunday)';
const PAST = '(?:last|this past|past|the previous|the other)';

/** In the order in which they are tried; a later one takes nothing that an earlier one took. */
const RELATIVE: readonly Relative[] = [
  { pattern: /\b(?:yesterday|last night)\b/gi, write: (_, said) => writeDay(shift(said, { days: -1 })) },
  { pattern: /\b(?:today|tonight|this morning|this afternoon|this evening)\b/gi, write: (_, said) => writeDay(said) },
  { pattern: /\btomorrow\b/gi, write: (_, said) => writeDay(shift(said, { days: 1 })) },
  {
    pattern: new RegExp(`\\b(?:${PAST}|on|this) ${WEEKDAY}\\b`, 'gi'),
    write: ([, weekday], said) => `The ${capital(weekday)} before ${writeDay(said)}`,
  },
  {
    pattern: new RegExp(`\\b(?:${PAST}|over the) weekend\\b`, 'gi'),
    write: (_, said) => `The weekend before ${writeDay(said)}`,
  },
  {
    pattern: new RegExp(`\\b(?:${PAST} week|a week ago)\\b`, 'gi'),
    write: (_, said) => `The week before ${writeDay(said)}`,
  },
  { pattern: /\b(?:this week)\b/gi, write: (_, said) => `The week of ${writeDay(said)}` },
  {
    pattern: new RegExp(`\\b${COUNT} (week|weekend)s? ago\\b`, 'gi'),
    write: ([, count, unit], said) => `${count} ${unit}s before ${writeDay(said)}`,
  },
  {
    pattern: /\b(?:a )?(few|couple of) (day|week|month)s ago\b/gi,
    write: ([, few, unit], said) => `A ${few} ${unit}s before ${writeDay(said)}`,
  },
  {
    pattern: new RegExp(`\\b${COUNT} days? ago\\b`, 'gi'),
    write: ([, count], said) => writeDay(shift(said, { days: -numberOf(count) })),
  },
  {
    pattern: /\b(?:last|the previous) month\b|\ba month ago\b/gi,
    write: (_, said) => writeMonth(shift(said, { months: -1 })),
  },
  { pattern: /\b(?:this|later this|earlier this) month\b/gi, write: (_, said) => writeMonth(said) },
  { pattern: /\bnext month\b/gi, write: (_, said) => writeMonth(shift(said, { months: 1 })) },
  {
    pattern: new RegExp(`\\b${COUNT} months? ago\\b`, 'gi'),
    write: ([, count], said) => writeMonth(shift(said, { months: -numberOf(count) })),
  },
  {
    pattern: /\b(?:last|the previous) year\b|\ba year ago\b/gi,
    write: (_, said) => writeYear(shift(said, { months: -12 })),
  },
  { pattern: /\bthis year\b/gi, write: (_, said) => writeYear(said) },
  { pattern: /\bnext year\b/gi, write: (_, said) => writeYear(shift(said, { months: 12 })) },
  {
    pattern: new RegExp(`\\b${COUNT} years? ago\\b`, 'gi'),
    write: ([, count], said) => writeYear(shift(said, { months: -12 * numberOf(count) })),
  },
  {
    pattern: /\blast (spring|summer|autumn|fall|winter)\b/gi,
    write: ([, season], said) => `${capital(season)} ${writeYear(shift(said, { months: -12 }))}`,
  },
  {
    pattern: /\bthis (spring|summer|autumn|fall|winter)\b/gi,
    write: ([, season], said) => `${capital(season)} ${writeYear(said)}`,
  },
];

function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function shift(date: Date, { days = 0, months = 0 }: { readonly days?: number; readonly months?: number }): Date {
  // Months are counted from the first, for the 31st has no counterpart in most.
  const from = months === 0 ? date.getUTCDate() : 1;
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, from + days));
}

function writeDay(date: Date): string {
  return `${date.getUTCDate()} ${writeMonth(date)}`;
}

function writeMonth(date: Date): string {
  return `${date.toLocaleString('en', { month: 'long', timeZone: 'UTC' })} ${writeYear(date)}`;
}

function writeYear(date: Date): string {
  return String(date.getUTCFullYear());
}

function numberOf(count = ''): number {
  return COUNTS.get(count.toLowerCase()) ?? Number(count);
}

function capital(word = ''): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
