import { splitSentences } from '../../base/text';
import { proseOf, readHeading, splitMessage, type Block, type Heading } from '../commitMessage';
import { isClearVerb, isInfinitive, isVerb, readVerb } from './verbs';

/** One thing that a message says was done. */
export interface Clause {
  /** Without the bookkeeping around it. */
  readonly text: string;
  /** The whole line it stands in; the same as the text unless the line says several things. */
  readonly line: string;
  /** Where it stands. A `breaking` one is of a "BREAKING CHANGE" footer. */
  readonly place: 'subject' | 'item' | 'sentence' | 'breaking';
  readonly type?: string;
  readonly scope?: string;
  /** The message, or the line, says that users must act. */
  readonly breaking: boolean;
}

export interface ReadMessage {
  readonly subject: string;
  readonly heading: Heading;
  readonly blocks: readonly Block[];
  /** In the order of the message. */
  readonly clauses: readonly Clause[];
}

export function readMessage(text: string): ReadMessage {
  const { subject, body } = splitMessage(text);
  const heading = readHeading(subject);
  const [before, breaking] = splitBreaking(body);
  const blocks = proseOf(before);
  const isBreaking = heading.breaking || breaking !== '';
  const said = new Set([plain(heading.text)]);
  const isNew = (block: Block): boolean => {
    const key = plain(readHeading(block.text).text);
    return !said.has(key) && said.add(key).has(key);
  };
  const clauses = [
    ...clausesOf(heading, 'subject', isBreaking),
    ...proseOf(breaking).flatMap((block) => breakingClauses(block, heading)),
    ...blocks
      .filter(isNew)
      .flatMap((block) => (block.kind === 'item' ? itemClauses(block, heading) : sentences(block, heading))),
  ];
  return {
    subject,
    heading,
    blocks: ownBlocks(blocks, heading),
    clauses,
  };
}

/** What the body says of the whole. A squashed body begins with the subject again, and from its second step on it tells of the steps. */
function ownBlocks(blocks: readonly Block[], heading: Heading): readonly Block[] {
  const [first, ...others] = blocks;
  if (first?.kind !== 'item' || !isNearly(readHeading(first.text).text, heading.text)) return blocks;
  const next = others.findIndex((block) => block.kind === 'item' && block.marker === first.marker);
  return next === -1 ? others : others.slice(0, next);
}

/** Most words of both are the same. */
function isNearly(a: string, b: string): boolean {
  const mine = new Set(plain(a).split(' '));
  const theirs = new Set(plain(b).split(' '));
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return shared >= 0.6 * Math.max(mine.size, theirs.size);
}

function itemClauses(block: Block, heading: Heading): Clause[] {
  const own = readHeading(block.text);
  const scope = own.scope ?? heading.scope;
  return clausesOf({ ...own, ...(scope !== undefined && { scope }) }, 'item', own.breaking);
}

/** What the author tells of the commit, before what was done. */
const DONE =
  /^(?:(?:this|the) (?:pr|pull request|commit|patch|change|changeset) (?:also |now )?(?=[a-z]+s\b)|(?:(?:also|finally|additionally|instead|therefore),? )?we (?:also |now |then |therefore )?(?:had to|have to|decided to|chose to|needed to) )/i;

function sentences(block: Block, { scope, type }: Heading): Clause[] {
  return splitSentences(block.text).map((line) => {
    // "This commit replaces x with y" and "We also had to switch to y" say what was done, as an item of a list does.
    const text = line.replace(DONE, '');
    return {
      text,
      line,
      place: text === line ? 'sentence' : 'item',
      breaking: false,
      ...(type !== undefined && { type }),
      ...(scope !== undefined && { scope }),
    };
  });
}

/** A footer is written for those who upgrade: each of its sentences tells what holds for them. */
function breakingClauses(block: Block, { scope }: Heading): Clause[] {
  const text = block.text.replace(/^BREAKING[ -]CHANGES?:?\s*/i, '');
  return splitSentences(text).map((sentence) => ({
    text: sentence,
    line: sentence,
    place: 'breaking',
    breaking: true,
    ...(scope !== undefined && { scope }),
  }));
}

function clausesOf(heading: Heading, place: Clause['place'], breaking: boolean): Clause[] {
  const line = heading.text.replace(/[\s.;,]+$/, '');
  const { type, scope } = heading;
  return splitLine(line).map((text) => ({
    text,
    line,
    place,
    breaking,
    ...(type !== undefined && { type }),
    ...(scope !== undefined && { scope }),
  }));
}

