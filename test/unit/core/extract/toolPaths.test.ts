import assert from 'node:assert/strict';
import { extractFacts } from '../../../../src/core/extract/extract';
import { stateFiles } from '../../../../src/core/extract/stateFiles';
import type { FileChange } from '../../../../src/core/memory/event';
import { commit, manifestChange } from './sample';

async function check(message: string, files: readonly FileChange[], expected: readonly string[]) {
  const facts = extractFacts(await commit(message, files), [stateFiles]);
  assert.deepEqual(
    facts.map((fact) => fact.text),
    expected,
  );
  return facts;
}
const added = (path: string): FileChange => ({ path, status: 'A' });
const deleted = (path: string): FileChange => ({ path, status: 'D' });

describe('tools that show in paths', () => {
  it('a file that stands for a tool begins and ends its use', async () => {
    const [fact] = await check(
      'Test on Travis',
      [added('.travis.yml')],
      ['The project uses Travis CI as its CI service.'],
    );
    assert.deepEqual(
      [fact?.kind, fact?.subject, fact?.attribute, fact?.value, fact?.quote],
      ['tool', 'CI', 'travis ci', 'Travis CI', '.travis.yml'],
    );
    await check('Clean', [deleted('.travis.yml')], ["Travis CI is no longer the project's CI service."]);
  });

  it('a tool that takes over is named as the replacement', async () => {
    const files = [deleted('.travis.yml'), added('.github/workflows/ci.yml'), added('.github/workflows/stale.yml')];
    const facts = await check('Move CI', files, [
      'The project uses GitHub Actions as its CI service.',
      "Travis CI is no longer the project's CI service; it was replaced by GitHub Actions.",
    ]);
    assert.equal(facts[1]?.replacedBy, 'GitHub Actions');
    assert.equal(facts[1]?.ends, true);
  });

  it('one of several files that goes ends nothing, unless the message says so', async () => {
    await check('Clean up', [deleted('.github/workflows/test.yml')], []);
    await check(
      'Merge workflows',
      [deleted('.github/workflows/test.yml'), added('.github/workflows/ci.yml')],
      ['The project uses GitHub Actions as its CI service.'],
    );
    await check(
      'Drop GitHub Actions',
      [deleted('.github/workflows/test.yml')],
      ["GitHub Actions is no longer the project's CI service."],
    );
  });

  it('settings that move into a manifest end nothing; a linter that replaces another does', async () => {
    await check('Move settings', [deleted('.flake8')], []);
    const pyproject = '[dependency-groups]\ndev = ["ruff"]\n';
    await check(
      'Lint with ruff',
      [deleted('.flake8'), { path: 'pyproject.toml', status: 'A', after: pyproject }],
      [
        'The project uses ruff at any version (development dependency).',
        'The project uses ruff as its linter for Python.',
        "flake8 is no longer the project's linter; it was replaced by ruff.",
      ],
    );
  });

  it('renamed within its forms a file changes nothing; renamed away it ends', async () => {
    const renamed = (oldPath: string, path: string): FileChange => ({ path, oldPath, status: 'R' });
    await check('x', [renamed('circle.yml', '.circleci/config.yml')], []);
    await check('x', [renamed('.dependabot/config.yml', '.github/dependabot.yml')], []);
    await check(
      'x',
      [renamed('Dockerfile', 'old/Dockerfile.txt')],
      ["Docker is no longer the project's container tool."],
    );
    await check('x', [renamed('make.txt', 'Makefile')], ['The project uses make as its task runner.']);
  });

  it('files of other folders, and what manifests name, say nothing', () =>
    check(
      'x',
      ['packages/a/.travis.yml', 'examples/Dockerfile', 'src/Makefile', '.husky/pre-commit', 'jest.config.js'].map(
        added,
      ),
      [],
    ));

  it('a bot, a hook and a host', () =>
    check('x', ['renovate.json', '.pre-commit-config.yaml', '.readthedocs.yaml'].map(added), [
      'The project uses Renovate as its dependency update tool.',
      'The project uses pre-commit as its git hooks tool.',
      'The project uses Read the Docs as its documentation host.',
    ]));

  it('Python has its own lock files, beside those of JavaScript', async () => {
    const pyproject: FileChange = { path: 'pyproject.toml', status: 'A', after: '[project]\nname = "x"\n' };
    const files = [manifestChange(undefined, { name: 'x' }), added('package-lock.json'), pyproject, added('uv.lock')];
    await check('x', files, [
      'The project uses npm as its package manager.',
      'The project uses uv as its package manager for Python.',
    ]);
  });
});
