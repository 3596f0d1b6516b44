import * as z from 'zod';
import { cutText } from '../base/text';
import { words } from '../base/words';
import { quoteMaterial } from '../llm/boundary';
import { patientFlag, patientText } from '../llm/fields';
import { ungrounded } from '../llm/grounded';
import { parseList } from '../llm/json';
import type { AnswerSchema, ModelMessage } from '../llm/languageModel';
import type { Parsed, Prompt } from '../llm/prompt';
import { findQuote } from '../llm/quotes';
import { cutToTokens } from '../llm/tokens';
import type { EventKind, Role, Said } from '../memory/event';
import type { FactDraft, FactKind } from '../memory/fact';

/** An event as a model reads it. What the journal keeps of one fits; the turns before it come from the conversation. */
export interface EventToRead {
  readonly kind: EventKind;
  readonly role: Role;
  readonly text: string;
  readonly title?: string;
  /** Paths that it touched. */
  readonly files: readonly string[];
  readonly before?: readonly Said[];
}

export interface ExtractionInput {
  readonly event: EventToRead;
  /** What rules noted of it already. */
  readonly noted: readonly string[];
}

/** Asks for the lasting facts of one event. An empty list is an answer. */
export function extractionPrompt(input: ExtractionInput): Prompt<readonly FactDraft[]> {
  return {
    purpose: 'extract',
    messages: messagesOf(input),
    maxTokens: 1500,
    schema: SCHEMA,
    parse: (text) => readFacts(text, input),
  };
}

/** Of one event; what says more is a list of what was done. */
const MOST_FACTS = 8;

/** In characters: what is longer could not be quoted whole in an answer. */
const LONGEST_FACT = 300;

/** Tokens of the event itself, and of all that stands around it: the whole prompt stays below 2,000. */
const EVENT_TOKENS = 750;
const TURN_TOKENS = 75;
const NOTED_TOKENS = 200;
const FILES_TOKENS = 80;
const TITLE_TOKENS = 25;

/** The kinds that a model may use. Versions, tools and requirements are read from files, which know better. */
const KINDS = ['decision', 'convention', 'setting', 'feature', 'note'] as const satisfies readonly FactKind[];

const SCHEMA: AnswerSchema = {
  name: 'project_facts',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['facts'],
    properties: {
      facts: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['quote', 'text', 'kind', 'subject', 'ends'],
          properties: {
            quote: { type: 'string' },
            text: { type: 'string' },
            kind: { type: 'string', enum: KINDS },
            subject: { type: 'string' },
            ends: { type: 'boolean' },
          },
        },
      },
    },
  },
};

function messagesOf({ event, noted }: ExtractionInput): ModelMessage[] {
  const text = cutToTokens(event.text, EVENT_TOKENS);
  const before = (event.before ?? []).map((said) => `${said.role}: ${cutToTokens(said.text, TURN_TOKENS)}`).join('\n');
  const title = cutToTokens(event.title ?? '', TITLE_TOKENS);
  const files = cutToTokens(event.files.join('\n'), FILES_TOKENS);
  const known = cutToTokens(noted.map((one) => `- ${one}`).join('\n'), NOTED_TOKENS);
  const { rule, wrap } = quoteMaterial([title, before, text, files, known]);
  const parts = [
    title !== '' && wrap('title of the conversation', title),
    before !== '' && wrap('turns before, for understanding only', before),
    wrap(LABELS[event.kind](event.role), text),
    files !== '' && wrap('files that it touched', files),
    known !== '' && wrap('already noted, do not repeat', known),
    'Which lasting facts does it tell? Answer with the JSON object only.',
  ];
  return [
    { role: 'system', content: `${INSTRUCTIONS}\n\n${rule}` },
    { role: 'user', content: parts.filter((part) => part !== false).join('\n\n') },
  ];
}

const LABELS: Readonly<Record<EventKind, (role: Role) => string>> = {
  commit: () => 'commit message',
  chat: (role) => `chat turn of the ${role}`,
  note: () => 'note of the user',
  file: () => 'document of the project',
};

