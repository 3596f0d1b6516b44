import { escapeRegExp } from '../base/text';
import type { Statement } from './files/statement';

export interface Exchange {
  /** What the same commit adds to the manifest, and removes from it. */
  readonly added: readonly Statement[];
  readonly ended: readonly Statement[];
  /** The commit message. */
  readonly message: string;
}

/** How messages say it; X and Y stand for the old and the new name. */
const PHRASES = [
  'replac(?:e|es|ed|ing) X (?:with|by) Y',
  '(?:switch|mov|migrat|chang|transition|port|convert)(?:e|es|s|ed|ing|ion)?(?: over| away)? from X to Y',
  'swap(?:s|ped|ping)? (?:out )?X (?:for|with) Y',
  '(?:us(?:e|es|ed|ing)|prefer(?:s|red|ring)?|add(?:s|ed|ing)?) Y (?:instead of|over|in place of|rather than) X',
  '(?:remov|drop|ditch|replac)(?:e|es|s|p?ed|p?ing)? X (?:in favou?r of|for) Y',
  'X ?(?:->|=>|→|➡️?) ?Y',
];

/** @returns what took the place of a removed package, only where the message or the name itself says so. */
export function findReplacement(removed: Statement, { added, ended, message }: Exchange): string | undefined {
  const newcomers = added.filter((statement) => statement.section !== undefined);
  const named = newcomers.filter(({ subject }) =>
    saysReplaced(message, nameForms(removed.subject), nameForms(subject)),
  );
  if (named.length > 0) return named.length === 1 ? named[0]?.subject : undefined;
  return (
    newcomers.find(({ subject }) => plainName(subject) === plainName(removed.subject))?.subject ??
    onlyPair(removed, newcomers, ended, message) ??
    outsideManifest(removed.subject, message)
  );
}

/** One out, one in, in the same section, and the message names both. */
function onlyPair(
  removed: Statement,
  newcomers: readonly Statement[],
  ended: readonly Statement[],
  message: string,
): string | undefined {
  const inSection = ({ section }: Statement) => section === removed.section;
  const [newcomer, ...others] = newcomers.filter(inSection);
  if (newcomer === undefined || others.length > 0 || ended.filter(inSection).length > 1) return undefined;
  return names(message, removed.subject) && names(message, newcomer.subject) ? newcomer.subject : undefined;
}

/** Something that is no package took over: "Replace chai with `node:assert`". Only names that look like code are believed. */
function outsideManifest(removed: string, message: string): string | undefined {
  const newName = '(`[^`\\s]+`|node:[a-z_/]+)';
  for (const phrase of PHRASES) {
    const found = matcher(phrase, nameForms(removed), newName).exec(message)?.[1];
    if (found !== undefined) return found.replaceAll('`', '');
  }
  return undefined;
}

function saysReplaced(message: string, oldForms: string, newForms: string): boolean {
  return PHRASES.some((phrase) => matcher(phrase, oldForms, newForms).test(message));
}

/** A name in a message may stand in backticks or quotes. */
function matcher(phrase: string, oldName: string, newName: string): RegExp {
  const wrap = (name: string) => `[\`"'*]{0,2}(?<![\\w@/-])${name}(?![\\w/-]|\\.\\w)[\`"'*]{0,2}`;
  const bare = (name: string) => (name.startsWith('(`') ? name : wrap(name));
  return new RegExp(
    phrase
      .replaceAll(' ', '\\s+')
      .replace('X', () => wrap(oldName))
      .replace('Y', () => bare(newName)),
    'i',
  );
}

function names(message: string, name: string): boolean {
  return new RegExp(`(?<![\\w@/-])${nameForms(name)}(?![\\w/-])`, 'i').test(message);
}

/** A scoped package is also called by its last part; but types go by their full name, as the last part is what they describe. */
function nameForms(name: string): string {
  const forms =
    name.startsWith('@') && !name.startsWith('@types/') ? [name, name.slice(name.indexOf('/') + 1)] : [name];
  return `(?:${forms.map(escapeRegExp).join('|')})`;
}

/** "babel-core" and "@babel/core" are one thing under two names. */
function plainName(name: string): string {
  return name.replace(/^@/, '').replaceAll('/', '-');
}
