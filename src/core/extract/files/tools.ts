import { ROLES, type Role } from '../../base/roles';
import type { Command } from './commands';
import { enumerate, plural, type Place, type Statement } from './statement';

/** What a manifest tells of tools. */
export interface ToolEvidence {
  readonly place: Place;
  /** Where several languages live side by side each has its own tools: "Python". Without it: JavaScript, or the only one there is. */
  readonly language?: string;
  /** The package's own name: it is no tool of its own. */
  readonly self: string;
  /** Packages that help to develop. */
  readonly development: readonly string[];
  /** Packages that it needs to run. */
  readonly shipped: readonly string[];
  /** What its scripts run. */
  readonly commands: readonly (Command & {
    /** The script that runs it. */
    readonly script: string;
    readonly quote: string;
  })[];
  /** The line of the manifest that names a package. */
  readonly quoteOf: (name: string) => string;
}

/**
 * Which tool has which role. What scripts run decides; else what is installed does. Where more share a role than could be named,
 * no statement is made.
 */
export function toolStatements(evidence: ToolEvidence): Statement[] {
  const ran = findRun(evidence);
  const installed = findInstalled(evidence);
  return ROLES.flatMap((role) => {
    if (role.name === 'package manager') return []; // manifests and lock files name it
    const found = ran.get(role.name) ?? new Map<string, string>();
    const runsItself = [...found.keys()].some((tool) => !LAUNCHERS.has(tool));
    if (!runsItself) for (const [tool, quote] of installed.get(role.name) ?? []) found.set(tool, quote);
    return found.size === 0 || found.size > MOST ? [] : [statementOf(role, found, evidence)];
  });
}

/** More tools in one role than these are no choice but a collection. */
const MOST = 3;
/** They run what another framework wrote, so both are told. */
const LAUNCHERS = new Set(['karma', 'grunt', 'gulp', '@web/test-runner']);

function statementOf(role: Role, tools: ReadonlyMap<string, string>, { place, language }: ToolEvidence): Statement {
  const names = [...tools.keys()].sort();
  const [quote = ''] = [...tools.values()].filter((line) => line !== '');
  const of = language === undefined ? '' : ` for ${language}`;
  const file = place.note === '' ? '' : ` (${place.note.slice(2)})`;
  const isOne = names.length === 1;
  const noun = isOne ? role.name : plural(role.name);
  const ownNoun = place.who === 'The project' ? `the project's ${noun}` : `the ${noun} of ${place.who}`;
  return {
    kind: 'tool',
    subject: role.name,
    attribute: `name${of}${place.scope}`,
    value: names.join(', '),
    text: `${place.who} uses ${enumerate(names)} as its ${noun}${of}${file}.`,
    ending: `${enumerate(names)} ${isOne ? 'is' : 'are'} no longer ${ownNoun}${of}${file}`,
    quote,
  };
}

/** Role -> tool -> the line that shows it. */
type Found = Map<string, Map<string, string>>;

function put(found: Found, role: string, tool: string, quote: string): void {
  const tools = found.get(role) ?? new Map<string, string>();
  if (!tools.has(tool)) tools.set(tool, quote);
  found.set(role, tools);
}

function findRun({ commands, development, shipped }: ToolEvidence): Found {
  const installed = new Map([...shipped, ...development].toReversed().map((name) => [identify(name), name]));
  const found: Found = new Map();
  for (const { program, args, script, quote } of commands)
    for (const [role, tool] of rolesOfCommand(program, args, script))
      put(found, role, installed.get(identify(tool)) ?? tool, quote);
  return found;
}

function rolesOfCommand(program: string, args: string, script: string): [role: string, tool: string][] {
  if (program === 'tsc') return [[checksOnly(args, script) ? 'type checker' : 'compiler', 'typescript']];
  const special = SPECIAL.filter(([name, pattern]) => name === program && pattern.test(args));
  if (special.length > 0 || AMBIGUOUS.has(program)) return special.map(([, , role, tool]) => [role, tool]);
  const tool = PROGRAMS.get(program) ?? program;
  const roles = BY_TOOL.get(tool) ?? [];
  return roles.filter((role) => role.runtime !== true).map((role) => [role.name, tool]);
}

/** The roles that each tool may have. */
const BY_TOOL = new Map<string, Role[]>();
for (const role of ROLES) for (const tool of role.tools) BY_TOOL.set(tool, [...(BY_TOOL.get(tool) ?? []), role]);

/** The TypeScript compiler may be run for its errors alone. */
function checksOnly(args: string, script: string): boolean {
  return /(?:^|\s)--noEmit\b/i.test(args) || /lint|check|types?\b|test/i.test(script);
}

