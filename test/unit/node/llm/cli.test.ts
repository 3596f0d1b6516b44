import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { silentLogger } from '../../../../src/core/index';
import { dataFolder } from '../../../../src/node/bankFolder';
import { Trials } from '../../../../src/node/llm/trials';
import { fails, LlmServer, says } from '../../../support/llmServer';
import { SampleRepository } from '../git/sampleRepository';

const KEY = 'sk-very-secret-0123456789';
const ANSWER = 'TypeScript ^5.9.0 is used.';

const GOOD = says(({ purpose }) => {
  if (purpose === 'answer') return JSON.stringify({ used: [1], knows: true, answer: ANSWER });
  const fact = { quote: 'routed via gateway.ts', text: 'Traffic is routed via gateway.ts.', kind: 'convention' };
  return JSON.stringify({ facts: purpose === 'extract' ? [{ ...fact, subject: 'traffic', ends: false }] : [] });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

describe('command line with a language model', function () {
  this.timeout(60_000);
  let dist: string;
  let repo: SampleRepository;
  let home: string;
  let server: LlmServer;

  before(async () => {
    dist = await mkdtemp(path.join(tmpdir(), 'memory-r1-cli-'));
    await build({
      entryPoints: [path.join(__dirname, '../../../../src/node/cli.ts')],
      outfile: path.join(dist, 'cli.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' },
      mainFields: ['module', 'main'],
    });
    await copyFile(createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm'), path.join(dist, 'sql-wasm.wasm'));
  });
  after(() => rm(dist, { recursive: true, force: true, maxRetries: 5 }));

  beforeEach(async () => {
    server = await LlmServer.start(GOOD);
    home = mkdtempSync(path.join(tmpdir(), 'memory-home-'));
    repo = new SampleRepository();
    repo.commit('Start', { 'package.json': JSON.stringify({ devDependencies: { typescript: '^5.9.0' } }) });
    repo.commit('Restructure the loader\n\nOutgoing traffic is routed via gateway.ts these days.');
    assert.equal((await run(['scan', '--accept', 'all'], {})).code, 0);
  });
  afterEach(async () => {
    await server.close();
    repo.remove();
    rmSync(home, { recursive: true, force: true });
  });

  const named = (): Record<string, string> => ({
    MEMORY_R1_ENDPOINT: server.url,
    MEMORY_R1_MODEL: 'tiny',
    MEMORY_R1_API_KEY: KEY,
  });

  async function run(args: readonly string[], variables: Record<string, string> = named()): Promise<Ran> {
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: home, LOCALAPPDATA: home, ...variables };
    const child = spawn(process.execPath, [path.join(dist, 'cli.js'), '--repo', repo.root, ...args], { env });
    const ran = { code: null as number | null, out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.error += text));
    ran.code = await new Promise((resolve) => child.on('close', resolve));
    assert.ok(!`${ran.out}${ran.error}`.includes(KEY), 'the key was printed');
    return ran;
  }

  /** As after an examination that it passed. */
  async function trust(): Promise<void> {
    const folder =
      process.platform === 'darwin'
        ? path.join(home, 'Library/Application Support/memory-r1')
        : dataFolder({ XDG_DATA_HOME: home, LOCALAPPDATA: home });
    const choice = { kind: 'endpoint', url: server.url, model: 'tiny' } as const;
    const passed = { answers: 'words', decides: true, extracts: true } as const;
    const trial = { name: 'tiny', steps: [], trust: passed, answerMs: 1, tokens: 1 };
    await new Trials(path.join(folder, 'models.json'), silentLogger).keep(choice, trial);
  }

  it('words an answer, and says by whom', async () => {
    const question = 'Which version of typescript does the project use?';
    const answer = JSON.parse((await run(['ask', question, '--json'])).out) as Record<string, unknown>;
    assert.deepEqual([answer['answer'], answer['wordedBy']], [ANSWER, 'tiny']);
    assert.match((await run(['ask', question])).out, /Worded by tiny/);
    assert.equal(server.requests[0]!.headers.authorization, `Bearer ${KEY}`);
    const plain = JSON.parse((await run(['ask', question, '--json'], {})).out) as Record<string, unknown>;
    assert.deepEqual([plain['answer'], plain['wordedBy']], [answer['plain'], undefined]);
  });

  it('gives the plain answer with the reason where the server fails', async () => {
    server.does(fails(401, { message: KEY }));
    const { out, code } = await run(['ask', 'Which version of typescript does the project use?']);
    assert.equal(code, 0);
    assert.match(out, /typescript \^5\.9\.0/);
    assert.match(out, /Without the language model: .* refused the key/);
  });

  it('reads, and proposes what it found', async () => {
    await trust();
    const { out, code } = await run(['read', '--limit', '1']);
    assert.deepEqual([code, out.split('\n')[0]], [0, 'Read 1 event: 1 fact.']);
    assert.match((await run(['review'], {})).out, /Traffic is routed via gateway\.ts/);
  });

  it('reads in no other command', async () => {
    await trust();
    repo.commit('Speed up the parser\n\nIt reads whole lines now.');
    assert.equal((await run(['scan'])).code, 0);
    assert.deepEqual(server.requests, []);
  });

  it('examines a model, tells what it cannot do, and fails where it is of no use', async () => {
    server.does(says('As a language model I cannot do that.'));
    const { out, code } = await run(['model']);
    assert.equal(code, 1);
    assert.match(out, /^no /m);
    assert.match(out, /tiny is not used: rules answer alone\./);
    server.does(GOOD);
    const answer = JSON.parse((await run(['ask', 'Which version of typescript?', '--json'])).out) as object;
    assert.ok(!('wordedBy' in answer), 'what failed is not used');
    assert.deepEqual(server.requests, []);
  });

  it('says what is missing', async () => {
    assert.match((await run(['model'], {})).error, /MEMORY_R1_ENDPOINT and MEMORY_R1_MODEL name one/);
    const half = await run(['ask', 'x'], { MEMORY_R1_MODEL: 'tiny' });
    assert.deepEqual(
      [half.code, half.error],
      [2, 'MEMORY_R1_ENDPOINT is not set: there is no server to ask for that model.\n'],
    );
    server.does(fails(401, { message: KEY }));
    assert.match((await run(['model'])).error, /Set it in MEMORY_R1_API_KEY/);
    assert.match((await run(['--help'])).out, /MEMORY_R1_EMBEDDING_MODEL/);
  });
});
