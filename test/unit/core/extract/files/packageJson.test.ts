import { checkChange, checkFile } from './state';

const json = (manifest: object): string => JSON.stringify(manifest, null, 2);

describe('package.json beside its dependencies', () => {
  it('tells how to do things with its scripts, licence, workspaces and browsers', () =>
    checkFile(
      'package.json',
      json({
        license: 'MIT',
        workspaces: ['packages/*'],
        browserslist: ['last 2 versions'],
        scripts: { test: 'make check', release: './release.sh', 'test:watch': 'x', pretest: 'y' },
      }),
      [
        'Tests are run with the script `test`: `make check`.',
        'Releases are made with the script `release`: `./release.sh`.',
        'The project is licensed under MIT.',
        'The repository is a monorepo with workspaces: packages/*.',
        'The project supports the browsers last 2 versions (browserslist).',
      ],
    ));

  it('the script that npm writes for a start is none', () =>
    checkFile('package.json', json({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }), []));

  it('tells how the package is loaded', async () => {
    const both = { type: 'module', exports: { '.': { import: './a.mjs', require: './a.cjs' } } };
    await checkFile('package.json', json(both), [
      'The package ships both ES modules and CommonJS (`import` and `require` in exports).',
    ]);
    await checkChange(
      'package.json',
      [json(both), json({ type: 'module', exports: './a.js' })],
      ['The package is an ES module (type: module, ESM).'],
    );
    await checkChange(
      'package.json',
      [json({ type: 'module' }), json({})],
      ['The package is no longer marked as an ES module (type: module).'],
    );
  });

  describe('of a VS Code extension', () => {
    const extension = (properties: object, commands: object[] = []) =>
      json({ contributes: { configuration: { properties }, commands } });

    it('tells settings with their defaults, and commands', () =>
      checkFile(
        'package.json',
        extension(
          {
            'x.delay': { default: 250 },
            'x.mode': { default: 'on save' },
            'x.map': { default: { a: 'b'.repeat(90) } },
          },
          [
            { command: 'x.toggle', title: 'Toggle', category: 'X' },
            { command: 'x.hidden', title: '%hidden%' },
          ],
        ),
        [
          'The setting `x.delay` is 250 by default.',
          'The setting `x.mode` is "on save" by default.',
          'There is a setting `x.map`.',
          'There is a command "X: Toggle" (`x.toggle`).',
          'There is a command `x.hidden`.',
        ],
      ));

    it('a default that changes, a setting and a command that go', () =>
      checkChange(
        'package.json',
        [
          extension({ 'x.delay': { default: 250 }, 'x.old': { default: true } }, [{ command: 'x.a', title: 'A' }]),
          extension({ 'x.delay': { default: 500 } }),
        ],
        [
          'The setting `x.delay` is 500 by default.',
          'The setting `x.old` was removed.',
          'The command `x.a` was removed.',
        ],
      ));
  });
});
