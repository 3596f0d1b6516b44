import { parse as parseToml } from 'smol-toml';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  dependencyStatement,
  findLine,
  objectOf,
  placeOfFile,
  scalar,
  type JsonObject,
  type StateFileReader,
  type Statement,
} from './statement';

/** gradle/libs.versions.toml: the versions that the build files of all modules share. */
export const gradleCatalog: StateFileReader = {
  wants: (path) => /(?:^|\/)gradle\/[\w-]+\.versions\.toml$/.test(path),
  read(text, path) {
    const catalog = attempt((): JsonObject => parseToml(text));
    if (catalog === undefined) return undefined;
    const place = placeOfFile(path);
    const versions = objectOf(catalog.versions);
    const listed = (section: 'libraries' | 'plugins', role: string): Statement[] =>
      Object.entries(objectOf(catalog[section])).flatMap(([alias, entry]) => {
        const { name, range } = readEntry(entry, versions);
        if (name === undefined || range === undefined) return [];
        const quote = findLine(text, new RegExp(`^\\s*${escapeRegExp(alias)}\\s*=`));
        return [dependencyStatement({ name, range, role, section, quote }, place)];
      });
    return [...listed('libraries', 'dependency'), ...listed('plugins', 'Gradle plugin')];
  },
};

/** `"g:a:1.0"`, `{ module = "g:a", version.ref = "x" }`, `{ group = "g", name = "a", version = "1" }`, `{ id = "p", version = "1" }`. */
function readEntry(entry: unknown, versions: JsonObject): { name: string | undefined; range: string | undefined } {
  const [group, artifact, written] = scalar(entry)?.split(':') ?? [];
  if (artifact !== undefined) return { name: written === undefined ? group : artifact, range: written ?? artifact };
  const { id, name, module, version } = objectOf(entry);
  const reference = scalar(objectOf(version).ref);
  return {
    name: scalar(id) ?? scalar(name) ?? scalar(module)?.split(':')[1],
    range: scalar(version) ?? (reference === undefined ? undefined : scalar(versions[reference])),
  };
}
