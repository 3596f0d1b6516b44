import * as z from 'zod';
import { formatDate, spellDate, spellPeriod } from '../base/dates';
import { splitSentences } from '../base/text';
import { quoteMaterial } from '../llm/boundary';
import { patientFlag, patientNumbers, patientText } from '../llm/fields';
import { inventedIn, type Grounding } from '../llm/grounded';
import { parseObject } from '../llm/json';
import type { AnswerSchema, ModelMessage } from '../llm/languageModel';
import type { Parsed, Prompt } from '../llm/prompt';
import { turnedRound } from '../llm/negation';
import { countTokens, cutToTokens } from '../llm/tokens';

/** A memory as a model reads it. */
export interface ShownMemory {
  readonly text: string;
  /** ISO 8601: since when it holds; of an end, when it came. */
  readonly time: string;
  /** Until when it held, where it does not now. */
  readonly until?: string;
  /** It tells how something ended. */
  readonly isEnd?: true;
  /** What held before, newest first. */
  readonly replaced?: readonly { readonly text: string; readonly until: string }[];
  /** What was said where it comes from. */
  readonly passage?: string;
  /** Who said it. */
  readonly author?: string;
  /** The branch that it is held for. */
  readonly branch?: string;
}

export interface AnswerInput {
  /** Without secrets. */
  readonly question: string;
  /** Those that distillation chose come first. */
  readonly memories: readonly ShownMemory[];
  /** How many of them it chose. */
  readonly chosen: number;
  /** The day, month or year at whose end is asked what held. Default: it is asked about now. */
  readonly period?: string;
  /** ISO 8601. */
  readonly today: string;
  /** It wants yes or no. */
  readonly isYesNo?: boolean;
  /** What the project is called: answers may name it. */
  readonly ownName?: string;
  /** What is known to be a name, see `inventedIn`. */
  readonly grounding?: Grounding;
}

export interface ModelAnswer {
  /** Indices into the memories. */
  readonly used: readonly number[];
  /** False: the memories do not answer it. Then nothing is used, and the answer is empty. */
  readonly knows: boolean;
  readonly answer: string;
}

/** Asks for the answer to a question, from memories. All of them are shown, so `fitMemories` comes first. */
export function answerPrompt(input: AnswerInput): Prompt<ModelAnswer> {
  return {
    purpose: 'answer',
    messages: messagesOf(input),
    maxTokens: 600,
    schema: SCHEMA,
    parse: (text) => readAnswer(text, input),
  };
}

/** Longest answer with a language model, in characters. */
export const LONGEST_ANSWER = 600;

/** Memories that an answer may rest on. */
export const MOST_USED_BY_MODEL = 5;

/** In characters. */
const LONGEST_QUESTION = 1000;

/** Of the message that one memory comes from. */
const PASSAGE_TOKENS = 250;

/** Of a memory's text, which may be of any script. */
const STATEMENT_TOKENS = 120;

/** Earlier versions that are shown of one memory. */
const MOST_REPLACED = 3;

const SCHEMA: AnswerSchema = {
  name: 'memory_answer',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['used', 'knows', 'answer'],
    properties: {
      used: { type: 'array', items: { type: 'integer' } },
      knows: { type: 'boolean' },
      answer: { type: 'string' },
    },
  },
};

/**
 * As much of the memories as fits into a budget of input tokens, beside the question and the instructions: first the memories themselves, in their order, at
 * least one; then, of those that were not chosen, too, what was said where they come from.
 */
export function fitMemories(input: Omit<AnswerInput, 'today'>, budgetTokens: number): ShownMemory[] {
  const { memories, chosen, question } = input;
  let left = budgetTokens - countTokens(INSTRUCTIONS) - countTokens(question) - RULE_TOKENS;
  const told = new Set<string>();
  const fitting: ShownMemory[] = [];
  for (const [index, { passage, ...memory }] of memories.entries()) {
    const isChosen = index < chosen;
    const shown = isChosen && passage !== undefined && !told.has(passage) ? { ...memory, passage } : memory;
    left -= countTokens(describe(shown, index, isChosen)) + 1;
    if (left < 0 && index > 0) break;
    fitting.push(shown);
    if (isChosen && passage !== undefined) told.add(passage);
  }
  return fitting.map((memory, index) => {
    const passage = memories[index]?.passage;
    if (passage === undefined || told.has(passage)) return memory;
    const cost = countTokens(passage) + countTokens(PASSAGE);
    if (cost > left) return memory;
    left -= cost;
    told.add(passage);
    return { ...memory, passage };
  });
}

/** What stands around the memories: the rule of quoting, marks, the time. */
const RULE_TOKENS = 160;

const PASSAGE = '   from the message: ';

function messagesOf({ question: asked, memories, chosen, period, today }: AnswerInput): ModelMessage[] {
  const question = asked.slice(0, LONGEST_QUESTION);
  const lines = memories.map((memory, index) => describe(memory, index, index < chosen)).join('\n');
  const { rule, wrap } = quoteMaterial([lines, question]);
  const time =
    period === undefined
      ? `Today is ${formatDate(today)}.`
      : `The question is about the past: say what held ${spellPeriod(period)}. The memories are those of that time.`;
  return [
    { role: 'system', content: `${INSTRUCTIONS}\n\n${rule}` },
    {
      role: 'user',
      content: [wrap('memories', lines), time, wrap('question', question), 'Answer with the JSON object only.'].join(
        '\n\n',
      ),
    },
  ];
}

