import type { Memory } from '../core/index';
import { formatDate, KIND_NAMES, sourceName, staleRemark, visible } from '../protocol/words';

/** "b933476 Require Node.js 22", "Claude Code, turn 4: How do we cut the release?", "Told by you". */
export function describeSource(source: Parameters<typeof sourceName>[0]): string {
  const { name, title } = sourceName(source);
  return `${name} ${title}`.trimStart();
}

/** What stands beside a memory: its kind and since when it holds, or why it does not. */
export function describeState(memory: Memory): string {
  if (memory.state === 'superseded') return `Superseded on ${formatDate(memory.validTo ?? memory.validFrom)}`;
  if (memory.state === 'deleted') return `Deleted on ${formatDate(memory.validTo ?? memory.validFrom)}`;
  const remark = staleRemark(memory);
  return [
    KIND_NAMES[memory.kind],
    `as of ${formatDate(memory.validFrom)}`,
    ...(memory.branch ? [`on branch ${memory.branch}`] : []),
    ...(remark === undefined ? [] : [remark]),
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
  return asPlainText(text.replace(/\s+/gu, ' ')).trim();
}

/** The same on as many lines as it has. */
export function asPlainText(text: string): string {
  return visible(text.replace(/\r\n?/g, '\n'));
}

/** For labels of quick picks, which show `$(name)` as an icon: foreign text must not make one. */
export function withoutIcons(text: string): string {
  return asPlainLine(text).replace(/\$\(/g, '$\u2060(');
}
