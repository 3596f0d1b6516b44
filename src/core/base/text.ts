/** @returns the first line that holds anything, trimmed; empty when there is none. */
export function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

/** Cuts at a word and marks the cut with an ellipsis, so that the result has at most `limit` characters. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  const whole = space > limit / 2 ? head.slice(0, space) : dropHalfCharacter(head);
  return `${whole.replace(/[\s,;:]+$/, '')}…`;
}

/** One paragraph into its sentences, trimmed. Dots inside of versions, names, paths and code do not end one. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const end of paragraph.matchAll(/[.!?]+["')\]`]*(?=\s+["'(`*]?[\p{Lu}\p{Lo}`\d@$_])|[。！？]/gu)) {
    const stop = end.index + end[0].length;
    if (isAbbreviation(paragraph.slice(start, stop)) || insideCode(paragraph.slice(start, stop))) continue;
    sentences.push(paragraph.slice(start, stop).trim());
    start = stop;
  }
  sentences.push(paragraph.slice(start).trim());
  return sentences.filter((sentence) => sentence !== '');
}

/** "react" -> "React"; names in code and words with capitals of their own stay as they are. */
export function capitalize(sentence: string): string {
  return /^[a-z]+(?:['’][a-z]+)?(?=[\s,:;]|\.(?!\w)|$)/.test(sentence)
    ? sentence.charAt(0).toUpperCase() + sentence.slice(1)
    : sentence;
}

/** @returns the passage as `text` has it, its line breaks included, for words whose lines were joined; undefined when it is not there. */
export function findPassage(text: string, words: string): string | undefined {
  if (text.includes(words)) return words;
  return new RegExp(words.split(' ').map(escapeRegExp).join('\\s+')).exec(text)?.[0];
}

export function escapeRegExp(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isAbbreviation(sentence: string): boolean {
  return /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|ca|al|incl|resp|Mr|Mrs|Dr|St|No)\.$/i.test(sentence);
}

function insideCode(sentence: string): boolean {
  return (sentence.split('`').length - 1) % 2 === 1;
}

/** A surrogate pair that was cut in two would print as a broken character. */
function dropHalfCharacter(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

/** A text without the reason that follows it. */
export function statementOf(text: string): string {
  return text.split(/(?<=\S\s\S+):\s|\.\s(?=\p{Lu})/u, 1)[0] ?? text;
}

/** A quote with what stands around it, to whole words. The beginning of the text where the quote is not in it. @param reach characters on each side */
export function textAround(text: string, quote: string, reach: number): string {
  const at = Math.max(0, text.indexOf(quote));
  const start = Math.max(0, at - reach);
  const end = Math.min(text.length, at + quote.length + reach);
  const first = start === 0 ? 0 : text.slice(start, at).search(/(?<=\s)\S/) + start;
  const last = end === text.length ? end : end - (/\S*$/.exec(text.slice(at, end))?.[0].length ?? 0);
  return text.slice(Math.max(first, start), Math.max(last, at + quote.length));
}
