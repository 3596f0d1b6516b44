/**
 * About how many tokens a text has: rather too many than too few, since what does not fit is refused. English and code have 3.5 to 4.5 characters a
 * token with today's vocabularies, other alphabets one to three, scripts without spaces about one token a character, emojis up to three.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    tokens += code < 0x80 ? PLAIN : code < 0x1100 ? ALPHABETIC : code < 0x10000 ? UNSPACED : RARE;
  }
  return Math.ceil(tokens);
}

/** Tokens a character. */
const PLAIN = 1 / 3.5;
const ALPHABETIC = 0.7;
const UNSPACED = 1.3;
const RARE = 3;

/** What a message costs beside its text: its role, and where it begins and ends. */
const TOKENS_A_MESSAGE = 5;

export function countMessageTokens(messages: readonly { readonly content: string }[]): number {
  return messages.reduce((sum, { content }) => sum + countTokens(content) + TOKENS_A_MESSAGE, 0);
}

/** @returns the beginning of a text that has at most so many tokens, to whole words where there are any */
export function cutToTokens(text: string, limit: number): string {
  if (countTokens(text) <= limit) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countTokens(text.slice(0, middle)) <= limit - 1) low = middle;
    else high = middle - 1;
  }
  const head = text.slice(0, low);
  const space = head.search(/\s\S*$/);
  const whole = space > low / 2 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${whole}…`;
}
