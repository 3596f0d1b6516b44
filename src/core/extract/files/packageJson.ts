import minVersion from 'semver/ranges/min-version';
import { escapeRegExp } from '../../base/text';
import { commandsOf } from './commands';
import { contributions } from './contributes';
import { licenseStatement } from './license';
import {
  attempt,
  dependencyStatement,
  isObject,
  listOf,
  objectOf,
  placeOf,
  plural,
  requirementOf,
  requirementStatement,
  stringsOf,
  type JsonObject,
  type Place,
  type StateFileReader,
  type Statement,
} from './statement';
import { toolStatements } from './tools';
import { workspacesStatement } from './workspaces';

/** Dependencies, engines, package manager, tools by role, how the package is built and shipped. */
export const packageJson: StateFileReader = {
  wants: (path) => /(?:^|\/)package\.json$/.test(path),
  read(json, path) {
    const manifest = attempt(() => JSON.parse(json.replace(/^\uFEFF/, '')) as unknown);
    if (!isObject(manifest)) return undefined;
    const place = placeOf(path);
    return [
      ...dependencies(manifest, place, json),
      ...engines(manifest, place, json),
      ...packageManager(manifest, place, json),
      ...tools(manifest, place, json),
      ...scripts(manifest, place, json),
      ...shape(manifest, place, json),
      ...contributions(manifest, place, json),
    ];
  },
};

/** In order of precedence: the first that names a package says which version the project uses. */
const SECTIONS = {
  dependencies: 'runtime dependency',
  optionalDependencies: 'optional dependency',
  devDependencies: 'development dependency',
  peerDependencies: 'peer dependency',
} as const;
type Section = keyof typeof SECTIONS;

/** Engines by the name that people call them. */
const ENGINE_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ node: 'Node.js', vscode: 'VS Code', yarn: 'Yarn', bun: 'Bun' }),
);

function* dependencies(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  const decided = new Set<string>();
  for (const section of Object.keys(SECTIONS) as Section[]) {
    for (const [name, range] of stringsOf(manifest[section])) {
      const alsoPeer = decided.has(name);
      if (alsoPeer && section !== 'peerDependencies') continue;
      decided.add(name);
      const quote = findEntry(json, name, range);
      const role = SECTIONS[section];
      const version = describeRange(range);
      yield section === 'peerDependencies'
        ? {
            kind: 'dependency',
            subject: name,
            attribute: `${alsoPeer ? 'peer range' : 'version'}${place.scope}`,
            value: range,
            text: `${place.who} expects ${name} ${version} as a peer dependency.`,
            ending: `${name} was removed from the ${plural(role)}${place.of}`,
            quote,
            section,
          }
        : dependencyStatement({ name, range, role, section, quote }, place, version);
    }
  }
}

function* engines(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  for (const [engine, range] of stringsOf(manifest.engines)) {
    const lowest = lowestVersion(range);
    yield requirementStatement(
      { subject: engine, name: ENGINE_NAMES.get(engine) ?? engine, range, quote: findEntry(json, engine, range) },
      place,
      lowest === undefined ? undefined : `minimum version ${lowest}`,
    );
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

function tools(manifest: JsonObject, place: Place, json: string): Statement[] {
  const named = new Map([...stringsOf(manifest.devDependencies), ...stringsOf(manifest.dependencies)]);
  const commands = stringsOf(manifest.scripts).flatMap(([script, line]) =>
    commandsOf(line).map((command) => ({ ...command, script, quote: findEntry(json, script, line) })),
  );
  return toolStatements({
    place,
    self: typeof manifest.name === 'string' ? manifest.name : '',
    development: stringsOf(manifest.devDependencies).map(([name]) => name),
    shipped: stringsOf(manifest.dependencies).map(([name]) => name),
    commands,
    quoteOf: (name) => findEntry(json, name, named.get(name) ?? ''),
  });
}

/** What people ask how to do, by the script that does it. Scripts with other names are details. */
const SCRIPTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    test: 'Tests are run',
    build: 'The project is built',
    lint: 'Linting is run',
    format: 'The code is formatted',
    typecheck: 'Types are checked',
    coverage: 'Code coverage is measured',
    docs: 'The documentation is built',
    release: 'Releases are made',
    dev: 'Development is started',
    start: 'The project is started',
    benchmark: 'Benchmarks are run',
    package: 'The package is made',
  }),
);

