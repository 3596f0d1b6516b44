import { escapeRegExp } from '../../core/index';

/** Whether a text speaks of something by its name, as people write names: "Size Limit" is size-limit, "TypeScript" typescript. */
export function speaksOf(text: string, name: string): boolean {
  return patternOf(name).test(text);
}

/** @returns where the name first stands in the text, as it is written there; undefined when it does not. */
export function findName(text: string, name: string): string | undefined {
  return patternOf(name).exec(text)?.[0];
}

/** The same names come again and again. */
const PATTERNS = new Map<string, RegExp>();
const MOST_PATTERNS = 20_000;

/** Not as a part of another name: "lint" is not in "eslint" or "lint-staged". */
function patternOf(name: string): RegExp {
  let pattern = PATTERNS.get(name);
  if (!pattern) {
    const loose = name
      .split(/[-_\s]+/)
      .map(escapeRegExp)
      .join('[-_ ]?');
    pattern = new RegExp(`(?<![\\w@/-])${loose}(?![\\w/-]|\\.\\w)`, 'i');
    if (PATTERNS.size >= MOST_PATTERNS) PATTERNS.clear();
    PATTERNS.set(name, pattern);
  }
  return pattern;
}

/** "^5.9.2" -> "5.9.2": the version that a range begins with. */
export function bareVersion(range: string): string | undefined {
  return /\d+(?:\.\d+)*(?:-[a-z][\w.]*)?/i.exec(range)?.[0];
}

/** The version in a text that a range begins with: "5.9" in "Upgrade to TypeScript 5.9" of "^5.9.2". */
export function toldVersion(text: string, range: string): string | undefined {
  const bare = bareVersion(range);
  if (bare === undefined) return undefined;
  return [...text.matchAll(/(?<![\w.])v?(\d+(?:\.\d+)*(?:-[a-z][\w.]*)?)(?![\w]|\.\d)/gi)]
    .map(([, version = '']) => version)
    .filter((version) => bare === version || bare.startsWith(`${version}.`))
    .sort((a, b) => b.length - a.length)[0];
}

/** A name that hardly stands in a text by chance: "get-stream", "isSoLastWeek", not "open". */
export function isRare(name: string): boolean {
  return name.length > 2 && (/[-@/.\d_()]|[a-z][A-Z]/.test(name) || !/^[a-z]+$/.test(name) || !COMMON.has(name));
}

/** A name as it is written in a question: one that is a word is marked as a name. */
export function marked(name: string): string {
  return isRare(name) ? name : `\`${name}\``;
}

/** Names of packages that are words. */
const COMMON = new Set(
  (
    'open is test got debug commit once next async path events assert util utils types glob merge clean copy chart color colors commander core ' +
    'cross delay dot del errors express fetch flat form form-data help inherits is it joi json level list log main map mime move ms nan node object options ' +
    'parse process promise proxy qs queue redirect request resolve router run send serve set size sort start static stream string strip style table tap ' +
    'time tmp type update url value vary watch which wrap write yaml'
  ).split(' '),
);
