import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

/** The bundled program as a process, over a real repository. Without the model files: it says so, and searches by words alone. */
describe('command line as a process', function () {
  this.timeout(60_000);
  const newFolder = useTemporaryFolders();
  let dist: string;
  before(async () => {
    dist = await mkdtemp(join(tmpdir(), 'memory-r1-cli-'));
    await build({
      entryPoints: [join(__dirname, '../../../../src/node/cli.ts')],
      outfile: join(dist, 'cli.js'),
      ...{
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node20',
        logLevel: 'error',
        mainFields: ['module', 'main'],
      },
    });
    await copyFile(createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm'), join(dist, 'sql-wasm.wasm'));
  });
  after(() => rm(dist, { recursive: true, force: true, maxRetries: 5 }));

  it('goes the whole way: scan, review, accept, ask, history, undo, export, import', async () => {
    const repo = await repository();
    const scanned = await json<{ commits: number; proposals: { add: number } }>(['scan'], repo);
    assert.equal(scanned.commits, 2);
    const proposals = await json<{ id: string; newText: string; state: string }[]>(['review'], repo);
    assert.equal(proposals.length, scanned.proposals.add);
    assert.ok(proposals.some(({ newText }) => newText.includes('typescript') && newText.includes('5.9.0')));

    const accepted = await json<{ state: string }[]>(['accept', '--all'], repo);
    assert.deepEqual(new Set(accepted.map(({ state }) => state)), new Set(['accepted']));
    const answer = await json<{
      answer: string;
      used: { id: string; reviewed: boolean; sources: { kind: string; ref: string }[] }[];
    }>(['ask', 'Which version of typescript does the project use?'], repo);
    assert.match(answer.answer, /5\.9\.0/);
    assert.equal(answer.used[0]?.reviewed, true);
    assert.deepEqual(answer.used[0]?.sources[0], { kind: 'commit', ref: git(repo, 'rev-parse', 'HEAD') });

    const history = await json<{ version: number }[]>(['history', answer.used[0]?.id ?? ''], repo);
    assert.deepEqual(
      history.map(({ version }) => version),
      [2, 1],
    );
    assert.equal((await json<unknown[]>(['undo'], repo)).length, proposals.length);

    const file = join(repo, 'export.jsonl');
    const { records } = await json<{ records: number }>(['export', file], repo);
    const other = await repository();
    assert.deepEqual(await json(['import', file], other), { records, added: records });
    assert.deepEqual(await json(['review'], other), await json(['review'], repo));
    assert.deepEqual(await json(['import', file], other), { records, added: 0 });
  });

  it('lets two processes change one bank at once', async () => {
    const repo = await repository();
    const lines = (name: string): string =>
      Array.from(
        { length: 20 },
        (_, i) =>
          `${JSON.stringify({ kind: 'note', ref: `${name}${i}`, time: '2026-02-03', text: `We decided to use tool-${name}${i}.` })}\n`,
      ).join('');
    await writeFile(join(repo, 'a.jsonl'), lines('a'));
    await writeFile(join(repo, 'b.jsonl'), lines('b'));
    const reports = await Promise.all(
      ['a', 'b'].map((name) => json<{ commits: number }>(['ingest', join(repo, `${name}.jsonl`)], repo)),
    );
    assert.deepEqual(
      reports.map(({ commits }) => commits),
      [20, 20],
    );
    const again = await json<{ commits: number }>(['ingest', join(repo, 'a.jsonl')], repo);
    assert.equal(again.commits, 0, 'all of them were kept');
  });

  it('cleans its input line by line, as the lines come', async () => {
    const child = start(['redact', '--jsonl'], tmpdir());
    const answers = child.stdout!.setEncoding('utf8');
    child.stdin!.write(`${JSON.stringify(`token ghp_${'0aB1'.repeat(9)} end`)}\n`);
    const [first] = (await once(answers, 'data')) as [string];
    assert.equal(first, '"token [secret removed] end"\n');
    child.stdin!.end('"clean"\n');
    const [second] = (await once(answers, 'data')) as [string];
    assert.equal(second, '"clean"\n');
    assert.deepEqual(await once(child, 'close'), [0, null]);
  });

  it('ends cleanly on Ctrl+C', async function () {
    if (process.platform === 'win32') this.skip(); // There a signal from another process ends it at once.
    const child = start(['redact', '--jsonl'], tmpdir());
    let errorOutput = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (errorOutput += text));
    child.stdin!.write('"a"\n');
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'close'), [1, null]);
    assert.equal(errorOutput, 'Cancelled. What was saved before stays.\n');
  });

  it('does not complain when nobody reads on', async () => {
    const child = start(['redact', '--jsonl'], tmpdir());
    let errorOutput = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (errorOutput += text));
    child.stdout!.destroy();
    child.stdin!.on('error', () => undefined); // It may end before it has read all.
    child.stdin!.end('"a"\n'.repeat(1000));
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(errorOutput, '');
  });

  function start(args: readonly string[], cwd: string): ChildProcess {
    return spawn(process.execPath, [join(dist, 'cli.js'), ...args], { cwd, stdio: 'pipe' });
  }

  async function json<T>(args: readonly string[], repo: string): Promise<T> {
    const child = start([...args, '--json'], repo);
    const output = collect(child.stdout!);
    const errorOutput = collect(child.stderr!);
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0, errorOutput());
    return JSON.parse(output()) as T;
  }

  function collect(stream: NodeJS.ReadableStream): () => string {
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return () => text;
  }

  /** Two commits: typescript 5.8, then 5.9. */
  async function repository(): Promise<string> {
    const repo = await newFolder();
    git(repo, 'init', '-q', '-b', 'main');
    for (const [i, version] of ['5.8.0', '5.9.0'].entries()) {
      await writeFile(
        join(repo, 'package.json'),
        `${JSON.stringify({ name: 'sample', devDependencies: { typescript: version } }, null, 2)}\n`,
      );
      git(repo, 'add', '.');
      const date = `2026-02-0${i + 1}T10:00:00Z`;
      git(
        repo,
        '-c',
        'user.name=Ann',
        '-c',
        'user.email=ann@example.com',
        'commit',
        '-q',
        '-m',
        `Use typescript ${version}`,
        '--date',
        date,
      );
    }
    return repo;
  }
});

function git(repo: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: repo, encoding: 'utf8' }).trim();
}
