import { escapeRegExp } from '../base/text';

/**
 * Finds words in a text that a model says it quotes. Models join lines, straighten quotation marks and dashes, and change case; they are forgiven that and
 * nothing else.
 * @returns the passage as the text has it; undefined where it is not there
 */
export function findQuote(text: string, said: string): string | undefined {
  const quoted = said
    .trim()
    .replace(/^(?:\.{3}|…)\s*|\s*(?:\.{3}|…)$/g, '')
    .replace(/^["'“‘«`](.*)["'”’»`]$/s, '$1')
    .trim();
  if (quoted.length < SHORTEST) return undefined;
  if (text.includes(quoted)) return quoted;
  const pattern = quoted.split(/\s+/).map(tolerant).join(BETWEEN_WORDS);
  return new RegExp(pattern, 'iu').exec(text)?.[0];
}

/** A shorter quote would be found in nearly every text. In characters. */
const SHORTEST = 3;

/** Also a line end with the marks of a quotation, a list or a comment. */
const BETWEEN_WORDS = '\\s+(?:[>*#/|-]+\\s+)?';

function tolerant(word: string): string {
  return [...word]
    .map((character) => {
      const alike = ALIKE.find((group) => group.includes(character));
      return alike === undefined ? escapeRegExp(character) : `[${alike}]`;
    })
    .join('');
}

/** Characters that are written for each other. A dash stands first, where it means no range. */
const ALIKE = ['\'’‘`´"“”„', '-–—‐‑−'];
