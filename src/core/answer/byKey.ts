import { formatDate } from '../base/dates';
import type { Role } from '../base/roles';
import { escapeRegExp } from '../base/text';
import { numbers, words } from '../base/words';
import type { FactKind } from '../memory/fact';
import type { Memory } from '../memory/memory';
import type { Retriever } from '../retrieval/retriever';
import { coverage } from '../retrieval/telling';
import { describeEnding, fit, quote, sayNo, sayYes, type Finding } from './phrases';
import type { Question, QuestionType } from './question';

/**
 * Answers what follows from memories with a known subject: versions, whether something is still there, which tool, what replaced it, when
 * it came and went. Undefined when the question names no known subject, or its memories do not say.
 */
export function answerByKey(question: Question, retriever: Retriever): Finding | undefined {
  const byRole = answerByRole(question, retriever);
  if (byRole || question.subject === undefined) return byRole;
  const about = findOut(question, question.subject, retriever);
  switch (question.type) {
    case 'version':
      return answerVersion(about);
    case 'still':
      return about.holds ? yes(about.holds) : no(about);
    case 'gone':
      return answerGone(about);
    case 'which':
      return about.holds && question.topic !== undefined
        ? { text: quote(about.holds), used: [about.holds] }
        : undefined;
    case 'replacement':
      return answerReplacement(about, retriever);
    case 'when':
      return answerWhen(question, about, retriever);
    case 'who':
      return answerWho(question, about, retriever);
    case 'default':
    case 'amount':
    case 'why':
    case 'how':
    case 'where':
    case 'reverted':
    case 'general':
      return undefined;
  }
}

/** Types of questions that a role answers: "What runs our tests?" */
const ASKS_TOOL: ReadonlySet<QuestionType> = new Set<QuestionType>([
  'which',
  'where',
  'general',
  'replacement',
  'version',
]);

/** What has the roles that the question names. Undefined when one of them is not filled, or the question is about more than roles. */
function answerByRole({ type, roles, asked }: Question, retriever: Retriever): Finding | undefined {
  if (!ASKS_TOOL.has(type) || roles.length === 0) return undefined;
  const tools = roles.map(
    (role) =>
      retriever.about(role.name.toLowerCase()).filter(isActive).sort(wholeProjectFirst)[0] ??
      toldToUse(role, retriever),
  );
  if (tools.some((tool) => tool === undefined)) return undefined;
  const used = tools.flatMap((tool) => tool ?? []);
  const known = new Set([
    ...roles.flatMap(({ name, asked: phrases }) => [name, ...phrases]).flatMap(words),
    ...used.flatMap((tool) => versionsWords(tool, retriever)),
  ]);
  if (coverage(asked, known, retriever.idf) < LEAST_OF_ROLE) return undefined;
  return { text: fit(used.map(quote).join(' ')), used };
}

/** What somebody said to use of a role's tools, the newest: "Always write tests with vitest." */
function toldToUse({ tools }: Role, retriever: Retriever): Memory | undefined {
  const { idf } = retriever;
  // Names that are words of ordinary text ("should", "tap") are not looked for in sentences.
  const names = tools.filter((tool) => words(tool).some((word) => idf.ordinary(word) >= idf.ordinary(UNKNOWN)));
  return retriever
    .naming(names.flatMap(words))
    .filter((memory) => isActive(memory) && TOLD.has(memory.kind) && names.some((name) => isToBeUsed(name, memory)))
    .sort(latestFirst)[0];
}

const TOLD: ReadonlySet<FactKind> = new Set<FactKind>(['decision', 'convention', 'note', 'setting']);

/** A word that no text has. */
const UNKNOWN = '';

function isToBeUsed(tool: string, { text }: Memory): boolean {
  const name = `(?<![\\w@/-])${escapeRegExp(tool)}(?![\\w/-])`;
  const used = new RegExp(
    `\\b(?:us(?:e|es|ing)|with|prefer|adopt|(?:switch|mov|migrat)\\w* (?:\\S+ )?to)\\b[^.;]{0,60}?${name}`,
    'i',
  );
  const not = new RegExp(
    `\\b(?:not|never|no|without|instead of|rather than|drop\\w*|from)\\b[^.,;]{0,40}?${name}`,
    'i',
  );
  return used.test(text) && !not.test(text);
}

/** Share of the question that must be about roles and their tools. */
const LEAST_OF_ROLE = 0.4;

function versionsWords(memory: Memory, retriever: Retriever): string[] {
  return retriever.lineage(memory.lineage).flatMap(({ text }) => words(text));
}

function wholeProjectFirst(a: Memory, b: Memory): number {
  const isScoped = ({ attribute = '' }: Memory): number => (/ in /.test(attribute) ? 1 : 0);
  return isScoped(a) - isScoped(b) || latestFirst(a, b);
}

/** What is known of a subject. */
interface About {
  readonly subject: string;
  /** What holds now and fits the question best. */
  readonly holds: Memory | undefined;
  /** Where nothing holds: what ended last. */
  readonly ended: Memory | undefined;
  /** Where the subject is a tool that lost its role: what has the role now. */
  readonly successor: Memory | undefined;
}

