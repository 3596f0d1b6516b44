/** Texts of every kind that the embedder may meet; the parity test compares all of them with TensorFlow.js. */
export const TEXTS: readonly string[] = [
  ...facts(),
  'a',
  'The quick brown fox jumps over the lazy dog.',
  'Which version of typescript does the project use?',
  'Why was lodash dropped?',
  'When did we stop supporting Node 16, and who decided it?',
  'I’m sorry — “smart quotes” and dashes – matter…',
  'ﬁnancial ﬂow ① ２０２４ Ⅳ ½ ™',
  'naïve café résumé Straße smörgåsbord',
  '你好，世界',
  'これはテストです world',
  'Привет, мир: as ever',
  '😀 x 👩‍👩‍👧‍👦 family 🏳️‍🌈',
  '\ttabs\tand\nnew\nlines\r\n',
  '  leading, trailing and   many   spaces  ',
  'const sum = (a: number, b: number): number => a + b; // adds',
  "SELECT id, text FROM memories WHERE state = 'active' ORDER BY valid_from DESC LIMIT 10;",
  'https://example.com/a/b?c=d&e=f#g',
  "src/node/embedder/useLite.ts:42:17 - error TS2345: Argument of type 'string' is not assignable",
  'camelCaseIdentifier snake_case_identifier SCREAMING_SNAKE kebab-case-name',
  'fix(deps): update dependency esbuild to v0.28.2 (#1234)',
  'a:b ::: 10:30 12:00 :) :( :-) ://',
  '####### $$$ %%% ^^^ &&& ***',
  '0123456789 3.14159 1e-9 0xdeadbeef',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'supercalifragilisticexpialidocious antidisestablishmentarianism',
  'word '.repeat(60),
  'The cache is rebuilt whenever a file of the project changes, because stale entries have hurt us. '.repeat(12),
  '漢字'.repeat(300) + ' and then some English at the very end',
  'x\u0000y\u200bz\ufeff',
];

function facts(): string[] {
  const packages = ['typescript', 'esbuild', 'eslint', 'lodash', 'react', 'kysely', '@types/node', 'pg'];
  const versions = ['1.0.0', '5.9.3', '0.28.2', '20.11', '^8', '2024-06-01'];
  const templates = [
    (name: string, version: string) => `${name} was upgraded to ${version}`,
    (name: string, version: string) => `The project uses ${name} ${version} and pins it exactly.`,
    (name: string, version: string) =>
      `We dropped ${name} in ${version} because it pulled in too much and nobody kept it`,
    (name: string, version: string) => `Reverted "bump ${name} to ${version}": the build broke on Windows.`,
    (name: string, version: string) =>
      `Since ${version}, ${name} is loaded lazily; before that the start of the application took two seconds longer than anyone liked.`,
  ];
  return packages.flatMap((name, i) =>
    templates.flatMap((template, j) =>
      [0, 1].map((n) => template(name, versions[(i + j + 3 * n) % versions.length] ?? '')),
    ),
  );
}
