import { jsonrepair } from 'jsonrepair';
import type * as z from 'zod';
import type { Parsed } from './prompt';

/**
 * Reads a list of things out of an answer, however it is wrapped: alone, in an object under any name, in code fences, with prose around, things one after the
 * other without a list. Things that do not fit are left out and told.
 * @param key what the list should be called: of several lists in one object this one is meant
 */
export function parseList<T>(text: string, key: string, item: z.ZodType<T>): Parsed<readonly T[]> {
  const found = findJson(text);
  if ('problem' in found) return found;
  const lists = found.values.flatMap((value) => toList(value, key, item) ?? []);
  const single = found.values.filter((value) => item.safeParse(value).success);
  // What stands last is what the model came to in the end. Things one after the other make a list together.
  const list = lists.at(-1) ?? (single.length > 0 ? single : undefined);
  if (!list) return { problem: `The answer holds no list "${key}".` };

  const whole = found.isCut ? list.slice(0, -1) : list;
  const values: T[] = [];
  const dropped: string[] = [];
  for (const [index, value] of whole.entries()) {
    const read = item.safeParse(value);
    if (read.success) values.push(read.data);
    else dropped.push(`Item ${index + 1}: ${describeIssue(read.error)}`);
  }
  if (found.isCut) dropped.push('The answer was cut off; its last item is left out.');
  return values.length === 0 && dropped.length > 0 ? { problem: dropped.join(' ') } : { value: values, dropped };
}

/** Reads one object out of an answer, however it is wrapped. Of several that fit the last one counts. */
export function parseObject<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  const found = findJson(text);
  if ('problem' in found) return found;
  if (found.isCut) return { problem: 'The answer was cut off. Answer more briefly.' };
  let problem = 'The answer holds no JSON object.';
  for (const value of found.values.flatMap((outer) => [outer, ...innerObjects(outer)]).reverse()) {
    const read = schema.safeParse(value);
    if (read.success) return { value: read.data, dropped: [] };
    if (isObject(value)) problem = describeIssue(read.error);
  }
  return { problem };
}

/** The JSON values in a text, in order. `isCut`: the last one did not end. */
type Found = { readonly values: readonly unknown[]; readonly isCut: boolean } | { readonly problem: string };

function findJson(answer: string): Found {
  const text = withoutThoughts(answer).trim();
  if (text === '') return { problem: 'The answer is empty.' };
  const blocks = [...findBlocks(text)];
  if (blocks.length === 0) return { problem: 'The answer holds no JSON.' };
  const values = blocks.flatMap(({ source }) => readBlock(source));
  if (values.length === 0) return { problem: 'The answer holds JSON that cannot be read.' };
  return { values: values.map(({ value }) => value), isCut: blocks.at(-1)?.isOpen ?? false };
}

/** The answer without what reasoning models write before it. One that never ended has no answer behind it. */
export function withoutThoughts(text: string): string {
  return text
    .replace(/^\s*<(think|thinking|thought|reasoning)>[\s\S]*?(?:<\/\1>|$)/i, '')
    .replace(/^[\s\S]*<\/think>/i, '');
}

/** What begins with a bracket, up to where that one closes; a string may hold any bracket. What never closes goes to the end of the text. */
function* findBlocks(text: string): Generator<{ readonly source: string; readonly isOpen: boolean }> {
  let at = 0;
  for (;;) {
    const begin = text.slice(at).search(BEGIN);
    if (begin < 0) return;
    const start = at + begin;
    const end = endOfBlock(text, start);
    yield { source: text.slice(start, end), isOpen: end === undefined };
    if (end === undefined) return;
    at = end;
  }
}

/** What begins an object or a list; what only stands in prose does not: "{like this}", "[sic]". */
const BEGIN = /\{(?=\s*(?:["'}]|[\w$]+\s*:|\/[/*]|$))|\[(?=\s*(?:[[{"\]\d]|$))/;

/** @returns undefined where it does not close */
function endOfBlock(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function readBlock(source: string): { readonly value: unknown }[] {
  try {
    return [{ value: JSON.parse(source) as unknown }];
  } catch {
    // Comments, single quotes, missing commas and ends are mended below.
  }
  try {
    const value = JSON.parse(jsonrepair(source.replace(/\n?```\s*$/, ''))) as unknown;
    return typeof value === 'object' && value !== null ? [{ value }] : [];
  } catch {
    return [];
  }
}

/** @returns undefined where there is no list */
function toList<T>(value: unknown, key: string, item: z.ZodType<T>, depth = 0): (readonly unknown[])[] | undefined {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    // A list of lists, or of objects that hold the list.
    const inner = items.flatMap((one) =>
      item.safeParse(one).success || depth >= DEEPEST ? [] : (toList(one, key, item, depth + 1) ?? []),
    );
    return [inner.length > 0 ? inner.flat() : items];
  }
  if (!isObject(value) || depth >= DEEPEST) return undefined;
  const named = value[key];
  if (Array.isArray(named)) return [named as readonly unknown[]];
  if (item.safeParse(value).success) return undefined;
  const inner = Object.values(value).flatMap((one) => toList(one, key, item, depth + 1) ?? []);
  return inner.length > 0 ? inner.slice(0, 1) : undefined;
}

/** How many wrappers are looked through. */
const DEEPEST = 3;

function innerObjects(value: unknown, depth = 0): unknown[] {
  if (depth >= DEEPEST || typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).filter((one) => typeof one === 'object' && one !== null);
  return inner.flatMap((one: unknown) => [one, ...innerObjects(one, depth + 1)]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** "memory: Invalid input: expected number, received string" */
function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  return `${where === '' ? '' : `"${where}": `}${issue?.message ?? 'it does not fit'}.`;
}
