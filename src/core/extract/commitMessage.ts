/** A commit message in its two parts. */
export interface Message {
  /** First line, as written. */
  readonly subject: string;
  readonly body: string;
}

/** One piece of prose from a message body, its wrapped lines joined. */
export interface Block {
  readonly kind: 'paragraph' | 'item';
  /** What an item begins with: "*", "-", "1.". */
  readonly marker?: string;
  readonly text: string;
}

export function splitMessage(text: string): Message {
  const [subject = '', ...body] = text.replaceAll('\r\n', '\n').trim().split('\n');
  return { subject: subject.trim(), body: body.join('\n').trim() };
}

/** What a subject says, and the bookkeeping around it taken apart. */
export interface Heading {
  /** "drop Node 18" of "feat(core)!: drop Node 18 (#12)". */
  readonly text: string;
  /** "feat", in lower case. */
  readonly type?: string;
  /** The part of the project it is about: "core"; also of "core: drop Node 18". */
  readonly scope?: string;
  /** Marked as breaking. */
  readonly breaking: boolean;
}

const TYPE =
  /^(?:build|chore|ci|deps|docs?|feat(?:ure)?|fix|bugfix|hotfix|misc|perf|performance|refactor(?:ing)?|release|style|tests?|types?|typings?|breaking(?:[ -]changes?)?|internal|tools?|tooling|repo|meta|dx|lint|new|added|changed|removed|deprecated|improvement|enhancement|revert)$/i;

export function readHeading(subject: string): Heading {
  let text = subject
    .slice(0, LONGEST_LINE)
    .replace(/^(?:\[[^\]]{1,30}\]\s*)+/, '')
    .replace(/^(?:[\p{Extended_Pictographic}\u200D\uFE0F]|:[a-z0-9_]+:)+\s*/u, '');
  let type: string | undefined;
  let scope: string | undefined;
  let breaking = false;
  for (let depth = 0; depth < 2; depth++) {
    const prefix = /^([A-Za-z][\w./,+*-]{0,40}(?: changes?)?)(?:\(([^()]{1,60})\)|(\/[\w-]+))?\s?(!)?:\s+(?=\S)/.exec(
      text,
    );
    const [whole, word = '', inside, , mark] = prefix ?? [];
    if (whole === undefined) break;
    if (TYPE.test(word)) type ??= word.toLowerCase();
    else if (isArea(word)) scope ??= word;
    else break;
    scope ??= inside;
    breaking ||= mark !== undefined || /^breaking/i.test(word);
    text = text.slice(whole.length);
  }
  return {
    text: withoutNumbers(text),
    breaking,
    ...(type !== undefined && { type }),
    ...(scope !== undefined && { scope }),
  };
}

/** "feat(core)!: drop Node 18 (#12)" -> "drop Node 18". */
export function bareSubject(subject: string): string {
  return readHeading(subject).text;
}

/** Longer lines are generated or pasted. In characters. */
const LONGEST_LINE = 2000;

/** "retry: add a limit" names a part of the project; "Note: ..." and "Breaking: ..." name none. */
function isArea(word: string): boolean {
  return !/^(?:note|notes|bug|todo|warning|important|hint|update|example|e\.g|i\.e|tl;?dr|wip|merge|also|now|closes?|fix(?:es)?|https?|issue|pr|problem|solution|why|before|after)$/i.test(
    word,
  );
}

/** Without references to issues and pull requests at the end. */
function withoutNumbers(text: string): string {
  return text
    .replace(
      /(?:\s*\((?:(?:closes?|fixe?s?|resolves?|fix|see|refs?|re|pr|pull|issue|gh)?[\s:]*#?(?:GH-)?\d+(?:,\s*)?)+\))+\.?$/i,
      '',
    )
    .replace(
      /(?:[\s,;.–-]|(?<=\S)\()*\b(?:closes|fixes|resolves|fix|see|refs?|close|resolve):?\s+(?:[\w./-]{0,40})#\d+(?:,\s*#\d+)*\)?\.?$/i,
      '',
    )
    .replace(/[\s-]+#\d+\.?$/, '')
    .replace(/[;,]?\s+(?:thanks|thx|kudos)(?: to)? @\S+$/i, '')
    .trim();
}

/**
 * The prose of a message body: without code, tables, quotes, HTML, links, check lists, headings, trailers and what bots
 * paste (release notes, change logs). List items and paragraphs stay apart.
 */
export function proseOf(body: string): Block[] {
  const blocks: Block[] = [];
  let open: { kind: Block['kind']; marker?: string; lines: string[] } | undefined;
  const close = () => {
    if (open === undefined) return;
    const { lines, ...rest } = open;
    blocks.push({ ...rest, text: lines.join(' ').replace(/\s+/g, ' ').trim() });
    open = undefined;
  };
  for (const line of withoutPasted(body)) {
    if (line.length > LONGEST_LINE) {
      close();
      continue;
    }
    const [, marker = '', item] = /^\s*([*+•-]|\d{1,2}[.)])\s+(.*)$/.exec(line) ?? [];
    if (isNoise(line)) close();
    else if (item !== undefined) {
      close();
      if (!/^\[[ xX]\]/.test(item)) open = { kind: 'item', marker, lines: [item] };
    } else if (open === undefined) open = { kind: 'paragraph', lines: [line.trim()] };
    else open.lines.push(line.trim());
  }
  close();
  return blocks.filter((block) => /\p{L}{2}/u.test(block.text));
}

/** Where what a bot or a form pasted begins; nothing after it was written for this commit. */
const PASTED =
  /^(?:<details|#{1,6}\s*(?:release notes|changelog|change log|commits|checklist|how to test|test plan|screenshots?)\b|release notes$|---\s*updated-dependencies|updated-dependencies:|dependabot |snyk has |updates the requirements on |you can trigger a rebase|bumps? the \S+ group|bumps? \[|\* +\[?squash)/i;

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
