import { escapeRegExp } from '../base/text';
import type { Event, FileChange } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import { CI_WORKFLOW } from './files/ci';

/**
 * Tools that are no dependency in any manifest and whose use shows in the files they need: CI services, containers, bots. What manifests
 * name (jest, eslint, husky) is left to them, as its configuration moves between files.
 * @param stated what the manifests of the commit say; a tool they bring may have taken a role over
 */
export function toolsOfPaths(event: Event, stated: readonly FactDraft[]): FactDraft[] {
  const came = TOOLS.filter((tool) => event.files.some((file) => begins(file, tool)));
  const went = TOOLS.filter((tool) => isGone(tool, event, [...came.map(roleAndTool), ...stated.flatMap(newcomer)]));
  const newcomers = [...came.map(roleAndTool), ...stated.flatMap(newcomer)];
  return [
    ...came.map((tool): FactDraft => {
      const { role, name } = tool;
      const quote = event.files.find((file) => begins(file, tool))?.path ?? '';
      return { ...keyOf(tool), value: name, text: `The project uses ${name} as its ${nounOf(role)}.`, quote };
    }),
    ...went.map((tool): FactDraft => {
      const { role, name } = tool;
      const quote = event.files.find((file) => ends(file, tool))?.path ?? '';
      const [successor, ...others] = new Set(
        newcomers.filter((other) => other.role === role && other.name !== name).map((other) => other.name),
      );
      const replacedBy = others.length === 0 ? successor : undefined;
      const text = `${name} is no longer the project's ${nounOf(role)}`;
      return replacedBy === undefined
        ? { ...keyOf(tool), text: `${text}.`, quote, ends: true }
        : { ...keyOf(tool), text: `${text}; it was replaced by ${replacedBy}.`, quote, ends: true, replacedBy };
    }),
  ];
}

interface PathTool {
  readonly role: string;
  readonly name: string;
  readonly path: RegExp;
  /**
   * Whether the tool goes when the file does. It may not: a folder has other files, and settings move into manifests. Then the
   * message must say so, or another tool must take the role over.
   */
  readonly isSure: boolean;
}

