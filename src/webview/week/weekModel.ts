import type { WeekEntry } from '../../protocol/sidebar';
import { formatDate, formatShortDate, parseDay } from '../../protocol/words';
import { WEEKDAYS } from '../texts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days since 1970. An entry belongs to the day that stands in its time, wherever it is read. */
export type DayNumber = number;

export interface Day {
  readonly name: string;
  /** "26 Feb" */
  readonly date: string;
  readonly entries: readonly WeekEntry[];
}

export function dayOf(iso: string): DayNumber {
  const date = parseDay(iso);
  return date ? Math.floor(Date.UTC(date.year, date.month - 1, date.day) / DAY_MS) : 0;
}

/** The Monday of a day's week. */
export function mondayOf(day: DayNumber): DayNumber {
  return day - weekdayOf(day);
}

/** Entries by the Monday of their week; weeks without any are not there. */
export type Weeks = ReadonlyMap<DayNumber, readonly WeekEntry[]>;

export function weeksOf(entries: readonly WeekEntry[]): Weeks {
  return groupBy(entries, ({ at }) => mondayOf(dayOf(at)));
}

/** The days of a week's entries, newest first. */
export function daysOf(entries: readonly WeekEntry[]): Day[] {
  return [...groupBy(entries, ({ at }) => dayOf(at))]
    .sort(([a], [b]) => b - a)
    .map(([day, inDay]) => ({
      name: WEEKDAYS[weekdayOf(day)] ?? '',
      date: formatShortDate(isoOf(day)),
      entries: inDay,
    }));
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** "23 Feb - 1 Mar 2026" */
export function weekTitle(monday: DayNumber): string {
  const first = isoOf(monday);
  const last = isoOf(monday + 6);
  const isOneYear = first.slice(0, 4) === last.slice(0, 4);
  return `${isOneYear ? formatShortDate(first) : formatDate(first)} - ${formatDate(last)}`;
}

export function isoOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 for Monday; the first day of 1970 was a Thursday. */
function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}
