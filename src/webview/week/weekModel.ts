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

/** Days of a week with something in them, newest first. */
export function daysOf(entries: readonly WeekEntry[], monday: DayNumber): Day[] {
  const days = new Map<DayNumber, WeekEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    if (mondayOf(day) === monday) days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days]
    .sort(([a], [b]) => b - a)
    .map(([day, inDay]) => ({
      name: WEEKDAYS[weekdayOf(day)] ?? '',
      date: formatShortDate(isoOf(day)),
      entries: inDay,
    }));
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