/** Where a line may go on with another thing done; what follows must begin with a verb. */
const SEAM = /;\s+|\.\s+|,\s+(?:and\s+|&\s+|also\s+|then\s+)?|\s+(?:and|&|\+)\s+(?:also\s+|then\s+)?|\s+\/\s+/g;
/** From here on a clause tells of more than one act, so "and" may join two of those: "add an option to enable and disable it". */
const SUBORDINATE =
  /\b(?:that|which|when|if|while|because|since|can|could|will|should|must|by|for|after|before|where|so|as|of|without|not)\b/i;

/** "add A and B, deprecate C" -> "add A and B", "deprecate C". Code and quoted text are never cut. */
export function splitLine(line: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const seam of line.matchAll(SEAM)) {
    const left = line.slice(start, seam.index);
    const right = line.slice(seam.index + seam[0].length);
    const next = /^[A-Za-z]+(?=\s)/.exec(right)?.[0] ?? '';
    const first = readVerb(left);
    const isOne = first
      ? first.rest === '' || !sameForm(left, next)
      : !STRONG.test(next) || !/^[A-Z]?[a-z]+\s\S/.test(left);
    if (!isClearVerb(next) || isOne || isInside(left) || PAIRED.test(left)) continue;
    const joinsWords = /^\s+(?:and|&|\+|\/)/.test(seam[0]);
    const told = first?.rest ?? left;
    const isSameVerb = first?.verb !== undefined && readVerb(right)?.verb === first.verb;
    if (joinsWords && !isSameVerb && (SUBORDINATE.test(told) || tellsPurpose(told) || isVerb(told))) continue;
    parts.push(left.trim());
    start = seam.index + seam[0].length;
  }
  parts.push(line.slice(start).trim());
  return parts.filter((part) => part !== '');
}

/** What goes on from a line whose own verb is not known: "tighten the pattern and deprecate x". */
const STRONG = /^(?:remove|drop|deprecate|rename|replace|switch|migrate|disable|enable|add)$/i;
/** "drag and drop", "find and replace" are one thing. */
const PAIRED = /\b(?:drag|search|find|copy|cut)$/i;
/** "option to enable", but not "CI to GitHub Actions". */
function tellsPurpose(text: string): boolean {
  return [...text.matchAll(/\bto\s+([a-z]+)/g)].some(([, word = '']) => isInfinitive(word));
}

/** "Add x and dropped y": only verbs of one form are told in one breath; "use lint, test and build scripts" has nouns. */
function sameForm(left: string, next: string): boolean {
  const first = /[A-Za-z]+/.exec(left)?.[0] ?? '';
  return formOf(first) === formOf(next);
}

function formOf(verb: string): string {
  return /ing$/i.test(verb) && verb.length > 5
    ? 'ing'
    : /ed$/i.test(verb) && !/^(?:embed|feed|need)$/i.test(verb)
      ? 'ed'
      : /[^s]s$/i.test(verb)
        ? 's'
        : '';
}

function isInside(left: string): boolean {
  const odd = (sign: string) => (left.split(sign).length - 1) % 2 === 1;
  return odd('`') || odd('"') || left.split('(').length > left.split(')').length;
}

/** The body before, and from, the first "BREAKING CHANGE:". */
function splitBreaking(body: string): [string, string] {
  const at = /^(?:#{1,6}\s*|[*-]\s+|\*\*)?BREAKING[ -]CHANGES?\b/im.exec(body)?.index;
  if (at === undefined) return [body, ''];
  const rest = body.slice(at).replace(/^(?:#{1,6}\s*|[*-]\s+|\*\*)?BREAKING[ -]CHANGES?\b[:*\s]*/i, '');
  const end =
    /\n(?=(?:#{1,6} |(?:Co-authored-by|Signed-off-by|Reviewed-by|PR-URL|Fixes|Closes|Refs?):? |---|\* (?:feat|fix|chore|docs|test|refactor|style|ci|build)\b))/i.exec(
      rest,
    )?.index ?? rest.length;
  return [`${body.slice(0, at)}\n\n${rest.slice(end)}`, rest.slice(0, end).replace(/^BREAKING[ -]CHANGES?:/gim, '\n')];
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
