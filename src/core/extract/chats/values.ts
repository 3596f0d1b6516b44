import { capitalize } from '../../base/text';
import type { Said } from '../../memory/event';
import type { FactDraft } from '../../memory/fact';
import type { Reader, Reading } from './heard';
import { readSpeech } from './speech';
import { isOpen, readPlain } from './talk';

/** What the user tells of sizes, limits and times of the project: "rate limit is 100 requests per minute", "tokens expire after 15 minutes". */
export const values: Reader = ({ text }) => tellsValue(text);

/** @param isSet whether somebody has set it so: then it is no observation */
function tellsValue(said: string, isSet = false): Reading | undefined {
  if (isOpen(said) || said.length > LONGEST || OBSERVES.test(said) || LOOKS.test(said)) return undefined;
  const { article = '', subject: told, be = '', value = '', rest = '' } = MEASURE.exec(said)?.groups ?? {};
  if (told !== undefined) {
    if (!isSet && OBSERVED.test(told) && !OUGHT.test(be)) return undefined;
    const subject = told.replace(/^[A-Z](?=[a-z]+\b)/, (letter) => letter.toLowerCase());
    const name = isPlural(subject) || article !== '' ? `${article || ''}${subject}` : `the ${subject}`;
    const verb = /^(?::|=|is|are|)$/i.test(be) ? (isPlural(subject) ? 'are' : 'is') : be;
    const text = `${capitalize(name)} ${verb} ${value}${rest}.`;
    return { kind: 'decision', text, ...valueKey(text) };
  }
  return TELLS.some((pattern) => pattern.test(said)) ? { kind: 'decision', text: `${capitalize(said)}.` } : undefined;
}

/** In characters: such statements are brief. */
const LONGEST = 140;

const UNIT =
  '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|[KMGT]i?B|bytes?|px|%|percent|requests|users|items|characters|chars|lines|rows|connections|attempts|retries|times|workers|threads|tokens|columns|spaces|files|entries|digits|bits|words|points|EUR|USD|euros?|dollars?)';
/** "800 MB", not "per workspace". */
const AMOUNT = `\\d(?:[\\d.,_]*\\d)?(?:\\s?(?:${UNIT}\\b|%))?`;
/** A number, perhaps with its unit. */
export const VALUE = `\\d(?:[\\d.,_]*\\d)?(?:\\s?(?:${UNIT}\\b|%)(?: per \\w+)?)?`;
/** ", not 3000". */
export const AGAINST_VALUE = '(?:,? (?:and )?(?:not|instead of) .{1,20})?';

const NOUN =
  '(?:limits?|size|timeout|ttl|port|interval|retention|budget|quota|maximum|minimum|threshold|concurrency|max(?:imum)? (?:retries|attempts|age|depth|length|connections|width|height|users|tokens)|min(?:imum)? (?:length|age|version|coverage)|(?:password|token|code|line|page|batch|pool|name|key) (?:length|width|size|count)|retry count|retries|(?:cache|session|token|key|link|cookie) (?:lifetime|expiry|duration|age)|lifetime|expiry|line width|print width|debounce|grace period|trial period|cooldown|backoff|(?:vat|tax|sample|sampling|frame|refresh|interest|discount|exchange) rate|fee|deadline|coverage (?:target|threshold|goal)|test coverage)';
const MEASURE = new RegExp(
  `^(?<article>(?:the|our) )?(?<subject>(?!(?:the|our|my|your|its?|this|that|a|an|set|change|make|keep|limit|with|if|when|because|i|we|you|they|he|she|there|what|how)\\b)(?:[\\w./-]+ ){0,4}?${NOUN}(?: (?:of|for|on|per|in) (?:the |our |all )?[\\w -]{2,30}?)?)(?:\\s*(?<sign>:|=)\\s*| (?<be>is|are|must be|should be|has to be|have to be|needs to be|shall be|is set to|is limited to|will be|is now)(?: now)? )(?<value>(?:(?:at (?:most|least)|up to|exactly|only|around|about) )?${VALUE})(?<rest>(?: (?:per|for|in|on|by|of|each|a|after|and|characters|until|unless|if|when|from|requests?|at) [\\w %./-]{1,50}| \\w+| max(?:imum)?| min(?:imum)?)?)$`,
  'i',
);

/** What somebody measures, and finds as it is. */
const OBSERVED =
  /\b(?:current|currently|actual|average|mean|median|p\d\d|total|my)\b|^(?!.*\b(?:max(?:imum)?|min(?:imum)?|limit|allowed|default)\b).*\b(?:bundle|response|file|image|output|binary|build|download|memory|error|request|payload|dump|log|database|db|repo|heap|app|package|table|index) size\b|\bcoverage$/i;
