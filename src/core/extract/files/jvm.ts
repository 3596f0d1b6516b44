import { XMLParser } from 'fast-xml-parser';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  dependencyStatement,
  findLine,
  isObject,
  listOf,
  objectOf,
  placeOf,
  requirementOf,
  scalar,
  type JsonObject,
  type Place,
  type StateFileReader,
  type Statement,
} from './statement';
import { toolStatements } from './tools';

/** pom.xml: Java, parent and dependencies, with the versions that properties give. */
export const pom: StateFileReader = {
  wants: (path) => /(?:^|\/)pom\.xml$/.test(path),
  read(text, path) {
    const file = /<\/project>\s*$/.test(text) ? attempt(() => XML.parse(text) as unknown) : undefined;
    const project = isObject(file) ? file.project : undefined;
    if (!isObject(project)) return undefined;
    const place = placeOf(path);
    const properties = new Map(
      Object.entries(objectOf(project.properties)).map(([key, value]) => [key, scalar(value)]),
    );
    const resolve = (value: unknown): string | undefined => resolveProperties(scalar(value), properties);
    const artifacts = [
      ...artifactsOf(project.dependencies, resolve),
      ...artifactsOf(objectOf(project.dependencyManagement).dependencies, resolve),
    ];
    const plugins = artifactsOf({ dependency: objectOf(objectOf(project.build).plugins).plugin }, resolve);
    const parent = artifactOf(project.parent, resolve);
    return [
      ...(parent === undefined ? [] : [artifactStatement({ ...parent, role: 'parent' }, place, text)].flat()),
      ...artifacts.flatMap((artifact) => artifactStatement(artifact, place, text)),
      ...javaVersion(pomJava(properties, project, resolve), place),
      ...toolStatements({
        place,
        language: LANGUAGE,
        self: scalar(project.artifactId) ?? '',
        development: [...artifacts.filter(({ role }) => role === DEVELOPMENT), ...plugins].map(({ name }) => name),
        shipped: artifacts.filter(({ role }) => role !== DEVELOPMENT).map(({ name }) => name),
        commands: [],
        quoteOf: (name) => findLine(text, new RegExp(`<artifactId>\\s*${escapeRegExp(name)}\\s*<`)),
      }),
    ];
  },
};

/** build.gradle and build.gradle.kts, as far as they are declarations. */
export const gradle: StateFileReader = {
  wants: (path) => /(?:^|\/)build\.gradle(?:\.kts)?$/.test(path),
  read(text, path) {
    const place = placeOf(path);
    const artifacts = [...text.matchAll(GRADLE_DEPENDENCY)].flatMap((found): Artifact[] => {
      const [quote, configuration = '', group = '', name = '', version = ''] = found;
      const role = /test/i.test(configuration) ? DEVELOPMENT : 'dependency';
      return version.includes('$') ? [] : [{ group, name, version, role, quote: quote.trim() }];
    });
    const names = (isTest: boolean) =>
      artifacts.filter(({ role }) => (role === DEVELOPMENT) === isTest).map(({ name }) => name);
    return [
      ...artifacts.flatMap((artifact) => artifactStatement(artifact, place, text)),
      ...gradlePlugins(text, place),
      ...javaVersion(gradleJava(text), place),
      ...toolStatements({
        place,
        language: LANGUAGE,
        self: '',
        development: names(true),
        shipped: names(false),
        commands: [],
        quoteOf: (name) => findLine(text, new RegExp(`:${escapeRegExp(name)}[:"']`)),
      }),
    ];
  },
};

/** Forgiving: that a file was cut off is seen by its missing end. */
const XML = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: true });
const LANGUAGE = 'Java';
const DEVELOPMENT = 'test dependency';

interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly role: string;
  readonly quote?: string;
}

type Resolve = (value: unknown) => string | undefined;

function artifactsOf(dependencies: unknown, resolve: Resolve): Artifact[] {
  const { dependency } = objectOf(dependencies);
  const entries = Array.isArray(dependency) ? listOf(dependency) : [dependency];
  return entries.flatMap((entry) => artifactOf(entry, resolve) ?? []);
}

function artifactOf(entry: unknown, resolve: Resolve): Artifact | undefined {
  const { groupId, artifactId, version, scope } = objectOf(entry);
  const name = resolve(artifactId);
  if (name === undefined) return undefined;
  return {
    group: resolve(groupId) ?? '',
    name,
    version: resolve(version),
    role: scope === 'test' ? DEVELOPMENT : 'dependency',
  };
}

