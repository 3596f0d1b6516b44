import { casual, type ParsedResult } from 'chrono-node/en';
import { formatDate, spellDate } from '../../base/dates';

/**
 * Writes what a time that counts from the turn means: "since last Friday we deploy from main" -> "since 16 Jan 2026 we deploy from main". Lengths of
 * time ("tokens expire in 2 days", "the last 7 days") and times that come again ("every Monday") stay.
 * @param time of the turn, ISO 8601; its own time zone counts
 */
export function withDates(text: string, time: string): string {
  if (!HINT.test(text)) return text;
  const instant = new Date(time);
  const found = reader.parse(text, { instant, timezone: offsetMinutes(time) });
  return found.toReversed().reduce((written, date) => replaceTime(written, date), text);
}

const reader = casual.clone();

/** What any such time has in it. */
const HINT =
  /\b(?:yesterday|today|tomorrow|ago|last|next|this|previous|past|coming|since|until|by|starting|from|before|after|as of)\b/i;

function replaceTime(text: string, date: ParsedResult): string {
  const before = text.slice(0, date.index);
  const after = text.slice(date.index + date.text.length);
  const lead = LEADS.exec(before)?.[1] ?? '';
  const said = date.text.replace(OWN_LEAD, '');
  const own = date.text.slice(0, date.text.length - said.length);
  if (date.end || !isMeant(said, own + lead, before, after)) return text;
  const day = [date.start.get('year'), date.start.get('month'), date.start.get('day')]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  const [word, name] = /\bweek$/i.test(said)
    ? ['in', `the week of ${formatDate(day)}`]
    : /\bmonth$/i.test(said)
      ? ['in', spellDate(day).replace(/^\d+ /, '')]
      : /\byear$/i.test(said)
        ? ['in', day.slice(0, 4)]
        : ['on', formatDate(day)];
  const isLed = own !== '' || lead !== '';
  const written = isLed ? `${own}${name}` : `${word} ${name}`;
  return `${before}${before === '' ? written.charAt(0).toUpperCase() + written.slice(1) : written}${after}`;
}

const LEADS = /\b(since|until|till|by|before|after|from|starting|as of|on|in|of|for|to)\s+$/i;
const OWN_LEAD = /^(?:since|until|till|by|before|after|from|starting|as of|on|in)\s+/i;

function isMeant(said: string, lead: string, before: string, after: string): boolean {
  if (
    !RELATIVE.test(said) &&
    !(WEEKDAY.test(said) && /\b(?:since|until|till|by|starting|from|as of|after|before)\b/i.test(lead))
  )
    return false;
  if (/^['’]s\b/.test(after) || /["'“‘`]$/.test(before) || /\b(?:the|every|each|a|per|any|all)\s+$/i.test(before))
    return false;
  // What a program shows or keeps of a time is no time in the life of the project.
  return !/\b(?:show|display|filter|select|default|range|option|label|list|keep|return|report|dashboard|chart|button|column|sort)\w*\b/i.test(
    before,
  );
}

const RELATIVE =
  /^(?:yesterday|today|tomorrow|(?:last|next|this|previous|past|coming) (?:week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|january|february|march|april|may|june|july|august|september|october|november|december)|(?:an?|one|two|three|four|five|six|\d+) (?:day|week|month|year)s? ago)$/i;
const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/i;

function offsetMinutes(time: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)$/.exec(time) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
