import { parse as parseYaml } from 'yaml';
import {
  attempt,
  enumerate,
  findLine,
  isObject,
  listOf,
  objectOf,
  requirementOf,
  type JsonObject,
  type StateFileReader,
  type Statement,
} from './statement';
import { escapeRegExp } from '../../base/text';

/** Not what tests the project: what keeps house in the issue tracker, publishes, deploys or updates. */
const CHORES = [
  ...[
    'stale',
    'lock',
    'label',
    'greet',
    'welcome',
    'triage',
    'assign',
    'issue',
    'comment',
    'chat',
    'notif',
    'slack',
    'discord',
    'bot\\b',
    'respon[ds]e?',
    'milestone',
  ],
  ...[
    'release',
    'publish',
    'deploy',
    'docs?\\b',
    'pages',
    'changelog',
    'bump',
    'npm',
    'pypi',
    'docker',
    'cd\\.',
    'sponsor',
  ],
  ...[
    'codeql',
    'scorecard',
    'dependency',
    'dependabot',
    'renovate',
    'update',
    'sync',
    'backport',
    'merge',
    'i18n',
    'crowdin',
  ],
];
export const CI_WORKFLOW = new RegExp(`^\\.github/workflows/(?!.*(?:${CHORES.join('|')}))[^/]+\\.ya?ml$`, 'i');
/** Of the others those are sure to test; the rest only counts where it has a matrix. */
const TESTS =
  /\b(?:ci|tests?|testing|unit|checks?|build|main|master|lint|verify|coverage|pull|pr|push|continuous|node|nodejs|python|go|rust|java|maven|gradle)(?:\b|_)|test|coverage/i;

/** Which versions of which languages, on which systems, a CI service runs on. */
export const ciFiles: StateFileReader = {
  wants: (path) => CI_WORKFLOW.test(path) || SERVICES.some(([pattern]) => pattern.test(path)),
  read(text, path) {
    // Everything stays a string: as a number, version 3.10 would be 3.1.
    const file = attempt(
      () => parseYaml(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }) as unknown,
    );
    if (!isObject(file)) return undefined;
    const readService = SERVICES.find(([pattern]) => pattern.test(path))?.[1];
    const { versions, systems, images } = readService?.(file) ?? readWorkflow(file, TESTS.test(nameOf(path)));
    return [
      ...[...versions].map(([language, list]) => versionsOf(language, [...list], path, text)),
      ...systemsOf([...systems], path, text),
      ...imagesOf([...images], path, text),
    ];
  },
};

class Environments {
  /** Language as people call it -> versions as written, in order. */
  readonly versions = new Map<string, Set<string>>();
  readonly systems = new Set<string>();
  readonly images = new Set<string>();

  add(language: string, values: readonly string[]): void {
    const known = this.versions.get(language) ?? new Set();
    for (const value of values.map((version) => version.trim())) if (isVersion(value)) known.add(value);
    if (known.size > 0) this.versions.set(language, known);
  }
}

/** "18", "20.x", ">=3.9", "pypy-3.10", "lts/*", "stable", "nightly", "temurin-21". */
function isVersion(value: string): boolean {
  return (
    value.length < 30 &&
    /^(?:[\w.*<>=^~/@+ -]*\d[\w.*+-]*|lts\/\*|lts|node|current|latest|stable|nightly|beta|oldstable)$/i.test(value)
  );
}

/** Actions that bring a language, by the input that says which version. */
const SETUP_ACTIONS: readonly [action: RegExp, input: string, language: string][] = [
  [/(?:^|\/)setup-node@|\/setup-node-[\w-]*@|\/install-node@/, 'node-version', 'Node.js'],
  [/(?:^|\/)setup-python@/, 'python-version', 'Python'],
  [/(?:^|\/)setup-uv@/, 'python-version', 'Python'],
  [/(?:^|\/)setup-go@/, 'go-version', 'Go'],
  [/(?:^|\/)setup-java@/, 'java-version', 'Java'],
  [/(?:^|\/)setup-ruby@/, 'ruby-version', 'Ruby'],
  [/(?:^|\/)setup-php@/, 'php-version', 'PHP'],
  [/(?:^|\/)setup-dotnet@/, 'dotnet-version', '.NET'],
  [/(?:^|\/)setup-deno@/, 'deno-version', 'Deno'],
  [/(?:^|\/)setup-bun@/, 'bun-version', 'Bun'],
  [/(?:^|\/)(?:rust-toolchain|setup-rust-toolchain|toolchain)@/, 'toolchain', 'Rust'],
];

