import { splitSentences } from '../base/text';
import { words } from '../base/words';
import { countTokens, cutToTokens } from '../llm/tokens';
import type { Idf } from '../retrieval/idf';
import { coverage } from '../retrieval/telling';
import type { Question } from './question';
import { saysWhy } from './reason';

/**
 * As much of a message as fits: its first sentence, which says what it is about, and of the others those that say most of what is asked, in their order.
 * @param limit in tokens
 */
export function excerpt(
  message: string,
  { asked, type }: Pick<Question, 'asked' | 'type'>,
  idf: Idf,
  limit: number,
): string {
  if (countTokens(message) <= limit) return message;
  const sentences = message.split('\n').flatMap((line) => splitSentences(line.trim()));
  const scored = sentences.map((text, index) => {
    const isReason = type === 'why' && saysWhy(text);
    return {
      text,
      index,
      score: index === 0 ? Infinity : coverage(asked, new Set(words(text)), idf) + (isReason ? REASON : 0),
    };
  });
  let left = limit;
  const taken = scored
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .filter(({ text }) => {
      const tokens = countTokens(text) + 1;
      if (tokens > left) return false;
      left -= tokens;
      return true;
    })
    .sort((a, b) => a.index - b.index);
  return taken.length === 0
    ? cutToTokens(message, limit)
    : taken
        .map(({ text, index }, place) => (index > (taken[place - 1]?.index ?? -1) + 1 ? `… ${text}` : text))
        .join(' ');
}

/** What a sentence that gives a reason is worth to a "why", as a share of the question. */
const REASON = 0.3;
