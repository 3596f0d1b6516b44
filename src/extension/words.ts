import type { FactKind, Memory, Source } from '../core/index';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "23 Feb 2026": the day as it stands in the event, in the time zone of whoever wrote it. */
export function formatDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  return year && month && day ? `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}` : iso;
}

/** "1,527" */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 commit", "1,527 commits" */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Heading of a kind, as the Memories view has it. */
export const KIND_NAMES: Readonly<Record<FactKind, string>> = {
  requirement: 'Requirements',
  tool: 'Tools',
  dependency: 'Dependencies',
  decision: 'Decisions',
  revert: 'Reverts',
  note: 'Notes',
};

/** "b933476 Require Node.js 22", "Chat", "Note". */
export function describeSource(source: Pick<Source, 'kind' | 'ref' | 'subject'>): string {
  switch (source.kind) {
    case 'commit':
      return `${source.ref.slice(0, 7)} ${source.subject}`;
    case 'chat':
      return `Chat: ${source.subject}`;
    case 'note':
      return 'Told by you';
  }
}

/** What stands beside a memory: its kind and since when it holds, or why it does not. */
export function describeState(memory: Memory): string {
  if (memory.state === 'superseded') return `Superseded on ${formatDate(memory.validTo ?? memory.validFrom)}`;
  if (memory.state === 'deleted') return `Deleted on ${formatDate(memory.validTo ?? memory.validFrom)}`;
  return [
    KIND_NAMES[memory.kind],
    `as of ${formatDate(memory.validFrom)}`,
    ...(memory.branch ? [`on branch ${memory.branch}`] : []),
    ...(memory.stale ? ['may be out of date'] : []),
    ...(memory.reviewed ? [] : ['not reviewed']),
  ].join(', ');
}

/** A sentence ends with a stop. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Foreign text on one line, without characters that turn or hide what stands around them. Joiners (emoji) stay. */
export function asPlainLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
      '\ufffd',
    )
    .trim();
}