/** What has no version of its own takes that of a parent, which says it there. */
function artifactStatement(artifact: Artifact, place: Place, text: string): Statement[] {
  const { group, name, version, role } = artifact;
  if (version === undefined || version.includes('$')) return [];
  const quote = artifact.quote ?? findLine(text, new RegExp(`<artifactId>\\s*${escapeRegExp(name)}\\s*<`));
  return [dependencyStatement({ name, range: version, role, section: role, quote }, place, `${version} of ${group}`)];
}

function resolveProperties(
  value: string | undefined,
  properties: ReadonlyMap<string, string | undefined>,
): string | undefined {
  let resolved = value;
  for (let depth = 0; depth < 3 && resolved?.includes('${') === true; depth++)
    resolved = resolved.replace(/\$\{([^}]+)\}/g, (whole, key: string) => properties.get(key) ?? whole);
  return resolved;
}

interface JavaVersion {
  readonly version: string;
  readonly quote: string;
}

const JAVA_PROPERTIES = [
  'maven.compiler.release',
  'java.version',
  'maven.compiler.target',
  'maven.compiler.source',
  'jdk.version',
];

function pomJava(
  properties: ReadonlyMap<string, string | undefined>,
  project: JsonObject,
  resolve: Resolve,
): JavaVersion | undefined {
  for (const name of JAVA_PROPERTIES) {
    const written = properties.get(name);
    const version = resolve(written);
    if (written !== undefined && version !== undefined && /^[\d.]+$/.test(version))
      return { version, quote: `<${name}>${written}</${name}>` };
  }
  const { plugin } = objectOf(objectOf(project.build).plugins);
  const compiler = (Array.isArray(plugin) ? listOf(plugin) : [plugin])
    .map(objectOf)
    .find(({ artifactId }) => artifactId === 'maven-compiler-plugin');
  const { release, target, source } = objectOf(compiler?.configuration);
  const version = resolve(release ?? target ?? source);
  return version !== undefined && /^[\d.]+$/.test(version)
    ? { version, quote: '<artifactId>maven-compiler-plugin</artifactId>' }
    : undefined;
}

/** `implementation("g:a:1.0")`, `testImplementation 'g:a:1.0'`. */
const GRADLE_DEPENDENCY =
  /^[ \t]*(\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompile|annotationProcessor|kapt|ksp))[ \t(]+["']([\w.-]+):([\w.-]+):([^"':@]+)["']/gm;

const GRADLE_PLUGIN =
  /^[ \t]*(?:id[ \t(]*["']([\w.-]+)["']\)?|kotlin\(["'](\w+)["']\))[ \t]+version[ \t]+["']([^"'$]+)["']/gm;

function gradlePlugins(text: string, place: Place): Statement[] {
  return [...text.matchAll(GRADLE_PLUGIN)].flatMap(([quote, id, kotlin, range = '']) => {
    const name = id ?? `org.jetbrains.kotlin.${kotlin ?? ''}`;
    return [
      dependencyStatement({ name, range, role: 'Gradle plugin', section: 'plugins', quote: quote.trim() }, place),
    ];
  });
}

function gradleJava(text: string): JavaVersion | undefined {
  for (const pattern of [
    /JavaLanguageVersion\.of\((\d+)\)/,
    /jvmToolchain\((\d+)\)/,
    /sourceCompatibility\s*=?\s*(?:JavaVersion\.VERSION_|["'])?(\d[\d._]*)/,
    /targetCompatibility\s*=?\s*(?:JavaVersion\.VERSION_|["'])?(\d[\d._]*)/,
  ]) {
    const found = pattern.exec(text);
    if (found?.[1] !== undefined) return { version: found[1].replaceAll('_', '.'), quote: found[0] };
  }
  return undefined;
}

function javaVersion(java: JavaVersion | undefined, place: Place): Statement[] {
  if (java === undefined) return [];
  return [
    requirementOf(
      { subject: 'java', attribute: `required version${place.scope}`, value: java.version, quote: java.quote },
      `${place.who} requires Java ${java.version}.`,
      `${place.who} states no required Java version any more; the last was ${java.version}`,
    ),
  ];
}