/** Where jobs have a matrix, its versions are what the project is tested with; those of other jobs only serve to lint or to build. */
function readWorkflow(file: JsonObject, isTest: boolean): Environments {
  const jobs = Object.values(objectOf(file.jobs)).map(objectOf);
  const tested = readJobs(jobs.filter((job) => isObject(objectOf(job.strategy).matrix)));
  if (!isTest && tested.versions.size === 0) return new Environments();
  const all = isTest ? readJobs(jobs) : tested;
  for (const [language, versions] of tested.versions) all.versions.set(language, versions);
  return all;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function readJobs(jobs: readonly JsonObject[]): Environments {
  const found = new Environments();
  for (const job of jobs) {
    const matrix = objectOf(objectOf(job.strategy).matrix);
    for (const system of resolve(job['runs-on'], matrix)) if (isSystem(system)) found.systems.add(system);
    for (const step of listOf(job.steps).map(objectOf)) {
      const { uses } = step;
      if (typeof uses !== 'string') continue;
      for (const [action, input, language] of SETUP_ACTIONS)
        if (action.test(uses)) found.add(language, resolve(objectOf(step.with)[input], matrix));
      const rust = /\/rust-toolchain@([\d.]+|stable|beta|nightly)$/.exec(uses)?.[1];
      if (rust !== undefined) found.add('Rust', [rust]);
    }
  }
  return found;
}

/** The values that an expression of a workflow takes: itself, or those of the matrix it names. */
function resolve(value: unknown, matrix: JsonObject): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => resolve(item, {}));
  if (typeof value !== 'string') return [];
  const key = /^\s*\$\{\{\s*matrix\.([\w-]+)(?:\.([\w-]+))?\s*\}\}\s*$/.exec(value);
  if (key?.[1] === undefined)
    return value.includes('${{') ? [] : value.split('\n').filter((line) => line.trim() !== '');
  const [, name, inner] = key;
  const entries = [...listOf(matrix[name]), ...listOf(matrix.include).map((entry) => objectOf(entry)[name])].map(
    (entry) => (inner === undefined ? entry : objectOf(entry)[inner]),
  );
  return [...new Set(entries.filter((entry) => typeof entry === 'string'))];
}

function isSystem(name: string): boolean {
  return /^(?:ubuntu|windows|macos)-/.test(name);
}

const TRAVIS_LANGUAGES: Readonly<Record<string, string>> = {
  node_js: 'Node.js',
  python: 'Python',
  go: 'Go',
  rvm: 'Ruby',
  jdk: 'Java',
  php: 'PHP',
  rust: 'Rust',
};

function readTravis(file: JsonObject): Environments {
  const found = new Environments();
  const jobs = [file.matrix, file.jobs].flatMap((part) => listOf(objectOf(part).include).map(objectOf));
  for (const entry of [file, ...jobs])
    for (const [key, language] of Object.entries(TRAVIS_LANGUAGES)) found.add(language, stringList(entry[key]));
  return found;
}

function readAppVeyor(file: JsonObject): Environments {
  const found = new Environments();
  const environment = objectOf(file.environment);
  for (const entry of [environment, ...listOf(environment.matrix).map(objectOf)])
    found.add('Node.js', stringList(entry.nodejs_version ?? entry.NODE_VERSION));
  return found;
}

