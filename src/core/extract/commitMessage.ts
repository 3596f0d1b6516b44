/** A commit message in its two parts. */
export interface Message {
  /** First line, as written. */
  readonly subject: string;
  readonly body: string;
}

/** One piece of prose from a message body, its wrapped lines joined. */
export interface Block {
  readonly kind: 'paragraph' | 'item';
  readonly text: string;
}

export function splitMessage(text: string): Message {
  const [subject = '', ...body] = text.replaceAll('\r\n', '\n').trim().split('\n');
  return { subject: subject.trim(), body: body.join('\n').trim() };
}

/** "feat(core)!: drop Node 18 (#12)" -> "drop Node 18": what a subject says without the bookkeeping around it. */
export function bareSubject(subject: string): string {
  return subject
    .replace(/^(?:\[[^\]]{1,30}\]\s*)+/, '')
    .replace(/^[\p{Extended_Pictographic}\u200D\uFE0F]+\s*/u, '')
    .replace(/^:[a-z0-9_]+:\s*/, '')
    .replace(
      /^(?:build|chore|ci|deps|docs?|feat(?:ure)?|fix|bugfix|hotfix|misc|perf|performance|refactor(?:ing)?|release|style|tests?|types?|typings?|breaking(?: change)?|internal|core|tools?|repo|meta|dx|lint)(?:\([^)]*\)|\/[\w-]+)?!?:\s*(?=\S)/i,
      '',
    )
    .replace(
      /(?:\s*\((?:(?:closes|fixes|resolves|fix|see|refs?|pr|pull|issue|gh)?[\s:]*#?(?:GH-)?\d+(?:,\s*)?)+\))+\.?$/i,
      '',
    )
    .replace(/[\s,;–-]*\b(?:closes|fixes|resolves|fix|see|refs?):?\s+#\d+(?:,\s*#\d+)*\.?$/i, '')
    .trim();
}

/**
 * The prose of a message body: without code, tables, quotes, HTML, links, check lists, headings, trailers and what bots
 * paste (release notes, change logs). List items and paragraphs stay apart.
 */
export function proseOf(body: string): Block[] {
  const blocks: Block[] = [];
  let open: { kind: Block['kind']; lines: string[] } | undefined;
  const close = () => {
    if (open !== undefined) blocks.push({ kind: open.kind, text: open.lines.join(' ').replace(/\s+/g, ' ').trim() });
    open = undefined;
  };
  for (const line of withoutPasted(body)) {
    const item = /^\s*(?:[*+•-]|\d{1,2}[.)])\s+(.*)$/.exec(line)?.[1];
    if (isNoise(line)) close();
    else if (item !== undefined) {
      close();
      if (!/^\[[ xX]\]/.test(item)) open = { kind: 'item', lines: [item] };
    } else if (open === undefined) open = { kind: 'paragraph', lines: [line.trim()] };
    else open.lines.push(line.trim());
  }
  close();
  return blocks.filter((block) => /\p{L}{2}/u.test(block.text));
}

/** Where what a bot or a form pasted begins; nothing after it was written for this commit. */
const PASTED =
  /^(?:<details|#{1,6}\s*(?:release notes|changelog|change log|commits|checklist|how to test|test plan|screenshots?)\b|release notes$|---\s*updated-dependencies|updated-dependencies:|dependabot |you can trigger a rebase|bumps? the \S+ group|bumps? \[|\* +\[?squash)/i;

function withoutPasted(body: string): string[] {
  const lines = body
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/^[ \t]*(```|~~~)[\s\S]*?(?:^[ \t]*\1[ \t]*$|(?![\s\S]))/gm, '')
    .split('\n');
  const end = lines.findIndex((line) => PASTED.test(line.trim()));
  return end === -1 ? lines : lines.slice(0, end);
}

const TRAILER =
  /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)+|Original|Fixes|Closes|Resolves|Refs?|See|Related|Cc|CC|PR|Issue|Link|Source|Bug|Release):?\s+\S/;

function isNoise(line: string): boolean {
  const text = line.trim();
  return (
    text === '' ||
    /^(?:#{1,6}\s|>|\||<\/?[a-z]|[-=*_~]{3,}$|!\[|\$ |@@ )/i.test(text) || // headings, quotes, tables, HTML, rules, pictures, shell, diffs
    (/^(?: {4}|\t)/.test(line) && !/^\s+[*+•-]\s/.test(line)) || // indented code
    /^(?:[-*]\s+)?(?:[\w ]{0,20}:\s*)?<?\[?[^\s\]]*\]?\(?https?:\/\/\S+$/.test(text) || // nothing but a link
    isTrailer(text)
  );
}

function isTrailer(text: string): boolean {
  if (
    /^(?:(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|see|related to|part of|pr)\b:?[\s:]*(?:https?:\S+|[\w./-]*#\d+|GH-\d+)[\s,.and]*)+$/i.test(
      text,
    )
  )
    return true;
  return TRAILER.test(text) && /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)+|Original|Cc|CC):\s/.test(text);
}
