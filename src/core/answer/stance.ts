import { statementOf } from '../base/text';
import { words } from '../base/words';
import type { Memory } from '../memory/memory';
import { findExchange } from '../base/exchange';
import type { Question } from './question';

/** What a memory says about the thing asked for: that it is so, that it no longer is, or that it should not be relied on. */
export type Stance = 'holds' | 'ended' | 'deprecated';

/** As much of a memory as its stance follows from. */
type Stated = Pick<Memory, 'text' | 'kind'> & Partial<Pick<Memory, 'attribute' | 'value' | 'ending'>>;

/** Stems by which a statement says that something is not. */
const NEGATIVE = new Set(
  (
    'remov drop delet disabl unsupport revert discontinu stop longer without fals off reject disallow forbid prevent avoid ignor exclud ' +
    'skip strip hide suppress elimin forget bann prohibit deni undo retir opt-out'
  ).split(' '),
);
/** What a question says as the statement does tells nothing; "not" and "never" say the same. */
const NEGATIONS = [/\b(?:not|never|no|none|cannot)\b|n['’]t\b/i, /\binstead of\b/i, /\bout of\b/i];
const DEPRECATED = new Set(['deprec', 'obsolet']);
const VALUES: ReadonlyMap<string, Stance> = new Map([
  ...['true', 'on', 'yes', 'enabled', 'always'].map((value): [string, Stance] => [value, 'holds']),
  ...['false', 'off', 'no', 'disabled', 'none', 'never', '0', 'null', 'undefined'].map((value): [string, Stance] => [
    value,
    'ended',
  ]),
]);

/**
 * Words that the question itself has say nothing: "Are line breaks removed?" asks for just that. What stands behind the statement (its
 * reason, after a colon) does not count either.
 */
export function stanceOf(memory: Stated, question: Question): Stance {
  if (memory.ending) return 'ended';
  if (memory.attribute === 'default' && memory.value !== undefined) {
    const stance = VALUES.get(memory.value.toLowerCase());
    if (stance) return stance;
  }
  if (memory.kind === 'revert') return ofRevert(memory, question);
  return ofStatement(statementOf(memory.text), question);
}

/** What is asked is so, by the memory: yes or no. */
export function affirms(memory: Stated, question: Question): boolean {
  const said = new Set(words(memory.text));
  const asksNegative =
    words(question.text).some((word) => isNegative(word) && !said.has(word)) ||
    negationsOf(question).some((negation) => !negation.test(mainClause(statementOf(memory.text))));
  // What is deprecated is neither gone nor as it was.
  return stanceOf(memory, question) === (asksNegative ? 'ended' : 'holds');
}

/** "Isn't it sent?" and "Is it sent or not?" ask whether it is sent. */
function negationsOf({ text }: Question): RegExp[] {
  const asked = mainClause(text.replace(/^\w+n['’]t\b|\bor not\b/gi, ''));
  return NEGATIONS.filter((negation) => negation.test(asked));
}

/** Without a condition, and without what is said of a part: "throws if it is not set" throws. */
function mainClause(sentence: string): string {
  return sentence.replace(SUBORDINATE, '');
}

const SUBORDINATE =
  /(?<=\S\s)(?:which|who|whose|when|where|while|if|because|unless|that(?= (?:is|are|was|were|has|have|do|does|did|can|could|will|would|may|must)\b))\b.*$/is;

export function isNegative(stem: string): boolean {
  return NEGATIVE.has(stem) || DEPRECATED.has(stem);
}

/** Of a reverted removal the thing is there again. */
function ofRevert({ text }: Stated, question: Question): Stance {
  const inner = /"(.+)"/s.exec(text)?.[1];
  const wasThere = inner === undefined || ofStatement(inner, question) === 'holds';
  return /\bwas applied again\b/i.test(text) === wasThere ? 'holds' : 'ended';
}

function ofStatement(statement: string, question: Question): Stance {
  const exchange = findExchange(statement);
  if (exchange) {
    const [old, now] = [exchange.old, exchange.now].map((part) => countAsked(part, question));
    if (old !== now) return (old ?? 0) > (now ?? 0) ? 'ended' : 'holds';
  }
  const asked = new Set(words(question.text));
  const main = mainClause(statement);
  const said = words(main).filter((word) => !asked.has(word));
  if (
    said.some((word) => DEPRECATED.has(word)) &&
    !/\b(?:remov|drop|delet)\w*\s+(?:\S+\s+){0,2}?(?:deprecated|obsolete)/i.test(main)
  )
    return 'deprecated';
  const shared = negationsOf(question);
  const isNegated = NEGATIONS.some((negation) => negation.test(main) && !shared.includes(negation));
  return isNegated || said.some((word) => NEGATIVE.has(word)) ? 'ended' : 'holds';
}

function countAsked(part: string, question: Question): number {
  const said = new Set(words(part));
  return question.asked.filter(
    ({ whole, parts, joined }) => said.has(whole) || [...parts, ...joined].some((word) => said.has(word)),
  ).length;
}
