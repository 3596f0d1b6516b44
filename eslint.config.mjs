import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

/** What each folder of src may import; `vscode` and Node are looked at further below. */
const ARROWS = {
  core: [],
  learning: ['core'],
  protocol: ['core'],
  node: ['core', 'learning', 'protocol'],
  extension: ['core', 'protocol', 'node'],
  webview: ['protocol'],
};

/** Inside core each layer may use those before it. What lies in core itself comes last. */
const CORE_LAYERS = [
  ['base', 'math'],
  ['memory'],
  ['extract', 'llm', 'prompts', 'retrieval'],
  ['policies'],
  ['answer', 'link', 'manager'],
  ['project'],
];

const folderZones = Object.entries(ARROWS).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed].map((name) => `./${name}`),
  message: `src/${folder} may import ${allowed.join(', ') || 'nothing else of ours'}.`,
}));
const doorZones = Object.keys(ARROWS).flatMap((folder) =>
  folder === 'core'
    ? []
    : {
        target: `./src/${folder}`,
        from: './src/core',
        except: ['./index.ts'],
        message: 'Core has one door: src/core/index.ts.',
      },
);
const layerZones = CORE_LAYERS.flatMap((layer, i) =>
  layer.map((name) => ({
    target: `./src/core/${name}`,
    from: './src/core',
    except: [...CORE_LAYERS.slice(0, i).flat(), ...layer].map((allowed) => `./${allowed}`),
    message: `The layers of core: ${CORE_LAYERS.map((names) => names.join(', ')).join(' -> ')}.`,
  })),
);
const testZone = { target: './src', from: ['./test', './bench'], message: 'Nothing imports test or bench.' };

const NO_VSCODE = { name: 'vscode', message: 'vscode lives only in src/extension and its tests.' };
const NO_NODE = {
  group: ['node:*', ...builtinModules],
  message: 'This code runs without Node: take what you need as a parameter.',
};
const NO_CORE_VALUES = {
  group: ['**/core/**'],
  allowTypeImports: true,
  message: 'protocol imports types of core only.',
};

const restrictImports = (files, { paths = [], patterns = [], ignores = [] }) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }] },
});

export default defineConfig(
  globalIgnores(['dist', 'out', 'test/fixtures', '**/*.js', '**/*.cjs', '**/*.mjs', '*.d.ts', '.vscode-test']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    settings: {
      ...importX.flatConfigs.typescript.settings, // without its parsers no-cycle sees no import in a .ts file
      'import-x/resolver-next': [createTypeScriptImportResolver()],
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-empty': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        { basePath: root, zones: [...folderZones, ...doorZones, ...layerZones, testZone] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Noise for this code base: numbers read well in templates, `() => list.push(x)` is no mistake, and an async function
      // without await keeps an interface's promise.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': 'off', // the compiler says so
      '@typescript-eslint/no-invalid-void-type': 'off', // `void` is a fine result type in the tables of messages
    },
  },

  restrictImports(['src/node/**', 'bench/**', 'test/**'], {
    paths: [NO_VSCODE],
    ignores: ['test/vscode/**', 'test/host/fakeModel/**'],
  }),
  restrictImports(['src/core/**', 'src/learning/**', 'src/webview/**'], { paths: [NO_VSCODE], patterns: [NO_NODE] }),
  restrictImports(['src/protocol/**'], { paths: [NO_VSCODE], patterns: [NO_NODE, NO_CORE_VALUES] }),
  {
    // The compiler refuses these too, as long as no package drags Node's types in.
    files: ['src/core/**', 'src/learning/**', 'src/protocol/**', 'src/webview/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'global', '__dirname', 'setImmediate'],
    },
  },
  {
    // Shapes are checked on entry there, so an index is known to be inside.
    files: ['src/core/math/**', 'src/learning/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off', // after one assert.equal(x?.a, 1) the compiler knows that x is there
    },
  },
  { files: ['bench/**', 'test/run.ts'], rules: { 'no-console': 'off' } },
);
