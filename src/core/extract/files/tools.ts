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
  quoteOf(name: string): string;
}

/**
 * Which tool has which role. What scripts run decides; else what is installed does. Where more share a role than could be named,
 * no statement is made.
 */
export function toolStatements(evidence: ToolEvidence): Statement[] {
  const ran = findRun(evidence);
  return ROLES.flatMap((role) => {
    if (role.name === 'package manager') return []; // manifests and lock files name it
    const found = ran.get(role.name) ?? new Map<string, string>();
    const runsItself = [...found.keys()].some((tool) => !LAUNCHERS.has(tool));
    if (!runsItself) for (const [tool, quote] of findInstalled(role, evidence)) found.set(tool, quote);
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
  const who = place.scope === '' ? "the project's" : `the ${role.name} of ${place.who}`;
  const isOne = names.length === 1;
  const as = isOne ? role.name : plural(role.name);
  return {
    kind: 'tool',
    subject: role.name,
    attribute: `name${of}${place.scope}`,
    value: names.join(', '),
    text: `${place.who} uses ${enumerate(names)} as its ${as}${of}${place.note === '' ? '' : ` (${place.note.slice(2)})`}.`,
    ending: `${enumerate(names)} ${isOne ? 'is' : 'are'} no longer ${place.scope === '' ? `${who} ${role.name}` : who}${of}`,
    quote,
  };
}

/** Role -> tool -> the line that shows it. */
function findRun({ commands, development, shipped }: ToolEvidence): Map<string, Map<string, string>> {
  const installed = [...development, ...shipped];
  const found = new Map<string, Map<string, string>>();
  for (const { program, args, script, quote } of commands) {
    for (const [roleName, tool] of rolesOfCommand(program, args, script)) {
      const tools = found.get(roleName) ?? new Map<string, string>();
      const name = installed.find((other) => identify(other) === identify(tool)) ?? tool;
      if (!tools.has(name)) tools.set(name, quote);
      found.set(roleName, tools);
    }
  }
  return found;
}

function rolesOfCommand(program: string, args: string, script: string): [role: string, tool: string][] {
  if (program === 'tsc') return [[checksOnly(args, script) ? 'type checker' : 'compiler', 'typescript']];
  const special = SPECIAL.filter(([name, pattern]) => name === program && pattern.test(args));
  if (special.length > 0 || AMBIGUOUS.has(program)) return special.map(([, , role, tool]) => [role, tool]);
  const tool = PROGRAMS[program] ?? program;
  const roles = ROLES.filter((role) => role.runtime !== true && isAmong(tool, role.tools));
  return roles.map((role) => [role.name, tool]);
}

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
const PROGRAMS: Readonly<Record<string, string>> = {
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
};

/** Tools that are often there for another's sake: only a command that runs them says that they have a role. */
const SILENT = new Set(['typescript', 'vite', 'postcss', 'make', 'just']);

/** Of several roles a tool takes this one by being there; the others must be seen. */
const ONLY: Readonly<Record<string, string>> = { ruff: 'linter' };

function findInstalled(role: Role, evidence: ToolEvidence): Map<string, string> {
  const found = new Map<string, string>();
  const identities = new Set<string>();
  // Where a language has but one list, development tools stand in it as well.
  const developed = evidence.language === 'Go' ? evidence.shipped : evidence.development;
  for (const name of role.runtime === true ? evidence.shipped : developed) {
    const tool = isAmong(name, role.tools) ? name : pluginOf(name);
    if (tool === undefined || !isAmong(tool, role.tools) || tool === evidence.self) continue;
    if (SILENT.has(tool) || (ONLY[tool] ?? role.name) !== role.name || identities.has(identify(tool))) continue;
    identities.add(identify(tool));
    found.set(tool, evidence.quoteOf(name));
  }
  return found;
}

/** A plugin that needs what it is named after: "gulp-eslint" -> eslint, "rollup-plugin-terser" -> terser. What karma calls coverage is no tool. */
function pluginOf(name: string): string | undefined {
  return /^(?:gulp|grunt|grunt-contrib|karma|rollup-plugin|@rollup\/plugin|vite-plugin)-(?!coverage$)(.+)$/.exec(
    name.replace('@rollup/plugin/', '@rollup/plugin-'),
  )?.[1];
}

function isAmong(tool: string, tools: readonly string[]): boolean {
  return tools.includes(tool);
}

/** Packages of one tool, by the tool. */
const SAME: Readonly<Record<string, string>> = {
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
};

function identify(tool: string): string {
  return SAME[tool] ?? tool;
}
