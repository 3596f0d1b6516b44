import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ungrounded, unmerged } from '../../../../src/core/llm/grounded';

/** What is found in none of the sources; undefined where the text says only what they say. */
function invented(text: string, ...sources: string[]): string | undefined {
  const problem = ungrounded(text, sources);
  return problem === undefined ? undefined : (/"(.+?)"/.exec(problem)?.[1] ?? problem);
}

const holds = (text: string, ...sources: string[]): void =>
  assert.equal(ungrounded(text, sources), undefined, `${text}\n<- ${sources.join(' | ')}`);

const invents = (text: string, word: string, ...sources: string[]): void =>
  assert.equal(invented(text, ...sources), word, `${text}\n<- ${sources.join(' | ')}`);

describe('what a model says of its sources', () => {
  it('may be put in other words', () => {
    holds(
      'Yes. Installs with it are a lot quicker, which is why the team prefers it.',
      'Use pnpm because installs are fast.',
    );
    holds('The project relies on pnpm.', 'package manager: pnpm');
    holds('It was chosen since continuous builds took too long.', 'CI took 4 minutes.');
    holds('Long-running jobs are built-in.', 'Jobs that run long.');
    holds('It’s the team’s choice, and it doesn’t matter much.', "It does not matter what the team's choice is.");
  });

  it('has no number or version that none of them has', () => {
    invents('The timeout is 500 ms.', '500', 'The timeout is 250 ms.');
    invents('TypeScript 5.8 is used.', '5.8', 'The project uses typescript 5.9.2.');
    invents('It needs Node 9.', '9', 'It needs Node 20.9.');
    invents('Since version 3.1.', '3.1', 'Since version 3.10.');
    invents('There are three of them.', 'three', 'There are 4 of them.');
    invents('It took 40 minutes.', '40', 'It took 4 minutes.');
  });

  it('may write numbers in another form', () => {
    holds('TypeScript 5.9 is used, so version 5.', 'The project uses typescript ^5.9.2.');
    holds('The limit is 10,000 entries.', 'limit: 10000');
    holds('The limit is 10000 entries.', 'The limit is 10,000 entries');
    holds('The timeout is 250 ms.', 'timeout=250ms');
    holds('The timeout is 250ms.', 'The timeout is 250 ms');
    holds('It took four minutes.', 'It took 4 minutes.');
    holds('It took 4 minutes.', 'It took four minutes.');
    holds('Version v2 of it.', 'Version 2.0');
    holds('On 2024-05-12, or 12 May 2024.', '12 May 2024', '2024-05-12');
    holds('Node 20+ (≥20) is needed.', 'engines: node >=20');
    holds('Half of it, 0.50.', '0.5');
  });

  it('has no name, path or identifier that none of them has', () => {
    invents('They use Vitest.', 'Vitest', 'They use mocha.');
    invents('Vitest runs the tests.', 'Vitest', 'mocha runs the tests.');
    invents('frobnicate replaced it.', 'frobnicate', 'mocha replaced it.');
    invents('It failed on IE.', 'IE', 'The client failed.');
    invents('It targets es20.', 'es20', 'It targets es2023.');
    invents('It uses yarn now.', 'yarn', 'It uses pnpm now.');
    invents('Ask Maria about it.', 'Maria', 'Ask Ana about it.');
    invents('See src/index.ts for it.', 'src/index.ts', 'See src/main.ts for it.');
    invents('Call createServer().', 'createServer', 'Call the server.');
    invents('Set `--no-cache`.', '--no-cache', 'Set --cache.');
    invents('It is on https://evil.example/x.', 'https://evil.example/x', 'It is on the site.');
    invents('Use @types/node.', '@types/node', 'Use node types.');
    invents('It speaks gRPC.', 'gRPC', 'It speaks HTTP.');
  });

  it('may change the case and the marks of names', () => {
    holds('Mocha runs the tests, says Ana.', '`mocha` runs the tests (ana)');
    holds('Set "request.timeout" in SRC/main.ts.', 'Set `request.timeout` in src/main.ts');
    holds('Data URLs are read.', 'A data: URL is read.');
    holds('The CI pipeline uses TypeScript.', 'ci pipeline: typescript');
    holds('The café is “open”.', 'The cafe is open');
    holds('Call `createServer()` first.', 'createServer(port) comes first');
  });

  it('knows what is a name in its project', () => {
    const isName = (word: string): boolean => word === 'frobnicate';
    assert.match(ungrounded('It uses frobnicate.', ['It uses mocha.'], { isName }) ?? '', /"frobnicate"/);
    assert.match(
      ungrounded('It is a frobnicate-like thing.', ['It uses mocha.'], { isName }) ?? '',
      /"frobnicate-like"/,
    );
    assert.equal(ungrounded('It uses frobnicate.', ['It uses frobnicate.'], { isName }), undefined);
  });

  it('does not turn a "not" round', () => {
    const flips = (text: string, source: string) =>
      assert.ok(ungrounded(text, [source]) !== undefined, `${text} <- ${source}`);
    flips('Commit directly to main.', 'Never commit directly to main.');
    flips('Telemetry is enabled by default.', 'Telemetry is not enabled by default.');
    flips('Yes. Telemetry is enabled by default.', "Telemetry isn't enabled by default.");
    flips('Retries are never used.', 'Retries are used.');
    flips('It does not support Windows.', 'It supports Windows.');
    holds('Telemetry is off by default.', 'Telemetry is not enabled by default.');
    holds('No. Telemetry is not enabled by default.', 'Telemetry is off by default.');
    holds('Ramda is used instead of lodash.', 'Do not use lodash; use ramda.');
    holds('pnpm is used.', 'Use pnpm, not npm.');
    holds('It is not there any more.', 'The option was removed.');
    holds('No. Main is never committed to.', 'Never commit to main.');
  });

  it('reads any script', () => {
    holds('プロジェクトは pnpm 10 を使う。', 'パッケージ管理は pnpm 10');
    invents('プロジェクトは pnpm 11 を使う。', '11', 'パッケージ管理は pnpm 10');
    holds('', 'anything');
  });
});

describe('a merged text', () => {
  const problem = (merged: string, old: string, fresh: string) => unmerged(merged, old, fresh);

  it('is built from old and new', () => {
    assert.equal(
      problem(
        'The cache holds 20 entries since Redis, before 10.',
        'The cache holds 10 entries.',
        'With Redis the cache holds 20 entries.',
      ),
      undefined,
    );
    assert.match(
      problem('The cache holds 30 entries.', 'It holds 10.', 'The cache holds 30 entries in Redis.') ?? '',
      /lost "Redis"/,
    );
    assert.match(
      problem('The cache holds 20 or 40 entries.', 'It holds 10.', 'The cache holds 20 entries.') ?? '',
      /"40"/,
    );
    assert.match(problem('The cache grew.', 'It holds 10.', 'The cache holds 20 entries.') ?? '', /lost "20"/);
    assert.match(problem('Deploy to main.', 'Deploy from main.', 'Never deploy to main.') ?? '', /not/);
  });
});
