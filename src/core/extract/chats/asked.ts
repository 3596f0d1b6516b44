import { readSpeech } from './speech';

/** A question of the user, and what it asks about. */
export interface Asked {
  /** As asked, with its mark. */
  readonly question: string;
  /** "the dev server" in "what port does the dev server listen on?" */
  readonly subject?: string;
}

/** The one question of a turn. Undefined where it asks none or several. */
export function readAsked(text: string): Asked | undefined {
  const [only, ...others] = readSpeech(text).filter((utterance) => utterance.text.endsWith('?'));
  if (!only || others.length > 0 || only.text.length > LONGEST) return undefined;
  const subject = SUBJECTS.map((pattern) => pattern.exec(only.text)?.groups?.subject).find(Boolean);
  return { question: only.text, ...(subject !== undefined && { subject }) };
}

/** In characters: it may be shown within a fact. */
const LONGEST = 120;

const NOUN_PHRASE = '(?<subject>(?:the|our|all|every)\\s+[\\w./-]+(?:\\s+[\\w./-]+){0,3}?|[a-z]+s)';
const SUBJECTS: readonly RegExp[] = [
  // "what port does the dev server listen on?", "how long do the tokens live?"
  new RegExp(
    `\\b(?:what|which|where|when|how)\\b[\\w ]{0,30}?\\s(?:does|do|did|should|will|can)\\s${NOUN_PHRASE}\\s(?:currently |usually )?(?:listen|run|use|live|expire|last|need|start|keep|store|take|allow|support|accept|wait|time out|go|default|have|get|stay|retry|cost|bind)\\b`,
    'i',
  ),
  // "what is the rate limit?", "how long is the session timeout?"
  new RegExp(
    `^(?:\\w+,? )?(?:what(?:['’]s)?|which|how (?:long|big|large|many|high|much|old|often))(?: port| value| number)?(?: is| are| was)? ${NOUN_PHRASE}(?: (?:set to|on|at|limited to|valid|kept|now|right now|currently|again|by default))?\\?$`,
    'i',
  ),
];

/** "It listens on port 3000" -> "the dev server listens on port 3000". */
export function withSubject(sentence: string, { subject }: Asked): string | undefined {
  const rest = /^(?:it|they|that|this)(?<rest>(?:['’](?:s|re))?\s.+)$/i.exec(sentence)?.groups?.rest;
  return subject === undefined || rest === undefined
    ? undefined
    : `${subject}${rest.replace(/^['’]s\b/, ' is').replace(/^['’]re\b/, ' are')}`;
}
