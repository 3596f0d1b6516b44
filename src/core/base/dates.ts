const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** "2024-05-12T09:30:00+02:00" -> "12 May 2024": the day as it is written there, in no other time zone. Other texts come back as they are. */
export function formatDate(iso: string): string {
  const day = readDay(iso);
  return day ? `${day.day} ${day.month.slice(0, 3)} ${day.year}` : iso;
}

/** "12 May 2024" with the whole name of the month; empty for texts that are no date. */
export function spellDate(iso: string): string {
  const day = readDay(iso);
  return day ? `${day.day} ${day.month} ${day.year}` : '';
}

/** Whether a text names a day, a month or a year: "2024-03-12", "2024-03", "2024". */
export function isPeriod(text: string): boolean {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return false;
  return new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day); // of 30 February there is none
}

/** Whether something happened by the end of a day, month or year, by the day that is written in its time. */
export function isBy(time: string, period: string): boolean {
  return time.slice(0, period.length) <= period;
}

/** Whether a day, month or year is over, by the clock's own calendar. */
export function isPast(period: string, now: Date): boolean {
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  return period < parts.join('-').slice(0, period.length);
}

/** The day before a day, the month before a month, the year before a year. */
export function periodBefore(period: string): string {
  const begin = Date.parse(`${period}-01-01`.slice(0, 'yyyy-mm-dd'.length));
  return new Date(begin - DAY_MS).toISOString().slice(0, period.length);
}

const DAY_MS = 86_400_000;

/** The time at whose end is asked what held: "at the end of 2021", "at the end of March 2021", "on 12 May 2023". */
export function spellPeriod(period: string): string {
  if (period.length === 'yyyy'.length) return `at the end of ${period}`;
  return period.length === 'yyyy-mm'.length
    ? `at the end of ${spellDate(`${period}-01`).replace(/^\d+ /, '')}`
    : `on ${formatDate(period)}`;
}

function readDay(iso: string): { day: number; month: string; year: string } | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  const name = MONTHS[Number(month) - 1];
  return year !== undefined && name !== undefined ? { day: Number(day), month: name, year } : undefined;
}
