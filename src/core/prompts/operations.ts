import * as z from 'zod';
import { formatDate } from '../base/dates';
import { cutText } from '../base/text';
import { quoteMaterial } from '../llm/boundary';
import { patientNumber, patientText } from '../llm/fields';
import { unmerged } from '../llm/grounded';
import { parseList } from '../llm/json';
import type { AnswerSchema, ModelMessage } from '../llm/languageModel';
import type { Parsed, Prompt } from '../llm/prompt';
import { cutToTokens } from '../llm/tokens';
import type { OperationKind } from '../memory/memory';
import type { Opinion } from '../memory/record';

/** What the Memory Manager shows a model of a memory or a new fact. */
export interface ShownStatement {
  /** Fact id; the model never sees it. */
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly time: string;
}

export interface NewFact extends ShownStatement {
  /** The memories that it may be about, at most five. */
  readonly memories: readonly ShownStatement[];
}

/** An opinion before code stamps who has it. */
export type UnsignedOpinion = Omit<Opinion, 'model'>;

/** Asks what to do with new facts: at most `MOST_NEW_FACTS` at a time. Facts that the answer does not speak of have no opinion. */
export function operationsPrompt(facts: readonly NewFact[]): Prompt<readonly UnsignedOpinion[]> {
  if (facts.length === 0 || facts.length > MOST_NEW_FACTS)
    throw new Error(`1 to ${MOST_NEW_FACTS} facts can be asked about at a time.`);
  const shown = number(facts);
  return {
    purpose: 'decide',
    messages: messagesOf(facts, shown),
    maxTokens: 200 + 150 * facts.length,
    schema: SCHEMA,
    parse: (text) => readOpinions(text, facts, shown),
  };
}

/** One letter each. */
export const MOST_NEW_FACTS = 8;

/** In characters. */
const LONGEST_TEXT = 300;
const LONGEST_REASON = 200;

/** Of one statement: they have at most 300 characters, but of any script. */
const STATEMENT_TOKENS = 120;

const OPERATIONS = ['ADD', 'UPDATE', 'DELETE', 'NOOP'] as const satisfies readonly OperationKind[];

const SCHEMA: AnswerSchema = {
  name: 'memory_operations',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['decisions'],
    properties: {
      decisions: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['fact', 'reason', 'operation', 'memory', 'text'],
          properties: {
            fact: { type: 'string' },
            reason: { type: 'string' },
            operation: { type: 'string', enum: OPERATIONS },
            memory: { type: 'integer' },
            text: { type: 'string' },
          },
        },
      },
    },
  },
};

/** Memory ids by the number that the model sees, from 1. A memory that several facts may be about has one number. */
function number(facts: readonly NewFact[]): readonly ShownStatement[] {
  const shown = new Map<string, ShownStatement>();
  for (const { memories } of facts)
    for (const memory of memories) if (!shown.has(memory.id)) shown.set(memory.id, memory);
  return [...shown.values()];
}

function messagesOf(facts: readonly NewFact[], shown: readonly ShownStatement[]): ModelMessage[] {
  const line = (name: string, { text, time }: ShownStatement): string =>
    `${name}. (${formatDate(time)}) ${cutToTokens(text.replace(/\s+/g, ' '), STATEMENT_TOKENS)}`;
  const memories = shown.map((memory, index) => line(`${index + 1}`, memory)).join('\n');
  const news = facts
    .map((fact, index) => {
      const near = fact.memories.map(({ id }) => shown.findIndex((memory) => memory.id === id) + 1);
      return `${line(letterOf(index), fact)} [compare with: ${near.length === 0 ? 'none' : near.join(', ')}]`;
    })
    .join('\n');
  const { rule, wrap } = quoteMaterial([memories, news]);
  const parts = [
    shown.length > 0 && wrap('memories', memories),
    wrap('new facts', news),
    `Decide about ${facts.length === 1 ? 'fact a' : `facts a to ${letterOf(facts.length - 1)}`}. Answer with the JSON object only.`,
  ];
  return [
    { role: 'system', content: `${INSTRUCTIONS}\n\n${rule}` },
    { role: 'user', content: parts.filter((part) => part !== false).join('\n\n') },
  ];
}

function letterOf(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}

