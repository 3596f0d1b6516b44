import { capitalize, splitSentences } from '../base/text';
import { words } from '../base/words';
import { proseOf, splitMessage } from '../extract/commitMessage';
import type { EventKind } from '../memory/event';
import type { Idf } from '../retrieval/idf';
import { coverage, type AskedTerm } from '../retrieval/telling';
import { saysWhy } from './reason';

/** What was said where a memory comes from, and by what: a commit's first line is its title. */
export interface Told {
  readonly text: string;
  readonly kind: EventKind;
  /** The words in it that the memory rests on. */
  readonly quote: string;
}

/** The prose of a message below its title, sentence by sentence. */
function sentencesOf({ text, kind }: Told): string[] {
  const body = kind === 'commit' ? splitMessage(text).body : text;
  return proseOf(body).flatMap((block) => splitSentences(block.text));
}

/** The sentence of a message that says why; of several the one that speaks most of the question. */
export function reasonIn(message: Told | undefined, asked: readonly AskedTerm[], idf: Idf): string | undefined {
  if (!message) return undefined;
  const reasons = sentencesOf(message).filter(
    (sentence) => isUsable(sentence) && saysWhy(withoutQuote(sentence, message.quote)),
  );
  return bestOf(reasons, (sentence) => coverage(asked, new Set(words(sentence)), idf));
}

/** What is said is no reason for itself: "so that telemetry is off when ..." */
function withoutQuote(sentence: string, quote: string): string {
  const said = quote.replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  return sentence.replace(said, '');
}

/** The sentence of a message that says most of what a question asks and the memory itself does not say. */
export function detailIn(
  message: Told | undefined,
  said: string,
  asked: readonly AskedTerm[],
  idf: Idf,
): string | undefined {
  const known = new Set(words(said));
  const before = coverage(asked, known, idf);
  const gain = (sentence: string): number => coverage(asked, new Set([...known, ...words(sentence)]), idf) - before;
  const found = bestOf((message ? sentencesOf(message) : []).filter(isUsable), gain);
  return found !== undefined && gain(found) >= LEAST_GAIN ? found : undefined;
}

/** Share of the question that a sentence must add. */
const LEAST_GAIN = 0.15;

/** Behind what a memory says. */
export function withPassage(said: string, passage: string | undefined, longest: number): string {
  if (passage === undefined) return said;
  const joined = `${said.replace(/[.\s]+$/, '')}: ${capitalize(passage.replace(/[.\s]+$/, ''))}.`;
  return joined.length <= longest ? joined : said;
}

function isUsable(sentence: string): boolean {
  return (
    sentence.length <= LONGEST &&
    !/^(?:co-authored|signed-off|see\b|closes|fixes #|https?:)|https?:\/\/|\?$/i.test(sentence)
  );
}

/** In characters. */
const LONGEST = 240;

function bestOf(sentences: readonly string[], score: (sentence: string) => number): string | undefined {
  let best: { readonly sentence: string; readonly score: number } | undefined;
  for (const sentence of sentences) {
    const own = score(sentence);
    if (!best || own > best.score) best = { sentence, score: own };
  }
  return best?.sentence;
}
