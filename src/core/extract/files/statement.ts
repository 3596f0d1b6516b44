import type { FactKind } from '../../memory/fact';

/** One thing that a file says holds, as a sentence about the project. */
export interface Statement {
  readonly kind: FactKind;
  readonly subject: string;
  readonly attribute: string;
  readonly value: string;
  /** What holds while the file says it. */
  readonly text: string;
  /** What holds once the file says it no more, without the full stop. */
  readonly ending: string;
  /** From the file, verbatim; empty where it is written in a form that cannot be found again. */
  readonly quote: string;
  /** Where the file lists a dependency; undefined for everything else. Only what stood in one list can replace each other unsaid. */
  readonly section?: string;
}

/** Reads one format. Pure and forgiving: broken text is none, odd entries are passed over. */
export interface StateFileReader {
  wants(path: string): boolean;
  /**
   * @param path of the file inside the repository
   * @returns undefined when the text is not of the format. Of two statements with one key the first counts.
   */
  read(text: string, path: string): readonly Statement[] | undefined;
}

/** Where in the repository a file speaks for. */
export interface Place {
  /** Who the sentences speak of. */
  readonly who: string;
  /** Behind an attribute: " in packages/core". */
  readonly scope: string;
  /** Behind a list: " of packages/core". */
  readonly of: string;
  /** In the brackets of a sentence, where the file is not the main manifest of its folder: ", requirements.txt". */
  readonly note: string;
}

/** The place of a file that speaks for its folder, as the main manifest of a language does. */
export function placeOf(path: string): Place {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  return folder === ''
    ? { who: 'The project', scope: '', of: '', note: '' }
    : { who: folder, scope: ` in ${folder}`, of: ` of ${folder}`, note: '' };
}

/** The place of a file beside the main manifest: it may say something else about the same thing, so it speaks for itself only. */
export function placeOfFile(path: string): Place {
  return { who: 'The project', scope: ` in ${path}`, of: ` of ${path}`, note: `, ${path}` };
}

export interface Dependency {
  readonly name: string;
  /** As the file writes it. */
  readonly range: string;
  /** "runtime dependency". */
  readonly role: string;
  readonly section: string;
  readonly quote: string;
}

/** @param version how a sentence says the range, where that is not the range itself */
export function dependencyStatement(
  { name, range, role, section, quote }: Dependency,
  place: Place,
  version = range === '' || range === '*' ? 'at any version' : range,
): Statement {
  return {
    kind: 'dependency',
    subject: name,
    attribute: `version${place.scope}`,
    value: range,
    text: `${place.who} uses ${name} ${version} (${role}${place.note}).`,
    ending: `${name} was removed from the ${plural(role)}${place.of}`,
    quote,
    section,
  };
}

export interface Requirement {
  /** "node". */
  readonly subject: string;
  /** "Node.js". */
  readonly name: string;
  readonly range: string;
  readonly quote: string;
}

/** @param remark in brackets behind the range: "minimum version 20.0.0" */
export function requirementStatement(
  { subject, name, range, quote }: Requirement,
  place: Place,
  remark?: string,
): Statement {
  return {
    kind: 'requirement',
    subject,
    attribute: `required version${place.scope}`,
    value: range,
    text: `${place.who} requires ${name} ${range}${inBrackets(remark, place.note)}.`,
    ending: `${place.who} states no required ${name} version any more${inBrackets(undefined, place.note)}; the last was ${range}`,
    quote,
  };
}

/** What is used of something that is not listed as a dependency: "The container image node is built on ...". */
export function requirementOf(
  { subject, attribute, value, quote }: Pick<Statement, 'subject' | 'attribute' | 'value' | 'quote'>,
  text: string,
  ending: string,
): Statement {
  return { kind: 'requirement', subject, attribute, value, text, ending, quote };
}

function inBrackets(remark: string | undefined, note: string): string {
  const inside = [remark, note.replace(/^, /, '')].filter((part) => part !== undefined && part !== '').join(', ');
  return inside === '' ? '' : ` (${inside})`;
}

export function plural(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`;
}

/** "18, 20 and 22". */
export function enumerate(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** @returns the first line that the pattern fits, trimmed; empty when there is none. */
export function findLine(text: string, pattern: RegExp): string {
  return (
    text
      .split('\n')
      .find((line) => pattern.test(line))
      ?.trim() ?? ''
  );
}

/** @returns the first line from a given one on (`from` fits) that fits; the first of all when there is no such. */
export function findLineAfter(text: string, from: RegExp, pattern: RegExp): string {
  const at = text.search(from);
  return (at === -1 ? '' : findLine(text.slice(at), pattern)) || findLine(text, pattern);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An entry of a parsed file, or nothing of it where it is no object. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The entries whose values are strings. */
export function stringsOf(section: unknown): [string, string][] {
  return Object.entries(objectOf(section)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** Strings and numbers as strings: versions are written both ways. */
export function scalar(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : undefined;
}

/** @returns undefined where the parser throws: half-merged and half-written files are part of real histories. */
export function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