function describe(memory: ShownMemory, index: number, isChosen: boolean): string {
  const { text, time, until, isEnd, replaced = [], passage, author, branch } = memory;
  const notes = [
    isEnd ? `ended ${formatDate(time)}` : `since ${formatDate(time)}`,
    until !== undefined && `until ${formatDate(until)}`,
    author !== undefined && `by ${author}`,
    branch !== undefined && `only on branch ${branch}`,
    isChosen && 'chosen',
  ].filter((note) => note !== false);
  const lines = [`${index + 1}. (${notes.join(', ')}) ${cutToTokens(oneLine(text), STATEMENT_TOKENS)}`];
  for (const one of replaced.slice(0, MOST_REPLACED))
    lines.push(`   before, until ${formatDate(one.until)}: ${cutToTokens(oneLine(one.text), STATEMENT_TOKENS)}`);
  if (passage !== undefined && passage.trim() !== '')
    lines.push(`${PASSAGE}${cutToTokens(oneLine(passage), PASSAGE_TOKENS)}`);
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const INSTRUCTIONS = `You answer questions about a software project from its memory, and from nothing else. What you know of other projects does not count.

First choose the memories that answer the question; those marked "chosen" fit best, as a program sees it, but it may be wrong. Then answer from them.

- Where memories disagree the newest counts. Say what holds now; what held before only where it is asked for.
- Begin with the answer itself. To a yes/no question: "Yes" or "No" and what it rests on. Give the reason where one is told and it helps.
- One to three short sentences, at most ${LONGEST_ANSWER} characters. No introduction, no list of sources, no numbers of memories.
- Copy names, numbers, versions, paths and dates exactly. Do not add any that the memories do not hold, and do not turn a "not" round.
- Where the memories do not say what is asked, for example no reason to a "why", knows is false, used is [] and the answer is "". Something merely related is no answer.

Answer with one JSON object:
{"used": [2], "knows": true, "answer": "..."}
used: the numbers of the memories that the answer rests on, the deciding one first, at most ${MOST_USED_BY_MODEL}.`;

const answerSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && ('answer' in value || 'knows' in value) ? value : undefined,
  z.object(
    { used: patientNumbers, knows: patientFlag.optional(), answer: patientText },
    'The answer holds no "answer"',
  ),
);

function readAnswer(text: string, input: AnswerInput): Parsed<ModelAnswer> {
  const read = parseObject(text, answerSchema);
  if ('problem' in read) return read;
  const { used, knows, answer } = read.value;
  const isKnown = knows ?? (used.length > 0 && answer !== '');
  if (!isKnown) return { value: { used: [], knows: false, answer: '' }, dropped: [] };

  const valid = used.filter((number) => number >= 1 && number <= input.memories.length);
  const dropped = used.filter((number) => !valid.includes(number)).map((number) => `Memory ${number} was not shown.`);
  if (valid.length === 0) return { problem: dropped[0] ?? 'It names no memory that it rests on.' };
  const said = withoutMarks(answer);
  // Small models repeat the "..." of the form.
  if (!/[\p{L}\p{N}]/u.test(said)) return { problem: 'It has no answer.' };
  if (said.length > LONGEST_ANSWER)
    return { problem: `The answer has ${said.length} characters; ${LONGEST_ANSWER} are allowed.` };
  const indices = valid.slice(0, MOST_USED_BY_MODEL).map((number) => number - 1);
  const problem = problemOf(said, indices, input);
  return problem === undefined
    ? { value: { used: indices, knows: true, answer: said }, dropped }
    : { problem: `The answer is not from the memories: ${problem}` };
}

/**
 * What an answer says that the memories it names do not, or the opposite of what they say. What held before counts only where a sentence speaks of the past, and what a yes/no question asks
 * only where it is denied: else "Is yarn used?" would make yarn used.
 */
function problemOf(answer: string, used: readonly number[], input: AnswerInput): string | undefined {
  const { memories, question, period, isYesNo, ownName = '', grounding } = input;
  const shown = used.flatMap((index) => memories[index] ?? []);
  const now = [...shown.flatMap(saysNow), ownName, ...(period === undefined ? [] : [spellPeriod(period), period])];
  const before = shown.flatMap(({ replaced = [] }) => replaced.flatMap(({ text, until }) => [text, ...datesOf(until)]));
  for (const sentence of splitSentences(answer)) {
    const sources = [
      ...now,
      ...(PAST.test(sentence) ? before : []),
      ...(isYesNo && !DENIES.test(sentence) ? [] : [question]),
    ];
    const problem = inventedIn(sentence, sources, grounding);
    if (problem !== undefined) return problem;
  }
  return turnedRound(answer, [...now, ...before, question]);
}

const PAST =
  /\b(?:before|until|till|previous\w*|former\w*|earlier|was|were|had|been|used to|original\w*|initial\w*|first|from|instead|rather|replac\w*|chang\w*|rais\w*|lower\w*|switch\w*|mov\w*|no longer|not|after|since|then|old\w*|once)\b/i;

const DENIES = /\b(?:no|not|never|none|neither|nor|without|instead|rather)\b|n['’]t\b/i;

function saysNow({ text, time, until, passage = '', author = '', branch = '' }: ShownMemory): string[] {
  return [text, passage, author, branch, ...datesOf(time), ...(until === undefined ? [] : datesOf(until))];
}

function datesOf(time: string): string[] {
  return [time.slice(0, 10), formatDate(time), spellDate(time)];
}

/** "[1]" and "(memory 2)": answers have their sources beside them, not in them. */
function withoutMarks(answer: string): string {
  return answer
    .replace(/\s*(?:\[(?:memor(?:y|ies)\s*)?|\(memor(?:y|ies)\s*)#?\d+(?:\s*(?:,|and)\s*#?\d+)*[\])]/gi, '')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
