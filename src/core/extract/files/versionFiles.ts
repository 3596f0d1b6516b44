import { parse as parseToml } from 'smol-toml';
import {
  attempt,
  findLine,
  isObject,
  objectOf,
  requirementOf,
  scalar,
  type StateFileReader,
  type Statement,
} from './statement';

/** Files whose whole text is the version that developers use. */
const PLAIN: readonly [path: RegExp, subject: string, name: string][] = [
  [/(?:^|\/)\.(?:nvmrc|node-version)$/, 'node', 'Node.js'],
  [/(?:^|\/)\.python-version$/, 'python', 'Python'],
  [/(?:^|\/)\.ruby-version$/, 'ruby', 'Ruby'],
  [/(?:^|\/)\.java-version$/, 'java', 'Java'],
  [/(?:^|\/)\.go-version$/, 'go', 'Go'],
  [/(?:^|\/)\.php-version$/, 'php', 'PHP'],
  [/(?:^|\/)\.(?:terraform|opentofu)-version$/, 'terraform', 'Terraform'],
  [/(?:^|\/)rust-toolchain$/, 'rust', 'Rust'],
];

/** Languages as .tool-versions (asdf, mise) calls them. */
const ASDF_NAMES: ReadonlyMap<string, readonly [subject: string, name: string]> = new Map([
  ['nodejs', ['node', 'Node.js']],
  ['golang', ['go', 'Go']],
]);

export const versionFiles: StateFileReader = {
  wants: (path) => PLAIN.some(([pattern]) => pattern.test(path)) || OTHERS.some(([pattern]) => pattern.test(path)),
  read(text, path) {
    const other = OTHERS.find(([pattern]) => pattern.test(path))?.[1];
    if (other) return other(text, path);
    const [, subject = '', name = ''] = PLAIN.find(([pattern]) => pattern.test(path)) ?? [];
    if (/^\s*\[/.test(text)) return toolchain(text, path);
    const lines = text.split('\n').map((line) => line.replace(/#.*$/, '').trim());
    const version = lines.find((line) => line !== '');
    if (version === undefined || version.length > 60 || !/^[\w./*+-]+$/.test(version)) return undefined;
    return [pinned(subject, name, version, version, path)];
  },
};

const OTHERS: readonly [path: RegExp, read: (text: string, path: string) => Statement[] | undefined][] = [
  [/(?:^|\/)\.tool-versions$/, toolVersions],
  [/(?:^|\/)rust-toolchain\.toml$/, toolchain],
  [/(?:^|\/)gradle\/wrapper\/gradle-wrapper\.properties$/, gradleWrapper],
  [/(?:^|\/)\.mvn\/wrapper\/maven-wrapper\.properties$/, mavenWrapper],
  [/(?:^|\/)global\.json$/, dotnetSdk],
];

function toolVersions(text: string, path: string): Statement[] {
  return text.split('\n').flatMap((line) => {
    const [, tool, version] = /^\s*([\w-]+)\s+([\w.:/+-]*\d[\w.+-]*)/.exec(line) ?? [];
    if (tool === undefined || version === undefined) return [];
    const [subject, name] = ASDF_NAMES.get(tool) ?? [tool, tool];
    return [pinned(subject, name, version, line.trim(), path)];
  });
}

function toolchain(text: string, path: string): Statement[] | undefined {
  const channel = scalar(objectOf(attempt(() => parseToml(text))?.toolchain).channel);
  return channel === undefined ? undefined : [pinned('rust', 'Rust', channel, findLine(text, /^\s*channel\s*=/), path)];
}

function gradleWrapper(text: string, path: string): Statement[] | undefined {
  const found = /gradle-([\d.]+(?:-[\w.]+?)?)-(?:bin|all)\.zip/.exec(text);
  return found?.[1] === undefined ? undefined : [pinned('gradle', 'Gradle', found[1], found[0], path)];
}

function mavenWrapper(text: string, path: string): Statement[] | undefined {
  const found = /apache-maven-([\d.]+)-bin\.zip/.exec(text);
  return found?.[1] === undefined ? undefined : [pinned('maven', 'Maven', found[1], found[0], path)];
}

function dotnetSdk(text: string, path: string): Statement[] | undefined {
  const file = attempt(() => JSON.parse(text) as unknown);
  const version = isObject(file) ? scalar(objectOf(file.sdk).version) : undefined;
  return version === undefined ? undefined : [pinned('dotnet', '.NET SDK', version, findLine(text, /"version"/), path)];
}

/** What developers use says nothing about what users need, so it has a key of its own. */
function pinned(subject: string, name: string, version: string, quote: string, path: string): Statement {
  return requirementOf(
    { subject, attribute: `development version in ${path}`, value: version, quote },
    `Development uses ${name} ${version} (${path}).`,
    `${path} names no ${name} version any more; the last was ${version}`,
  );
}
