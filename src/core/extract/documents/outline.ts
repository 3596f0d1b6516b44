import { Lexer, type Token, type Tokens } from 'marked';
import { sentencesOf } from '../chats/speech';
import { isImperative } from '../chats/talk';
import { plainText } from './plainText';

/** One thing that a document says, with what stands above it. */
export interface Passage {
  /** Its sentences as they stand there, the lines of each joined by spaces. */
  readonly sentences: readonly string[];
  /**
   * `item`: an item of a list. `sentence`: of a paragraph. `names`: a list of things without a word about them, as one. `steps`: a list of what to do one after
   * the other, as one.
   */
  readonly place: 'item' | 'sentence' | 'names' | 'steps';
  /** Outermost first, as people read them; empty where a level was left out. */
  readonly headings: readonly string[];
  /** What introduces it: "The pipe is configured with". */
  readonly lead?: string;
  /** As it stands in the document, where that is not its sentences. */
  readonly raw?: string;
}

/** What a Markdown text says, in its order: no code, tables, pictures or tasks. */
export function outlineOf(markdown: string): Passage[] {
  const outline: Outline = { passages: [], headings: [], lead: undefined };
  walk(lex(markdown), outline);
  return outline.passages;
}

interface Outline {
  readonly passages: Passage[];
  headings: string[];
  lead: string | undefined;
}

/** Nobody writes deeper quotes and lists; a parser that recurses must not meet thousands. */
const TOO_DEEP = /^(?:(?=[ \t]*(?:[>*+-][ \t]*){6,})|[ \t]{20,}(?=\S)).*$/gm;

function lex(markdown: string): Token[] {
  return new Lexer({ gfm: true }).blockTokens(markdown.replace(TOO_DEEP, ''), []);
}

function walk(tokens: readonly Token[], outline: Outline): void {
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'heading': {
        const { depth, text } = token as Tokens.Heading;
        const above = Array.from({ length: depth - 1 }, (_, i) => outline.headings[i] ?? '');
        outline.headings = [...above, plainText(text)];
        outline.lead = undefined;
        break;
      }
      case 'paragraph':
      case 'text':
        readParagraph((token as Tokens.Paragraph).text, outline, isIntroduction(tokens.slice(index + 1)));
        break;
      case 'list':
        readList(token as Tokens.List, outline);
        outline.lead = undefined;
        break;
      case 'blockquote':
        walk((token as Tokens.Blockquote).tokens, outline);
        break;
      case 'html':
        readMarkup((token as Tokens.HTML).text, outline);
        break;
      case 'code':
      case 'table':
        outline.lead = undefined;
        break;
    }
  }
}

/** Whether a list follows. */
function isIntroduction(next: readonly Token[]): boolean {
  return next.find(({ type }) => type !== 'space')?.type === 'list';
}

function readParagraph(text: string, outline: Outline, introduces: boolean): void {
  outline.lead = undefined;
  if (text.length > LONGEST) return;
  for (const line of joinedLines(text)) {
    const label = /^(?:\*\*|__)([^*_]+?):?(?:\*\*|__):?$/.exec(line)?.[1];
    const said = label === undefined ? sentencesOf(line) : [`${label}:`];
    const last = said.at(-1) ?? '';
    const isLead = /:(?:\*\*|__)?$/.test(last);
    outline.lead = isLead && introduces ? plainText(last).replace(/\s*:$/, '') : undefined;
    const told = isLead ? said.slice(0, -1) : said;
    // "**Coverage:** 50 % of all branches": a list without bullets
    const place = /^(?:\*\*|__)[^*_]+(?:\*\*|__)/.test(line) ? 'item' : 'sentence';
    if (told.length > 0) outline.passages.push({ sentences: told, place, headings: outline.headings });
  }
}

/** What is longer was not written by hand. In characters. */
const LONGEST = 8000;

/** A line goes on in the next one only where it was broken for its length; plain text files have a rule a line. */
function joinedLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    const before = lines.at(-1);
    const isOpen = before !== undefined && !/[.!?:;]\W*$/.test(before) && before.length >= LEAST_WRAPPED;
    const goesOn = isOpen || (before !== undefined && /^[a-z(]/.test(line));
    if (goesOn) lines[lines.length - 1] = `${before} ${line}`;
    else lines.push(line);
  }
  return lines.filter((line) => line !== '');
}

