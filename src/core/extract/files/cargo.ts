import { parse as parseToml } from 'smol-toml';
import { escapeRegExp } from '../../base/text';
import { licenseStatement } from './license';
import {
  attempt,
  dependencyStatement,
  findLine,
  findLineAfter,
  objectOf,
  placeOf,
  requirementOf,
  requirementStatement,
  scalar,
  type JsonObject,
  type Place,
  type StateFileReader,
  type Statement,
} from './statement';
import { toolStatements } from './tools';

/** Edition, lowest Rust and dependencies of a crate or a workspace. What a crate takes over from its workspace is told there. */
export const cargo: StateFileReader = {
  wants: (path) => /(?:^|\/)Cargo\.toml$/.test(path),
  read(text, path) {
    const manifest = attempt((): JsonObject => parseToml(text));
    if (manifest === undefined) return undefined;
    const place = placeOf(path);
    const workspace = objectOf(manifest.workspace);
    const found = SECTIONS.flatMap(([section, role]) => [
      ...dependencies(manifest[section], section, role, place, text),
      ...(section === 'dependencies'
        ? dependencies(workspace.dependencies, 'workspace.dependencies', role, place, text)
        : []),
    ]);
    const namesOf = (isRuntime: boolean) =>
      found
        .filter(({ section }) => section?.endsWith('ndencies') && (section === 'dev-dependencies') !== isRuntime)
        .map(({ subject }) => subject);
    return [
      ...found,
      ...language({ ...objectOf(workspace.package), ...objectOf(manifest.package) }, place, text),
      ...toolStatements({
        place,
        language: 'Rust',
        self: scalar(objectOf(manifest.package).name) ?? '',
        development: namesOf(false),
        shipped: namesOf(true),
        commands: [],
        quoteOf: (name) => lineOf(name, text),
      }),
    ];
  },
};

const SECTIONS: readonly [section: string, role: string][] = [
  ['dependencies', 'runtime dependency'],
  ['dev-dependencies', 'development dependency'],
  ['build-dependencies', 'build dependency'],
];

function dependencies(table: unknown, section: string, role: string, place: Place, text: string): Statement[] {
  return Object.entries(objectOf(table)).flatMap(([name, value]) => {
    const { version, git, workspace } = objectOf(value);
    if (workspace === true) return [];
    const range = scalar(value) ?? scalar(version) ?? (typeof git === 'string' ? `from ${git}` : undefined);
    if (range === undefined) return []; // a crate of the same repository
    const quote = lineOf(name, text);
    return [dependencyStatement({ name, range, role, section, quote }, place)];
  });
}

function* language(crate: JsonObject, place: Place, text: string): Generator<Statement> {
  const lowest = scalar(crate['rust-version']);
  if (lowest !== undefined)
    yield requirementStatement(
      { subject: 'rust', name: 'Rust', range: lowest, quote: findLine(text, /^\s*rust-version\s*=/) },
      place,
      'minimum version, rust-version',
    );
  const edition = scalar(crate.edition);
  if (edition !== undefined)
    yield requirementOf(
      {
        subject: 'rust edition',
        attribute: `name${place.scope}`,
        value: edition,
        quote: findLine(text, /^\s*edition\s*=/),
      },
      `${place.who} uses the Rust edition ${edition}.`,
      `${place.who} names no Rust edition any more; the last was ${edition}`,
    );
  yield* licenseStatement(crate.license, place, 'Cargo.toml', findLine(text, /^\s*license\s*=/));
}

/** `serde = "1"`, or the table of its own. */
function lineOf(name: string, text: string): string {
  const literal = escapeRegExp(name);
  return (
    findLine(text, new RegExp(`^\\s*"?${literal}"?\\s*[.=]`)) ||
    findLineAfter(text, new RegExp(`^\\[[\\w.-]*\\.${literal}\\]`, 'm'), /^\s*(?:version|git)\s*=/)
  );
}