function findOut(question: Question, subject: string, retriever: Retriever): About {
  const memories = ofFirstKind(retriever.about(subject), question);
  const rank = (memory: Memory): number => preference(memory, question);
  const holds = memories.filter(isActive).sort((a, b) => rank(a) - rank(b) || latestFirst(a, b))[0];
  const ended = holds ? undefined : memories.filter((memory) => memory.ending !== undefined).sort(latestFirst)[0];
  const successor =
    holds || ended
      ? undefined
      : memories.flatMap((memory) => retriever.lineage(memory.lineage).filter(isActive)).sort(latestFirst)[0];
  return { subject, holds, ended, successor };
}

/** Statements of what is there, by kind; of others (decisions, notes) only the text says what they mean for a question. */
const KINDS = ['dependency', 'tool', 'requirement'] as const;

/** A package that also is an engine ("vscode") is one thing when it is used, another when it is required. */
function ofFirstKind(memories: readonly Memory[], { asksRequired, type }: Question): Memory[] {
  const kinds = asksRequired && type === 'version' ? KINDS.toReversed() : KINDS;
  for (const kind of kinds) {
    const ofKind = memories.filter((memory) => memory.kind === kind);
    if (ofKind.length > 0) return ofKind;
  }
  return [];
}

/** Smaller is better: the project's own before that of one of its folders, the version in use before the range for peers. */
function preference({ attribute = '' }: Memory, { text, asksRequired }: Question): number {
  const asksPeer = asksRequired || /\bpeer\b/i.test(text);
  const isPeer = attribute.startsWith('peer range');
  const place = / in (.+)$/.exec(attribute)?.[1];
  const isPlaceNamed = place !== undefined && text.toLowerCase().includes(place.toLowerCase());
  return (isPeer === asksPeer ? 0 : 1) + (place === undefined ? 2 : isPlaceNamed ? 0 : 4);
}

function answerVersion({ holds, ended }: About): Finding | undefined {
  if (holds) return holds.value === undefined ? undefined : { text: fit(quote(holds)), used: [holds] };
  return ended && { text: fit(`None: ${describeEnding(ended)}`), used: [ended] };
}

function yes(memory: Memory): Finding {
  return { text: sayYes(quote(memory)), used: [memory] };
}

function no({ ended, successor }: About): Finding | undefined {
  if (ended) return { text: sayNo(describeEnding(ended)), used: [ended] };
  return successor && { text: sayNo(quote(successor)), used: [successor] };
}

function answerGone({ holds, ended, successor }: About): Finding | undefined {
  if (holds) return { text: sayNo(quote(holds)), used: [holds] };
  const last = ended ?? successor;
  return last && { text: sayYes(ended ? describeEnding(ended) : quote(last)), used: [last] };
}

function answerReplacement({ ended, successor }: About, retriever: Retriever): Finding | undefined {
  if (successor) return { text: fit(quote(successor)), used: [successor] };
  if (ended?.ending?.replacedBy === undefined) return undefined;
  const replacement = retriever.subjects.resolve(ended.ending.replacedBy);
  const now = replacement === undefined ? undefined : retriever.about(replacement).find(isActive);
  return { text: fit(describeEnding(ended)), used: now ? [ended, now] : [ended] };
}

function answerWhen(question: Question, about: About, retriever: Retriever): Finding | undefined {
  const step = findStep(question, about, retriever);
  if (!step) return undefined;
  const text = step.ending ? describeEnding(step) : `${formatDate(step.validFrom)}: ${quote(step)}`;
  return { text: fit(text), used: [step] };
}

function answerWho(question: Question, about: About, retriever: Retriever): Finding | undefined {
  const step = findStep(question, about, retriever);
  const source = step && (step.ending?.sources ?? step.sources)[0];
  if (source?.author === undefined) return undefined;
  const text = step?.ending ? describeEnding(step) : step && quote(step);
  return step && { text: fit(`${source.author}, on ${formatDate(source.time)}: ${text}`), used: [step] };
}

/** The version of a subject that a question about a change means: the last removal, the one with the number it names, the first, or the latest. */
function findStep(question: Question, { subject, holds, ended }: About, retriever: Retriever): Memory | undefined {
  if (question.change === 'removed') return ended;
  const about = new Set(retriever.about(subject));
  const versions = retriever.lineage((holds ?? ended)?.lineage ?? '').filter((version) => about.has(version));
  // How it began is asked for, not how it ended.
  const begun = versions.map(({ ending: _, ...version }): Memory => version);
  const [asked] = numbers(question.text);
  if (asked !== undefined)
    return begun.find(({ value = '' }) => numbers(value).some((number) => isWithin(number, asked)));
  const isTool = (holds ?? ended)?.subject?.toLowerCase() !== subject; // "when did we move to pnpm?" asks for the first of its versions
  return question.change === 'changed' && !isTool ? begun.at(-1) : begun[0];
}

/** "5.9.2" is within "5.9" and "5". */
function isWithin(version: string, asked: string): boolean {
  return version === asked || version.startsWith(`${asked}.`);
}

function isActive(memory: Memory): boolean {
  return memory.state === 'active';
}

function latestFirst(a: Memory, b: Memory): number {
  const timeOf = ({ ending, validFrom }: Memory): string => ending?.time ?? validFrom;
  return timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : 0;
}