/** Programs whose role is told by how they are called. */
const SPECIAL: readonly [program: string, args: RegExp, role: string, tool: string][] = [
  ['vite', /(?:^|\s)build\b/, 'bundler', 'vite'],
  ['node', /(?:^|\s)--test\b/, 'test runner', 'node:test'],
  ['bun', /^test\b/, 'test runner', 'bun:test'],
  ['deno', /^test\b/, 'test runner', 'deno test'],
  ['deno', /^lint\b/, 'linter', 'deno lint'],
  ['deno', /^fmt\b/, 'code formatter', 'deno fmt'],
  ['biome', /^(?:lint|check|ci)\b/, 'linter', '@biomejs/biome'],
  ['biome', /^(?:format|check|ci)\b/, 'code formatter', '@biomejs/biome'],
  ['ruff', /^check\b/, 'linter', 'ruff'],
  ['ruff', /^format\b/, 'code formatter', 'ruff'],
  ['jest', /--coverage\b/, 'code coverage tool', 'jest'],
  ['jest', /^/, 'test runner', 'jest'],
  ['vitest', /^/, 'test runner', 'vitest'],
  ['tap', /--(?:cov|100|coverage)/, 'code coverage tool', 'tap'],
  ['tap', /^/, 'test runner', 'tap'],
];
/** They do other work as well. */
const AMBIGUOUS = new Set([
  'tsc',
  'vite',
  'node',
  'bun',
  'deno',
  'biome',
  'ruff',
  'npm',
  'yarn',
  'pnpm',
  'auto',
  'make',
  'just',
]);

/** Programs that are not called as their packages are. */
const PROGRAMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    wtr: '@web/test-runner',
    bnt: 'better-node-test',
    'vscode-test': '@vscode/test-cli',
    changeset: '@changesets/cli',
    rspack: '@rspack/core',
    swc: '@swc/core',
    babel: '@babel/core',
    flow: 'flow-bin',
    docusaurus: '@docusaurus/core',
    gitbook: 'gitbook-cli',
    docsify: 'docsify-cli',
    'conventional-changelog': 'conventional-changelog-cli',
    'api-extractor': '@microsoft/api-extractor',
    commitlint: '@commitlint/cli',
    markdownlint: 'markdownlint-cli',
    ncc: '@vercel/ncc',
    uglifyjs: 'uglify-js',
    run: 'npm-run-all',
    'run-s': 'npm-run-all',
    'run-p': 'npm-run-all',
  }),
);

/** Tools that are often there for another's sake: only a command that runs them says that they have a role. */
const SILENT = new Set(['typescript', 'vite', 'postcss', 'make', 'just']);

/** Of several roles a tool takes this one by being there; the others must be seen. */
const ONLY: ReadonlyMap<string, string> = new Map([['ruff', 'linter']]);

function findInstalled({ development, shipped, self, quoteOf }: ToolEvidence): Found {
  const found: Found = new Map();
  const known = new Set<string>();
  const find = (name: string, isRuntime: boolean): void => {
    const tool = BY_TOOL.has(name) ? name : (pluginOf(name) ?? name);
    if (tool === self || SILENT.has(tool)) return;
    for (const role of BY_TOOL.get(tool) ?? []) {
      const isOne = known.has(`${role.name} ${identify(tool)}`); // of several packages of one tool the first counts
      if (isOne || (role.runtime === true) !== isRuntime || (ONLY.get(tool) ?? role.name) !== role.name) continue;
      known.add(`${role.name} ${identify(tool)}`);
      put(found, role.name, tool, quoteOf(name));
    }
  };
  for (const name of development) find(name, false);
  for (const name of shipped) find(name, true);
  return found;
}

/** A plugin that needs what it is named after: "gulp-eslint" -> eslint, "rollup-plugin-terser" -> terser. What karma calls coverage is no tool. */
function pluginOf(name: string): string | undefined {
  return /^(?:gulp|grunt|grunt-contrib|karma|rollup-plugin|@rollup\/plugin|vite-plugin)-(?!coverage$)(.+)$/.exec(
    name.replace('@rollup/plugin/', '@rollup/plugin-'),
  )?.[1];
}

/** Packages of one tool, by the tool. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '@babel/core': 'babel',
    '@babel/cli': 'babel',
    'babel-core': 'babel',
    'babel-cli': 'babel',
    '6to5': 'babel',
    'parcel-bundler': 'parcel',
    '@playwright/test': 'playwright',
    vsce: '@vscode/vsce',
    'uglify-es': 'uglify-js',
    'yaspeller-ci': 'yaspeller',
    'mkdocs-material': 'mkdocs',
    'npm-run-all2': 'npm-run-all',
    docsify: 'docsify-cli',
    prisma: '@prisma/client',
    '@hapi/lab': 'lab',
    'junit-jupiter-api': 'junit-jupiter',
    'junit-jupiter-engine': 'junit-jupiter',
    'mockito-junit-jupiter': 'mockito-core',
  }),
);

function identify(tool: string): string {
  return SAME.get(tool) ?? tool;
}
