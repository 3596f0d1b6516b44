import { foreign, h, icon, linkButton, visible } from './dom';
import { openSource, TEXTS } from './texts';
import type { Source } from './types';

type Named = Pick<Source, 'kind' | 'ref' | 'subject'>;

const ICONS = { commit: 'git-commit', chat: 'comment-discussion', note: 'note' } as const;
const WORDS = { commit: 'Commit', chat: TEXTS.chat, note: TEXTS.note } as const;

export function sourceIcon({ kind }: Named): HTMLElement {
  return icon(ICONS[kind]);
}

export function sourceWord({ kind }: Named): string {
  return WORDS[kind];
}

/** What a source is called in a row of its own. */
export function sourceTitle(source: Named): string {
  return visible(source.kind === 'note' ? TEXTS.toldByYou : source.subject);
}

/** "b933476 Require Node.js 22": opens the commit, the chat turn or the note. */
export function sourceLink(source: Named, open: (source: Named) => void): HTMLElement {
  const short =
    source.kind === 'commit' ? `${source.ref.slice(0, 7)} ` : source.kind === 'chat' ? `${TEXTS.chat}: ` : '';
  const label = h('span', {}, visible(short), foreign(sourceTitle(source)));
  const link = linkButton(label, () => open(source), {
    class: 'link source',
    title: openSource(source.kind, sourceTitle(source)),
  });
  link.prepend(sourceIcon(source));
  return link;
}
