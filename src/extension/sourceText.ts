import type { ChatLink, Source } from '../core/index';
import { LINKS } from './ids';
import { commandLink, escapeMarkdown } from './markdown';
import { sourceReference } from './reference';
import { describeSource } from './words';

/** Longer titles of conversations are cut in a line of text. In characters. */
const TITLE_LENGTH = 80;

/** By the sha of a commit: the chat turns that led to it, surest first. */
export type Discussed = ReadonlyMap<string, readonly ChatLink[]>;

/** A source as Markdown: the hash of a commit, the name of a chat turn, or that of a document, is the link that opens it. */
export function sourceMarkdown(source: Source, root: string): string {
  if (source.kind === 'commit') return openLink(source.ref.slice(0, 7), source, root);
  const name = describeSource(source);
  const short = name.length > TITLE_LENGTH ? `${name.slice(0, TITLE_LENGTH - 1)}…` : name;
  const opens = source.kind === 'file' || (source.kind === 'chat' && source.session !== undefined);
  return opens ? openLink(short, source, root) : escapeMarkdown(short);
}

/** ", from the chat ..." of a commit that was discussed in one; else nothing. */
export function discussedMarkdown(source: Source, root: string, discussed: Discussed): string {
  const [surest] = source.kind === 'commit' ? (discussed.get(source.ref) ?? []) : [];
  return surest ? `, from the chat ${sourceMarkdown(surest.source, root)}` : '';
}

function openLink(label: string, source: Source, root: string): string {
  return commandLink(escapeMarkdown(label), LINKS.openSource, sourceReference(source, root));
}
