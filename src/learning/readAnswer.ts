import { anchors, findExchange, numbers, statementOf, terms, words, type ReadQuestion } from '../core/index';
import type { Wanted } from './intent';
import type { ReadMemory } from './types';

/**
 * What a memory answers to a question, by its words alone: the version, name, day or person that the question asks for, yes or no, else what it
 * says beyond the question.
 * @returns nothing where it does not say what is asked for
 */
export function answerFrom(memory: ReadMemory, wanted: Wanted): string | undefined {
  const { text } = memory;
  switch (wanted.intent) {
    case 'there':
      return yesNo(standing(memory, wanted) === 'there');
    case 'gone':
      return yesNo(standing(memory, wanted) === 'gone');
    case 'reverted':
      return yesNo(REVERTED.test(text));
    case 'deprecated':
      return yesNo(/\bdeprecat/i.test(text));
    case 'when':
      return memory.time.slice(0, 'yyyy-mm-dd'.length);
    case 'who':
      return memory.author;
    case 'why':
      return reasonIn(text);
    case 'new name':
      return changeIn(text)?.now;
    case 'old name':
      return changeIn(text)?.old;
    case 'role':
      return toolIn(changeIn(text)?.now ?? text, wanted);
    case 'former role':
      return toolIn(changeIn(text)?.old ?? '', wanted);
    // What was is no answer to what holds.
    case 'version':
      return memory.ends ? undefined : versionIn(statementOf(text), wanted);
    case 'value':
      return memory.ends ? undefined : valueIn(statementOf(text));
    case 'said':
      return restOf(text, wanted);
  }
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

const REVERTED = /\bwas reverted\b|^\W*revert|\brolled back\b/i;
const APPLIED_AGAIN = /\bwas applied again\b/i;
const REMOVES = /\b(?:remov|dropp?|delet|uninstall|ditch|get rid of|no longer|eliminat)\w*/i;

/** Whether what is asked about is there, by what a memory says. */
function standing(memory: ReadMemory, wanted: Wanted): 'there' | 'gone' {
  const inner = /"(.+)"/s.exec(memory.text)?.[1];
  const isReverted = REVERTED.test(memory.text) && !APPLIED_AGAIN.test(memory.text);
  if (isReverted && inner !== undefined)
    return standing({ ...memory, text: inner, ends: false }, wanted) === 'there' ? 'gone' : 'there';
  if (memory.ends) return 'gone';
  const statement = statementOf(memory.text);
  const change = changeIn(statement);
  if (change) {
    const [old, now] = [howMuch(change.old, wanted.topic), howMuch(change.now, wanted.topic)];
    if (old !== now) return old > now ? 'gone' : 'there';
  }
  return REMOVES.test(statement) ? 'gone' : 'there';
}

function howMuch(part: string, topic: ReadQuestion['asked']): number {
  const said = new Set(words(part));
  return topic.filter(({ whole, tail }) => said.has(whole) || (tail !== undefined && said.has(tail))).length;
}

interface Change {
  readonly old: string;
  readonly now: string;
}

/** What was taken for what, each as it is written. */
function changeIn(text: string): Change | undefined {
  const statement = statementOf(text);
  const found: Change | undefined = findExchange(statement) ?? changeOtherwise(statement);
  return found && { old: trim(found.old), now: trim(found.now) };
}

function changeOtherwise(statement: string): Change | undefined {
  for (const pattern of OTHERWISE) {
    const { old, now } = pattern.exec(statement)?.groups ?? {};
    if (old !== undefined && now !== undefined) return { old, now };
  }
  return undefined;
}

const OTHERWISE = [
  /^(?<old>.+?)\s*(?:->|=>|→)\s*(?<now>.+)/,
  /\b(?:deprecated|dropped|removed)\s+in\s+favou?r\s+of\s+(?<now>.+)(?<old>)/i,
  /^(?<old>.+?)\s+(?:was|were)\s+(?:deprecated|dropped|removed)\s+in\s+favou?r\s+of\s+(?<now>.+)/i,
  /\b(?:migrate|chang|switch|mov|replac|convert)\w*\s+(?:from\s+)?(?<old>.+?)\s+(?:to|with|by)\s+(?<now>.+)/i,
  /\buse\s+(?<now>.+?)\s+(?:instead of|rather than|over)\s+(?<old>.+)/i,
];

function trim(name: string): string {
  return name
    .replace(/^(?:the|a|an|from|use|using)\s+/i, '')
    .replace(/\s+\((?:.*)$/, '')
    .replace(/[.;,]$/, '')
    .trim();
}

/** The version that came last: "from 4 to 5" is 5 now. Only where a number is that of the topic, or the only one. */
function versionIn(statement: string, { topic }: Wanted): string | undefined {
  const asked = new Set(topic.map(({ whole }) => whole));
  const versions = numbers(statement);
  const isCounted = anchors(statement).some((anchor) => asked.has(anchor));
  if (!isCounted && versions.length !== 1) return undefined;
  const last = /(?:\bto|->|→|>>)\s+(?:version\s+)?\W{0,3}v?(\d[\w.]*)/i.exec(statement)?.[1]?.replace(/\.$/, '');
  return last ?? (/\|\|/.test(statement) ? versions[0] : versions.at(-1));
}

/** "Is 'round' by default", "changed from 100 to 250", "set to 250". */
function valueIn(statement: string): string | undefined {
  const said =
    /(?:\bto|->|→)\s+(\S+?)(?:\s+by default)?[.,;]?$/i.exec(statement) ??
    /(?:\b(?:is|are|to|now)|=|:)\s+["'`]?([^\s"'`,;()]+)/i.exec(statement);
  return said?.[1]?.replace(/^["'`]|["'`.]$/g, '');
}

/** The tool of the role that is asked for. */
function toolIn(passage: string, { tools }: Wanted): string | undefined {
  return terms(passage).find(({ text }) => tools.has(text.toLowerCase()))?.text;
}

function reasonIn(text: string): string | undefined {
  const rest = text.slice(statementOf(text).length).replace(/^[:.\s]+/, '');
  if (rest !== '') return rest;
  const given = REASON.exec(text);
  return given ? text.slice(given.index + given[0].length).replace(/\.$/, '') : undefined;
}

const REASON =
  /\b(?:because(?: of)?|since(?! v?\d)|so that|due to|in order to|as(?= (?:it|they|we|there|this|that)\b))\s+/i;

/** What it says beyond the words of the question. */
function restOf(text: string, { topic }: Wanted): string {
  const asked = new Set(topic.map(({ whole }) => whole));
  return terms(text)
    .filter((term) => !asked.has(term.whole))
    .map((term) => term.text)
    .join(' ');
}
