import { splitSentences } from '../../base/text';

/** One sentence, line or heading that somebody wrote in a turn. */
export interface Utterance {
  /** As written, its lines joined by spaces. */
  readonly raw: string;
  /** Without Markdown emphasis and the full stop; questions keep their mark. */
  readonly text: string;
  readonly place: 'heading' | 'item' | 'sentence';
}

/**
 * What somebody says in a turn themselves, in its order: without code, quotes, tables, markup, logs, stack traces, diffs and whatever else was
 * pasted, without commands to the assistant, and each sentence once.
 */
export function readSpeech(text: string): Utterance[] {
  const blocks = withoutLongPaste(withoutIntroduced(blocksOf(text)));
  const said = new Set<string>();
  return blocks.flatMap(({ place, text: block }) =>
    (place === 'heading' ? [block] : sentencesOf(block)).flatMap((raw) => {
      const plain = withoutEmphasis(raw);
      const isSaid = !/\p{L}{2}|^\W*\d/u.test(plain) || said.has(plain.toLowerCase());
      said.add(plain.toLowerCase());
      return isSaid ? [] : [{ raw, text: plain.replace(/[\s.:;,…]+$/, ''), place }];
    }),
  );
}

/** People write in chats without capitals, so a small letter may begin a sentence, too. */
export function sentencesOf(paragraph: string): string[] {
  return splitSentences(paragraph).flatMap((sentence) => sentence.split(SMALL_START));
}

const SMALL_START =
  /(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|ca)\.)(?<=[\p{L}\p{N})`"'\]][.!?]+)\s+(?=\p{Ll}[\p{L}'’]*[\s,])/u;

interface Block {
  readonly place: Utterance['place'];
  readonly text: string;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { place: Utterance['place']; lines: string[] } | undefined;
  const close = (): void => {
    if (open) blocks.push({ place: open.place, text: open.lines.join(' ').replace(/\s+/g, ' ').trim() });
    open = undefined;
  };
  for (const paragraph of withoutMarkup(text).split(/\n\s*\n/)) {
    close();
    const lines = paragraph.split('\n').map(withoutCommand);
    const pasted = lines.filter((line) => line.trim() !== '' && isPasted(line)).length;
    if (pasted > 0 && pasted * 2 >= lines.length) continue;
    for (const line of lines) {
      const heading = /^\s{0,3}#{1,6}\s+(.*?)[\s#]*$/.exec(line)?.[1];
      const item = /^\s*(?:[*+•-]|\d{1,2}[.)]|[A-Ea-e]\))\s+(?!\[[ xX]\])(.*)$/.exec(line)?.[1];
      const isWrapped = open !== undefined && endsOpen(open.lines.at(-1) ?? '');
      if (line.trim() === '' || isPasted(line)) close();
      else if (heading !== undefined) {
        close();
        blocks.push({ place: 'heading', text: heading.trim() });
      } else if (item !== undefined) {
        close();
        open = { place: 'item', lines: [item.trim()] };
      } else if (open && isWrapped) open.lines.push(line.trim());
      else {
        close();
        open = { place: 'sentence', lines: [line.trim()] };
      }
    }
  }
  close();
  return blocks;
}

/** A line goes on in the next one only where it was broken for its length; otherwise each line is said by itself. */
function endsOpen(line: string): boolean {
  return line.length >= LEAST_WRAPPED && !/[.!?:;]$/.test(line);
}

/** Editors and terminals wrap at 72 characters or more. */
const LEAST_WRAPPED = 60;

/** Without comments, fenced code, and elements with what they enclose: what tools put around files, reminders and results. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/^[ \t]*(?:[-*] )?(```+|~~~+)[\s\S]*?(?:^[ \t]*\1[ \t]*$|(?![\s\S]))/gm, '\n\n')
    .replace(/<([a-z][\w:-]*)(?:\s[^<>]*)?>[\s\S]*?<\/\1>/gi, '\n\n');
}

