import { capitalize } from '../../base/text';
import type { Event, Said } from '../../memory/event';
import { alternativesBefore, alternativesIn, byName, recommended, withChoice, type Suggestion } from './alternatives';
import { readAssent, type Assent } from './assent';
import { decisions } from './decisions';
import type { Heard, Reading } from './heard';
import { readOffer, type Offer } from './offer';
import { requests } from './requests';
import { readSpeech } from './speech';
import { isImperative, isOneOff, leans } from './talk';
import { readTool, toolKey } from './tools';

/**
 * What a turn settles that answers the assistant: the option it picks, the offer it takes, the advice it follows. What nobody takes up is
 * nothing. The statement is the assistant's, as it has to be read alone, and so is the quote where the user only said yes.
 */
export function answers(event: Event): Reading[] {
  const assent = readAssent(event.text);
  const before = event.before ?? [];
  if (!assent || before.length === 0) return [];
  const reply = before.at(-1);
  const offer = reply?.role === 'assistant' ? readOffer(reply.text) : undefined;
  const taken = offer && settle(offer, assent);
  const own = ownChoice(before, assent);
  // a yes to "Shall I add the index, too?" is none to what was advised before
  const first = own && !(taken && assent.kind === 'yes' && offer.isTold) ? own : taken;
  const reading = first && readChoice(first, offer?.question ?? '', assent, event);
  return reading ? [reading] : [];
}

function readChoice(settled: Settled, question: string, assent: Assent, event: Event): Reading | undefined {
  const whole = toStatement(settled.text, question);
  const reading = whole === undefined ? undefined : readSettled(whole, event);
  if (!reading) return undefined;
  const { but } = assent;
  const why = assent.why ?? (but === undefined ? settled.why : undefined);
  const told = withChoice(reading.text.replace(/[\s.]+$/, ''), settled.over, but === undefined ? why : undefined);
  return {
    ...reading,
    ...(why !== undefined && { kind: 'decision' as const }),
    text: but === undefined ? told : `${told}, but ${but}`,
    quote: but ?? assent.why ?? settled.quote,
  };
}

type Settled = Suggestion & { readonly why?: string };

/** What the user asked himself, "Should we use A or B?", and now closes: by a name, or by a yes to the one that the assistant recommends. */
function ownChoice(before: readonly Said[], assent: Assent): Settled | undefined {
  const reply = before.at(-1);
  const asked = before.findLast(({ role, text }) => role === 'user' && askedOf(text).length > 1);
  const options = asked ? askedOf(asked.text) : [];
  if (options.length < 2) return undefined;
  if (assent.kind === 'name') return byName(options, assent.name);
  if (assent.kind !== 'yes' || reply?.role !== 'assistant') return undefined;
  const { option, why, quote = '' } = recommended(options, readSpeech(reply.text)) ?? {};
  return option && { ...option, quote, ...(why !== undefined && { why }) };
}

/** What a turn asks to choose from. */
function askedOf(text: string): Suggestion[] {
  const said = readSpeech(text);
  const at = said.findLastIndex((utterance) => utterance.text.endsWith('?'));
  const options = alternativesIn(said[at]?.text.replace(ASIDE, '') ?? '');
  return options.length > 1 ? options : alternativesBefore(said, at);
}

const ASIDE = /^(?:ok(?:ay)?|hmm+|hi|hey|so|and|well|also|btw|quick question|question|one question)\b[\s,:]+/i;

function settle({ options, act, question }: Offer, assent: Assent): Suggestion | undefined {
  switch (assent.kind) {
    case 'yes':
      return act;
    case 'no':
      return act && CHOOSES.test(act.text) ? { ...act, text: `do not ${act.text}` } : undefined;
    case 'number':
      return options.length < 2 ? undefined : options.at(assent.number === -1 ? -1 : assent.number - 1);
    case 'name':
      return byName(options, assent.name) ?? (options.length === 0 ? reply(question, assent.name) : undefined);
  }
}

/** Not to do these is a decision, too; not to run the tests is none. */
const CHOOSES =
  /^(?:use|switch|add (?:a )?dependency|install|enable|disable|migrate|adopt|support|introduce|move to|keep|maintain)\b/i;

/** "Which database should we use for the cache?" "sqlite": question and answer as one sentence. */
function reply(question: string, said: string): Suggestion | undefined {
  const name = said.replace(/(?:,? (?:please|pls|bitte|then))+$/i, '');
  if (NO_ANSWER.test(name)) return undefined;
  for (const [pattern, tell] of QUESTIONS) {
    const groups = pattern.exec(question.replace(/^(?:and|so|also),? /i, ''))?.groups;
    if (groups) return { text: tell(groups, name), quote: said };
  }
  return undefined;
}