/** The file alone stands for the tool. */
const SURE: readonly [role: string, name: string, path: RegExp][] = [
  ['CI', 'Travis CI', /^\.travis\.ya?ml$/],
  ['CI', 'CircleCI', /^(?:\.circleci\/config|circle)\.ya?ml$/],
  ['CI', 'AppVeyor', /^\.?appveyor\.ya?ml$/],
  ['CI', 'Azure Pipelines', /^\.?azure-pipelines\.ya?ml$/],
  ['CI', 'GitLab CI', /^\.gitlab-ci\.ya?ml$/],
  ['CI', 'Jenkins', /^Jenkinsfile$/],
  ['CI', 'Drone', /^\.drone\.ya?ml$/],
  ['CI', 'Cirrus CI', /^\.cirrus\.ya?ml$/],
  ['CI', 'Bitbucket Pipelines', /^bitbucket-pipelines\.ya?ml$/],
  ['CI', 'Woodpecker CI', /^\.woodpecker\.ya?ml$/],
  ['CI', 'Semaphore', /^\.semaphore\/semaphore\.ya?ml$/],
  ['dependency update tool', 'Renovate', /^(?:\.github\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/],
  ['dependency update tool', 'Dependabot', /^\.(?:github|dependabot)\/(?:dependabot|config)\.ya?ml$/],
  ['git hooks tool', 'pre-commit', /^\.pre-commit-config\.ya?ml$/],
  ['git hooks tool', 'lefthook', /^\.?lefthook\.ya?ml$/],
  ['container tool', 'Docker', /^(?:docker\/)?(?:Dockerfile|Containerfile)$/],
  ['container tool', 'Docker Compose', /^(?:docker-)?compose\.ya?ml$/],
  ['development container', 'devcontainer', /^\.devcontainer(?:\/devcontainer)?\.json$/],
  ['development container', 'Gitpod', /^\.gitpod\.ya?ml$/],
  ['development container', 'Nix', /^(?:flake|shell)\.nix$/],
  ['documentation host', 'Read the Docs', /^\.?readthedocs\.ya?ml$/],
  ['documentation generator', 'mkdocs', /^mkdocs\.ya?ml$/],
  ['documentation generator', 'sphinx', /^docs?(?:\/source)?\/conf\.py$/],
  ['documentation generator', 'mdbook', /^(?:docs|book|guide)?\/?book\.toml$/],
  ['task runner', 'make', /^(?:GNUm|M|m)akefile$/],
  ['task runner', 'just', /^\.?[Jj]ustfile$/],
  ['build tool', 'maven', /^pom\.xml$/],
  ['build tool', 'sbt', /^build\.sbt$/],
  ['build tool', 'cmake', /^CMakeLists\.txt$/],
  ['build tool', 'meson', /^meson\.build$/],
  ['release tool', 'goreleaser', /^\.?goreleaser\.ya?ml$/],
  ['release tool', 'release-please', /^\.?release-please-config\.json$/],
  ['changelog tool', 'git-cliff', /^\.?cliff\.toml$/],
  ['deployment platform', 'Netlify', /^netlify\.toml$/],
  ['deployment platform', 'Vercel', /^vercel\.json$/],
  ['deployment platform', 'Heroku', /^Procfile$/],
  ['deployment platform', 'Fly.io', /^fly\.toml$/],
  ['deployment platform', 'Render', /^render\.ya?ml$/],
];

/** The file is one of many, or its contents may have moved. */
const UNSURE: readonly [role: string, name: string, path: RegExp][] = [
  ['CI', 'GitHub Actions', CI_WORKFLOW],
  ['build tool', 'gradle', /^(?:build|settings)\.gradle(?:\.kts)?$/],
  ['build tool', 'bazel', /^(?:WORKSPACE(?:\.bazel)?|MODULE\.bazel)$/],
  ['linter', 'golangci-lint', /^\.golangci\.(?:ya?ml|toml|json)$/],
  ['linter', 'rubocop', /^\.rubocop\.ya?ml$/],
  ['linter', 'flake8', /^\.flake8$/],
  ['linter', 'pylint', /^\.?pylintrc$/],
  ['linter', 'clippy', /^\.?clippy\.toml$/],
  ['code formatter', 'rustfmt', /^\.?rustfmt\.toml$/],
  ['code formatter', 'clang-format', /^\.clang-format$/],
  ['type checker', 'mypy', /^\.?mypy\.ini$/],
  ['type checker', 'pyright', /^pyrightconfig\.json$/],
  ['test runner', 'pytest', /^pytest\.ini$/],
  ['test runner', 'rspec', /^\.rspec$/],
  ['test runner', 'phpunit', /^phpunit\.(?:dist\.)?xml(?:\.dist)?$/],
  ['task runner', 'tox', /^tox\.ini$/],
  ['task runner', 'nox', /^noxfile\.py$/],
  ['code coverage tool', 'coverage', /^\.coveragerc$/],
  ['coverage service', 'Codecov', /^(?:\.github\/)?\.?codecov\.ya?ml$/],
];

const TOOLS: readonly PathTool[] = [
  ...SURE.map(([role, name, path]) => ({ role, name, path, isSure: true })),
  ...UNSURE.map(([role, name, path]) => ({ role, name, path, isSure: false })),
];

function begins({ path, oldPath, status }: FileChange, tool: PathTool): boolean {
  if (!tool.path.test(path)) return false;
  return status === 'A' || (status === 'R' && !tool.path.test(oldPath ?? ''));
}

function ends({ path, oldPath, status }: FileChange, tool: PathTool): boolean {
  if (status === 'D') return tool.path.test(path);
  return status === 'R' && tool.path.test(oldPath ?? '') && !tool.path.test(path);
}

interface RoleAndTool {
  readonly role: string;
  readonly name: string;
}

function isGone(tool: PathTool, { files, text }: Event, newcomers: readonly RoleAndTool[]): boolean {
  if (!files.some((file) => ends(file, tool))) return false;
  if (files.some((file) => file.status !== 'D' && tool.path.test(file.path))) return false;
  if (tool.isSure) return true;
  return newcomers.some(({ role, name }) => role === tool.role && name !== tool.name) || saysGone(tool.name, text);
}

function saysGone(name: string, message: string): boolean {
  const called = escapeRegExp(name).replaceAll(' ', '[ -]?');
  return new RegExp(
    `\\b(?:remov|delet|drop|ditch|disabl|replac|stop using|get rid of|(?:migrat|switch|mov)\\w* (?:away )?from)\\w*\\b.{0,40}\\b${called}\\b`,
    'i',
  ).test(message);
}

function roleAndTool({ role, name }: PathTool): RoleAndTool {
  return { role, name };
}

function newcomer({ kind, subject, value }: FactDraft): RoleAndTool[] {
  return kind === 'tool' && subject !== undefined && value !== undefined ? [{ role: subject, name: value }] : [];
}

/** Several tools may share a role here, so each has a key of its own. */
function keyOf({ role, name }: PathTool): Pick<FactDraft, 'kind' | 'subject'> & { attribute: string } {
  return { kind: 'tool', subject: role, attribute: name.toLowerCase() };
}

function nounOf(role: string): string {
  return role === 'CI' ? 'CI service' : role;
}
