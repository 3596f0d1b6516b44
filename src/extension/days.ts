import { formatDate } from '../protocol/words';

/** A day that the Memories view can show; without one, today. */
export interface DayChoice {
  readonly label: string;
  readonly day?: string;
  /** It is no choice, but says what may be written. */
  readonly isHint?: true;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Years that are offered before anything is typed. */
const MOST_YEARS = 30;

/**
 * What to offer for what was typed: the day it means, else years.
 * @param years the first and the last in which something was remembered
 */
export function dayChoices(typed: string, years: { readonly first: number; readonly last: number }): DayChoice[] {
  const text = typed.trim();
  const day = parseDay(text);
  if (day !== undefined && text.length > 4) return [{ label: `As of ${formatDate(day)}`, day }];
  const ends: DayChoice[] = [];
  for (let year = years.last; year >= Math.max(years.first, years.last - MOST_YEARS); year--)
    if (String(year).startsWith(text)) ends.push({ label: `End of ${year}`, day: `${year}-12-31` });
  if (text === '') return [{ label: 'Today' }, ...ends];
  if (ends.length > 0) return ends;
  return day === undefined
    ? [{ label: 'Write a day, a month or a year, such as 2024-03-12, Mar 2024 or 2024.', isHint: true }]
    : [{ label: `As of ${formatDate(day)}`, day }];
}

/**
 * The last day of what was written: "2024-03-12", "12 Mar 2024", "March 12, 2024", "2024-03", "Mar 2024", "2024".
 * @returns undefined when it is no date
 */
export function parseDay(text: string): string | undefined {
  const [year, month, day] = partsOf(text.trim().toLowerCase());
  if (year === undefined || (month !== undefined && (month < 1 || month > 12))) return undefined;
  const lastDay = new Date(Date.UTC(year, month ?? 12, 0)).getUTCDate();
  if (day !== undefined && (day < 1 || day > lastDay)) return undefined;
  return [year, pad(month ?? 12), pad(day ?? lastDay)].join('-');
}

function partsOf(text: string): readonly (number | undefined)[] {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ?? [];
  if (year !== undefined) return [toNumber(year), toNumber(month), toNumber(day)];
  const words = /^(?:(?<before>\d{1,2})\s+)?(?<name>[a-z]{3,9})\.?(?:\s+(?<after>\d{1,2}),)?\s+(?<year>\d{4})$/.exec(
    text,
  )?.groups;
  const month2 = MONTHS.indexOf(words?.name?.slice(0, 3) ?? '') + 1;
  return month2 === 0 ? [] : [toNumber(words?.year), month2, toNumber(words?.before ?? words?.after)];
}

function toNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}
