import assert from 'node:assert/strict';
import { commandsOf } from '../../../../../src/core/extract/files/commands';
import { packageJson } from '../../../../../src/core/extract/files/packageJson';
import { ROLES } from '../../../../../src/core/base/roles';

describe('commandsOf', () => {
  const cases: [line: string, programs: string[]][] = [
    ['xo && nyc ava', ['xo', 'nyc', 'ava']],
    ['cross-env NODE_ENV=test nyc --reporter=lcov --all mocha --exit', ['cross-env', 'nyc', 'mocha']],
    ['NODE_ENV=test npx jest --coverage', ['npx', 'jest']],
    ['node --require ./setup.js node_modules/mocha/bin/mocha.js', ['node', 'mocha']],
    ['node ./node_modules/.bin/eslint .; tsc --noEmit', ['node', 'eslint', 'tsc']],
    ['node retry.js mocha', ['node', 'retry.js', 'mocha']],
    ['npm run lint && yarn test && pnpm build', []],
    ['pnpm exec vitest run | tee log', ['vitest', 'tee']],
    ['yarn eslint src', ['eslint']],
    ['standard | snazzy', ['standard', 'snazzy']],
    ['c8 --reporter=lcov node --test', ['c8', 'node']],
    ['', []],
  ];
  for (const [line, programs] of cases)
    it(`"${line}" runs ${programs.join(', ') || 'nothing of its own'}`, () => {
      assert.deepEqual(
        commandsOf(line)
          .map(({ program }) => program)
          .filter((program) => !['test', 'build'].includes(program)),
        programs,
      );
    });
});

describe('tools by role', () => {
  function roles(manifest: object): Record<string, string> {
    const statements = packageJson.read(JSON.stringify(manifest), 'package.json') ?? [];
    const tools = statements.filter(({ kind }) => kind === 'tool');
    return Object.fromEntries(tools.map(({ subject, value }) => [subject, value]));
  }
  const dev = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '1']));

  it('what scripts run decides over what is installed', () => {
    assert.deepEqual(roles({ scripts: { test: 'xo && nyc ava' }, devDependencies: dev('ava', 'mocha', 'nyc', 'xo') }), {
      'test runner': 'ava',
      'code coverage tool': 'nyc',
      linter: 'xo',
    });
  });

  it('what is installed has the role where no script tells', () => {
    assert.deepEqual(roles({ devDependencies: dev('@sinonjs/fake-timers', 'husky', 'lint-staged', 'left-pad') }), {
      'fake timers library': '@sinonjs/fake-timers',
      'git hooks tool': 'husky',
      'staged files tool': 'lint-staged',
    });
  });

  it('several tools of one role are named together; a collection of them is no choice', () => {
    assert.deepEqual(roles({ scripts: { a: 'mocha', b: 'karma start' } }), { 'test runner': 'karma, mocha' });
    assert.deepEqual(roles({ devDependencies: dev('webpack', 'rollup', 'esbuild', 'parcel') }), {});
  });

  it('a launcher is named with the framework it launches', () => {
    assert.deepEqual(roles({ scripts: { test: 'karma start' }, devDependencies: dev('karma', 'karma-jasmine') }), {
      'test runner': 'jasmine, karma',
    });
  });

  it('the compiler of TypeScript checks or compiles, as it is called', () => {
    assert.deepEqual(
      roles({ scripts: { build: 'tsc -p .', lint: 'tsc --noEmit' }, devDependencies: dev('typescript') }),
      {
        compiler: 'typescript',
        'type checker': 'typescript',
      },
    );
    assert.deepEqual(roles({ scripts: { 'test:types': 'tsc -p test' } }), { 'type checker': 'typescript' });
    assert.deepEqual(roles({ devDependencies: dev('typescript') }), {});
  });

  it('packages of one tool are one tool, called as the manifest calls it', () => {
    assert.deepEqual(roles({ scripts: { build: 'babel src' }, devDependencies: dev('babel-cli', 'babel-core') }), {
      compiler: 'babel-cli',
    });
  });

  it('plugins stand for what they need', () => {
    assert.deepEqual(roles({ devDependencies: dev('gulp-eslint', '@rollup/plugin-terser', 'karma-coverage') }), {
      linter: 'eslint',
      minifier: 'terser',
    });
  });

  it('frameworks count only where the project ships with them, and never the project itself', () => {
    assert.deepEqual(roles({ devDependencies: dev('express', 'react') }), {});
    assert.deepEqual(roles({ dependencies: dev('express') }), { 'web framework': 'express' });
    assert.deepEqual(roles({ name: 'mocha', devDependencies: dev('mocha') }), {});
  });

  it('the runtimes bring test runners of their own', () => {
    assert.deepEqual(roles({ scripts: { test: 'c8 node --test' } }), {
      'test runner': 'node:test',
      'code coverage tool': 'c8',
    });
  });

  it('roles have different names, and no phrase asks for two of them', () => {
    const names = ROLES.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    const phrases = ROLES.flatMap(({ name, asked }) => [name.toLowerCase(), ...asked]);
    assert.deepEqual(
      phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index),
      [],
    );
  });
});
