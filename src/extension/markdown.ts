import { asPlainLine } from './words';

/**
 * Foreign text as Markdown that shows exactly this text: on one line, without links, markup, HTML or theme icons.
 * CommonMark lets a backslash stand before any ASCII punctuation; a URL with escaped dots and slashes is not linked.
 */
export function escapeMarkdown(text: string): string {
  return asPlainLine(text).replace(/[!-/:-@[-`{-~]/g, (sign) => (/[,;'"?%]/.test(sign) ? sign : `\\${sign}`));
}

/** A link that runs one of our commands with one argument. Only trusted Markdown runs it. */
export function commandLink(label: string, command: string, argument: object): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `[${label}](command:${command}?${query})`;
}

/** What Markdown of ours reads like: links by their labels, without the backslashes that `escapeMarkdown` put in. */
export function plainMarkdown(markdown: string): string {
  return markdown
    .replace(LINK_OR_MARK, (_, escaped?: string, label?: string) => escaped ?? (label && plainMarkdown(label)) ?? '')
    .trim();
}

/** An escaped sign; a link with its label; the marks of bold text. */
const LINK_OR_MARK = /\\([!-/:-@[-`{-~])|\[((?:\\.|[^\\\]])*)\]\([^)\s]*\)|\*\*/g;
