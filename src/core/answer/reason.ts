import { statementOf } from '../base/text';
import { terms } from '../base/words';
import type { Memory } from '../memory/memory';

/** Whether a sentence says why something was done. */
export function saysWhy(sentence: string): boolean {
  return REASONS.test(sentence);
}

const REASONS =
  /\b(?:because|since(?! v?\d)|so (?:that|it|we|they|users?|you)|in order to|due to|thanks to|otherwise|as (?:it|they|we|there|this|that|its|the|some|most|many)\b|to (?:avoid|prevent|reduce|improve|ensure|guarantee|protect|work around|save|speed|simplify|align|comply|be able|make|keep|minimi[sz]e|support|fix|help|allow|match|get|let)|(?:this|that|which|it) (?:\w+ )?(?:makes|allows|lets|means|causes|caused|breaks|broke|leads|led|results|resulted|prevents|avoids|helps|ensures|improves|reduces|enables|was|is|does|had|has|can|gives|would)|(?:is|are|was|were) (?:too|deprecated|unmaintained|abandoned|broken|buggy|flaky|slow|faster|smaller|safer|simpler|unnecessary|redundant|obsolete|no longer|not)|for (?:better|security|performance|consistency|compatibility|backwards?|simplicity|readability|safety|the sake)|want|need|fix(?:es)?\b|never|only|better|faster|smaller|cannot|can['’]t|(?:does|do|did)(?: not|n['’]t))/i;

/** A memory says why, in so many words or by a remark behind the statement, and more than the question knows. */
export function givesReason(memory: Memory, asked: string): boolean {
  return isExplained(memory) && saysMore(memory, asked);
}

function isExplained({ text, ending }: Memory): boolean {
  const whole = ending?.text ?? text;
  const reverted = REVERTED.exec(whole)?.[0];
  const statement = reverted ?? statementOf(whole);
  const rest = whole.slice(statement.length);
  const isGiven = REASONS.test(rest) || (reverted === undefined && BECAUSE.test(statement));
  return isGiven || (/^: /.test(rest) && rest.length <= LONGEST_REMARK);
}

/** The title of what was reverted is quoted whole, and gives no reason for that. */
const REVERTED = /^The change ".*" was (?:reverted|applied again[^,:.]*)/is;

const BECAUSE =
  /\b(?:because|since(?! v?\d)|so that|due to|as (?:it|they|we|there|this|that)\b|to (?:avoid|prevent|work around|fix|allow|support|be able|ensure|reduce|improve|speed)|for (?:better|security|performance|consistency|compatibility))/i;

/** In characters. */
const LONGEST_REMARK = 120;

/** The memory has words of its own, enough for a reason. */
function saysMore(memory: Memory, asked: string): boolean {
  const known = new Set(terms(asked).map((term) => term.whole));
  const own = new Set(terms(memory.ending?.text ?? memory.text).map((term) => term.whole));
  return [...own].filter((word) => !known.has(word)).length >= LEAST_REASON;
}

/** In words, small ones too: "too buggy" is a reason. */
const LEAST_REASON = 2;
