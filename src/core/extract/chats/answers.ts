import { capitalize } from '../../base/text';
import type { Event } from '../../memory/event';
import { decisions, requests, toolKey } from './instructions';
import type { Heard, Reading } from './heard';
import { readSpeech, type Utterance } from './speech';
import { isOneOff, leans } from './talk';
import { readTool } from './tools';

/**
 * What a turn settles that answers the assistant: the option it picks, the offer it takes, the advice it follows. What nobody takes up is
 * nothing. The statement is the assistant's, as it has to be read alone, and so is the quote where the user only said yes.
 */
export function answers(event: Event): Reading[] {
  const reply = event.before?.at(-1);
  const assent = readAssent(event.text);
  if (reply?.role !== 'assistant' || !assent) return [];
  const offer = readOffer(reply.text);
  const settled =
    assent.kind === 'pick'
      ? pick(offer, assent)
      : assent.kind === 'no'
        ? decline(offer)
        : accept(offer, assent, reply.text);
  if (!settled) return [];
  const text = assent.but === undefined ? settled.text : `${settled.text}, but ${assent.but}`;
  const statement = readStatement(text, settled, event);
  return statement ? [{ ...statement, quote: assent.but ?? settled.quote }] : [];
}

type Assent =
  /** "yes", "sounds good, do it" */
  | { readonly kind: 'yes'; readonly but?: string }
  | { readonly kind: 'no'; readonly but?: undefined }
  /** "2", "the second", "B", "sqlite": a number counts from 1, -1 is the last. */
  | { readonly kind: 'pick'; readonly number?: number; readonly name?: string; readonly but?: string };

/** In characters: who says more talks of something else, too. */
const LONGEST_ANSWER = 160;

