import { capitalize, findPassage } from '../../base/text';
import type { FactKind } from '../../memory/fact';
import { isStandalone } from '../decisionWords';
import { isImperative, leans } from '../chats/talk';
import { banOf, labelFor, type Context } from './context';
import type { Passage } from './outline';
import { plainText } from './plainText';
import { isPassing, worthOf, type Worth } from './worth';

/** A statement of a document, and what it is worth. */
export interface Statement {
  readonly text: string;
  /** As it stands in the document. */
  readonly quote: string;
  readonly worth: Worth;
  /** Without what was put before it. */
  readonly said: string;
}

/** Where statements come from. */
export interface Origin {
  /** The whole document: quotes are looked up in it. */
  readonly text: string;
  /** "for src/**\/*.ts": the part of the project that all of them are for. */
  readonly scope?: string;
  /** Whether the first heading tells what the rules are about, not what the file is called. */
  readonly named: boolean;
}

/** In characters. What is said in one item stays together up to the first; an answer shows a statement whole up to the second. */
const TOGETHER = 220;
const LONGEST = 288;

/** What a passage states, each statement so that it can be read alone. */
export function statementsOf(passage: Passage, origin: Origin): Statement[] {
  const headings = (origin.named ? passage.headings : passage.headings.slice(1)).filter((heading) => heading !== '');
  if (isPassing(headings)) return [];
  const context = {
    headings: headings.toReversed(),
    ...(passage.lead !== undefined && { lead: passage.lead }),
  };
  return partsOf(passage).flatMap(({ text: told, raw }): Statement[] => {
    const text = told
      .replace(/\s*\(?see (?:["“`][^"”`]+["”`]|the \w+ section) (?:below|above)\)?/gi, '')
      .replace(/\s+[—–-]\s*\.?$/, '');
    const worth = worthOf(text, passage.place);
    if (worth === undefined) return [];
    const quote = quoteOf(origin.text, passage.raw ?? raw);
    const statement = alone(text, passage.place, context, raw);
    if (statement === undefined || quote === undefined || worthOf(statement, passage.place) === undefined) return [];
    const scoped = withScope(withoutStop(statement), origin.scope);
    return scoped.length > LONGEST ? [] : [{ text: withStop(capitalize(scoped)), quote, worth, said: text }];
  });
}

/** The sentences of a passage, those that belong together as one. */
function partsOf({ sentences, place }: Passage): { text: string; raw: string }[] {
  const plain = sentences
    .map((raw) => ({ raw, text: withoutShout(plainText(raw)).replace(/^\(([^()]+)\)$/, '$1') }))
    .filter(({ text }) => text !== '');
  if (place === 'names') return [{ text: plain.map(({ text }) => text).join(', '), raw: '' }];
  if (place === 'steps')
    return [{ text: plain.map(({ text }, i) => `${i + 1}. ${withoutStop(text)}`).join('; '), raw: '' }];
  const whole = plain.map(({ text }) => text).join(' ');
  if (place === 'item' && whole.length <= TOGETHER) return [{ text: whole, raw: sentences.join(' ') }];
  const parts: { text: string; raw: string }[] = [];
  let isOpen = false;
  for (const one of plain) {
    const before = parts.at(-1);
    const goesOn =
      (!isStandalone(one.text) && !STANDS.test(one.text)) ||
      FOLLOWS.test(one.text) ||
      (before !== undefined && !STRONG.test(one.text) && leans(one.text));
    if (!goesOn) {
      parts.push(one);
      isOpen = true;
    } else if (before === undefined) {
      isOpen = false;
    } else if (isOpen && before.text.length + one.text.length < TOGETHER) {
      parts[parts.length - 1] = { text: `${before.text} ${one.text}`, raw: `${before.raw} ${one.raw}` };
    } else isOpen = false; // what it goes on from is full
  }
  return parts;
}

/** Begins as what leans on something else does, and still can be read alone. */
const STANDS = /^(?:if|when|for|in|to|with|by|while|because|since|as|we|there|not|each|both|such)\b/i;

/** A rule of its own, whatever it names by a pronoun later. */
const STRONG = /^(?:never|always|do not|don['’]t|no|all|every|any|only|must)\b/i;

/** What goes on from the sentence before it. */
const FOLLOWS =
  /^(?:(?:for )?(?:example|instance)|e\.g\.|see|why|reason|rationale|because|use (?:it|them|this)|default to|exception|additionally|similarly|once|only then|after that|prefer these|do this|never do)\b/i;

/** With the label it needs. @returns undefined for what says nothing without one, and has none */
function alone(text: string, place: Passage['place'], context: Context, raw: string): string | undefined {
  const { lead } = context;
  if (place === 'names' || place === 'steps') {
    const above = lead ?? context.headings[0];
    return above === undefined ? undefined : `${above.replace(/[\s:.]+$/, '')}: ${text}`;
  }
  const ban = banOf(text, raw, context);
  if (ban !== undefined) return `${ban}: ${uncapitalize(text)}`;
  if (lead !== undefined && GOES_ON.test(lead)) return `${lead} ${uncapitalize(text)}`;
  const label = labelFor(text, context);
  const stands = isStandalone(text) || STANDS.test(text) || label !== undefined;
  if (!stands) return undefined;
  return label === undefined ? text : `${label}: ${uncapitalize(text)}`;
}

/** "The pipe is configured with": what is listed is the rest of the sentence. */
const GOES_ON = /\b(?:with|by|to|from|in|on|for|of|as|via|uses?|includes?|supports?|are|is|must|should|can|may)$/i;

/** "MANDATORY: Always check" says it loud, not more. */
function withoutShout(text: string): string {
  return text.replace(
    /^(?:MANDATORY|IMPORTANT|CRITICAL|NOTE|WARNING|REMEMBER|ATTENTION|Important|Note|Warning|Critical|Requirement)\s*:\s+/,
    '',
  );
}

function uncapitalize(text: string): string {
  return /^[A-Z][a-z]+(?:['’][a-z]+)?[\s,]/.test(text) &&
    (isImperative(text) ||
      /^(?:All|Any|Each|Every|The|No|We|When|If|Only|Always|Never|For|In|Do|Don['’]t)\b/.test(text))
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function withScope(text: string, scope: string | undefined): string {
  return scope === undefined || text.includes(scope.replace(/^(?:in|for) /, '')) ? text : `${text} (${scope})`;
}

/** Verbatim: with its line breaks; where marks of a quotation or a list stand between, as much of its beginning as there is. */
function quoteOf(document: string, raw: string): string | undefined {
  const words = raw.trim().replace(/\s+/g, ' ');
  const whole = findPassage(document, words);
  if (whole !== undefined) return whole;
  const parts = words.split(' ');
  for (let end = parts.length - 1; end >= Math.min(3, parts.length); end--) {
    const found = document.includes(parts.slice(0, end).join(' ')) ? parts.slice(0, end).join(' ') : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function withStop(text: string): string {
  return /[.!?]["'”)\]]*$/.test(text) ? text : `${text}.`;
}

function withoutStop(text: string): string {
  return text.replace(/[\s.:;,]+$/, '');
}

/** What kind of fact a statement is, where no recogniser knows better. */
export function kindOf(worth: Worth): FactKind {
  return ({ rule: 'convention', fact: 'decision', place: 'note' } as const)[worth];
}