const INSTRUCTIONS = `You keep the memory of a software project. You read one commit, chat turn or document at a time and write down what somebody who works on the project should still know in a month.

Write down: decisions and their reasons, conventions, how the project is built, tested and released, settings and defaults, features that came, changed or went, limits that were met, and what people prefer.
Leave out: what is only about this moment (a bug being fixed, a task, a question, a plan that was not decided), what was merely done once, politeness, guesses, code, and everything that is noted already. Most texts hold nothing: then the list is empty.

Each fact is one sentence that can be read alone: name the thing, say what holds and, where it is told, why. Keep names, numbers and versions exactly as they are written. Never add what the text does not say.

Answer with one JSON object:
{"facts": [{"quote": "...", "text": "...", "kind": "...", "subject": "...", "ends": false}]}
- quote: the words of the text that say it, copied exactly
- text: the fact, at most ${LONGEST_FACT} characters
- kind: ${KINDS.map((kind) => `"${kind}"`).join(', ')}
- subject: what it is about, in one to three words of the text; "" where that is not clear
- ends: true only where it says that something no longer holds

At most ${MOST_FACTS} facts. Example, for "Use pnpm instead of npm\\n\\nCI spent four minutes on installs.\\nAlso fixes a typo.":
{"facts": [{"quote": "Use pnpm instead of npm", "text": "The project uses pnpm instead of npm, because CI spent four minutes on installs.", "kind": "decision", "subject": "pnpm", "ends": false}]}`;

const item = z.object({
  text: patientText.pipe(z.string().min(1, 'it has no text')),
  quote: patientText,
  kind: patientText,
  subject: patientText,
  ends: patientFlag,
});

function readFacts(answer: string, { event, noted }: ExtractionInput): Parsed<readonly FactDraft[]> {
  const list = parseList(answer, 'facts', item);
  if ('problem' in list) return list;
  const dropped = [...list.dropped];
  const facts: FactDraft[] = [];
  for (const [index, told] of list.value.entries()) {
    const fact = toDraft(told, event);
    if ('problem' in fact) dropped.push(`Fact ${index + 1}: ${fact.problem}`);
    else if (facts.some(({ text }) => isSame(text, fact.text)) || noted.some((text) => isSame(text, fact.text)))
      dropped.push(`Fact ${index + 1}: it is noted already.`);
    else if (facts.length === MOST_FACTS) dropped.push(`Fact ${index + 1}: there are more than ${MOST_FACTS}.`);
    else facts.push(fact);
  }
  const isAllWrong = facts.length === 0 && dropped.some((problem) => !problem.includes('noted already'));
  return isAllWrong ? { problem: dropped.join(' ') } : { value: facts, dropped };
}

function toDraft(
  { text: told, quote, kind, subject, ends }: z.infer<typeof item>,
  event: EventToRead,
): FactDraft | { readonly problem: string } {
  const text = told.replace(/\s+/g, ' ').trim();
  const said = [event.text, ...(event.before ?? []).map((one) => one.text)];
  const found = said.map((one) => findQuote(one, quote)).find((one) => one !== undefined);
  if (found === undefined) return { problem: `its quote "${cutText(quote, 60)}" does not stand in the text.` };
  const invented = ungrounded(text, [...said, event.title ?? '', ...event.files]);
  if (invented !== undefined) return { problem: invented };
  const quoted = new Set(words(found));
  if (!words(text).some((word) => quoted.has(word))) return { problem: 'its quote says nothing of it.' };
  const isSaid =
    subject !== '' && subject.length <= LONGEST_SUBJECT && said.some((one) => findQuote(one, subject) !== undefined);
  return {
    kind: kindOf(kind),
    text: cutText(text, LONGEST_FACT),
    quote: found.length > LONGEST_QUOTE ? found.slice(0, LONGEST_QUOTE).replace(/\s+\S*$/, '') : found,
    ...(isSaid && { subject }),
    ...(ends && { ends: true }),
  };
}

/** In characters: who quotes the whole message shows nothing by it. */
const LONGEST_QUOTE = 300;

/** In characters: what is longer is no name of a thing. */
const LONGEST_SUBJECT = 40;

function kindOf(told: string): FactKind {
  return KINDS.find((kind) => kind === told.toLowerCase()) ?? 'decision';
}

function isSame(a: string, b: string): boolean {
  return words(a).join(' ') === words(b).join(' ');
}
