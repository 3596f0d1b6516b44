import { casual, type ParsedResult, type Parser } from 'chrono-node/en';
import { isPast, periodBefore } from '../base/dates';
import { Subjects } from '../retrieval/subjects';
import { readQuestion, type QuestionType } from './question';

/** A question that names a past time. */
export interface PastQuestion {
  /** Without the time: "Was lodash still used?" */
  readonly question: string;
  /** "2024-03-12", "2024-03" or "2024". */
  readonly period: string;
  /** Asked is what held at its end; or when, by whom or why something changed, and the time only says which change is meant. */
  readonly about: 'state' | 'change';
}

/**
 * Reads the past time that a question names: "in March 2022", "at the end of 2019", "before 2020", "two years ago". Undefined where it names
 * none, or more than one, and where the number may be something else ("Node 20", "port 2021").
 * @param now what "two years ago" counts from
 */
export function readPast(written: string, now: Date): PastQuestion | undefined {
  const text = written.slice(0, LONGEST);
  const [time, ...others] = reader.parse(text, now).flatMap((date) => readTime(date, text, now) ?? []);
  if (!time || others.length > 0 || !isPast(time.period, now)) return undefined;
  const question = withoutTime(written, time);
  if (!/\p{L}/u.test(question)) return undefined;
  const about = ASKS_ABOUT_CHANGE.has(readQuestion(question, NO_SUBJECTS).type) ? 'change' : 'state';
  return { question, period: time.period, about };
}

/** "Was lodash used" is asked of what held then as "Is lodash used" is of what holds. Questions about changes stay: "Did we drop it". */
export function inPresent(question: string): string {
  return question
    .replace(/^(?:was|were|had)\b/i, (verb) => PRESENT[verb.toLowerCase()] ?? verb)
    .replace(/^did\b(?=.*?\b(?:use|need|require|support|depend|rely|have|allow)\b)/i, 'Do');
}

const PRESENT: Readonly<Record<string, string>> = { was: 'Is', were: 'Are', had: 'Have' };

const ASKS_ABOUT_CHANGE: ReadonlySet<QuestionType> = new Set<QuestionType>(['when', 'who', 'why']);
const NO_SUBJECTS = new Subjects([]);

/** In characters: what goes on longer than this is pasted. */
const LONGEST = 500;

/** Chrono takes no bare number for a year. This takes one behind a word of time, and without a unit or a version's next number behind it. */
const YEAR: Parser = {
  pattern: () =>
    /\b(?:in|of|by|at|during|before|until|till|prior to|up to|around|early|mid|late)(?: the year)?[ -]+(?<year>199\d|20\d\d)(?:-(?<month>0[1-9]|1[0-2]))?(?![\w/-]|\.\d)/i,
  extract: (_, { groups: { year, month } = {} }) => ({
    year: Number(year),
    ...(month !== undefined && { month: Number(month) }),
  }),
};

const reader = casual.clone();
reader.parsers.push(YEAR);
// "Got 11 in 2021" is not eleven o'clock.
reader.refiners.unshift({ refine: (_, dates) => dates.filter(({ start }) => !start.isOnlyTime()) });

interface Time {
  readonly period: string;
  /** Where it stands in the text, with the words that lead to it. */
  readonly start: number;
  readonly end: number;
}

function readTime(date: ParsedResult, text: string, now: Date): Time | undefined {
  const end = date.index + date.text.length;
  const name = date.text.replace(LED_BY, '');
  const head = text.slice(0, end - name.length);
  const { index: start = head.length, groups = {} } = LEAD.exec(head) ?? {};
  const { cue = '', part = '' } = groups;
  const isRelative = RELATIVE.test(name);
  const isClear = isRelative || part !== '' || CLEAR.test(cue);
  const isTold = cue !== '' && (IN_PAST.test(text) || !IN_PRESENT.test(text));
  if (date.end || !(isClear || isTold) || (isRelative && SPAN.test(head))) return undefined;
  if (OTHER_TIME.test(text.slice(0, start)) || !GOES_ON.test(text.slice(end))) return undefined;
  const whole = toPeriod(date, name, now);
  if (whole === undefined) return undefined;
  const period = partOf(whole, part.toLowerCase());
  return { period: BEFORE.test(cue) && !TO_END.test(part) ? periodBefore(period) : period, start, end };
}