/** GitLab and CircleCI run their jobs in images. */
function readImages(file: JsonObject): Environments {
  const found = new Environments();
  const walk = (value: unknown, depth: number): void => {
    if (depth > 4) return;
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    for (const [key, inner] of Object.entries(objectOf(value))) {
      if (key === 'image') {
        const image = typeof inner === 'string' ? inner : objectOf(inner).name;
        if (typeof image === 'string' && /^[\w./-]+:[\w.-]+$/.test(image)) found.images.add(image);
      } else if (key !== 'services') walk(inner, depth + 1);
    }
  };
  walk(file, 0);
  return found;
}

const AZURE_TASKS: readonly [task: RegExp, language: string][] = [
  [/^(?:NodeTool|UseNode)@/, 'Node.js'],
  [/^UsePythonVersion@/, 'Python'],
  [/^GoTool@/, 'Go'],
  [/^UseDotNet@/, '.NET'],
];

function readAzure(file: JsonObject): Environments {
  const found = new Environments();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isObject(value)) return;
    const { task, inputs, vmImage } = value;
    for (const [pattern, language] of AZURE_TASKS) {
      const version = objectOf(inputs).versionSpec ?? objectOf(inputs).version;
      if (typeof task === 'string' && pattern.test(task)) found.add(language, stringList(version));
    }
    if (typeof vmImage === 'string' && isSystem(vmImage)) found.systems.add(vmImage);
    Object.values(value).forEach(walk);
  };
  walk(file);
  return found;
}

const SERVICES: readonly [path: RegExp, read: (file: JsonObject) => Environments][] = [
  [/^\.travis\.ya?ml$/, readTravis],
  [/^\.?appveyor\.ya?ml$/, readAppVeyor],
  [/^\.gitlab-ci\.ya?ml$/, readImages],
  [/^\.circleci\/config\.ya?ml$/, readImages],
  [/^\.?azure-pipelines\.ya?ml$/, readAzure],
];

function versionsOf(language: string, versions: readonly string[], path: string, text: string): Statement {
  const shown = versions.join(', ');
  return requirementOf(
    { subject: 'CI', attribute: `${language} versions in ${path}`, value: shown, quote: quoteOf(versions, text) },
    `CI runs on ${language} ${enumerate(versions)} (${path}).`,
    `CI no longer runs on ${language} ${enumerate(versions)} (${path})`,
  );
}

/** One system without a version is what everybody has. */
function systemsOf(systems: readonly string[], path: string, text: string): Statement[] {
  if (systems.length < 2 && systems.every((system) => system.endsWith('-latest'))) return [];
  return [
    requirementOf(
      {
        subject: 'CI',
        attribute: `operating systems in ${path}`,
        value: systems.join(', '),
        quote: quoteOf(systems, text),
      },
      `CI runs on the operating ${systems.length === 1 ? 'system' : 'systems'} ${enumerate(systems)} (${path}).`,
      `CI no longer names operating systems in ${path}; the last were ${enumerate(systems)}`,
    ),
  ];
}

function imagesOf(images: readonly string[], path: string, text: string): Statement[] {
  if (images.length === 0 || images.length > MOST_IMAGES) return [];
  return [
    requirementOf(
      { subject: 'CI', attribute: `images in ${path}`, value: images.join(', '), quote: quoteOf(images, text) },
      `CI runs in the container ${images.length === 1 ? 'image' : 'images'} ${enumerate(images)} (${path}).`,
      `CI no longer runs in ${enumerate(images)} (${path})`,
    ),
  ];
}

/** More than these are no environment but a build farm. */
const MOST_IMAGES = 4;

/** The line where the most of them stand. */
function quoteOf(values: readonly string[], text: string): string {
  const counts = (line: string): number => values.filter((value) => line.includes(value)).length;
  const lines = text.split('\n').filter((line) => counts(line) > 0);
  const [first = values[0] ?? ''] = values;
  return (
    lines.reduce((best, line) => (counts(line) > counts(best) ? line : best), '').trim() ||
    findLine(text, new RegExp(escapeRegExp(first)))
  );
}

function stringList(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((item) => typeof item === 'string');
}
