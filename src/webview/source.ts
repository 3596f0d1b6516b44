import { foreign, h, icon, linkButton } from './dom';
import { openSource, TEXTS, turnTitle } from './texts';
import type { NamedSource, SourceKey } from '../protocol/sidebar';
import { sourceName, visible } from '../protocol/words';

const ICONS = { commit: 'git-commit', chat: 'comment-discussion', note: 'note', file: 'book' } as const;
const WORDS = { commit: 'Commit', chat: TEXTS.chat, note: TEXTS.note, file: 'Document' } as const;

export function sourceIcon({ kind }: NamedSource): HTMLElement {
  return icon(ICONS[kind]);
}

/** What a source is called in a row of its own, beside its icon. Turns of one chat are told apart by their number. */
export function sourceTitle(source: NamedSource): string {
  const { title } = sourceName(source);
  return visible(source.kind === 'chat' && source.turn !== undefined ? turnTitle(source.turn, title) : title);
}

/** The same for who does not see the icon: "Commit Require Node.js 22", "Claude Code, turn 4: How do we cut the release?" */
export function sourceLabel(source: NamedSource): string {
  const { name, title } = sourceName(source);
  return visible(`${source.kind === 'chat' ? name : WORDS[source.kind]} ${title}`);
}

/** What the extension needs to open it. */
export function keyOf({ kind, ref, session }: SourceKey): SourceKey {
  return { kind, ref, ...(session === undefined ? {} : { session }) };
}

/** "b933476 Require Node.js 22", "Claude Code, turn 4: How do we cut the release?": opens the commit, the chat turn or the note. */
export function sourceLink(source: NamedSource, open: (source: SourceKey) => void): HTMLElement {
  const { name } = sourceName(source);
  const title = visible(sourceName(source).title);
  const label = h('span', {}, foreign(name), name === '' ? '' : ' ', foreign(title));
  const link = linkButton(label, () => open(keyOf(source)), {
    class: 'link source',
    title: openSource(source.kind, title),
  });
  link.prepend(sourceIcon(source));
  return link;
}
