import assert from 'node:assert/strict';
import { changes } from '../../../../src/core/extract/changes';
import { extractFacts } from '../../../../src/core/extract/extract';
import { commit } from './sample';

async function check(message: string, expected: readonly string[], paths: readonly string[] = ['src/a.ts']) {
  const event = await commit(
    message,
    paths.map((path) => ({ path, status: 'M' })),
  );
  assert.deepEqual(
    extractFacts(event, [changes]).map((fact) => fact.text),
    expected,
  );
}

describe('changes extractor: decisions', () => {
  it('joins what the subject decides with the reason of the body', async () => {
    await check(
      'Use is-buffer instead of Buffer.isBuffer\n\nThe is-buffer module checks this without causing\nWebpack to include the whole Buffer module, because it does not name it.',
      [
        'Use is-buffer instead of Buffer.isBuffer: The is-buffer module checks this without causing Webpack to include the whole Buffer module, because it does not name it.',
      ],
    );
    await check('Remove code coverage upload\n\nToo buggy', ['Remove code coverage upload: Too buggy.']);
    await check('chore(build)!: drop the CommonJS build (#1782)\n\nThis makes the package half as large.', [
      'The CommonJS build was dropped: This makes the package half as large.',
    ]);
  });

  it('a sentence of the body that decides and says why stands alone', () =>
    check(
      'Rework the cache\n\nSome words first. Disable the cache in tests, because it hides stale reads. More words.',
      ['Disable the cache in tests, because it hides stale reads.'],
    ));

  it('a sentence that begins with a pronoun gets the subject before it', () =>
    check('feat: add the pool (#4)\n\nIt is no longer created lazily, because start-up must fail early.', [
      'The pool was added: It is no longer created lazily, because start-up must fail early.',
    ]));

  it('a subject that weighs one thing against another needs no body', async () => {
    await check('Switch from nyc to c8 for code coverage', ['Switch from nyc to c8 for code coverage.']);
    await check('Remove promise cancel API in favor of `AbortSignal`', [
      'Promise cancel API was removed in favor of `AbortSignal`.',
    ]);
    await check('feat!: require Node.js 22', ['Require Node.js 22.']);
  });

  it('each item of a list is read by itself', () =>
    check(
      'Rework builds\n\n* chore: use esbuild instead of webpack, because builds took minutes\n* add tests\n* remove leftovers',
      ['Use esbuild instead of webpack, because builds took minutes.'],
    ));

  const noise: Record<string, string> = {
    'a merge': 'Merge branch "main" because it is late',
    'a release': 'Release 2.0\n\nUse Node 20 instead of 18, because 18 is old.',
    'a version': 'v1.2.3\n\nUse Node 20 instead of 18, because 18 is old.',
    'a bot': 'chore(deps): bump zod from 3 to 4\n\nUse a parser instead of regular expressions, because it is safer.',
    'a typo': 'Fix typo in option, use `a` instead of `b`',
    documentation: 'docs: use tables instead of lists, because they are easier to read',
    'a revert': 'Revert "Use a instead of b"',
    'a bug report': 'Fix counting\n\nCaptured exponent was 1 instead of 10, because the index moved.',
    'a question': 'Rework\n\nDisable the cache in tests because it hides errors?',
    'a guess': 'Rework\n\nDisable the cache, because it probably hides errors.',
    'a gerund that is talked about': 'Defaulting keys to undefined interfered with the conflict logic',
    'what ought to be': 'Default should be an object, not an array',
    'small matters': 'Remove unused variables and imports',
    'a private remark': 'Rework\n\nRemove the loop because I do not like it',
  };
  for (const [name, message] of Object.entries(noise)) it(`${name} decides nothing`, () => check(message, []));

  it('pasted, quoted and formal parts of a body are not read', () =>
    check(
      [
        'Rework builds',
        '',
        '```sh',
        'use a instead of b because c',
        '```',
        '> Use x instead of y, because somebody said so.',
        '| Use x instead of y | because |',
        '- [x] Use tests instead of hope, because the template asks',
        '<!-- Use comments because of templates -->',
        'https://example.org/use-x-instead-of-y-because',
        'Co-authored-by: Use Jane instead of Joe because x <email>',
        '',
        '<details>',
        'Use x instead of y, because the change log says so.',
        '</details>',
      ].join('\n'),
      [],
    ));

  it('commits that change only documents decide nothing', async () => {
    await check('Use tables instead of lists', [], ['docs/a.ts', 'README.md']);
    await check('Use tables instead of lists', ['Use tables instead of lists.'], ['README.md', 'src/a.ts']);
  });

  it('at most five facts come from one message, each within 300 characters and quoted from it', async () => {
    const sentence = (n: number) => `Disable the cache number ${n}, because it hides stale reads.`;
    const event = await commit(
      `Rework\n\n${[1, 2, 3, 4, 5, 6].map(sentence).join(' ')} Use ${'long '.repeat(60)}because.`,
    );
    const facts = extractFacts(event, [changes]);
    assert.equal(facts.length, 5);
    assert.ok(facts.every((fact) => fact.text.length <= 300 && event.text.includes(fact.quote)));
  });

  it('what somebody wrote about a new version is why', async () => {
    await check(
      'fix(deps): update dependency parser to v21.1.1 (#2)\n\nCurrently `cli` is not usable in Deno with `.env()`.',
      ['Update dependency parser to v21.1.1: Currently `cli` is not usable in Deno with `.env()`.'],
    );
    await check(
      'Bump parser from 1 to 2\n\nBumps [parser](https://example.org) from 1 to 2.\n- [Release notes](https://example.org)',
      [],
    );
  });

  it('of a squashed body only what belongs to the subject explains it', () =>
    check(
      'feat: add `invert()` method (#5)\n\n* feat: add `invert()` method\n\nIt swaps input and output.\n\n* tidy\n\nThe linter needs it, because it complains.',
      ['`invert()` method was added: It swaps input and output.'],
    ));

  it('a step of a list needs a reason of its own', () => check('Rework\n\n- use a loop instead of a map\n- again', []));

  it('long lines and deep nesting take no time', async () => {
    const long = [
      'a '.repeat(50_000),
      'a, add '.repeat(14_000),
      '`'.repeat(100_000),
      'to '.repeat(33_000),
      '-'.repeat(100_000),
    ];
    const bodies = long.flatMap((text) => [
      `Add ${text}`,
      `Change ${text}`,
      `Rework\n\n${text}`,
      `Rework\n\n* ${text}`,
      `x${text}: y`,
    ]);
    const started = performance.now();
    for (const body of bodies) extractFacts(await commit(body), [changes]);
    assert.ok(performance.now() - started < 2000);
  });
});
