import { formatDate } from '../base/dates';
import { anchors, numbers, terms, words } from '../base/words';
import type { Memory } from '../memory/memory';
import { fitOf } from '../policies/distillRule';
import type { DistillPolicy } from '../policies/policy';
import type { Candidate, Retriever } from '../retrieval/retriever';
import { share, type AskedTerm } from '../retrieval/telling';
import { findExchange } from './exchange';
import { fit, MAX_ANSWER, quote, sayNo, sayYes, type Finding } from './phrases';
import type { Question, QuestionType } from './question';
import { affirms, isNegative, stanceOf, statementOf } from './stance';

/** Answers by quoting the memory that distillation puts first. Undefined when it keeps none that can answer this type of question. */
export function answerByText(
  question: Question,
  candidates: readonly Candidate[],
  policy: DistillPolicy,
  retriever: Retriever,
): Finding | undefined {
  const suited = candidates.map((candidate) => {
    const share = suits(candidate.memory, question);
    return { ...candidate, coverage: candidate.coverage * share, score: candidate.score * share };
  });
  const spoken = suited.filter(
    ({ memory, state }) => state !== 'superseded' && !(SAYS_MORE.has(question.type) && isState(memory)),
  );
  const best = Math.max(0, ...spoken.map(fitOf));
  // What speaks of the question best, and does not say what it asks for, is not made up for by what is about something else.
  const fitting = suited.filter(
    (candidate) =>
      canAnswer(candidate.memory, question) && (!SAYS_MORE.has(question.type) || fitOf(candidate) >= AS_GOOD * best),
  );
  const kept = policy.keep(question.text, fitting).flatMap((index) => fitting[index] ?? []);
  const chosen = choose(question, kept, retriever);
  if (!chosen) return undefined;
  const { memory, coverage } = chosen;
  const text = saidAbout(question, memory);
  const others = JOINS.has(question.type) && !question.isYesNo ? beside(chosen, kept, text) : [];
  return {
    text: [text, ...others.map((other) => quote(other))].join(' '),
    used: [memory, ...others],
    confidence: coverage,
  };
}

/** Types of questions that more than one memory may answer. */
const JOINS: ReadonlySet<QuestionType> = new Set<QuestionType>(['how', 'general', 'where', 'which', 'why']);

/** What fits nearly as well, and still has room. */
function beside(chosen: Candidate, kept: readonly Candidate[], text: string): Memory[] {
  const others = kept.filter(
    (other) => other !== chosen && other.memory.state === 'active' && fitOf(other) >= BESIDE * fitOf(chosen),
  );
  let room = MAX_ANSWER - text.length;
  return others
    .flatMap(({ memory }) => {
      const length = quote(memory).length + 1;
      if (length > room) return [];
      room -= length;
      return [memory];
    })
    .slice(0, 2);
}

const BESIDE = 0.8;

/** Types of questions that want something which not every memory says: a reason, a number, a default. */
const SAYS_MORE: ReadonlySet<QuestionType> = new Set<QuestionType>(['why', 'amount', 'default']);

const AS_GOOD = 0.85;

/** What files say: versions, tools. They never say why. */
function isState({ kind }: Memory): boolean {
  return kind === 'dependency' || kind === 'tool' || kind === 'requirement';
}

/** How much worse than the best a memory may fit that is preferred for its time. */
const NEAR_BEST = 0.9;

/** Of what fits nearly alike the time decides: the first for "since when" and "who", the newest for what holds now. Why is told by what fits best. */
function choose(question: Question, kept: readonly Candidate[], retriever: Retriever): Candidate | undefined {
  const [best] = kept;
  if (!best || question.type === 'why') return best;
  const near = kept.filter((candidate) => fitOf(candidate) >= NEAR_BEST * fitOf(best)).sort(oldestFirst);
  if (question.type === 'who') return best;
  if (question.type === 'when')
    return question.change === 'removed' || question.change === 'changed' ? near.at(-1) : near[0];
  const newest = near.at(-1) ?? best;
  return endOf(newest, question, kept, retriever) ?? newest;
}

/** A newer memory that tells the end of the thing that both are most about. */
function endOf(
  chosen: Candidate,
  question: Question,
  kept: readonly Candidate[],
  retriever: Retriever,
): Candidate | undefined {
  if (question.isYesNo && isEnd(chosen.memory, question)) return undefined;
  const { idf } = retriever;
  const isSaid = (term: AskedTerm, { id }: Candidate): boolean => share(term, retriever.wordsOf(id), idf) >= SAID;
  const [thing] = question.asked
    .filter((term) => isSaid(term, chosen))
    .sort((a, b) => b.weight * idf.idf(b.whole) - a.weight * idf.idf(a.whole));
  if (!thing) return undefined;
  return kept
    .filter((other) => other.validFrom > chosen.validFrom && isSaid(thing, other) && isEnd(other.memory, question))
    .sort(oldestFirst)
    .at(-1);
}