/** What chrono, or the parser above, has taken of the words that lead to a date. */
const LED_BY = /^(?:(?:in|of|on|by|at|during|before|until|till|prior to|up to|around|the|year|early|mid|late)[ -]+)+/i;

/** The words that lead to a date, up to it: "at the end of". */
const LEAD =
  /(?<=^|[\s,(])(?:(?<cue>as of|as at|(?:back )?in|on|at|by|during|before|prior to|until|till|up to|around|last) +)?(?:(?:the +)?(?:very +)?(?<part>(?:end|close|start|beginning|middle)(?= +of)|early|mid|late)(?: +of +|[ -]+))?(?:the +(?:year +)?|year +)?$/i;

const CLEAR = /^(?:as of|as at|back in)$/i;
const BEFORE = /^(?:before|prior to|until|till)$/i;
const TO_END = /^(?:end|close|late)$/i;
const RELATIVE = /\bago$|^(?:last|previous) (?:week|month|year)$|^yesterday$/i;
/** "In the last year" is all of it. */
const SPAN = /\bthe +$/i;

/** Who asks in the present ("Do we parse dates in 2000?") hardly means what held then. */
const IN_PRESENT = /\b(?:is|are|do|does|can|could|should|will|would|must|has|have|how to)\b|['’]s\b/i;
const IN_PAST = /\b(?:was|were|did|had)(?:n['’]t)?\b/i;

/** What stands before a span, before one of several times, or before a time that the program works on. */
const OTHER_TIME = /\b(?:since|after|from|between|than|and|or|dates?|times?|timestamps?|years?|days?)\s+$/i;

/** What may follow a time: an end, or a word that goes on with the sentence. A noun has the number for itself: "in 2048 bytes". */
const GOES_ON =
  /^\s*(?:$|[?!.,;:)])|^\s+(?:did|do|does|was|were|is|are|had|we|you|they|it|the|our|this|which|what|how|for|with|on|in|as|by|to|instead|already|still|there|using|when|at)\b/i;

/** As exactly as the date is named. A month or day without a year is the last one that there was. Undefined for times of the day and the week. */
function toPeriod({ start }: ParsedResult, name: string, now: Date): string | undefined {
  const year = start.get('year');
  const month = start.get('month');
  const day = start.get('day');
  if (year === null || month === null || day === null) return undefined;
  const iso = (length: number, of = year): string =>
    [String(of), twoDigits(month), twoDigits(day)].slice(0, length).join('-');
  if (RELATIVE.test(name)) return iso(/ year$/i.test(name) ? 1 : / month$/i.test(name) ? 2 : 3);
  if (start.isCertain('year')) return iso(start.isCertain('day') ? 3 : start.isCertain('month') ? 2 : 1);
  if (!start.isCertain('month') || !/\p{Lu}/u.test(name)) return undefined;
  const length = start.isCertain('day') ? 3 : 2;
  return isPast(iso(length), now) ? iso(length) : iso(length, year - 1);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** "early 2020" is read as by its first quarter, "the start of 2020" as its first day. */
function partOf(period: string, part: string): string {
  const [start, early, middle] = period.length === 4 ? ['01-01', '03', '06'] : ['01', '10', '15'];
  if (period.length === 10) return period;
  switch (part) {
    case 'start':
    case 'beginning':
      return `${period}-${start}`;
    case 'early':
      return `${period}-${early}`;
    case 'mid':
    case 'middle':
      return `${period}-${middle}`;
    default:
      return period;
  }
}

function withoutTime(text: string, { start, end }: Time): string {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end).trimStart();
  const isAside = before === '' || /[,;(]$/.test(before);
  const head = before.replace(/\s*[,;(]$/, '');
  const tail = isAside ? after.replace(/^[,;:)]\s*/, '') : after;
  return `${head}${/^[?!.,;:)]/.test(tail) ? '' : ' '}${tail}`.trim();
}
