import { statementOf } from '../base/text';
import { formatDate } from '../base/dates';
import { anchors, numbers } from '../base/words';
import { isState } from '../memory/fact';
import type { Memory } from '../memory/memory';
import { fitOf } from '../policies/distillRule';
import { oldestFirst, type Candidate, type Retriever } from '../retrieval/retriever';
import { share, type AskedTerm } from '../retrieval/telling';
import { canAnswer, isSaid, suits } from './fits';
import { detailIn, reasonIn, withPassage } from './passage';
import { fit, MAX_ANSWER, quote, sayNo, sayYes, type Finding } from './phrases';
import type { Question, QuestionType } from './question';
import { givesReason } from './reason';
import { affirms, stanceOf } from './stance';

/** A question ready to be answered from any choice of its candidates. */
export interface TextAnswering {
  /** The candidates that have what this type of question asks for. Distillation chooses among them. */
  readonly fitting: readonly Candidate[];
  /**
   * Answers by quoting one of the kept memories, and others beside it. Can be asked again and again: nothing is changed by it.
   * @param kept indices into `fitting`, best first
   * @returns nothing where none is kept
   */
  compose(kept: readonly number[]): Finding | undefined;
}

/** Finds out which candidates can answer at all. */
export function prepareByText(
  question: Question,
  candidates: readonly Candidate[],
  retriever: Retriever,
): TextAnswering {
  const suited = candidates.map((candidate) => {
    const share = suits(candidate.memory, question);
    return { ...candidate, coverage: candidate.coverage * share, score: candidate.score * share };
  });
  const spoken = suited.filter(
    ({ memory, state }) =>
      state !== 'superseded' &&
      !(SAYS_MORE.has(question.type) && isState(memory) && !(isSaid(memory) && givesReason(memory, question.text))),
  );
  const best = Math.max(0, ...spoken.map(fitOf));
  const reasons = new Map<string, string | undefined>();
  const isReasoned = (memory: Memory): boolean => {
    if (givesReason(memory, question.text)) return true;
    const reason = reasonIn(retriever.told(memory), question.asked, retriever.idf);
    reasons.set(memory.id, reason);
    return reason !== undefined;
  };
  // What speaks of the question best, and does not say what it asks for, is not made up for by what is about something else.
  const fitting = suited.filter(
    (candidate) =>
      (!SAYS_MORE.has(question.type) || fitOf(candidate) >= AS_GOOD * best) &&
      canAnswer(candidate.memory, question, isReasoned),
  );
  return {
    fitting,
    compose: (indices) => {
      const kept = indices.flatMap((index) => fitting[index] ?? []);
      return compose(question, kept, reasons, retriever);
    },
  };
}

/** @param reasons of a memory that does not say why itself, the sentence of its message that does */
function compose(
  question: Question,
  kept: readonly Candidate[],
  reasons: ReadonlyMap<string, string | undefined>,
  retriever: Retriever,
): Finding | undefined {
  const chosen = choose(question, kept, retriever);
  if (!chosen) return undefined;
  const { memory, coverage } = chosen;
  const said = saidAbout(question, memory, coverage);
  if (!JOINS.has(question.type) || question.isYesNo) return { text: said, used: [memory], confidence: coverage };
  const passage =
    question.type === 'why'
      ? reasons.get(memory.id)
      : detailIn(retriever.told(memory), memory.text, question.asked, retriever.idf);
  const text = withPassage(said, passage, MAX_ANSWER);
  const others = beside(chosen, kept, text);
  return {
    text: [text, ...others.map((other) => quote(other))].join(' '),
    used: [memory, ...others],
    confidence: coverage,
  };
}

/** Types of questions that more than one memory may answer. */
const JOINS: ReadonlySet<QuestionType> = new Set<QuestionType>([
  'how',
  'general',
  'where',
  'which',
  'why',
  'amount',
  'default',
]);

/** What fits nearly as well, and still has room. */
function beside(chosen: Candidate, kept: readonly Candidate[], text: string): Memory[] {
  const others = kept.filter(
    (other) =>
      other !== chosen &&
      other.memory.state === 'active' &&
      fitOf(other) >= BESIDE * fitOf(chosen) &&
      !isOtherValue(other.memory, chosen.memory),
  );
  let room = MAX_ANSWER - text.length;
  const said = new Set([chosen.memory.text]);
  return others
    .flatMap(({ memory }) => {
      const length = quote(memory).length + 1;
      if (length > room || said.has(memory.text)) return [];
      room -= length;
      said.add(memory.text);
      return [memory];
    })
    .slice(0, 2);
}

const BESIDE = 0.8;

/** Both give a number of the same thing, and not the same: the one that was chosen counts. */
function isOtherValue(a: Memory, b: Memory): boolean {
  const things = anchors(b.text);
  const values = numbers(b.text);
  return anchors(a.text).some((thing) => things.includes(thing)) && !numbers(a.text).some((n) => values.includes(n));
}

/** Types of questions that want something which not every memory says: a reason, a number, a default. */
const SAYS_MORE: ReadonlySet<QuestionType> = new Set<QuestionType>(['why', 'amount', 'default']);

const AS_GOOD = 0.85;

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

/** Share of a yes/no question that a memory must speak of to say yes to it; one that says less is told as it is. */
const SURE = 0.7;

/** Share of a term that counts as saying it: the word, or one that means the same. */
const SAID = 0.7;

function saidAbout(question: Question, deciding: Memory, coverage: number): string {
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
  if (!affirms(deciding, question)) return sayNo(quoted);
  return coverage < SURE ? fit(quoted) : sayYes(quoted);
}