function readAssent(text: string): Assent | undefined {
  const [first, ...others] = readSpeech(text);
  const said = (first?.raw ?? text.trim()).replace(/[\s.!]+$/, '').replace(/^[([]|[)\]]$/g, '');
  if (
    said === '' ||
    said.length > LONGEST_ANSWER ||
    /\?$/.test(said) ||
    others.some(({ text: more }) => UNDOES.test(more))
  )
    return undefined;
  const { head = said, but } =
    /^(?<head>.*?)[,;.]?\s+(?:but|except|only)\s+(?<but>(?!(?:first|before|why|what|how|is|does|i)\b).{4,})$/i.exec(
      said,
    )?.groups ?? {};
  const more = but === undefined ? {} : { but };
  const number = NUMBER.exec(head)?.groups?.pick?.toLowerCase();
  if (number !== undefined)
    return { kind: 'pick', number: ORDINALS[number] ?? (Number(number) || number.charCodeAt(0) - 96), ...more };
  if (YES.test(head)) return { kind: 'yes', ...more };
  if (/^(?:no|nope|nah|no thanks?|nein|no,? (?:don['’]t|leave it|keep it)(?: as is)?)$/i.test(head))
    return { kind: 'no' };
  const name = NAMED.exec(head)?.groups?.name;
  return name !== undefined && name.split(/\s+/).length <= 5 ? { kind: 'pick', name: name.trim(), ...more } : undefined;
}

const UNDOES = /^(?:no|wait|actually|hmm|but|stop|cancel)\b/i;
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: -1,
  former: 1,
  latter: -1,
  one: 1,
  two: 2,
  three: 3,
};
const NUMBER =
  /^(?:(?:ok(?:ay)?|yes|yeah|sure|please|i(?:['’]d| would)? (?:prefer|like|choose|pick|go (?:with|for))|i think|let['’]?s (?:do|go with|use|take|try)|go (?:with|for)|do|use|take|definitely)[,:]? )*(?:the |option |number |variant |approach |choice |solution |plan |#)*(?<pick>\d|[a-e](?![\w'’])|first|second|third|fourth|last|former|latter|one|two|three)(?: one| option| approach| choice| variant| solution)?(?:[,.:;!)–-].*| (?:please|pls|sounds? .*|is (?:good|fine|best|better).*|looks .*|makes .*|it is|then))?$/i;
const YES =
  /^(?:(?:yes|yeah|yep|yup|ya|y|ja|oui|sí|si|sure|ok(?:ay)?|k|great|perfect|cool|nice|awesome|excellent|good(?: idea| plan| point| call)?|agreed?|i agree|absolutely|definitely|exactly|correct|right|of course|sounds? (?:good|great|right|fine|reasonable|perfect)|makes sense|looks? good|lgtm|fine(?: by me| with me)?|works for me|i like (?:it|that|this)(?: idea| approach)?|please|pls|bitte|thanks?|thank you|do (?:it|that|so|this)|please do|go(?: ahead| for it)?|let['’]?s (?:do|go with|use|go for|try) (?:it|that|this)(?: approach| one| then)?|let['’]?s go|make (?:it so|that change|the change|those changes|these changes|the changes)|ship it|proceed|that['’]s (?:what i(?:['’]m| am| was)? (?:thinking|thought|want(?:ed)?|meant)|right|it|good|great|fine|perfect|the (?:way|direction).*)|go with (?:that|it|this|your (?:recommendation|suggestion))|(?:follow|take) your (?:advice|recommendation|suggestion)|as you (?:suggest|suggested|proposed|recommend)|👍|✅|\+1)(?:[\s,.!;:–-]+(?:and|then|with that|now)?\s*|$))+$/iu;
const NAMED =
  /^(?:(?:ok(?:ay)?|yes|yeah|sure|hmm|i think|please),? )*(?:(?:let['’]?s |i(?:['’]d| would) |we(?:['’]ll| should) )?(?:go (?:with|for)|use|take|prefer|choose|pick|stick with|do)|i(?:['’]d)? (?:prefer|choose|pick|want)|my vote is|definitely)? ?(?<name>[`'"]?[@A-Za-z][\w./+#@-]*[`'"]?(?: [\w./+#-]+){0,4})(?:,? (?:please|pls|bitte|then|sounds good|of course))*$/i;

/** What the assistant leaves to the user. */
interface Offer {
  /** The last question it asks; "" when it asks none. */
  readonly question: string;
  readonly options: readonly Option[];
}

interface Option {
  readonly text: string;
  readonly quote: string;
}

/** Something that is settled, still in the words of the assistant. */
interface Settled extends Option {
  /** What was asked, where the statement needs it: "Which database should we use?" */
  readonly question?: string;
}

function readOffer(text: string): Offer {
  const said = readSpeech(text);
  const last = said.findLastIndex((utterance) => utterance.text.endsWith('?'));
  // "Is that what you mean? Or do you want to keep it?": yes answers the first
  const isOther = /^or\b/i.test(said[last]?.text ?? '') && said[last - 1]?.text.endsWith('?') === true;
  const at = isOther ? last - 1 : last;
  const question = said.slice(-LAST).includes(said[at] ?? NOTHING) ? (said[at]?.text ?? '') : '';
  return { question, options: question === '' ? [] : [...inlineOptions(question), ...listOptions(said, at)] };
}

const NOTHING: Utterance = { raw: '', text: '', place: 'sentence' };
/** A question is an offer where little follows it. In utterances. */
const LAST = 5;

/** The items right before the question, or right behind it; of several lists the last. */
function listOptions(said: readonly Utterance[], at: number): Option[] {
  const after = said.slice(at + 1).filter((utterance) => utterance.place === 'item');
  if (after.length > 1 && said[at + 1]?.place === 'item') return after.map(toOption);
  const items: Utterance[] = [];
  for (const utterance of said.slice(0, at + 1).toReversed()) {
    if (utterance.place === 'item') items.unshift(utterance);
    else if (items.length > 0) break;
  }
  return firstSentences(items).map(toOption);
}

/** An item of several sentences is one option. */
function firstSentences(items: readonly Utterance[]): readonly Utterance[] {
  return items.filter(({ raw }, index) => index === 0 || /^(?:\*\*|[A-Z`\d"'(])/.test(raw));
}

function toOption({ raw, text }: Utterance): Option {
  const title = /^(?:option |approach )?(?:[a-e\d][).:]\s+)?(.*?)(?:\s*(?::|—|–| - | \().*)?$/i.exec(text)?.[1] ?? text;
  const bold = /^\*\*(.+?)\*\*/
    .exec(raw)?.[1]
    ?.replace(/^(?:option |approach )?[a-e\d][).:]\s+/i, '')
    .replace(/[:.]$/, '');
  const named = (bold ?? title).replace(/\s*\((?:recommended|default|preferred)\)/i, '').trim();
  return { text: named, quote: raw.includes(named) ? named : raw };
}

/** "Should I use Redis or Postgres for sessions?": each with the words around it. */
function inlineOptions(question: string): Option[] {
  const {
    a = '',
    b = '',
    tail = '',
    lead = '',
  } = /^(?<lead>.*?\b(?:use|go with|prefer|choose|keep|pick|want|have|be|in|with|on|to|as|between|,|:)\s+)?(?<a>[`'"]?[@\w./+#-]+[`'"]?(?: [\w./+#-]+){0,2}?),? or (?<b>[`'"]?[@\w./+#-]+[`'"]?(?: [\w./+#-]+){0,2}?)(?<tail>(?:\s+(?:for|as|in|to|on|with|when|here)\b.*)?)\?$/i.exec(
    question,
  )?.groups ?? {};
  if (a === '' || b === '') return twoActs(question);
  const start =
    imperative(lead) ??
    (/\b(?:should|shall|do|would|which|prefer|between|,|:)\b|[,:]\s*$/i.test(lead) || lead === '' ? 'use ' : undefined);
  return start === undefined
    ? []
    : [a, b.replace(/^(?:in|with|on|to|as|use|using|for) /i, '')].map((name) => ({
        text: `${start}${name}${tail}`,
        quote: name,
      }));
}

/** "Do you want to keep the REST API or move to GraphQL?" */
function twoActs(question: string): Option[] {
  const act = ASKED.exec(question.replace(/\s*\?$/, ''))?.groups?.act ?? '';
  const [first = '', second = '', ...others] = act.split(/,? or (?:should i |rather |do you want to |to )?/i);
  return others.length === 0 && isImperative(first) && isImperative(second)
    ? [first, second].map((text) => ({ text, quote: text }))
    : [];
}

/** "Should I store sessions in " -> "store sessions in ". */
function imperative(lead: string): string | undefined {
  const rest = ASKED.exec(lead)?.groups?.act;
  return rest !== undefined && /^[a-z]+\s/i.test(rest) && !/^(?:prefer|like|want|choose|pick|go)\b/i.test(rest)
    ? rest
    : undefined;
}

const ASKED =
  /(?:^|[,.;:–-]\s*|\b(?:and|or|so|but)\s+)(?:should|shall|can|could|may|do you want|would you (?:like|prefer)|want|do you need|is it (?:ok|okay|fine) (?:if|for)|would it be (?:ok|okay|fine) if|ok if)\s+(?:i|we|me|us|it|for me|that i)?\s*(?:to\s+)?(?:also |now |just |go ahead and |proceed (?:to|with) |start by )*(?<act>[a-z].*)$/i;

function pick({ options, question }: Offer, assent: Extract<Assent, { kind: 'pick' }>): Settled | undefined {
  if (assent.number !== undefined) {
    const index = assent.number === -1 ? options.length - 1 : assent.number - 1;
    const option = options.length >= 2 ? options[index] : undefined;
    return option && { ...option, question };
  }
  const name = plain(assent.name ?? '').replace(
    /^(?:in|with|on|to|as|the|an?) |(?:,? (?:please|pls|bitte|then))+$/g,
    '',
  );
  const fitting = options.filter((option) => wordsOf(option.quote).includes(name) || plain(option.quote) === name);
  const [option, ...others] = fitting;
  if (option && others.length === 0) return { ...option, question };
  // "Which database should I use?" "sqlite"
  const isNamed = options.length === 0 && OPEN_QUESTION.test(question) && name.split(' ').length <= 2;
  return isNamed && assent.name !== undefined && !NO_NAME.test(name)
    ? { text: assent.name, quote: assent.name, question }
    : undefined;
}

const OPEN_QUESTION = /^(?:and |so )?(?:which|what) [a-z][\w -]*? (?:should|shall|do|would|are) (?:we|i|you)\b/i;
const NO_NAME =
  /^(?:none|idk|dunno|whatever|both|any|either|same|all|you|i|we|no|not|nothing|it|that|this|default|hi|hello|stop|wait|skip|later|continue|undo|commit|test|run|help|ok|thanks?|sure|your|best)\b/;

/** "Should I switch the tests to vitest?" "Yes." And of advice without a question, what it advises. */
function accept({ question }: Offer, _: Assent, reply: string): Settled | undefined {
  const asked = question === '' ? undefined : offered(question);
  if (asked) return asked;
  // An open question is not answered by yes, but for "Is that what you mean?"
  if (
    question !== '' &&
    !/^(?:is|does|do|would|sound|ok|are|what do you think|thoughts|shall|should|want|make sense|or)\b/i.test(question)
  )
    return undefined;
  return advised(reply);
}

function offered(question: string): Settled | undefined {
  if (/,? or (?!(?:so|not|anything|something else)\b)/i.test(question)) return undefined;
  const act = ASKED.exec(question.replace(/\s*\?$/, ''))?.groups?.act;
  return act === undefined ? undefined : { text: act, quote: act };
}

/** "I'd recommend using Postgres, because ...": what was advised last, and only once. */
function advised(reply: string): Settled | undefined {
  const found = readSpeech(reply).flatMap(({ text, raw }): Settled[] => {
    const act = ADVICE.exec(text)?.groups?.act;
    if (act === undefined) return [];
    const said = infinitive(act.replace(/,?\s+(?:like|such as|e\.g\.)$/i, ''));
    return said === undefined ? [] : [{ text: said, quote: raw }];
  });
  return found.length === 1 ? found[0] : undefined;
}

const ADVICE =
  /\b(?:i(?:['’]d| would)?(?: strongly| generally)? (?:recommend|suggest|advise|propose|go with|lean towards?|opt for)|my (?:recommendation|suggestion|advice)(?: is| would be)(?: to)?:?|(?:the|a)\s+(?:best|better|cleaner|simplest|cleanest|safest|recommended|right) (?:solution|option|choice|approach|way|fix|design)(?: here| forward)? (?:is|would be|might be|could be)(?: to)?|(?:you|we) should(?: probably)?(?= (?:use|switch|keep|move|store|go with|avoid|drop|replace|make)))\s+(?:that (?:we|you) )?(?<act>.{4,})$/i;

/** "using Postgres" -> "use Postgres"; a name alone is what is used. */
function infinitive(act: string): string | undefined {
  const [word = '', ...rest] = act.split(' ');
  const gerund = GERUNDS[word.toLowerCase()];
  if (gerund !== undefined) return [gerund, ...rest].join(' ');
  if (/ing$/i.test(word)) return undefined;
  if (/^[a-z]+$/.test(word) && VERBS.test(word)) return act;
  return /^(?:[`'"]?[A-Z@]|[a-z]+[A-Z.-])/.test(word) || readTool(word) !== undefined ? `use ${act}` : undefined;
}

const VERBS =
  /^(?:use|keep|make|add|store|switch|move|split|drop|avoid|replace|set|put|remove|go|stick|adopt|migrate|introduce|enable|disable|cache|separate|rename|wrap|pin|require|default)$/;
const GERUNDS: Readonly<Record<string, string>> = Object.fromEntries(
  'use keep make add store switch move split drop avoid replace set put remove adopt migrate introduce enable disable cache separate rename pin require'
    .split(' ')
    .map((verb) => [
      `${verb.replace(/e$/, '').replace(/^(split|drop|set|put|pin)$/, (word) => `${word}${word.slice(-1)}`)}ing`,
      verb,
    ]),
);

/** "Should I add lodash?" "No." Only what would have been a decision. */
function decline({ question }: Offer): Settled | undefined {
  const asked = offered(question);
  return asked &&
    /^(?:use|switch|add (?:a )?dependency|install|enable|disable|migrate|adopt|support|introduce|move to)\b/i.test(
      asked.text,
    )
    ? { ...asked, text: `do not ${asked.text}` }
    : undefined;
}

function readStatement(said: string, { question }: Settled, event: Event): Reading | undefined {
  const text = said
    .replace(/[\s.,;:]+$/, '')
    .replace(/\s+(?:here|for this(?: case)?|in this case|for you)$/i, '')
    .replace(/^(?:go|stick) with\s+/i, 'use ');
  const isAct = /^(?:do not )?[a-z]+\b/i.test(text) && isImperative(text);
  const whole = isAct ? text : named(text, question ?? '');
  if (whole === undefined || isOneOff(whole) || leans(whole) || whole.length > 280) return undefined;
  const heard: Heard = {
    raw: whole,
    text: whole,
    place: 'sentence',
    lasting: false,
    requested: false,
    event,
    reply: undefined,
  };
  const tool = readTool(/^use ([`'"]?[@\w./-]+[`'"]?)(?: |$)/i.exec(whole)?.[1] ?? '');
  if (tool) return { kind: 'tool', text: capitalize(whole), ...toolKey(tool) };
  return decisions(heard) ?? (USES.test(whole) ? { kind: 'decision', text: capitalize(whole) } : requests(heard));
}

const USES = /^(?:do not \w+|use|store|keep|switch|adopt|migrate|make|split|separate|put|support|require)\s+\S/i;

function isImperative(text: string): boolean {
  const [word = ''] = text.replace(/^do not /i, '').split(' ');
  return (
    /^[A-Za-z]+$/.test(word) &&
    (VERBS.test(word.toLowerCase()) ||
      /^(?:update|change|create|configure|write|return|throw|allow|support|implement|fix|run|reset|clear|clean|delete|delegate|show|hide|skip|ignore|do|build|log|convert|rewrite|extend|limit|investigate|continue|commit|merge|open|start|just|only|check|let|have|include|exclude|install|generate|refactor|extract|inline|upgrade|bump|revert)$/i.test(
        word,
      ))
  );
}

/** An option that is a thing: "sqlite", asked "Which database should we use for the cache?" -> "Use sqlite as the database for the cache". */
function named(option: string, question: string): string | undefined {
  if (
    !/^[`'"@\w]/.test(option) ||
    option.split(/\s+/).length > MOST_WORDS ||
    /^(?:yes|no|both|neither|all|none|other|something|it|this|that|the (?:same|other|current))\b/i.test(option)
  )
    return undefined;
  const { noun = '', tail = '' } =
    /\b(?:which|what)\s+(?<noun>[a-z][\w -]{1,40}?)\s+(?:should|shall|do|does|would|are|is|did|can|to)\b(?:.*?(?<tail>\s(?:for|in|on|as|with)\s.{2,60}))?\?$/i.exec(
      question,
    )?.groups ?? {};
  if (noun !== '' && !/^(?:one|option|approach|way|of .*|do|would|should|solution|direction)$/i.test(noun))
    return `use ${option} as the ${noun}${tail}`;
  if (readTool(option) !== undefined || /^[`'"]?[A-Z@][\w.+#-]*[`'"]?$/.test(option)) return `use ${option}${tail}`;
  return option.split(/\s+/).length >= 2 ? `use ${option.charAt(0).toLowerCase()}${option.slice(1)}${tail}` : undefined;
}

const MOST_WORDS = 9;

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`'"“”]/g, '')
    .trim();
}

function wordsOf(text: string): string[] {
  return plain(text).split(/[\s,;:()]+/);
}
