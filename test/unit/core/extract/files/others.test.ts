import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readers } from '../../../../../src/core/extract/files/readers';
import { checkChange, checkFile } from './state';

describe('Gemfile', () => {
  it('tells Ruby, and gems by their group', () =>
    checkFile(
      'Gemfile',
      `source "https://rubygems.org"
ruby "3.3.1"

gem "rails", "~> 7.1", ">= 7.1.3"
gem "puma" # server
group :development, :test do
  gem 'rspec-rails', '~> 6.1'
end
gem "rubocop", require: false, group: :development
`,
      [
        'The project requires Ruby 3.3.1.',
        'The project uses rails ~> 7.1, >= 7.1.3 (runtime dependency).',
        'The project uses puma at any version (runtime dependency).',
        'The project uses rspec-rails ~> 6.1 (development dependency).',
        'The project uses rubocop at any version (development dependency).',
        'The project uses rspec-rails as its test runner for Ruby.',
        'The project uses rubocop as its linter for Ruby.',
        'The project uses rails as its web framework for Ruby.',
      ],
    ));
});

describe('composer.json', () => {
  it('tells PHP, packages and tools, without extensions', () =>
    checkFile(
      'composer.json',
      JSON.stringify({
        name: 'a/b',
        license: 'MIT',
        require: { php: '^8.2', 'ext-json': '*', 'monolog/monolog': '^3.6' },
        'require-dev': { 'phpunit/phpunit': '^11.0' },
      }),
      [
        'The project uses monolog/monolog ^3.6 (runtime dependency).',
        'The project uses phpunit/phpunit ^11.0 (development dependency).',
        'The project requires PHP ^8.2.',
        'The project is licensed under MIT.',
        'The project uses phpunit/phpunit as its test runner for PHP.',
        'The project uses monolog/monolog as its logger for PHP.',
      ],
    ));
});

describe('.NET projects', () => {
  it('tell target frameworks and packages', () =>
    checkFile(
      'src/App/App.csproj',
      `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFrameworks>net8.0;net9.0</TargetFrameworks>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Serilog" Version="4.0.0" />
    <PackageReference Include="xunit" Version="2.8.1" />
    <PackageReference Include="Central" />
  </ItemGroup>
</Project>
`,
      [
        'The project uses Serilog 4.0.0 (dependency, src/App/App.csproj).',
        'The project uses xunit 2.8.1 (dependency, src/App/App.csproj).',
        'src/App/App.csproj targets the .NET framework net8.0 and net9.0.',
        'The project uses xunit as its test runner for .NET (src/App/App.csproj).',
        'The project uses serilog as its logger for .NET (src/App/App.csproj).',
      ],
    ));

  it('a new target framework', () => {
    const file = (name: string) =>
      `<Project><PropertyGroup><TargetFramework>${name}</TargetFramework></PropertyGroup></Project>`;
    return checkChange('A.csproj', [file('net6.0'), file('net8.0')], ['A.csproj targets the .NET framework net8.0.']);
  });
});

describe('pubspec.yaml', () => {
  it('tells Dart, Flutter and packages', () =>
    checkFile(
      'pubspec.yaml',
      'environment:\n  sdk: ^3.4.0\n  flutter: ">=3.22.0"\ndependencies:\n  flutter:\n    sdk: flutter\n  dio: ^5.4.0\ndev_dependencies:\n  lints: 4.0.0\n',
      [
        'The project uses dio ^5.4.0 (runtime dependency).',
        'The project uses lints 4.0.0 (development dependency).',
        'The project requires Dart ^3.4.0.',
        'The project requires Flutter >=3.22.0.',
      ],
    ));
});

describe('pnpm-workspace.yaml', () => {
  it('tells the folders and the catalogs', () =>
    checkFile(
      'pnpm-workspace.yaml',
      'packages:\n  - packages/*\n  - site\ncatalog:\n  react: ^19.0.0\ncatalogs:\n  old:\n    vue: 2.7.16\n',
      [
        'The repository is a monorepo with workspaces: packages/*, site.',
        'The project uses react ^19.0.0 (catalog entry, pnpm-workspace.yaml).',
        'The project uses vue 2.7.16 (catalog entry, pnpm-workspace.yaml).',
      ],
    ));
});

