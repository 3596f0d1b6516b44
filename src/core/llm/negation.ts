import { splitSentences } from '../base/text';
import { words } from '../base/words';

/**
 * Whether a text turns round what its sources say: it leaves out a "not", or puts one where none of them says anything like it.
 * @returns what is wrong, as a sentence; undefined where nothing is
 */
export function droppedNegation(text: string, sources: readonly string[]): string | undefined {
  const said = sources.flatMap((source) => splitSentences(straight(source)));
  const written = splitSentences(straight(text).replace(/^(?:yes|no)\b[.,:]?\s*/i, ''));
  for (const sentence of written) {
    if (NOT.test(sentence) && !said.some((source) => NEGATIVE.test(source)))
      return `"${NOT.exec(sentence)?.[0] ?? 'not'}" stands in no source.`;
    if (NEGATIVE.test(sentence)) continue;
    const own = new Set(words(sentence));
    const isIn = (scope: readonly string[]): boolean => scope.length > 0 && scope.every((word) => own.has(word));
    const denied = said.flatMap(deniedIn).find(isIn);
    if (!denied) continue;
    const isAffirmed = said.some(
      (source) => !NEGATIVE.test(source) && denied.every((word) => words(source).includes(word)),
    );
    if (!isAffirmed) return `It leaves out a "not" of its source.`;
  }
  return undefined;
}

/** Says that something is not so. */
const NOT = /\b(?:not|never|cannot|no longer|neither|nor)\b|n't\b/i;

/** Says so in other words, too. */
const NEGATIVE =
  /\b(?:not|never|no|none|cannot|nor|neither|without|instead|rather|off|false|avoid\w*|forbid\w*|forbade|prohibit\w*|prevent\w*|disabl\w*|remov\w*|dropp?\w*|delet\w*|deprecat\w*|revert\w*|reject\w*|refus\w*|stop\w*|end(?:s|ed)|gone|unsupported|un\w+ed|lacks?|fail\w*|missing|replac\w*|former\w*|previous\w*|until|was|were|opt-in|only|against|discourag\w*|ban(?:s|ned)?|gave up|given up|disallow\w*|too)\b|n't\b/i;

/** What follows each "not": its first two telling words. */
function deniedIn(sentence: string): string[][] {
  return [...sentence.matchAll(/(?:\b(?:not|never|cannot|no longer)\b|n't\b)([^,;:.()]*)/gi)].map(([, rest = '']) =>
    words(rest.replace(/\b(?:because|since|but|as|so|and|unless|if|when)\b.*$/i, '')).slice(0, 2),
  );
}

function straight(text: string): string {
  return text.replace(/[‘’]/g, "'");
}
