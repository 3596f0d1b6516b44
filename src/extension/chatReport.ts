import type { ChatImportReport, FoundChat, SkippedChat } from '../protocol/chats';
import { appName, countOf, formatCount, formatDate } from '../protocol/words';

/** "41 conversations read: 812 new turns, 37 proposals. 3 secrets were left out. In 2 files something was passed over." */
export function importSentence({ chats, events, proposals, secrets, skipped }: ChatImportReport): string {
  const proposed = proposals.add + proposals.update + proposals.delete;
  const conversations = countOf(chats.length, 'conversation');
  return [
    chats.length === 0
      ? 'No conversation was found.'
      : events === 0
        ? `Nothing new in ${conversations}.`
        : `${conversations} read: ${countOf(events, 'new turn')}, ${proposed === 0 ? 'no proposals' : countOf(proposed, 'proposal')}.`,
    ...(secrets > 0 ? [`${countOf(secrets, 'secret')} ${secrets === 1 ? 'was' : 'were'} left out.`] : []),
    ...skippedSentence(skipped),
  ].join(' ');
}

/** "In 2 files something was passed over." Nothing when nothing was. */
export function skippedSentence(skipped: readonly SkippedChat[]): string[] {
  const files = new Set(skipped.map(({ file }) => file)).size;
  return files > 0 ? [`In ${countOf(files, 'file')} something was passed over.`] : [];
}

/** Why, for the log: a line each. */
export function skippedLines(skipped: readonly SkippedChat[]): string[] {
  return skipped.map(({ app, file, reason }) => `${appName(app)}, ${file}: ${reason}`);
}

/** Reasons that are told in a list, and how many files each stands for: "of another project: 12 files". */
export function skippedReasons(skipped: readonly SkippedChat[]): string {
  const files = new Map<string, Set<string>>();
  for (const { file, reason } of skipped) {
    const kind = reason.replace(/ \(\d+\)$/, '');
    files.set(kind, (files.get(kind) ?? new Set()).add(file));
  }
  return [...files].map(([kind, of]) => `${kind}: ${countOf(of.size, 'file')}`).join(', ');
}

/** "12 turns, 3 new, 14 kB" */
export function sizeOf({ turns, newTurns, size }: FoundChat): string {
  const news = newTurns === 0 ? 'read already' : newTurns === turns ? 'new' : `${formatCount(newTurns)} new`;
  return `${countOf(turns, 'turn')}, ${news}, ${formatCount(Math.max(1, Math.round(size / 1000)))} kB`;
}

/** "Claude Code, 26 Feb 2026" */
export function originOf({ app, startedAt }: FoundChat): string {
  return `${appName(app)}, ${startedAt === undefined ? 'no date' : formatDate(startedAt)}`;
}
