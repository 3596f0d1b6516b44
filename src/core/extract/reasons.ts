import { splitSentences } from '../base/text';
import type { ReadMessage } from './changes/clauses';
import { givesReason, isVague, sentenceDecides } from './decisionWords';

export interface Reason {
  /** One or more sentences of the body, as written. */
  readonly text: string;
  /** It says why; otherwise it says what the change is about. */
  readonly explicit: boolean;
}

/**
 * What the body says about the change of the subject: why, or else what it begins with.
 * @param room in characters
 */
export function findReason(
  { blocks }: Pick<ReadMessage, 'blocks'>,
  statement: string,
  room: number,
): Reason | undefined {
  const paragraphs = blocks.filter((block) => block.kind === 'paragraph').map((block) => splitSentences(block.text));
  const sentences = paragraphs.flat().map(withoutAside);
  const isUsable = (sentence: string): boolean => sentence.length <= room && !isVague(sentence) && !isTalk(sentence);
  const at = sentences.findIndex((sentence) => isUsable(sentence) && givesReason(sentence));
  const explicit = sentences[at];
  if (explicit !== undefined) {
    const before = sentences[at - 1];
    const leans = LEANS.test(explicit) && before !== undefined && isUsable(before);
    return { text: grow(leans ? before : '', sentences.slice(at), room, LEANS, isUsable) ?? explicit, explicit: true };
  }
  const [only] = sentences;
  if (sentences.length === 1 && blocks.length === 1 && only !== undefined && isUsable(only) && isRemark(only))
    return { text: only, explicit: true };
  if (givesReason(statement.replace(CONTRAST, ''))) return undefined;
  return opening(paragraphs[0]?.map(withoutAside) ?? [], isUsable, room);
}

/** "It is faster, so I want to try it" gives a reason, and then a person's wish. */
function withoutAside(sentence: string): string {
  return sentence.replace(/,?\s+(?:so|but|and) I\b.*$/, '');
}

/** What was chosen against says what, not why. */
const CONTRAST = /\b(?:instead of|rather than|in favou?r of)\b/gi;

/** The first sentences of the body, as many as fit. */
function opening(
  sentences: readonly string[],
  isUsable: (sentence: string) => boolean,
  room: number,
): Reason | undefined {
  const text = grow('', sentences, room, /^/, isUsable) ?? '';
  return text.split(/\s+/).length >= LEAST_WORDS ? { text, explicit: false } : undefined;
}

/** A text with the next sentence, and those after it that go on from it, as long as there is room. Undefined when not even one fits. */
function grow(
  start: string,
  [first = '', ...others]: readonly string[],
  room: number,
  goesOn: RegExp,
  isUsable: (sentence: string) => boolean,
): string | undefined {
  let text = start === '' ? first : `${start} ${first}`;
  if (text.length > room || !isUsable(first))
    return start === '' ? undefined : grow('', [first], room, goesOn, isUsable);
  for (const sentence of others) {
    const longer = `${text} ${sentence}`;
    if (longer.length > room || !isUsable(sentence) || !goesOn.test(sentence)) break;
    text = longer;
  }
  return text;
}

/** Fewer say nothing that the subject did not. In words. */
const LEAST_WORDS = 5;
/** It needs the sentence before it. */
const LEANS = /^(?:this|that|these|those|it|its|they|so|which|also|instead|otherwise|thus|therefore|hence|as such)\b/i;
/** Of the work on the commit, not of what it changes. */
const isTalk = (sentence: string): boolean =>
  /^(?:see|cf|ref|closes|fixes|fixed|resolves|related|based on|similar to|follow[- ]?up|as (?:discussed|mentioned|requested|suggested|per)|per|from|part of|tests?|add(?:ed|s)? tests?|updated?|co-authored|signed|before|after|example|usage|steps|todo|tldr|cc|ping|merged by)\b|^(?:this|the) (?:pr|pull request|commit|patch|change) (?:was|is (?:a|part|based)|fixes|also)\b|#\d+$|\bthis (?:pr|pull request) (?:closes|fixes)\b|https?:|@\w+$|Agent-Logs|^\W|:$/i.test(
    sentence,
  );

/** "Too buggy": a body that is nothing but one short remark says why. */
function isRemark(sentence: string): boolean {
  return (
    sentence.length <= 120 &&
    !sentenceDecides(sentence) &&
    !/^(?:also|and|to test|fix|add|update|test|see|closes|refs?|wip)\b/i.test(sentence)
  );
}