describe('code style files', () => {
  it('Prettier in JSON and YAML', async () => {
    await checkFile('.prettierrc', '{ "printWidth": 120,\n  "singleQuote": true, "overrides": [] }', [
      'Code style: the Prettier option `printWidth` is 120 (.prettierrc).',
      'Code style: the Prettier option `singleQuote` is true (.prettierrc).',
    ]);
    await checkChange(
      '.prettierrc.yaml',
      ['semi: true\n', 'semi: false\n'],
      ['Code style: the Prettier option `semi` is false (.prettierrc.yaml).'],
    );
  });

  it('EditorConfig, for all files', () =>
    checkFile(
      '.editorconfig',
      'root = true\n\n[*]\nindent_style = space\nindent_size = 2 # spaces\n\n[*.md]\nindent_size = 4\n',
      [
        'Code style: the EditorConfig rule `indent_style` is space (.editorconfig).',
        'Code style: the EditorConfig rule `indent_size` is 2 (.editorconfig).',
      ],
    ));
});

describe('every reader', () => {
  const PATHS = [
    ...[
      'package.json',
      'pyproject.toml',
      'requirements.txt',
      'setup.cfg',
      'setup.py',
      'Pipfile',
      'go.mod',
      'Cargo.toml',
    ],
    ...['pom.xml', 'build.gradle', 'Gemfile', 'composer.json', 'A.csproj', 'tsconfig.json', '.github/workflows/ci.yml'],
    ...[
      '.travis.yml',
      '.gitlab-ci.yml',
      'Dockerfile',
      'compose.yaml',
      '.nvmrc',
      '.tool-versions',
      'global.json',
      'pubspec.yaml',
      '.prettierrc',
      '.editorconfig',
      'pnpm-workspace.yaml',
      'gradle/libs.versions.toml',
    ],
  ];

  it('is the only one that wants its files', () => {
    for (const path of PATHS) assert.deepEqual(readers.filter((reader) => reader.wants(path)).length, 1, path);
  });

  it('says nothing of broken or empty text, and never throws', () => {
    const broken = ['', '\n', '{', '[', '<a', 'a: [', '"\u0000"', '\t- : {', '[[[[', '%'];
    for (const path of PATHS)
      for (const text of broken) {
        const said = readers.find((reader) => reader.wants(path))?.read(text, path) ?? [];
        assert.deepEqual(said, [], `${path}: ${JSON.stringify(text)}`);
      }
  });

  it('says nothing while a merge is not resolved', () =>
    checkChange('requirements.txt', ['a==1\n', '<<<<<<< HEAD\na==2\n=======\na==3\n>>>>>>> b\n'], []));

  it('takes no name for more than a name', () =>
    checkFile(
      'package.json',
      JSON.stringify(
        { scripts: { constructor: 'toString x' }, engines: { valueOf: '1' }, devDependencies: { constructor: '1' } },
        null,
        2,
      ),
      [
        'The project uses constructor 1 (development dependency).',
        'The project requires valueOf 1 (minimum version 1.0.0).',
      ],
    ));

  it('stays quick and quiet with any text', () => {
    const token = fc.constantFrom(
      ...[
        '\n',
        '  ',
        '- ',
        ': ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '=',
        '<',
        '>',
        'FROM ',
        'gem ',
        'require (',
        'jobs',
        'node',
        '1.2',
        '*a',
        '&a',
        '#',
      ],
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), fc.constantFrom(...PATHS), (tokens, path) => {
        readers.find((reader) => reader.wants(path))?.read(tokens.join(''), path);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a long line in no time', () => {
    const long = `${'a'.repeat(50_000)} ${'"x" '.repeat(12_500)}`;
    const begin = performance.now();
    for (const path of PATHS) readers.find((reader) => reader.wants(path))?.read(long, path);
    assert.ok(performance.now() - begin < 2000);
  });
});