/** To a yes/no question every "not" is an end; to others only that the thing itself went, or another took its place. */
function isEnd(memory: Memory, question: Question): boolean {
  if (stanceOf(memory, question) === 'holds') return false;
  return question.isYesNo || memory.ending !== undefined || WENT.test(statementOf(memory.text));
}

const WENT = /\b(?:remov|dropp?|delet|deprecat|discontinu|replac|renam|revert)/i;

/** Share of a term that counts as saying it: the word, or one that means the same. */
const SAID = 0.7;

function oldestFirst(a: Candidate, b: Candidate): number {
  return a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0;
}

function saidAbout(question: Question, deciding: Memory): string {
  const quoted = quote(deciding);
  const [source] = deciding.ending?.sources ?? deciding.sources;
  switch (question.type) {
    case 'when':
      return fit(deciding.ending ? quoted : `${formatDate(deciding.validFrom)}: ${quoted}`);
    case 'who':
      return fit(source?.author === undefined ? quoted : `${source.author}, on ${formatDate(source.time)}: ${quoted}`);
    default:
  }
  if (!question.isYesNo) return fit(quoted);
  if (question.type === 'reverted' && deciding.kind !== 'revert')
    return sayNo(`Memory holds no revert of it. ${quoted}`);
  if (question.type === 'reverted')
    return /\bstay|\bstill|\blast\b/i.test(question.text) ? sayNo(quoted) : sayYes(quoted);
  if (stanceOf(deciding, question) === 'deprecated' && question.type !== 'gone')
    return fit(`No longer advised. ${quoted}`);
  return affirms(deciding, question) ? sayYes(quoted) : sayNo(quoted);
}

/** How well the form of a memory suits the type of question: in (0, 1]. */
function suits({ text, kind }: Memory, { type }: Question): number {
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
function canAnswer(memory: Memory, question: Question): boolean {
  const said = new Set(words(`${memory.text} ${memory.ending?.text ?? ''}`));
  if (!question.demands.every((demand) => said.has(demand))) return false;
  const { text, type, topic } = question;
  switch (type) {
    case 'version':
      return topic !== undefined && countsTopic(memory, topic);
    case 'why':
      // Manifests say what, never why; and who asks why knows already what the question itself says.
      return (
        (memory.attribute === undefined || memory.attribute === 'status' || memory.attribute === 'default') &&
        givesReason(memory) &&
        saysMore(memory, text)
      );
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

const DEFAULT =
  /\bdefault|\bopt(?:s|ed)?[ -]?(?:in|out)\b|\b(?:enabled?|disabled?|turn(?:ed)? (?:on|off)|switch(?:ed)? (?:on|off))\b|\balways\b|\bnow\b/i;

/** "When was X removed?" is answered by a removal, "when was it added?" by no removal. */
function fitsChange(memory: Memory, question: Question): boolean {
  const isEnd = memory.ending !== undefined || words(statementOf(memory.text)).some(isNegative);
  return question.change === 'removed' ? isEnd : question.change === 'added' ? memory.ending === undefined : true;
}

const REASONS =
  /\b(?:because|since(?! v?\d)|so (?:that|it|we|they|users?|you)|in order to|due to|thanks to|otherwise|as (?:it|they|we|there|this|that|its|the|some|most|many)\b|to (?:avoid|prevent|reduce|improve|ensure|guarantee|protect|work around|save|speed|simplify|align|comply|be able|make|keep|minimi[sz]e|support|fix|help|allow|match|get|let)|(?:this|that|which|it) (?:\w+ )?(?:makes|allows|lets|means|causes|caused|breaks|broke|leads|led|results|resulted|prevents|avoids|helps|ensures|improves|reduces|enables|was|is|does|had|has|can|gives|would)|(?:is|are|was|were) (?:too|deprecated|unmaintained|abandoned|broken|buggy|flaky|slow|faster|smaller|safer|simpler|unnecessary|redundant|obsolete|no longer|not)|for (?:better|security|performance|consistency|compatibility|backwards?|simplicity|readability|safety|the sake)|want|need|fix(?:es)?\b|never|only|better|faster|smaller|cannot|can['’]t|(?:does|do|did)(?: not|n['’]t))/i;

/** It says why: in so many words, or by a remark behind the statement. */
function givesReason({ text, ending }: Memory): boolean {
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
  'use need requir depend reli support add remov drop replac delet switch migrat adopt introduc instal keep'.split(' '),
);

/** A number in the memory is the topic's number. */
function countsTopic({ text }: Memory, topic: string): boolean {
  const asked = new Set(terms(topic).map((term) => term.whole));
  return anchors(text).some((anchor) => asked.has(anchor));
}
