import type { Answer, UsedMemory } from '../core/index';
import { LINKS } from './ids';
import { commandLink, escapeMarkdown } from './markdown';
import { discussedMarkdown, sourceMarkdown, type Discussed } from './sourceText';
import { formatDate, staleRemark } from '../protocol/words';
import { asPlainLine, asSentence, describeSource } from './words';

/** Commands that an answer's links may run; nothing else is trusted in it. */
export const ANSWER_LINKS: readonly string[] = [LINKS.openMemory, LINKS.openSource];

/** Older versions stand in the history. */
const SHOWN_CHANGES = 2;

/** An answer as the chat shows it: the claims with their numbers, what changed, then one line per memory used. */
export function answerMarkdown(answer: Answer, root: string, discussed: Discussed = new Map()): string {
  if (answer.declined) return declinedMarkdown(answer, root);
  const cite = (index: number): string => {
    const used = answer.used[index];
    return used ? commandLink(`\\[${index + 1}\\]`, LINKS.openMemory, { root, id: used.id }) : '';
  };
  const claims = placeCitations(answer).map((part) => (typeof part === 'number' ? cite(part) : escapeMarkdown(part)));
  const sources = answer.used.map((used, index) => `${cite(index)} ${usedLine(used, root, discussed)}`);
  return [
    joinClaims(claims),
    ...answer.replaced
      .slice(0, SHOWN_CHANGES)
      .map(({ text, until }) => `Changed on ${formatDate(until)}. Before: ${escapeMarkdown(asSentence(text))}`),
    ...(sources.length > 0 ? ['---', sources.join('  \n')] : []),
    answerFooter(answer, escapeMarkdown),
  ].join('\n\n');
}

/** The same without markup, for a plain document. */
export function answerPlain(answer: Answer): string {
  const used = answer.used.map(
    (memory, index) => `[${index + 1}] ${asSentence(asPlainLine(memory.text))} ${usedSource(memory)}`,
  );
  if (answer.declined) {
    const closest = answer.closest ? [`${closestWords(answer)} ${asSentence(asPlainLine(answer.closest.text))}`] : [];
    const about = answer.about ? asPlainLine(answer.about) : 'this';
    return [declinedSentence(answer, about), ...closest].join('\n\n');
  }
  const claims = placeCitations(answer).map((part) => (typeof part === 'number' ? `[${part + 1}]` : asPlainLine(part)));
  const replaced = answer.replaced
    .slice(0, SHOWN_CHANGES)
    .map(({ text, until }) => `Changed on ${formatDate(until)}. Before: ${asSentence(asPlainLine(text))}`);
  return [joinClaims(claims), ...replaced, used.join('\n'), answerFooter(answer)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** "As of 26 Feb 2026. 2 of 60 candidates used. Worded by qwen3:4b." */
export function answerFooter(answer: Answer, asText: (name: string) => string = asPlainLine): string {
  const newest = answer.used
    .map((used) => used.validFrom)
    .sort()
    .at(-1);
  const asOf = answer.asOf ?? newest;
  const by = answer.wordedBy === undefined ? '' : ` Worded by ${asText(answer.wordedBy)}.`;
  return `${asOf ? `As of ${formatDate(asOf)}. ` : ''}${answer.used.length} of ${answer.candidates} candidates used.${by}`;
}

/**
 * Splits the answer so that the number of a memory stands right after the words taken from it. Numbers whose words the
 * answer does not quote stand at its end.
 */
export function placeCitations(answer: Pick<Answer, 'answer' | 'used'>): (string | number)[] {
  const places = answer.used
    .map((used, index) => {
      const words = used.text.replace(/[.!?\s]+$/, '');
      const at = words === '' ? -1 : answer.answer.toLowerCase().indexOf(words.toLowerCase());
      return { index, end: at < 0 ? answer.answer.length : at + words.length };
    })
    .sort((a, b) => a.end - b.end || a.index - b.index);
  const parts: (string | number)[] = [];
  let from = 0;
  for (const { index, end } of places) {
    // The number stands before the full stop of its own claim.
    const stop = end === answer.answer.length && answer.answer.endsWith('.') ? end - 1 : end;
    if (stop > from) parts.push(answer.answer.slice(from, stop));
    parts.push(index);
    from = Math.max(from, stop);
  }
  if (from < answer.answer.length) parts.push(answer.answer.slice(from));
  return parts;
}

/** Puts the parts together again; a part that begins with a stop follows without a space. */
function joinClaims(parts: readonly string[]): string {
  return parts.reduce((text, part) => (text === '' || /^\\?[.,;:!?]/.test(part) ? text + part : `${text} ${part}`), '');
}

function declinedMarkdown(answer: Answer, root: string): string {
  const about = answer.about ? `**${escapeMarkdown(answer.about)}**` : 'this';
  const { closest } = answer;
  return [
    declinedSentence(answer, about),
    ...(closest ? [`${closestWords(answer)} ${usedLine(closest, root, new Map())}`] : []),
  ].join('\n\n');
}

function declinedSentence({ lacks }: Answer, about: string): string {
  return lacks === 'reason' ? 'No reason was recorded.' : `Memory holds nothing about ${about}.`;
}

/** What is known where only the reason is missing is no mere neighbour. */
function closestWords({ lacks }: Answer): string {
  return lacks === 'reason' ? 'Memory holds:' : 'Closest memory, not an answer:';
}

function usedLine(used: UsedMemory, root: string, discussed: Discussed): string {
  const [source] = used.sources;
  const link = source ? `, ${sourceMarkdown(source, root)}${discussedMarkdown(source, root, discussed)}` : '';
  return `${escapeMarkdown(asSentence(used.text))} ${formatDate(used.validFrom)}${link} ${escapeMarkdown(remarks(used))}`.trimEnd();
}

function usedSource(used: UsedMemory): string {
  const [source] = used.sources;
  return `${formatDate(used.validFrom)}${source ? `, ${asPlainLine(describeSource(source))}` : ''} ${asPlainLine(remarks(used))}`.trimEnd();
}

function remarks(used: UsedMemory): string {
  const stale = staleRemark(used);
  const words = [
    ...(used.reviewed ? [] : ['not reviewed']),
    ...(used.branch ? [`on branch ${used.branch}`] : []),
    ...(stale === undefined ? [] : [stale]),
  ];
  return words.length > 0 ? `(${words.join(', ')})` : '';
}