/** In characters: editors wrap at 72 or more. */
const LEAST_WRAPPED = 60;

function readList(list: Tokens.List, outline: Outline): void {
  const { headings, lead } = outline;
  const around = { headings, ...(lead !== undefined && { lead }) };
  const items = list.items.filter(({ task }) => !task);
  const own = items.map((item) => ownText(item));
  if (items.length === 0) return;
  if (isNames(items, own)) {
    if (list.ordered) return; // steps without a word about them
    outline.passages.push({ ...around, place: 'names', sentences: own.map(plainText), raw: list.raw.trim() });
    return;
  }
  if (list.ordered && isProcedure(lead ?? headings.at(-1) ?? '')) {
    outline.passages.push({ ...around, place: 'steps', sentences: own, raw: list.raw.trim() });
    return;
  }
  for (const [index, item] of items.entries()) {
    const text = own[index] ?? '';
    const below = item.tokens.filter(({ type }) => type === 'list' || type === 'blockquote');
    const opens = /:(?:\*\*|__)?$/.test(text);
    const commands = opens ? onlyCode(item) : undefined;
    if (commands !== undefined)
      outline.passages.push({ ...around, place: 'item', sentences: [`${text} ${commands}`], raw: text });
    else {
      if (text !== '' && !opens && !LINK.test(text))
        outline.passages.push({ ...around, place: 'item', sentences: sentencesOf(text) });
      for (const inner of below) {
        outline.lead = opens ? plainText(text).replace(/\s*:$/, '') : (nameIn(text) ?? lead);
        walk([inner], outline);
      }
    }
    outline.lead = lead;
  }
}

/** An item that leads elsewhere: a list of links tells where to read, not what. */
const LINK = /^[^\w[]*\[[^[\]]+\]\([^()]+\)|^<?https?:/;

/** What an item says itself, without what is listed below it. */
function ownText({ tokens, text }: Tokens.ListItem): string {
  if (text.length > LONGEST) return '';
  return tokens
    .filter(({ type }) => type === 'text' || type === 'paragraph')
    .map((token) => (token as Tokens.Text).text)
    .join('\n')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** "Check what is pending:" with one command below it. */
function onlyCode(item: Tokens.ListItem): string | undefined {
  const lists = item.tokens.filter((token): token is Tokens.List => token.type === 'list');
  const [below, ...others] = lists.flatMap(({ items }) => items);
  const text = below === undefined || others.length > 0 ? '' : ownText(below);
  return /^`[^`]+`$/.test(text) ? text : undefined;
}

/** What an item is about that others stand below: a label, or the whole of a short one. */
function nameIn(text: string): string | undefined {
  const plain = plainText(text);
  const name = /^(.{1,40}?)(?::\s|\s[-–—]\s)/.exec(plain)?.[1] ?? plain;
  return name.split(/\s+/).length <= 4 ? name : undefined;
}

/** Things without a word about them: "Node.js 18+", "Express.js". */
function isNames(items: readonly Tokens.ListItem[], texts: readonly string[]): boolean {
  const isFlat = items.every(({ tokens }) => !tokens.some(({ type }) => type === 'list' || type === 'code'));
  return (
    isFlat &&
    items.length > 1 &&
    texts.every(
      (text) =>
        !isImperative(plainText(text)) &&
        !/[❌✅🚫⛔✓✗]/u.test(text) &&
        /^\S+(?: \S+){0,3}$/.test(text) &&
        !/[:.]$|:\s|\s[-–—]\s|\]\(/.test(text),
    )
  );
}

function isProcedure(heading: string): boolean {
  return /^(?:\d+[.)]\s*)?(?:(?:adding|creating|cutting|making|writing|releasing|running|deploying|updating|removing|setting|building|publishing|upgrading|migrating|debugging|installing|getting) |(?:to|when) \w+)|\b(?:steps?|workflow|procedure|process|how to|set-?up|installation|getting started|checklist|deployment|as follows)\b/i.test(
    heading,
  );
}

/** Tags around rules are taken off; comments say nothing to who reads the page. */
function readMarkup(html: string, outline: Outline): void {
  const inside = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<\/?[a-z][\w:-]*(?:\s[^<>]*)?\/?>/gi, '\n')
    .trim();
  if (inside !== '' && inside !== html.trim()) walk(lex(inside), outline);
}