const NO_ANSWER =
  /^(?:none|idk|dunno|don|whatever|both|any|either|same|all|you|i|we|no|not|nothing|it|that|this|hi|hello|stop|wait|skip|later|continue|undo|commit|test|run|help|ok|thanks?|sure|your|best|good|great|what|why|how|which|can|show|let|fix|add)\b/i;

type Groups = Readonly<Record<string, string | undefined>>;
const QUESTIONS: readonly (readonly [pattern: RegExp, tell: (groups: Groups, answer: string) => string])[] = [
  [
    /^(?:which|what) (?<noun>(?!(?:one|option|approach|way|do|would|should|solution|direction)\b)[a-z][\w -]*?) (?:should|shall|do|would|are|did) (?:we|i|you)(?: want(?: me)?(?: to)?| like(?: me)?(?: to)?| prefer(?: to)?)? ?(?:use|using|take|choose|pick|go with|have)?(?<tail>(?:\s(?:for|in|on|as|with)\s.{2,60})?)\?$/i,
    ({ noun = '', tail = '' }, answer) => `use ${answer} as the ${noun}${tail}`,
  ],
  [
    /^(?:which|what) (?<noun>[a-z][\w -]*?) (?:should|shall|do|would|will) (?:we|i|you) (?:target|support|need|require)\?$/i,
    ({ noun = '' }, answer) => `the ${noun} is ${answer}`,
  ],
  [
    /^what (?:should|is|will) (?<noun>(?:the|our) [\w -]{2,50}?)(?: be)?\?$/i,
    ({ noun = '' }, answer) => `${noun} is ${answer}`,
  ],
  [
    /^(?:which|what) (?<noun>[a-z]+) (?:should|will|does) (?<who>(?:the|our) [\w ]{2,30}?) (?<verb>listen|run|use|live|be)(?<prep>(?: on| in| at)?)\?$/i,
    ({ noun = '', who = '', verb = '', prep = '' }, answer) => `${who} should ${verb}${prep} ${noun} ${answer}`,
  ],
  [
    /^where (?:should|do|will|shall) (?<who>(?:the |our |all )?[\w ]{2,30}?) (?<verb>live|go|be|run)\?$/i,
    ({ who = '', verb = '' }, answer) => `${who} should ${verb} ${answer}`,
  ],
  [
    /^how (?:should|shall) (?:we|i) (?<act>(?:name|format|indent|order|sort|version) [\w ]{2,40}?)\?$/i,
    ({ act = '' }, answer) => `${act}: ${answer}`,
  ],
];

/** An option as a sentence; one that is a thing with the question it answers. */
function toStatement(settled: string, question: string): string | undefined {
  const text = settled
    .replace(/[\s.,;:]+$/, '')
    .replace(/\s+(?:here|for this(?: case)?|in this case|for you)$/i, '')
    .replace(/^(?:go|stick) with\s+/i, 'use ');
  if (ABOUT_TALK.test(text)) return undefined;
  if (isImperative(text) || WHOLE.test(text)) return text;
  if (!/^[`'"@\w]/.test(text) || text.split(/\s+/).length > MOST_WORDS || NO_THING.test(text)) return undefined;
  const asked = reply(question, text);
  if (asked) return asked.text;
  const isName = readTool(text) !== undefined || /^[`'"]?[A-Z@][\w.+#-]*[`'"]?$/.test(text);
  return isName
    ? `use ${text}`
    : text.includes(' ')
      ? `use ${text.charAt(0).toLowerCase()}${text.slice(1)}`
      : undefined;
}

const MOST_WORDS = 9;
/** How the assistant is to speak next. */
const ABOUT_TALK =
  /\b(?:short|long|brief|detailed|quick|full|longer|shorter)(?:$|\b.*\b(?:answer|explanation|summary|overview|version|example)\b)/i;
const WHOLE = /\b(?:should|is)\b/;
const NO_THING = /^(?:yes|no|both|neither|all|none|other|something|it|this|that|the (?:same|other|current))\b/i;

function readSettled(text: string, event: Event): Reading | undefined {
  if (isOneOff(text) || leans(text) || text.length > LONGEST) return undefined;
  const tool = readTool(/^use ([`'"]?[@\w./-]+[`'"]?)(?: |$)/i.exec(text)?.[1] ?? '');
  if (tool) return { kind: 'tool', text: capitalize(text), ...toolKey(tool) };
  const heard: Heard = {
    raw: text,
    text,
    place: 'sentence',
    lasting: false,
    requested: false,
    event,
    reply: undefined,
  };
  return decisions(heard) ?? (DECIDES.test(text) ? { kind: 'decision', text: capitalize(text) } : requests(heard));
}

/** In characters. */
const LONGEST = 200;
const DECIDES =
  /^(?:(?:do not \w+|use|store|keep|switch|adopt|migrate|make|split|separate|put|support|require|rename|remove|name|format|indent|enable|disable)\s+\S|.{3,60}\s(?:should|is)\s+\S)/i;
