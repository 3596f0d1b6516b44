import { splitSentences } from '../base/text';
import { words } from '../base/words';

/**
 * Whether a text turns round what its sources say: it leaves out a "not", or puts one where none of them says anything like it.
 * @returns what is wrong, as a sentence; undefined where nothing is
 */
export function turnedRound(text: string, sources: readonly string[]): string | undefined {
  // Whoever says no may say what is not so.
  const isDenied = /^no\b/i.test(text) || sources.some((source) => NEGATIVE.test(straight(source)));
  const [added] = isDenied ? [] : (NOT.exec(straight(text).replace(VERDICT, '')) ?? []);
  return added === undefined ? leftOutNot(text, sources) : `"${added}" stands in no source.`;
}

/** The same for what is left out alone. */
export function leftOutNot(text: string, sources: readonly string[]): string | undefined {
  const said = sources.flatMap((source) => splitSentences(straight(source)));
  const affirmed = said.filter((source) => !NEGATIVE.test(source)).map((source) => new Set(words(source)));
  const denied = said.flatMap(deniedIn).filter((scope) => !affirmed.some((source) => isIn(scope, source)));
  const written = splitSentences(straight(text).replace(VERDICT, '')).filter((sentence) => !NEGATIVE.test(sentence));
  const isTurned = written.some((sentence) => denied.some((scope) => isIn(scope, new Set(words(sentence)))));
  return isTurned ? 'It leaves out a "not" of its source.' : undefined;
}

const VERDICT = /^(?:yes|no)\b[.,:]?\s*/i;

function isIn(scope: readonly string[], said: ReadonlySet<string>): boolean {
  return scope.length > 0 && scope.every((word) => said.has(word));
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
