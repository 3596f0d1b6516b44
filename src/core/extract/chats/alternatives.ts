import { capitalize } from '../../base/text';
import type { Utterance } from './speech';
import { isImperative } from './talk';

/** Something that somebody names as a way to go, and the words it is named with. */
export interface Suggestion {
  readonly text: string;
  readonly quote: string;
  /** What it is chosen over, with its preposition: "in Postgres". */
  readonly over?: string;
}

/** What a sentence lets one choose from: "Should I use Redis or Postgres for sessions?", "I can use Express or Fastify for the server." */
export function alternativesIn(sentence: string): Suggestion[] {
  return ought(sentence) ?? place(sentence) ?? either(sentence) ?? listed(sentence) ?? twoActs(sentence) ?? [];
}

/** The choice that a question without one of its own asks for: "I can use A or B. Which one do you want?" */
export function alternativesBefore(said: readonly Utterance[], at: number): Suggestion[] {
  const question = said[at]?.text ?? '';
  const before = CHOOSE.test(question) ? said.slice(Math.max(0, at - NEAR), at) : [];
  return (
    before
      .toReversed()
      .map(({ text }) => alternativesIn(text))
      .find(({ length }) => length > 1) ?? []
  );
}

/** In utterances: pros and cons may stand between. */
const NEAR = 3;
const CHOOSE =
  /^(?:so,? |and )?(?:which|what (?:do you|would you|should|is better)|do you have (?:a|any) preference|any (?:preference|thoughts|opinion)|(?:what(?:['’]s| is) )?your (?:choice|preference|call)|preference|thoughts|is there one|your call)\b/i;

/** "Should errors be logged or thrown?" */
function ought(sentence: string): Suggestion[] | undefined {
  const groups = OUGHT.exec(sentence)?.groups;
  if (!groups) return undefined;
  const { who = '', verb = '', a = '', b = '' } = groups;
  return exclusive([a, b], (name) => `${who} should ${verb} ${name}`);
}

const OUGHT =
  /^should (?<who>(?!(?:i|we|you|it|this|that|they)\b)(?:the |our |all )?[\w -]{2,40}?) (?<verb>be|live|go|use|have|return|run|default to|stay) (?<a>[^,?]{2,40}?),? or (?<b>[^,?]{2,40}?)\?$/i;

/** "Store sessions in Redis or in Postgres", "Redis, Postgres or SQLite for the cache". */
function either(sentence: string): Suggestion[] | undefined {
  const { names = '', tail = '', lead = '' } = EITHER.exec(sentence)?.groups ?? {};
  if (names === '') return undefined;
  const isAsked = sentence.endsWith('?');
  const can = CAN.exec(lead)?.groups?.act;
  const act = can ?? ASKED.exec(lead)?.groups?.act;
  const isWhole =
    act !== undefined &&
    !/\b(?:it|this|that|them)\b/i.test(act) &&
    isImperative(act) &&
    !/^(?:prefer|like|want|choose|pick|go|have)\b/i.test(act);
  const isPlain =
    can !== undefined ||
    (isAsked && (lead === '' || /[,:]\s*$|\b(?:should|shall|do|would|which|prefer|between|better)\b/i.test(lead)));
  if (!isWhole && !isPlain) return undefined;
  const purpose = isWhole
    ? ''
    : (/\b(?:better|best|use|prefer)(?<tail> (?:for|as) [^,:]{2,40})[,:]\s*$/i.exec(lead)?.groups?.tail ?? '');
  const start = isWhole ? `${act} ` : 'use ';
  const preposition = /\b(?:in|with|on|to|as|by) $/i.exec(start)?.[0] ?? '';
  const options = names.split(SEPARATOR).map((name) => name.replace(/^(?:in|with|on|to|as|by|use|using|for) /i, ''));
  return exclusive(options, (name) => `${start}${name}${purpose}${tail}`, preposition);
}

const NAME = '(?!for )[`\'"]?[@\\w./+#-]+[`\'"]?(?: (?!(?:in|on|with|to|as|by|for|or|and|vs)\\b)[\\w./+#-]+){0,2}?';
const SEPARATOR = /,? (?:or|vs\.?|versus) |, /i;
const EITHER = new RegExp(
  `^(?<lead>.*?\\b(?:use|using|go with|prefer|choose|keep|pick|want|have|be|in|with|on|to|as|by|between|,|:)\\s+)?(?:either )?(?<names>${NAME}(?:, ${NAME})?,? (?:or|vs\\.?|versus) ${NAME})(?<tail>(?:\\s+(?:for|as|in|to|on|with|when|here)\\b[^?]*)?)\\??$`,
  'i',
);
/** "I can use ", "we could either store sessions in ". */
const CAN = /^(?:(?:well|ok|so|sure),? )?(?:i|we|you) (?:can|could|might|may) (?:either )?(?<act>[a-z].*?)\s*$/i;

/** "There are two options for the server: Express and Fastify", "Express and Fastify would both work". */
function listed(sentence: string): Suggestion[] | undefined {
  const { names, purpose, tail } = LISTS.map((pattern) => pattern.exec(sentence)?.groups).find(Boolean) ?? {};
  if (names === undefined) return undefined;
  const use = purpose === undefined ? (tail ?? '') : ` for ${purpose}`;
  return exclusive(names.split(/,? (?:and|or|vs\.?|versus) |, /i), (name) => `use ${name}${use}`);
}

const NAMES = `(?<names>${NAME}(?:, ${NAME}){0,2},? (?:and|or|vs\\.?) ${NAME})`;
const TAIL = '(?<tail>(?: (?:for|as) [^:,.?]{2,40}?)?)';
const LISTS: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:for|as) (?<purpose>(?:the |our )?[\\w -]{2,30}?),? )?(?:(?:there are|we have|you have|i see|i found|the|our|your) )?(?:two |three |2 |3 |several |a few )?(?:main |good |common |popular |obvious |possible |solid |usual )?(?:options|choices|alternatives|candidates|possibilities)(?: here)?${TAIL}(?::| are:?| would be:?|,) (?:either )?${NAMES}$`,
    'i',
  ),
  new RegExp(
    `^(?:both )?${NAMES} (?:would |could |can |will )?(?:both )?(?:work|fit|do|be fine|are (?:good|fine|possible|options|solid|popular)(?: options| choices)?)(?: well| fine)?${TAIL}$`,
    'i',
  ),
];

/** "Do you want to keep the REST API or move to GraphQL?" */
function twoActs(question: string): Suggestion[] | undefined {
  const act = ASKED.exec(question)?.groups?.act ?? CAN.exec(question)?.groups?.act ?? '';
  const [first = '', second = '', ...others] = act.split(/,? or (?:should (?:i|we) |rather |do you want to |to )?/i);
  const isChoice = others.length === 0 && isImperative(first) && isImperative(second);
  return isChoice ? [first, second].map((text) => ({ text, quote: text })) : undefined;
}

/** "Do you want the images on S3 or on the local disk?" */
function place(sentence: string): Suggestion[] | undefined {
  const { who = '', preposition = '', a = '', b = '' } = PLACE.exec(sentence)?.groups ?? {};
  return who === ''
    ? undefined
    : exclusive([a, b], (name) => `${who} should be ${preposition} ${name}`, `${preposition} `);
}

const PLACE =
  /^(?:do|would) you (?:want|like|prefer) (?<who>(?:the|our|all) [\w -]{2,40}?) (?:to be )?(?<preposition>in|on|as|under|at) (?<a>[^,?]{2,40}?),? or (?:in |on |as |under |at )?(?<b>[^,?]{2,40}?)\?$/i;

/** Each with those that it is chosen over. */
function exclusive(names: readonly string[], tell: (name: string) => string, preposition = ''): Suggestion[] {
  return names.map((name) => {
    const others = names.filter((other) => other !== name).map((other) => `${preposition}${other}`);
    return { text: tell(name), quote: name, ...(others.length > 0 && { over: others.join(' or ') }) };
  });
}

/** What a question asks to do: "Should I switch the tests to vitest?" */
export const ASKED =
  /(?:^|[,.;:–-]\s*|\b(?:and|or|so|but)\s+)(?:should|shall|can|could|may|do you want|would you (?:like|prefer)|want|do you need|is it (?:ok|okay|fine) (?:if|for)|is it better|would it be (?:ok|okay|fine) if|ok if)\s+(?:i|we|me|us|it|for me|that i)?\s*(?:to\s+)?(?:also |now |just |either |rather |go ahead and |proceed (?:to|with) |start by )*(?<act>[a-z].*?)\s*\??$/i;

/** The one option that has these words in it: "sqlite", "in Postgres", "the Redis one". */
export function byName(options: readonly Suggestion[], said: string): Suggestion | undefined {
  const name = wordsOf(said).filter((word) => !FILLERS.has(word));
  const [option, ...others] = options.filter(({ text, quote }) => {
    const known = new Set([...wordsOf(quote), ...(wordsOf(text).join(' ') === name.join(' ') ? name : [])]);
    return name.length > 0 && name.every((word) => known.has(word));
  });
  return others.length === 0 ? option : undefined;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[`'"“”]/g, '')
    .split(/[\s,;:()!]+/)
    .filter(Boolean);
}

const FILLERS = new Set('in with on to as the a an by one it please pls bitte then'.split(' '));

/** The one that a reply recommends, and why; undefined where it recommends several, or only under a condition. */
export function recommended(
  options: readonly Suggestion[],
  said: readonly Utterance[],
): { readonly option: Suggestion; readonly quote: string; readonly why?: string } | undefined {
  const found = said.flatMap(({ text, raw }) => {
    const { name = '', why } = RECOMMENDS.map((pattern) => pattern.exec(text)?.groups).find(Boolean) ?? {};
    const option = name === '' || DEPENDS.test(text) ? undefined : firstNamed(options, name);
    return option ? [{ option, quote: raw, ...(why !== undefined && { why: why.replace(/[\s.]+$/, '') }) }] : [];
  });
  const isOne = new Set(found.map(({ option }) => option)).size === 1;
  return isOne ? (found.find(({ why }) => why !== undefined) ?? found[0]) : undefined;
}

/** The option that a text begins with. */
function firstNamed(options: readonly Suggestion[], text: string): Suggestion | undefined {
  const words = wordsOf(text).filter((word) => !FILLERS.has(word));
  return options.find(({ quote }) => {
    const name = wordsOf(quote);
    return name.length > 0 && name.every((word, at) => words[at] === word);
  });
}

const REASON = '(?:,? (?:because|since|as|:)\\s+(?<why>(?:it|they|we|you|the|our|there|its)\\b.+))';
const RECOMMENDS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:i(?:['’]d| would)?(?: strongly| generally| personally| probably)? (?:recommend|suggest|advise|go with|go for|use|pick|choose|lean towards?|opt for|prefer|favou?r)|my (?:recommendation|suggestion|advice|pick|choice)(?: here)?(?:is| is| would be|:)+|(?:recommendation|verdict|conclusion|summary):|(?:so|therefore|overall),? (?:use|go with)|(?:we|you) should(?: probably)? (?:use|go with|choose|pick))\\s+(?:using |to use |going with |storing \\w+ |to go with |keeping \\w+ )?(?<name>\\S.*?)(?:${REASON}|$)`,
    'i',
  ),
  new RegExp(
    `^(?:overall,? |here,? |so,? |for (?:this|your)[^,]{2,30}, )?(?<name>\\S+(?: \\S+){0,2}?) (?:is|would be|seems|looks)(?: clearly| probably)? (?:the |a |my )?(?:better|best|right|safer|simpler|easier|preferred|recommended)(?: (?:choice|option|fit|pick|one|solution|match)\\b)?(?: (?:to|for|here|in)\\b[^,]*?)?(?:${REASON}|$)`,
    'i',
  ),
];
const DEPENDS = /\b(?:if|unless|depends|depending|whether|not|never|avoid|otherwise|both)\b|n['’]t\b/i;

/** "..., not in Postgres, because it expires keys by itself": "because" is what tells a reason when somebody asks why. */
export function withChoice(text: string, over: string | undefined, why: string | undefined): string {
  const chosen = over === undefined ? text : `${text}, not ${over}`;
  return capitalize(why === undefined ? chosen : `${chosen}, because ${why}`);
}
