import type { HistoryEntry, Proposal } from '../core/index';
import { escapeMarkdown } from './markdown';
import { sourceMarkdown } from './sourceText';
import { formatDate, letInBy } from '../protocol/words';
import { asSentence } from './words';

/** A proposal as one line of Markdown. */
export function proposalLine({ operation, oldText, newText }: Proposal): string {
  const text = (words: string | undefined): string => escapeMarkdown(asSentence(words ?? ''));
  switch (operation) {
    case 'ADD':
      return `**Add:** ${text(newText)}`;
    case 'UPDATE':
      return `**Update:** ${text(newText)} Before: ${text(oldText)}`;
    case 'DELETE':
      return `**Delete:** ${text(oldText)}`;
  }
}

/** A step in the life of a memory as one line of Markdown, with a link to its commit. */
export function historyLine(step: HistoryEntry, root: string): string {
  const { event } = step;
  const verb = { ADD: 'Added', UPDATE: 'Updated', DELETE: 'Deleted' }[step.operation];
  const until = step.until ? `, held until ${formatDate(step.until)}` : '';
  const source = `${sourceMarkdown(event, root)}${event.kind === 'commit' ? ` ${escapeMarkdown(event.subject)}` : ''}`;
  return `${verb} ${formatDate(step.at)}${until}, ${escapeMarkdown(letInBy(step))}: ${escapeMarkdown(asSentence(step.text))} ${source}`;
}