function* scripts(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  if (place.scope !== '') return;
  for (const [name, command] of stringsOf(manifest.scripts)) {
    const done = SCRIPTS.get(name);
    if (done === undefined || command.length > LONGEST_COMMAND || /no test specified/.test(command)) continue;
    yield {
      kind: 'convention',
      subject: `${name} script`,
      attribute: 'command',
      value: command,
      text: `${done} with the script \`${name}\`: \`${command}\`.`,
      ending: `The script \`${name}\` was removed; it ran \`${command}\``,
      quote: findEntry(json, name, command),
    };
  }
}

/** In characters: what is longer is a program, and could not be quoted whole. */
const LONGEST_COMMAND = 200;

/** What kind of package it is. */
function* shape(manifest: JsonObject, place: Place, json: string): Generator<Statement> {
  const { license } = manifest;
  yield* licenseStatement(license, place, 'package.json', findEntry(json, 'license', String(license)));
  const format = moduleFormat(manifest);
  if (format !== undefined)
    yield {
      kind: 'requirement',
      subject: 'module format',
      attribute: `name${place.scope}`,
      value: format.value,
      text: `${place.scope === '' ? 'The package' : place.who} ${format.text}.`,
      ending: `${place.scope === '' ? 'The package' : place.who} is no longer marked as an ES module (type: module)`,
      quote: format.quote(json),
    };
  const { workspaces } = manifest;
  if (place.scope === '')
    yield* workspacesStatement(
      listOf(isObject(workspaces) ? workspaces.packages : workspaces),
      /"workspaces"\s*:\s*[[{]/.exec(json)?.[0] ?? '',
    );
  const browsers = listOf(manifest.browserslist).filter((entry) => typeof entry === 'string');
  if (browsers.length > 0)
    yield requirementOf(
      {
        subject: 'browserslist',
        attribute: `browsers${place.scope}`,
        value: browsers.join(', '),
        quote: /"browserslist"\s*:\s*\[/.exec(json)?.[0] ?? '',
      },
      `${place.who} supports the browsers ${browsers.join(', ')} (browserslist).`,
      `${place.who} names no supported browsers any more (browserslist)`,
    );
}

interface ModuleFormat {
  readonly value: string;
  readonly text: string;
  quote(json: string): string;
}

function moduleFormat(manifest: JsonObject): ModuleFormat | undefined {
  const conditions = conditionsOf(manifest.exports);
  if (conditions.has('require') && conditions.has('import'))
    return {
      value: 'ES modules and CommonJS',
      text: 'ships both ES modules and CommonJS (`import` and `require` in exports)',
      quote: (json) => /"require"\s*:/.exec(json)?.[0] ?? '',
    };
  if (manifest.type !== 'module') return undefined;
  return {
    value: 'ES modules',
    text: 'is an ES module (type: module, ESM)',
    quote: (json) => findEntry(json, 'type', 'module'),
  };
}

function conditionsOf(exports: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    for (const [key, inner] of Object.entries(objectOf(value))) {
      found.add(key);
      walk(inner);
    }
  };
  walk(exports);
  return found;
}

function describeRange(range: string): string {
  if (range.startsWith('workspace:')) return `from its own workspace (${range})`;
  if (range.startsWith('catalog:')) return `at the version of its catalog (${range})`;
  return range === '' || range === '*' ? 'at any version' : range;
}

function lowestVersion(range: string): string | undefined {
  // a range that npm does not know either is still quoted as written
  const lowest = attempt(() => minVersion(range)?.version);
  return lowest === '0.0.0' ? undefined : lowest;
}

/** @returns `"name": "value"` as the manifest writes it; empty when it is written with escapes. */
function findEntry(json: string, name: string, value: string): string {
  const [key, text] = [JSON.stringify(name), JSON.stringify(value)];
  const usual = `${key}: ${text}`;
  if (json.includes(usual)) return usual;
  return new RegExp(`${escapeRegExp(key)}\\s*:\\s*${escapeRegExp(text)}`).exec(json)?.[0] ?? '';
}
