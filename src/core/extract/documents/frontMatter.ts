import { parse } from 'yaml';

/** What stands before the text of a rule file: https://code.visualstudio.com/docs/copilot/customization/custom-instructions and Cursor's and Windsurf's rules. */
export interface FrontMatter {
  /** What it is about, in the words of its writer. */
  readonly description?: string;
  /** The files that it is for: "src/**\/*.ts"; absent when it is for all of them. */
  readonly globs?: string;
  /** The document without it. */
  readonly body: string;
}

/** Splits the front matter off. What is no YAML is left out, too: it is no prose. */
export function readFrontMatter(text: string): FrontMatter {
  const [whole, inside] = BLOCK.exec(text) ?? [];
  if (whole === undefined || inside === undefined) return { body: text };
  const body = text.slice(whole.length);
  const fields = fieldsOf(inside);
  const description = toText(fields['description']);
  const globs = [fields['applyTo'], fields['globs'], fields['paths']].map(toGlobs).find((found) => /\w/.test(found));
  return {
    body,
    ...(description !== undefined && { description }),
    ...(globs !== undefined && fields['alwaysApply'] !== true && !isEverything(globs) && { globs }),
  };
}

const BLOCK = /^\s*---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/;

function fieldsOf(yaml: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(yaml);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Cursor writes globs without quotes ("globs: *.ts"), which YAML takes for an alias.
    const lines = yaml.matchAll(/^(\w+):[ \t]*(\S.*?)[ \t]*$/gm);
    return Object.fromEntries([...lines].map(([, key = '', value]) => [key, value === 'true' ? true : value]));
  }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function toGlobs(value: unknown): string {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((glob) => toText(glob)?.replace(/^["']|["']$/g, '') ?? []).join(', ');
}

function isEverything(globs: string): boolean {
  return /^(?:\*\*?(?:\/\*\*?)?)$/.test(globs);
}
