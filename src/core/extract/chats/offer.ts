import { readSpeech, type Utterance } from './speech';
import { isImperative } from './talk';
import { readTool } from './tools';

/** What the assistant leaves to the user. */
export interface Offer {
  /** The question that waits for an answer; "" when there is none. */
  readonly question: string;
  /** What it lets the user choose from, in its order. */
  readonly options: readonly Suggestion[];
  /** What it would do on a yes. */
  readonly act?: Suggestion;
}

/** Something that the assistant names, and the words it names it with. */
export interface Suggestion {
  readonly text: string;
  readonly quote: string;
}

export function readOffer(reply: string): Offer {
  const said = readSpeech(reply);
  const last = said.findLastIndex(({ text }) => text.endsWith('?'));
  // "Is that what you mean? Or do you want to keep it?": yes answers the first
  const isOther = /^or\b/i.test(said[last]?.text ?? '') && said[last - 1]?.text.endsWith('?') === true;
  const at = isOther ? last - 1 : last;
  const question = at >= said.length - LAST ? (said[at]?.text ?? '') : '';
  const act =
    question === '' ? advised(said) : (asked(question) ?? (ASSENTS.test(question) ? meant(said, at) : undefined));
  return {
    question,
    options: question === '' ? [] : [...inlineOptions(question), ...listOptions(said, at)],
    ...(act && { act }),
  };
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

/** "Should I use Redis or Postgres for sessions?": each with the words around it. */
function inlineOptions(question: string): Suggestion[] {
  const subject = SUBJECT_OUGHT.exec(question)?.groups;
  if (subject) {
    const { who = '', verb = '', a = '', b = '' } = subject;
    return [a, b].map((text) => ({ text: `${who} should ${verb} ${text}`, quote: text }));
  }
  const { a = '', b = '', tail = '', lead = '' } = EITHER.exec(question)?.groups ?? {};
  if (a === '' || b === '') return twoActs(question);
  const start =
    imperative(lead) ??
    (lead === '' || /[,:]\s*$|\b(?:should|shall|do|would|which|prefer|between)\b/i.test(lead) ? 'use ' : undefined);
  if (start === undefined) return [];
  return [a, b.replace(/^(?:in|with|on|to|as|use|using|for) /i, '')].map((name) => ({
    text: `${start}${name}${tail}`,
    quote: name,
  }));
}

/** "Should errors be logged or thrown?" */
const SUBJECT_OUGHT =
  /^should (?<who>(?!(?:i|we|you|it|this|that|they)\b)(?:the |our |all )?[\w -]{2,40}?) (?<verb>be|live|go|use|have|return|run|default to|stay) (?<a>[^,?]{2,40}?),? or (?<b>[^,?]{2,40}?)\?$/i;
const NAME = '[`\'"]?[@\\w./+#-]+[`\'"]?(?: [\\w./+#-]+){0,2}?';
const EITHER = new RegExp(
  `^(?<lead>.*?\\b(?:use|go with|prefer|choose|keep|pick|want|have|be|in|with|on|to|as|between|,|:)\\s+)?(?<a>${NAME}),? or (?<b>${NAME})(?<tail>(?:\\s+(?:for|as|in|to|on|with|when|here)\\b.*)?)\\?$`,
  'i',
);

/** "Do you want to keep the REST API or move to GraphQL?" */
function twoActs(question: string): Suggestion[] {
  const act = ASKED.exec(question)?.groups?.act ?? '';
  const [first = '', second = '', ...others] = act.split(/,? or (?:should i |rather |do you want to |to )?/i);
  const isChoice = others.length === 0 && isImperative(first) && isImperative(second);
  return isChoice ? [first, second].map((text) => ({ text, quote: text })) : [];
}

/** "Should I store sessions in " -> "store sessions in ". */
function imperative(lead: string): string | undefined {
  const rest = ASKED.exec(lead)?.groups?.act;
  return rest !== undefined && isImperative(rest) && !/^(?:prefer|like|want|choose|pick|go)\b/i.test(rest)
    ? `${rest} `
    : undefined;
}

const ASKED =
  /(?:^|[,.;:–-]\s*|\b(?:and|or|so|but)\s+)(?:should|shall|can|could|may|do you want|would you (?:like|prefer)|want|do you need|is it (?:ok|okay|fine) (?:if|for)|would it be (?:ok|okay|fine) if|ok if)\s+(?:i|we|me|us|it|for me|that i)?\s*(?:to\s+)?(?:also |now |just |go ahead and |proceed (?:to|with) |start by )*(?<act>[a-z].*?)\s*\??$/i;

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
    const act = ADVICE.exec(text)?.groups?.act;
    const told = act === undefined ? undefined : infinitive(act.replace(/,?\s+(?:like|such as|e\.g\.)$/i, ''));
    return told === undefined ? [] : [{ text: told, quote: raw }];
  });
  return found.length === 1 ? found[0] : undefined;
}

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
