import { capitalize, findPassage } from '../base/text';
import { words } from '../base/words';
import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import { answers } from './chats/answers';
import { corrections } from './chats/corrections';
import { decisions } from './chats/decisions';
import type { Heard, Reader, Reading } from './chats/heard';
import { outcomes } from './chats/outcomes';
import { goalsOf } from './chats/plan';
import { requests } from './chats/requests';
import { rules } from './chats/rules';
import { readSpeech, type Utterance } from './chats/speech';
import { readPlain } from './chats/talk';
import { withDates } from './chats/times';
import { values } from './chats/values';
import type { Extractor } from './extractor';

/** The first that understands an utterance makes a fact of it. */
const READERS: readonly Reader[] = [corrections, values, rules, decisions, requests];

/**
 * What is decided in chats: by the user, or by the user's yes to what the assistant offers. What an assistant suggests and nobody takes up is
 * no fact; of its own turns only what it sums up as done is kept, as a record.
 */
export const chats: Extractor = {
  name: 'chats',
  extract(event) {
    if (event.kind !== 'chat') return [];
    const readings = event.role === 'user' ? readUser(event) : outcomes(event.text);
    const facts = withoutRepeats(readings).map((reading) => toDraft(reading, event));
    const lasting = facts.filter((fact) => fact.kind !== 'change').slice(0, MAX_FACTS);
    return [...lasting, ...facts.filter((fact) => fact.kind === 'change').slice(0, MAX_RECORDS)];
  },
};

/** A turn that seems to decide more than this is a document. */
const MAX_FACTS = 4;
const MAX_RECORDS = 3;
/** A statement with its full stop; an answer shows it whole. In characters. */
const MAX_LENGTH = 290;

function readUser(event: Event): (Reading & { readonly utterance?: Utterance })[] {
  const settled = answers(event);
  const repeated = new Set(
    (event.before ?? []).flatMap(({ role, text }) => (role === 'user' ? readSpeech(text).map(({ raw }) => raw) : [])),
  );
  const said = goalsOf(readSpeech(event.text)).flatMap((utterance) => {
    if (repeated.has(utterance.raw)) return []; // sent again, as assistants fail and are asked anew
    const heard: Heard = { ...utterance, ...readPlain(utterance.text), event, reply: event.before?.at(-1) };
    const reading = READERS.map((read) => read(heard)).find(Boolean);
    return reading ? [{ ...reading, utterance }] : [];
  });
  return [...settled, ...said];
}

function toDraft({ utterance, ...reading }: Reading & { readonly utterance?: Utterance }, event: Event): FactDraft {
  const words = reading.quote ?? utterance?.raw ?? reading.text;
  const sources = [event.text, ...(event.before ?? []).map(({ text }) => text).toReversed()];
  const quote = sources.map((source) => findPassage(source, words)).find((passage) => passage !== undefined);
  const text = withDates(reading.text.replace(/[\s.:;,…]+$/, ''), event.time);
  return { ...reading, text: `${capitalize(text)}.`, quote: quote ?? '' };
}

/** Titles and summaries say the same in other words: of two statements with mostly the same words the longer counts, and what lasts before what was done. */
function withoutRepeats<T extends Reading>(readings: readonly T[]): T[] {
  const isBetter = (a: T, b: T): boolean =>
    Number(a.kind !== 'change') - Number(b.kind !== 'change') > 0 ||
    ((a.kind === 'change') === (b.kind === 'change') && a.text.length > b.text.length);
  return readings.filter(
    (reading, index) =>
      reading.text.length < MAX_LENGTH &&
      !readings.some(
        (other, at) =>
          other !== reading &&
          says(other, reading) &&
          (isBetter(other, reading) || (!isBetter(reading, other) && at < index)),
      ),
  );
}

/** Whether nearly all words of one statement are in another. */
function says(whole: Reading, part: Reading): boolean {
  const known = new Set(words(whole.text));
  const mine = [...new Set(words(part.text))];
  return mine.length > 0 && mine.filter((word) => known.has(word)).length >= MOSTLY * mine.length;
}

/** Share of the words. */
const MOSTLY = 0.75;
