import { alternativesBefore, alternativesIn, ASKED, type Suggestion } from './alternatives';
import { readSpeech, type Utterance } from './speech';
import { isImperative, isOneOff, leans } from './talk';
import { readTool } from './tools';

/** What the assistant leaves to the user. */
export interface Offer {
  /** The question that waits for an answer; "" when there is none. */
  readonly question: string;
  /** What it lets the user choose from, in its order. */
  readonly options: readonly Suggestion[];
  /** What it would do on a yes. */
  readonly act?: Suggestion;
  /** Whether the question itself says what: not "Shall I set it up?" */
  readonly isTold: boolean;
}

export function readOffer(reply: string): Offer {
  const said = readSpeech(reply);
  const last = said.findLastIndex(({ text }) => text.endsWith('?'));
  // "Is that what you mean? Or do you want to keep it?": yes answers the first
  const isOther = /^or\b/i.test(said[last]?.text ?? '') && said[last - 1]?.text.endsWith('?') === true;
  const at = isOther ? last - 1 : last;
  const question = at >= said.length - LAST ? (said[at]?.text ?? '') : '';
  const told = asked(question);
  const isTold = told !== undefined && !leans(told.text) && !isOneOff(told.text);
  const act = question === '' ? advised(said) : (told ?? (ASSENTS.test(question) ? meant(said, at) : undefined));
  return { question, options: question === '' ? [] : optionsOf(said, at), ...(act && { act }), isTold };
}

function optionsOf(said: readonly Utterance[], at: number): Suggestion[] {
  const options = [...alternativesIn(said[at]?.text ?? ''), ...listOptions(said, at)];
  return options.length > 0 ? options : alternativesBefore(said, at);
}

/** A question is an offer where little follows it. In utterances. */
const LAST = 5;
/** What a yes answers: "Is that what you mean?", "Does that work?", but not "Which one?" */
const ASSENTS =
  /^(?:is|does|do|would|sounds?|ok|are|what do you think|thoughts|shall|should|want|makes? sense|right|or)\b/i;

/** The items right before the question, or right behind it; of several lists the last. */
function listOptions(said: readonly Utterance[], at: number): Suggestion[] {
  const after = said.slice(at + 1).filter(({ place }) => place === 'item');
  if (after.length > 1 && said[at + 1]?.place === 'item') return after.map(toOption);
  const items: Utterance[] = [];
  for (const utterance of said.slice(0, at + 1).toReversed()) {
    if (utterance.place === 'item') items.unshift(utterance);
    else if (items.length > 0) break;
  }
  return items.map(toOption);
}

/** "**Option A: Use JWT** — stateless" -> "Use JWT". */
function toOption({ raw, text }: Utterance): Suggestion {
  const bold = /^\*\*(.+?)\*\*/.exec(raw)?.[1];
  const title = (bold ?? text)
    .replace(/^(?:option |approach )?(?:[a-e\d][).:]\s+)/i, '')
    .replace(bold === undefined ? /\s*(?::|—|–| - | \().*$/ : /[:.]$/, '')
    .replace(/\s*\((?:recommended|default|preferred)\)/i, '')
    .trim();
  return { text: title, quote: raw.includes(title) ? title : raw };
}

/** "Should I switch the tests to vitest?" */
function asked(question: string): Suggestion | undefined {
  if (/,? or (?!(?:so|not|anything|something else)\b)/i.test(question)) return undefined;
  const act = ASKED.exec(question)?.groups?.act;
  return act !== undefined && isImperative(act) && !/^(?:do|proceed|continue|go ahead|try)\b/i.test(act)
    ? { text: act, quote: act }
    : undefined;
}

/** What "that" is in "Want me to do that?": said right before, or else what was advised. */
function meant(said: readonly Utterance[], at: number): Suggestion | undefined {
  const before = said[at - 1];
  const act = PROPOSES.exec(before?.text ?? '')?.groups?.act;
  return before && act !== undefined && isImperative(act) ? { text: act, quote: act } : advised(said);
}

const PROPOSES =
  /^(?:so,? |then |for now,? )?(?:i(?:['’]ll| will| would| could| can)|we (?:could|can)|i(?:['’]d| would)? (?:suggest|propose)(?: that)? (?:we|to)|let['’]?s|how about we)\s+(?:also |just |probably )?(?<act>[a-z]+\s.+)$/i;

/** "I'd recommend using Postgres, because ...": only where one thing is advised. */
function advised(said: readonly Utterance[]): Suggestion | undefined {
  const found = said.flatMap(({ text, raw }): Suggestion[] => {
    const act = CONDITIONAL.test(text) ? undefined : ADVICE.exec(text)?.groups?.act;
    const told = act === undefined ? undefined : infinitive(act.replace(/,?\s+(?:like|such as|e\.g\.)$/i, ''));
    return told === undefined ? [] : [{ text: told, quote: raw }];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Advice for one of several cases. */
const CONDITIONAL = /^if\b.*\byou\b|\botherwise\b|\b(?:it|that) depends\b/i;
const ADVICE =
  /\b(?:i(?:['’]d| would)?(?: strongly| generally)? (?:recommend|suggest|advise|propose|go with|lean towards?|opt for)|my (?:recommendation|suggestion|advice)(?: is| would be)(?: to)?:?|(?:the|a)\s+(?:best|better|cleaner|simplest|cleanest|safest|recommended|right) (?:solution|option|choice|approach|way|fix|design)(?: here| forward)? (?:is|would be|might be|could be)(?: to)?|(?:you|we) should(?: probably)?(?= (?:use|switch|keep|move|store|go with|avoid|drop|replace|make)))\s+(?:(?:that )?(?:we|you) )?(?<act>.{4,})$/i;

/** "using Postgres" -> "use Postgres"; a name alone is what is used. */
function infinitive(act: string): string | undefined {
  const [word = '', ...rest] = act.split(' ');
  const gerund = GERUNDS[word.toLowerCase()];
  if (gerund !== undefined) return [gerund, ...rest].join(' ');
  if (/ing$/i.test(word)) return undefined;
  if (/^[a-z]+$/.test(word) && isImperative(act)) return act;
  return /^(?:[`'"]?[A-Z@]|[a-z]+[A-Z.-])/.test(word) || readTool(word) !== undefined ? `use ${act}` : undefined;
}

const GERUNDS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'use keep make add store switch move split:splitting drop:dropping avoid replace set:setting put:putting remove adopt migrate introduce ' +
    'enable disable cache separate rename pin:pinning require'
  )
    .split(' ')
    .map((entry) => {
      const [verb = '', gerund = `${verb.replace(/e$/, '')}ing`] = entry.split(':');
      return [gerund, verb];
    }),
);