/** "/ask how ..." is said to the assistant; other commands, and lines for a shell, are none of the conversation. */
function withoutCommand(line: string): string {
  const spoken = /^\s*\/(?:ask|code|architect|chat|plan|explain)\s+(.*)$/i.exec(line)?.[1];
  return spoken ?? (/^\s*(?:[/!][a-z][\w-]*(?:\s.*)?|@\w+)$/i.test(line) ? '' : line);
}

/** Of a program or a document, not of a person. */
function isPasted(line: string): boolean {
  const text = line.trim();
  return PASTED.some((pattern) => pattern.test(text)) || INDENTED.test(line) || isMostlySigns(text);
}

const INDENTED = /^(?: {4}|\t)\s*(?![\s*+•-]|\d{1,2}[.)]\s)/;
const PASTED: readonly RegExp[] = [
  /^(?:>|\||<\/?[a-z]|[-=*_~─━]{3,}|!\[|@@ |diff --git|index [0-9a-f]{6,}|\+\+\+ |--- \S)/i,
  /^(?:\$|❯|%|>>>|PS [A-Z]:\S*>|C:\\\S*>)\s/,
  /^(?:at\s+\S+.*[:(]\d+|File ".*", line \d+|Traceback \(|E\s{2,}|\^+$|\.{3,}$|During handling of|The above exception)/,
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:|^\[?\d\d:\d\d:\d\d|^\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|FAIL|PASS)\b[\]:\s[(]|^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Warning)\b(?::|$)/,
  /^[^\s:]+\.\w+:\d+|^[^\s(]+\.\w+\(\d+,\d+\)|^npm (?:ERR!|WARN|error|warn)|^error(?:\[?\w*\]|:| TS\d)/i,
  /^(?:[[{}\]()]|"[\w-]+"\s*:)|[{};]$|^(?:import|from|const|let|var|def|class|return|export|#include|package|using|function|public|private)\b.*[;({=)]$/,
  /^(?:Operation stopped by hook|Caveat: The messages below|\[Request interrupted|This session is being continued|If you need specific details from before)\b/,
  /^\[?(?:[^\s\]]*\]\()?https?:\/\/\S+$/,
];

/** Fewer letters than this are no prose. Share of the characters. */
const LEAST_LETTERS = 0.6;

function isMostlySigns(text: string): boolean {
  const prose = text.replace(/`[^`]*`/g, 'x').replace(/https?:\/\/\S+/g, 'x');
  return prose.length > 25 && (prose.match(/[\p{L}\p{M}\s]/gu) ?? []).length < prose.length * LEAST_LETTERS;
}

/** After "the error:" or "from the issue:" somebody else speaks, up to the end. What has headings is read by them. */
function withoutIntroduced(blocks: readonly Block[]): readonly Block[] {
  const at = blocks.findIndex(({ text }) => INTRODUCES.test(text));
  return at === -1 || blocks.some(({ place }) => place === 'heading') ? blocks : blocks.slice(0, at + 1);
}

const INTRODUCES =
  /\b(?:issue|error|output|logs?|docs?|documentation|readme|article|says?|said|wrote|message|response|review|e-?mail|ticket|trace|following text|comment|transcript|discussion|feedback|reply|quote|changelog|release notes)\b[^.!?]{0,40}:$/i;

/** Who pastes a long text says what it is for before it, or behind it. A plan has headings, and is read as a plan. */
function withoutLongPaste(blocks: readonly Block[]): readonly Block[] {
  const size = blocks.reduce((sum, { text }) => sum + text.length, 0);
  if (size <= LONGEST || blocks.length <= 4 || blocks.some(({ place }) => place === 'heading')) return blocks;
  return [...blocks.slice(0, 2), ...blocks.slice(-2)];
}

/** Few people type more than this into a chat. In characters. */
const LONGEST = 2500;

function withoutEmphasis(text: string): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])(__?)(?=\S)([^_]*\s[^_]*\S)\1(?![\w_])/g, '$2')
    .replace(/^[\s✅✓✔☑❌❗🎉👍🙏]+|[\s✅✓✔☑❌❗🎉👍🙏]+$/gu, '')
    .trim();
}
