import minVersion from 'semver/ranges/min-version';
import { escapeRegExp } from '../base/text';
import type { FactKind } from '../memory/fact';

/** One thing that a package.json says, as a sentence about the project. */
export interface Statement {
  readonly kind: FactKind;
  readonly subject: string;
  readonly attribute: string;
  readonly value: string;
  /** What holds while the manifest says it. */
  readonly text: string;
  /** What holds once the manifest says it no more, without the full stop. */
  readonly ending: string;
  /** The line of the manifest, verbatim. */
  readonly quote: string;
  /** The section of a dependency; undefined for everything else. */
  readonly section?: Section;
}

/** In order of precedence: the first that names a package says which version the project uses. */
const SECTIONS = {
  dependencies: 'runtime dependency',
  optionalDependencies: 'optional dependency',
  devDependencies: 'development dependency',
  peerDependencies: 'peer dependency',
} as const;
export type Section = keyof typeof SECTIONS;

/** Engines by the name that people call them. */
const ENGINE_NAMES: Readonly<Record<string, string>> = { node: 'Node.js', vscode: 'VS Code', yarn: 'Yarn', bun: 'Bun' };

/**
 * @param folder of the manifest inside the repository; '' at its root. Elsewhere it is part of every attribute.
 * @returns statements by key; undefined when the text is no manifest.
 */
export function readManifest(json: string, folder: string): ReadonlyMap<string, Statement> | undefined {
  const manifest = parseObject(json);
  if (manifest === undefined) return undefined;
  const place = placeOf(folder);
  const statements = [
    ...dependencies(manifest, place, json),
    ...engines(manifest, place, json),
    ...packageManager(manifest, place, json),
  ];
  return new Map(statements.map((statement) => [`${statement.subject}\n${statement.attribute}`, statement]));
}

interface Place {
  /** Who the sentences speak of. */
  readonly who: string;
  /** Behind an attribute: " in packages/core". */
  readonly scope: string;
  /** Behind a section: " of packages/core". */
  readonly of: string;
}

function placeOf(folder: string): Place {
  return folder === ''
    ? { who: 'The project', scope: '', of: '' }
    : { who: folder, scope: ` in ${folder}`, of: ` of ${folder}` };
}

function* dependencies(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  const decided = new Set<string>();
  for (const section of Object.keys(SECTIONS) as Section[]) {
    for (const [name, range] of stringsOf(manifest[section])) {
      const alsoPeer = decided.has(name);
      if (alsoPeer && section !== 'peerDependencies') continue;
      decided.add(name);
      const version = describeRange(range);
      const role = SECTIONS[section];
      yield {
        kind: 'dependency',
        subject: name,
        attribute: `${alsoPeer ? 'peer range' : 'version'}${place.scope}`,
        value: range,
        text:
          section === 'peerDependencies'
            ? `${place.who} expects ${name} ${version} as a peer dependency.`
            : `${place.who} uses ${name} ${version} (${role}).`,
        ending: `${name} was removed from the ${plural(role)}${place.of}`,
        quote: findEntry(json, name, range),
        section,
      };
    }
  }
}

function* engines(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  for (const [engine, range] of stringsOf(manifest.engines)) {
    const name = ENGINE_NAMES[engine] ?? engine;
    const lowest = lowestVersion(range);
    yield {
      kind: 'requirement',
      subject: engine,
      attribute: `required version${place.scope}`,
      value: range,
      text: `${place.who} requires ${name} ${range}${lowest === undefined ? '' : ` (minimum version ${lowest})`}.`,
      ending: `${place.who} states no required ${name} version any more; the last was ${range}`,
      quote: findEntry(json, engine, range),
    };
  }
}

function* packageManager(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  const written = manifest.packageManager;
  if (typeof written !== 'string') return;
  const [value = written] = written.split('+', 1); // "+sha512.…" pins the download, and says nothing to people
  const name = value.replace(/(?<=.)@/, ' ');
  yield {
    kind: 'tool',
    subject: 'package manager',
    attribute: `name${place.scope}`,
    value,
    text: `${place.who} uses ${name} as its package manager.`,
    ending: `${place.who} names no package manager any more; the last was ${name}`,
    quote: findEntry(json, 'packageManager', written),
  };
}

function describeRange(range: string): string {
  if (range.startsWith('workspace:')) return `from its own workspace (${range})`;
  if (range.startsWith('catalog:')) return `at the version of its catalog (${range})`;
  return range === '' || range === '*' ? 'at any version' : range;
}

function lowestVersion(range: string): string | undefined {
  try {
    const lowest = minVersion(range)?.version;
    return lowest === '0.0.0' ? undefined : lowest;
  } catch {
    return undefined; // a range that npm does not know either is still quoted as written
  }
}

/** @returns `"name": "value"` as the manifest writes it; empty when it is written with escapes. */
function findEntry(json: string, name: string, value: string): string {
  const entry = new RegExp(`${escapeRegExp(JSON.stringify(name))}\\s*:\\s*${escapeRegExp(JSON.stringify(value))}`);
  return entry.exec(json)?.[0] ?? '';
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(json: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(json.replace(/^\uFEFF/, ''));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined; // half-merged or half-written manifests are part of real histories
  }
}

function stringsOf(section: unknown): [string, string][] {
  return isObject(section)
    ? Object.entries(section).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plural(role: string): string {
  return role.replace(/y$/, 'ies');
}
