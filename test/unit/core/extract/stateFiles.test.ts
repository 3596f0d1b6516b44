import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extractFacts, wantsContent } from '../../../../src/core/extract/extract';
import { stateFiles } from '../../../../src/core/extract/stateFiles';
import type { FileChange } from '../../../../src/core/memory/event';
import type { Fact } from '../../../../src/core/memory/fact';
import { commit, manifestChange } from './sample';

async function factsOf(files: readonly FileChange[], message = 'chore: change'): Promise<Fact[]> {
  return extractFacts(await commit(message, files), [stateFiles]);
}

async function check(
  before: object | undefined,
  after: object | undefined,
  expected: readonly string[],
  message?: string,
) {
  const facts = await factsOf([manifestChange(before, after)], message);
  assert.deepEqual(
    facts.map((fact) => fact.text),
    expected,
  );
}

describe('state files', () => {
  it('the first version of a manifest yields one fact per entry', () =>
    check(
      undefined,
      {
        name: 'x',
        packageManager: 'pnpm@11.1.0+sha512.abcdef',
        engines: { node: '>=22', vscode: '^1.106.0' },
        dependencies: { semver: '7.8.6' },
        devDependencies: { typescript: '^5.9.2' },
      },
      [
        'The project uses semver 7.8.6 (runtime dependency).',
        'The project uses typescript ^5.9.2 (development dependency).',
        'The project requires Node.js >=22 (minimum version 22.0.0).',
        'The project requires VS Code ^1.106.0 (minimum version 1.106.0).',
        'The project uses pnpm 11.1.0 as its package manager.',
      ],
    ));

  it('an upgrade states what holds now, keyed, with the line of the manifest', async () => {
    const [fact, ...others] = await factsOf([
      manifestChange(
        { devDependencies: { typescript: '~5.8.3', mocha: '11' } },
        { devDependencies: { typescript: '^5.9.2', mocha: '11' } },
      ),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual(
      { kind: fact?.kind, subject: fact?.subject, attribute: fact?.attribute, value: fact?.value, quote: fact?.quote },
      {
        kind: 'dependency',
        subject: 'typescript',
        attribute: 'version',
        value: '^5.9.2',
        quote: '"typescript": "^5.9.2"',
      },
    );
  });

  it('nothing is said about values that did not change', () =>
    check(
      { version: '1.0.0', dependencies: { a: '1', b: '2' } },
      { version: '1.0.1', dependencies: { b: '2', a: '1' } },
      [],
    ));

  it('a move to another section with the same range is told', () =>
    check({ devDependencies: { a: '1' } }, { dependencies: { a: '1' } }, [
      'The project uses a 1 (runtime dependency).',
    ]));

  it('runtime before optional before development before peer decides which version is used', () =>
    check(
      undefined,
      {
        peerDependencies: { a: '>=1' },
        devDependencies: { a: '^2', b: '1' },
        optionalDependencies: { b: '3' },
        dependencies: { c: '1' },
      },
      [
        'The project uses c 1 (runtime dependency).',
        'The project uses b 3 (optional dependency).',
        'The project uses a ^2 (development dependency).',
        'The project expects a >=1 as a peer dependency.',
      ],
    ));

  it('a peer range beside another section has an attribute of its own, which can end alone', async () => {
    const both = { devDependencies: { react: '^19' }, peerDependencies: { react: '>=18' } };
    const first = await factsOf([manifestChange(undefined, both)]);
    assert.deepEqual(
      first.map((fact) => [fact.attribute, fact.value]),
      [
        ['version', '^19'],
        ['peer range', '>=18'],
      ],
    );
    const [ended, ...others] = await factsOf([manifestChange(both, { devDependencies: { react: '^19' } })]);
    assert.deepEqual(others, []);
    assert.equal(ended?.attribute, 'peer range');
    assert.equal(ended?.ends, true);
    assert.equal(ended?.text, 'react was removed from the peer dependencies, and is still used otherwise.');
  });

  it('a removal ends what was known, and quotes the line that went', async () => {
    const [fact] = await factsOf([manifestChange({ devDependencies: { chai: '^4' } }, { devDependencies: {} })]);
    assert.equal(fact?.text, 'chai was removed from the development dependencies.');
    assert.equal(fact?.ends, true);
    assert.equal(fact?.quote, '"chai": "^4"');
    assert.equal(fact?.value, undefined);
  });

  describe('replacement', () => {
    const cases: [message: string, removed: string[], added: string[], expected: string | undefined][] = [
      ['Switch from nyc to c8 for code coverage', ['nyc'], ['c8', 'unrelated'], 'c8'],
      [
        'Migrate from `lolex` to `@sinonjs/fake-timers` (#1270)',
        ['lolex'],
        ['@sinonjs/fake-timers'],
        '@sinonjs/fake-timers',
      ],
      ['refactor: replace moment with date-fns', ['moment'], ['date-fns', 'x'], 'date-fns'],
      ['moment -> date-fns', ['moment'], ['date-fns'], 'date-fns'],
      ['Use vitest instead of jest', ['jest', 'ts-jest'], ['vitest'], 'vitest'],
      ['Remove jest in favor of vitest', ['jest', 'ts-jest'], ['vitest'], 'vitest'],
      ['Upgrade to Babel 7', ['babel-core', 'rimraf'], ['@babel/core', 'del'], '@babel/core'],
      ['tests: mocha out, ava in', ['mocha'], ['ava'], 'ava'],
      ['Replace chai with node:assert', ['chai'], [], 'node:assert'],
      ['Replace chai with `expect`', ['chai'], [], 'expect'],
      ['Replace chai with something lighter', ['chai'], [], undefined],
      ['Update dependencies', ['chai'], ['ava'], undefined],
      ['mocha out, ava in', ['mocha'], ['ava', 'c8'], undefined],
      ['Move types from vscode to @types/vscode-notebook', ['vscode'], ['@types/vscode'], undefined],
      ['replace moment-timezone with luxon', ['moment'], ['luxon'], undefined],
    ];
    const section = (names: readonly string[]) => ({
      devDependencies: Object.fromEntries(names.map((name) => [name, '1'])),
    });
    for (const [message, removed, added, expected] of cases) {
      it(`"${message}": ${removed[0] ?? ''} -> ${expected ?? 'nothing named'}`, async () => {
        const facts = await factsOf([manifestChange(section(removed), section(added))], message);
        const fact = facts.find(({ subject }) => subject === removed[0]);
        assert.equal(fact?.replacedBy, expected);
        assert.equal(fact?.text.includes('replaced by'), expected !== undefined);
      });
    }
  });

  it('the manifest of a package in a monorepo speaks for its folder', async () => {
    const [fact] = await factsOf([
      manifestChange(undefined, { dependencies: { semver: '7' } }, 'packages/core/package.json'),
    ]);
    assert.equal(fact?.text, 'packages/core uses semver 7 (runtime dependency).');
    assert.equal(fact?.attribute, 'version in packages/core');
  });

  it('a folder that is renamed ends the facts of the old one and begins those of the new one', async () => {
    const json = JSON.stringify({ dependencies: { semver: '7' } });
    const facts = await factsOf([
      { path: 'b/package.json', oldPath: 'a/package.json', status: 'R', before: json, after: json },
    ]);
    assert.deepEqual(
      facts.map((fact) => [fact.attribute, fact.ends]),
      [
        ['version in b', undefined],
        ['version in a', true],
      ],
    );
  });

  it('a deleted manifest ends all it said', () =>
    check({ dependencies: { a: '1' }, engines: { node: '>=20' } }, undefined, [
      'a was removed from the runtime dependencies.',
      'The project states no required Node.js version any more; the last was >=20.',
    ]));

  it('manifests of examples, fixtures and foreign code are not read', () => {
    const wanted = ['package.json', 'packages/a/package.json', 'website/package.json'];
    const unwanted = [
      'examples/a/package.json',
      'test/fixtures/package.json',
      'node_modules/a/package.json',
      'my-package.json',
      'package.json.bak',
    ];
    assert.deepEqual(
      [...wanted, ...unwanted].filter((path) => wantsContent(path)),
      wanted,
    );
  });

  it('a broken manifest yields nothing, whichever side is broken', async () => {
    const file = (before: string, after: string): FileChange => ({ path: 'package.json', status: 'M', before, after });
    assert.deepEqual(await factsOf([file('{"dependencies":{"a":"1"}}', '<<<<<<< HEAD\n{')]), []);
    assert.deepEqual(await factsOf([file('{"dependencies":{"a":"1"}}', '[]')]), []);
    assert.deepEqual(
      (await factsOf([file('{', '{"dependencies":{"a":"1"}}')])).map((fact) => fact.subject),
      ['a'],
    );
  });

  it('odd entries are passed over', () =>
    check(
      undefined,
      { dependencies: ['a'], devDependencies: { a: 1, b: null, c: '1' }, engines: 'node', peerDependencies: null },
      ['The project uses c 1 (development dependency).'],
    ));

  it('ranges that name no version are worded', () =>
    check(undefined, { dependencies: { a: 'workspace:*', b: 'catalog:', c: '*', d: 'latest' } }, [
      'The project uses a from its own workspace (workspace:*) (runtime dependency).',
      'The project uses b at the version of its catalog (catalog:) (runtime dependency).',
      'The project uses c at any version (runtime dependency).',
      'The project uses d latest (runtime dependency).',
    ]));

  it('facts, taken one after the other, always tell what the newest manifest says', async () => {
    const packages = fc.dictionary(
      fc.constantFrom('a', 'b', '@s/c', 'd.e'),
      fc.constantFrom('1', '^2.0', '*', 'workspace:*'),
    );
    const sections = fc.record(
      { dependencies: packages, devDependencies: packages, peerDependencies: packages },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sections, { minLength: 1, maxLength: 6 }), async (versions) => {
        const held = new Map<string, string>();
        let before: object | undefined;
        for (const after of versions) {
          for (const fact of await factsOf([manifestChange(before, after)])) {
            const key = `${fact.subject ?? ''} ${fact.attribute ?? ''}`;
            if (fact.ends) assert.ok(held.delete(key), `${key} ended before it began`);
            else held.set(key, fact.value ?? '');
          }
          before = after;
        }
        const last = versions.at(-1);
        const main = { ...last?.peerDependencies, ...last?.devDependencies, ...last?.dependencies };
        const beside = Object.entries(last?.peerDependencies ?? {}).filter(([name]) => {
          return name in { ...last?.devDependencies, ...last?.dependencies };
        });
        assert.deepEqual(
          Object.fromEntries(held),
          Object.fromEntries([
            ...Object.entries(main).map(([name, range]) => [`${name} version`, range]),
            ...beside.map(([name, range]) => [`${name} peer range`, range]),
          ]),
        );
      }),
      { numRuns: 200 },
    );
  });

  describe('lock files', () => {
    const named = async (message: string, files: readonly FileChange[]) =>
      (await factsOf(files, message)).filter((fact) => fact.subject === 'package manager').map((fact) => fact.value);

    it('tell the package manager where the manifest names none', async () => {
      const files: FileChange[] = [manifestChange(undefined, { name: 'x' }), { path: 'yarn.lock', status: 'A' }];
      assert.deepEqual(await named('Begin', files), ['yarn']);
    });

    it('tell of a switch', async () => {
      const files: FileChange[] = [
        { path: 'yarn.lock', status: 'D' },
        { path: 'pnpm-lock.yaml', status: 'A' },
      ];
      assert.deepEqual(await named('Switch to pnpm', files), ['pnpm']);
    });

    it('say nothing against the manifest, in a folder, or when they only change', async () => {
      const field = manifestChange(undefined, { packageManager: 'pnpm@11.1.0' });
      assert.deepEqual(await named('Begin', [field, { path: 'package-lock.json', status: 'A' }]), ['pnpm@11.1.0']);
      assert.deepEqual(await named('Begin', [{ path: 'site/yarn.lock', status: 'A' }]), []);
      assert.deepEqual(await named('Update', [{ path: 'yarn.lock', status: 'M' }]), []);
      assert.deepEqual(await named('Lock', [{ path: 'yarn.lock', status: 'A' }]), []);
    });

    it('count beside a change of the manifest only where the message speaks of them', async () => {
      const files: FileChange[] = [manifestChange({ name: 'x' }, { name: 'y' }), { path: 'yarn.lock', status: 'A' }];
      assert.deepEqual(await named('Update a dependency', files), []);
      assert.deepEqual(await named('Add Yarn support', files), ['yarn']);
    });

    it('say nothing when that of another manager stays in use beside', async () => {
      const files: FileChange[] = [
        manifestChange({ name: 'x' }, { name: 'y' }),
        { path: 'package-lock.json', status: 'M' },
        { path: 'yarn.lock', status: 'A' },
      ];
      assert.deepEqual(await named('Update', files), []);
    });
  });
});
