import { statementOf } from '../base/text';
import { anchors, numbers, terms, words } from '../base/words';
import type { Memory } from '../memory/memory';
import { findExchange } from '../base/exchange';
import type { Question, QuestionType } from './question';
import { givesReason } from './reason';
import { isNegative } from './stance';

/** How well the form of a memory suits the type of question: in (0, 1]. */
export function suits({ text, kind }: Memory, { type }: Question): number {
  if (kind === 'change' && !TELLS_OF_CHANGE.has(type)) return RECORD_SUITS;
  if (type === 'where') return /\w\/\w|\w\.\w/.test(text) ? 1 : LESS_SUITED;
  if (type === 'how') return kind === 'dependency' || kind === 'tool' ? LESS_SUITED : 1;
  return 1;
}

/** Types of questions about what was done; what was done once says less about what holds. */
const TELLS_OF_CHANGE: ReadonlySet<QuestionType> = new Set<QuestionType>(['when', 'who', 'why', 'reverted']);
const RECORD_SUITS = 0.8;

const LESS_SUITED = 0.85;

/** Whether a memory has what the type of question asks for. */
export function canAnswer(memory: Memory, question: Question, isReasoned: (memory: Memory) => boolean): boolean {
  const said = new Set(words(`${memory.text} ${memory.ending?.text ?? ''}`));
  if (!question.demands.every((demand) => said.has(demand))) return false;
  const { type, topic } = question;
  switch (type) {
    case 'version':
      return topic !== undefined && countsTopic(memory, topic);
    case 'why':
      // What files say of tools and versions has no reason, whatever else their commit tells; what somebody said of them may have one.
      return memory.attribute === undefined || memory.attribute === 'status' || memory.attribute === 'default'
        ? isReasoned(memory)
        : isSaid(memory) && givesReason(memory, question.text);
    case 'default':
      return memory.attribute === 'default' || DEFAULT.test(memory.text);
    case 'amount':
      return memory.kind !== 'dependency' && numbers(memory.text).length > 0;
    case 'replacement':
      return (
        memory.ending?.replacedBy !== undefined ||
        findExchange(statementOf(memory.text)) !== undefined ||
        /\binstead\b|\bdeprecat|\bin favou?r\b/i.test(memory.text)
      );
    case 'when':
      return question.change === undefined || fitsChange(memory, question);
    case 'which':
    case 'where':
    case 'how':
      // What was used, and how something was done, is no answer where nothing took its place.
      return memory.ending === undefined || memory.ending.replacedBy !== undefined || memory.attribute === 'status';
    case 'still':
    case 'gone':
      return topic === undefined || terms(topic).length > 1 || tellsOfUse(memory, question);
    case 'who':
    case 'reverted':
    case 'general':
      return true;
  }
}

/** Somebody said it, in a chat or to memory. */
export function isSaid({ sources: [source] }: Memory): boolean {
  return source !== undefined && source.kind !== 'commit';
}

const DEFAULT =
  /\bdefault|\bopt(?:s|ed)?[ -]?(?:in|out)\b|\b(?:enabled?|disabled?|turn(?:ed)? (?:on|off)|switch(?:ed)? (?:on|off))\b|\balways\b|\bnow\b/i;

/** "When was X removed?" is answered by a removal, "when was it added?" by no removal. */
function fitsChange(memory: Memory, question: Question): boolean {
  const isEnd = memory.ending !== undefined || words(statementOf(memory.text)).some(isNegative);
  return question.change === 'removed' ? isEnd : question.change === 'added' ? memory.ending === undefined : true;
}

/** A single name is one thing: the memory says just that, and, of what is used or not, that it is. */
function tellsOfUse({ text, ending, kind, subject }: Memory, { asked, text: question }: Question): boolean {
  const said = new Set(words(ending ? `${text} ${ending.text}` : text));
  // What is said of one package in passing does not tell that another is used.
  const names = kind === 'dependency' && subject !== undefined ? new Set(words(subject)) : said;
  const isNamed = asked.some(({ whole, tail }) => names.has(whole) || (tail !== undefined && names.has(tail)));
  return (
    isNamed &&
    (!ASKS_USE.test(question) || kind === 'feature' || kind === 'setting' || [...said].some((word) => USE.has(word)))
  );
}

const ASKS_USE = /\b(?:us(?:e|es|ed|ing)|depend(?:s|ent)?|rel(?:y|ies)|needs?|needed|requires?d?|installed)\b/i;
const USE = new Set(
  'use need requir depend reli support add remov drop replac delet switch migrat adopt introduc instal keep deprec obsolet avoid ban'.split(
    ' ',
  ),
);

/** A number in the memory is the topic's number. */
function countsTopic({ text }: Memory, topic: string): boolean {
  const asked = new Set(terms(topic).map((term) => term.whole));
  return anchors(text).some((anchor) => asked.has(anchor));
}