const INSTRUCTIONS = `You keep the memory of a software project. New facts arrive; compare each with the memories that it names and choose one operation.

- ADD: it tells something that no memory tells. Other people, other things and other properties are something new, also where the sentences look alike.
- UPDATE: it tells the same property of the same thing as one memory, with a newer value or in more detail. Give the memory's number and, as text, one sentence that says what holds now and keeps what is still true of both.
- DELETE: it says that what one memory tells no longer holds, and puts nothing in its place. Give the memory's number.
- NOOP: one memory says all of it already, perhaps in other words. Give the memory's number.

When in doubt choose ADD: nothing is lost by it. A merged text holds every name, number and version of the new fact, at most ${LONGEST_TEXT} characters, and nothing that neither of the two says.

Answer with one JSON object:
{"decisions": [{"fact": "a", "reason": "...", "operation": "ADD", "memory": 0, "text": ""}]}
One entry for each fact. memory: its number, 0 with ADD. text: only with UPDATE, else "". reason: one short sentence.

Examples, with the memories 1 "The default timeout is 100 ms.", 2 "Ana maintains the parser.", 3 "Nightly builds run on Travis." and 4 "Tests run with mocha.":
"The default timeout is 250 ms for slow networks." -> UPDATE 1, text "The default timeout is 250 ms, for slow networks."
"Ben maintains the printer." -> ADD 0
"Nightly builds were given up." -> DELETE 3
"The test runner is mocha." -> NOOP 4`;

/** Other words that models use for the four. The paper's own prompt says NONE. */
const ALSO: Readonly<Record<string, OperationKind>> = {
  NONE: 'NOOP',
  NO_OP: 'NOOP',
  'NO-OP': 'NOOP',
  NOCHANGE: 'NOOP',
  KEEP: 'NOOP',
  CREATE: 'ADD',
  INSERT: 'ADD',
  NEW: 'ADD',
  MERGE: 'UPDATE',
  REPLACE: 'UPDATE',
  REMOVE: 'DELETE',
};

const operation = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  const [, word = ''] = /^\W*([a-z][a-z_-]*)/i.exec(value) ?? [];
  const upper = word.toUpperCase();
  return ALSO[upper] ?? upper;
}, z.enum(OPERATIONS));

const item = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !('operation' in value) && 'event' in value
      ? { ...value, operation: value.event }
      : value,
  z.object({ fact: patientText, operation, memory: patientNumber, text: patientText, reason: patientText }),
);

function readOpinions(
  answer: string,
  facts: readonly NewFact[],
  shown: readonly ShownStatement[],
): Parsed<readonly UnsignedOpinion[]> {
  const list = parseList(answer, 'decisions', item);
  if ('problem' in list) return list;
  const dropped = [...list.dropped];
  const found = new Map<string, UnsignedOpinion>();
  for (const told of list.value) {
    const fact = factOf(told.fact, facts);
    if (!fact) {
      dropped.push(`"${cutText(told.fact, 20)}" is no letter of a fact.`);
      continue;
    }
    const read = toOpinion(told, fact, shown);
    if ('problem' in read) dropped.push(`Fact ${letterOf(facts.indexOf(fact))}: ${read.problem}`);
    else if (found.has(fact.id))
      dropped.push(`Fact ${letterOf(facts.indexOf(fact))}: it is decided twice; the first counts.`);
    else {
      found.set(fact.id, read.opinion);
      if (read.note !== undefined) dropped.push(`Fact ${letterOf(facts.indexOf(fact))}: ${read.note}`);
    }
  }
  if (found.size === 0) return { problem: dropped.join(' ') || 'It decides about no fact.' };
  return { value: [...found.values()], dropped };
}

/** "a", "A.", "fact a", "(a)". Where one fact was asked about, a missing letter means that one. */
function factOf(told: string, facts: readonly NewFact[]): NewFact | undefined {
  const [, letter] = /^(?:fact\s*)?\W*([a-z])\W*$/i.exec(told.trim()) ?? [];
  if (letter !== undefined) return facts[letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)];
  return facts.length === 1 && told === '' ? facts[0] : undefined;
}

type Read = { readonly opinion: UnsignedOpinion; readonly note?: string } | { readonly problem: string };

function toOpinion(told: z.infer<typeof item>, fact: NewFact, shown: readonly ShownStatement[]): Read {
  const { operation } = told;
  const reason = cutText(told.reason.replace(/\s+/g, ' '), LONGEST_REASON);
  // What a model adds to it is harmless: an ADD is about no memory.
  if (operation === 'ADD') return { opinion: { fact: fact.id, operation, reason } };
  const memory = shown[told.memory - 1];
  if (!memory) return { problem: `it names memory ${told.memory}, which was not shown.` };
  if (!fact.memories.some(({ id }) => id === memory.id))
    return { problem: `it names memory ${told.memory}, which it was not to be compared with.` };
  const opinion: UnsignedOpinion = { fact: fact.id, operation, target: memory.id, reason };
  const text = told.text.replace(/\s+/g, ' ').trim();
  if (operation !== 'UPDATE' || text === '' || text === fact.text) return { opinion };
  const problem = text.length > LONGEST_TEXT ? 'it is too long.' : unmerged(text, memory.text, fact.text);
  if (problem !== undefined) return { opinion, note: `the merged text is not used: ${problem}` };
  return { opinion: { ...opinion, text } };
}
