import { formatDate, spellPeriod } from '../base/dates';
import { cutText } from '../base/text';
import type { Memory } from '../memory/memory';
import { LONGEST_ANSWER } from '../prompts/answer';
import type { UsedMemory } from './answer';

/** Longest answer without a language model, in characters. */
export const MAX_ANSWER = 300;

/** What an answer says, and what it says it from. */
export interface Finding {
  readonly text: string;
  /** The deciding memory first. */
  readonly used: readonly Memory[];
  /** Share of the question that it speaks of, in [0, 1]; default: it follows from what is known of the subject. */
  readonly confidence?: number;
}

/** Cut to the space that an answer has. */
export function fit(text: string): string {
  return cutText(text, MAX_ANSWER);
}

export function sayYes(quoted: string): string {
  return fit(`Yes. ${quoted}`);
}

export function sayNo(quoted: string): string {
  return fit(`No. ${quoted}`);
}

/** "Yes. At the end of 2019: The project uses lodash ^4.17.0." */
export function sayWhen(period: string, text: string): string {
  const [verdict = ''] = /^(?:Yes|No)\. /.exec(text) ?? [];
  const time = spellPeriod(period);
  return fit(`${verdict}${time.charAt(0).toUpperCase()}${time.slice(1)}: ${text.slice(verdict.length)}`);
}

/** An answer in other words about a past time, which says the time; left as it is where it says so itself. */
export function inPeriod(period: string | undefined, text: string): string {
  if (period === undefined || text.includes(period.slice(0, 'yyyy'.length))) return text;
  const [begin = '', verdict] = /^(Yes|No)\b[.,:;]?\s*/i.exec(text) ?? [];
  const time = spellPeriod(period);
  const said = `${time.charAt(0).toUpperCase()}${time.slice(1)}: ${text.slice(begin.length)}`;
  return cutText(verdict === undefined ? said : `${verdict}. ${said}`, LONGEST_ANSWER);
}

/** A memory word for word, as a sentence. Of a deleted one what ended it, and when. */
export function quote(memory: Memory): string {
  return memory.ending
    ? `On ${formatDate(memory.ending.time)}: ${asSentence(memory.ending.text)}`
    : asSentence(memory.text);
}

/** "chai was removed on 12 May 2024 and replaced by node:assert." */
export function describeEnding(memory: Memory): string {
  const { ending, kind, subject } = memory;
  if (!ending || kind !== 'dependency' || subject === undefined) return quote(memory);
  const successor = ending.replacedBy === undefined ? '' : ` and replaced by ${ending.replacedBy}`;
  return `${subject} was removed on ${formatDate(ending.time)}${successor}.`;
}

/** A memory as an answer cites it: of a deleted one, what ended it. */
export function toUsed(memory: Memory): UsedMemory {
  const { id, ending, reviewed, branch, stale, stalePath, lost } = memory;
  return {
    id,
    text: ending?.text ?? memory.text,
    validFrom: ending?.time ?? memory.validFrom,
    reviewed,
    sources: ending ? [...ending.sources, ...memory.sources] : memory.sources,
    ...(branch !== undefined && { branch }),
    ...(stale && { stale }),
    ...(stalePath && { stalePath }),
    ...(lost && { lost }),
  };
}

function asSentence(text: string): string {
  return /[.!?…。！？]["')\]`]*$/.test(text) ? text : `${text}.`;
}
