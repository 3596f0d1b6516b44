import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { isObject, listOf, objectOf, scalar, type StateFileReader, type Statement } from './statement';

/** The compiler options that all TypeScript of the project has to follow, from the configuration at the root. */
export const tsconfig: StateFileReader = {
  wants: (path) => /^tsconfig(?:\.base)?\.json$/.test(path),
  read(text, path) {
    const errors: ParseError[] = [];
    const file: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
    if (errors.length > 0 || !isObject(file)) return undefined;
    const options = objectOf(file.compilerOptions);
    return OPTIONS.flatMap((name): Statement[] => {
      const value = shown(options[name]);
      if (value === undefined) return [];
      return [
        {
          kind: 'setting',
          subject: `compilerOptions.${name}`,
          attribute: path === 'tsconfig.json' ? 'value' : `value in ${path}`,
          value,
          text: `The TypeScript compiler option \`${name}\` is ${value} (${path}).`,
          ending: `The TypeScript compiler option \`${name}\` is no longer set in ${path}; it was ${value}`,
          quote: new RegExp(`"${name}"\\s*:\\s*(?:\\[[^\\]]*\\]|[^,\\n}]+)`).exec(text)?.[0].trim() ?? '',
        },
      ];
    });
  },
};

/** What decides how code is written and where it runs; folders, maps and speed are left out. */
const OPTIONS = [
  ...[
    'target',
    'module',
    'moduleResolution',
    'lib',
    'jsx',
    'jsxImportSource',
    'strict',
    'noImplicitAny',
    'strictNullChecks',
  ],
  ...[
    'noUncheckedIndexedAccess',
    'exactOptionalPropertyTypes',
    'noImplicitReturns',
    'noUnusedLocals',
    'noUnusedParameters',
  ],
  ...['isolatedModules', 'isolatedDeclarations', 'verbatimModuleSyntax', 'erasableSyntaxOnly', 'esModuleInterop'],
  ...['experimentalDecorators', 'emitDecoratorMetadata', 'allowJs', 'checkJs', 'skipLibCheck'],
];

function shown(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(value);
  const items = listOf(value).filter((item) => typeof item === 'string');
  return items.length > 0 ? items.join(', ') : scalar(value);
}