/** How a page looks is a matter of the task at hand. */
const LOOKS = /\d\s?(?:px|pt|r?em)\b/i;
const OBSERVES =
  /\b(?:got|get|getting|returned|returns|took|takes|failed|fails?|error|errors|exceeded|reached|hit|hits|wrong|broken|but|why|because of|not|still|already|too (?:low|high|small|big|large|long|short)|seems?|shows?|says|said|was|were|i|my|line \d|now \d+ (?:of|out))\b|n['’]t\b|\$\d/i;
const OUGHT = /\b(?:must|should|has to|have to|needs? to|shall)\b/i;

const TELLS: readonly RegExp[] = [
  // "passwords need at least 12 characters", "usernames may have up to 30 characters"
  new RegExp(
    `^(?:all |our |the |every |each )?[a-z][\\w-]+(?: [\\w-]+){0,3} (?:need|needs|must (?:have|be|contain)|may (?:have|be|contain)|can (?:have|be|contain)|should (?:have|be|contain)|require|requires|are limited to|is limited to|are capped at|is capped at) (?:(?:at least|at most|up to|no more than|no longer than|no larger than|exactly|a minimum of|a maximum of|only) )${VALUE}(?: \\w+){0,3}$`,
    'i',
  ),
  // "we keep backups for 30 days", "logs are kept for two weeks"
  new RegExp(
    `^(?:we (?:keep|retain|store|cache|archive) (?!(?:it|this|that|them)\\b)[\\w -]{3,40}|(?:our |the |all )?[\\w -]{3,40} (?:is|are|get|must be|should be) (?:kept|retained|stored|cached|archived|deleted|purged|rotated)) (?:for|after|every) (?:at (?:least|most) )?\\d+ \\w+(?: \\w+){0,3}$`,
    'i',
  ),
  // "tokens expire after 15 minutes", "requests must time out after 30s"
  new RegExp(
    `^(?:the |our |all )?(?!(?:it|this|that|they|i|we|you|he|she)\\b)[a-z][\\w -]{2,40} (?:should |must |shall )?(?:expires?|times? out|lasts?|are valid|is valid) (?:after|for) \\d[\\d.,]*\\s?\\w+(?: \\w+){0,4}$`,
    'i',
  ),
];

function isPlural(subject: string): boolean {
  return /(?:retries|attempts|limits|connections|users|tokens)$/i.test(
    subject.split(/ (?:of|for|on|per|in) /)[0] ?? '',
  );
}

/** "The rate limit is 100 ...": the limit is one thing with one value. Without a key where its name could mean several: "the timeout". */
export function valueKey(statement: string): Pick<FactDraft, 'subject' | 'attribute' | 'value'> {
  const { subject = '', value = '' } = KEYED.exec(statement)?.groups ?? {};
  return subject.split(' ').length < 2 ? {} : { subject: subject.toLowerCase(), attribute: 'value', value };
}

const KEYED = new RegExp(
  `^(?:the|our) (?<subject>(?:[\\w./-]+ ){1,4}?${NOUN}(?: (?:of|for|on|per|in) (?:the |our |all )?[\\w -]{2,30}?)?) (?:is|are|must be|should be) (?<value>(?:at (?:most|least) |up to )?${VALUE})(?! (?:for|in|on|and|if|when|unless|until)\\b)`,
  'i',
);

/** "Hmm, make it 200 instead": what the user said of a value before, with this one. */
export function changedValue(text: string, before: readonly Said[]): Reading | undefined {
  const right = CHANGED.exec(text)?.groups?.value;
  if (right === undefined) return undefined;
  const former = lastTold(before);
  const now = former === undefined ? undefined : exchanged(former, right);
  return former === undefined || now === undefined || now === former
    ? undefined
    : {
        kind: 'decision',
        text: now,
        was: former.replace(/ is (?=\D{0,10}\d)/, ' was ').replace(/ are (?=\D{0,10}\d)/, ' were '),
        ...valueKey(now),
      };
}

const CHANGED = new RegExp(
  `^(?:(?:please |let['’]?s |can (?:you|we) |could (?:you|we) )?(?:make|change|set|bump|raise|increase|lower|reduce|decrease|put|do|use|try)(?: (?:it|that|this|the limit|the value))?(?: up| down)?(?: to| at)?|(?:it )?should be|it['’]s|let['’]?s say)? ?(?<value>${VALUE})(?: instead| please| then| now| rather|,? not .{1,20})*$`,
  'i',
);

/** What the turns before last said of a value: the user, or the assistant of what it set; turns that speak of something else end it. */
function lastTold(before: readonly Said[]): string | undefined {
  let told: string | undefined;
  for (const { role, text } of before) {
    const said = readSpeech(text).map((utterance) => readPlain(utterance.text).text);
    const [found, ...others] = said.flatMap((one) => (role === 'user' ? tellsValue(one)?.text : wasSet(one)) ?? []);
    const right = role === 'user' && said.length === 1 ? CHANGED.exec(said[0] ?? '')?.groups?.value : undefined;
    if (found !== undefined) told = others.length > 0 ? undefined : role === 'user' ? found : (told ?? found);
    else if (right !== undefined && told !== undefined) told = exchanged(told, right);
    else if (role === 'user') told = undefined;
  }
  return told;
}

/** "I set the rate limit to 100 requests per minute" -> "The rate limit is 100 requests per minute." */
function wasSet(text: string): string | undefined {
  const { name, value } = SET.exec(text)?.groups ?? {};
  return name === undefined || value === undefined ? undefined : tellsValue(`${name} is ${value}`, true)?.text;
}

const SET =
  /^(?:(?:done|ok|sure)[,.:;]? )?(?:i(?:['’]ve| have)? )?(?:set|changed|configured|limited|increased|reduced|put) (?<name>(?:the |our )?[\w -]{3,40}?) (?:to|at) (?<value>\d.{0,40}?)$/i;

/** The statement with its one number, and its unit if the new one has its own, exchanged. */
function exchanged(statement: string, right: string): string | undefined {
  const numbers = statement.match(/(?<![\w.])\d[\d.,_]*\d|(?<![\w.])\d/g) ?? [];
  if (numbers.length !== 1) return undefined;
  const hasUnit = /[a-z%]/i.test(right);
  return hasUnit
    ? statement.replace(new RegExp(/ per /i.test(right) ? VALUE : AMOUNT, 'i'), () => right)
    : statement.replace(/(?<![\w.])\d[\d.,_]*\d|(?<![\w.])\d/, () => right);
}
