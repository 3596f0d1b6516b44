import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { silentLogger } from '../../../../src/core/index';
import { openEndpointEmbedder } from '../../../../src/node/embedder/endpointEmbedder';
import { createRedactor } from '../../../../src/node/redactor';
import { createService, DEFAULT_OPTIONS, type MemoryService } from '../../../../src/node/service';
import type { BankStatus } from '../../../../src/protocol/service';
import { eventually } from '../../../support/eventually';
import { embeds, fails, LlmServer, type Treatment } from '../../../support/llmServer';
import { SampleRepository } from '../git/sampleRepository';

const signal = new AbortController().signal;
const servers: LlmServer[] = [];
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
  for (const server of servers.splice(0)) await server.close();
});

async function start(...treatments: readonly Treatment[]): Promise<LlmServer> {
  const server = await LlmServer.start(...treatments);
  servers.push(server);
  return server;
}

const clean = (texts: readonly string[]): Promise<readonly string[]> => Promise.resolve(texts);
const getKey = (): Promise<undefined> => Promise.resolve(undefined);

describe('a model that embeds behind an endpoint', function () {
  this.timeout(20_000);

  it('tells its dimension when asked, and gives unit vectors in the order of the texts', async () => {
    const server = await start(embeds(12));
    const embedder = await openEndpointEmbedder({ url: server.url, model: 'nomic', getKey, clean });
    assert.deepEqual([embedder.model, embedder.dimension], ['endpoint:nomic', 12]);
    const vectors = await embedder.embed(['one thing', '', 'another', 'one thing']);
    assert.deepEqual(
      vectors.map((vector) => Math.round(Math.hypot(...vector))),
      [1, 0, 1, 1],
    );
    assert.deepEqual(vectors[0], vectors[3]);
    assert.notDeepEqual(vectors[0], vectors[2]);
  });

  it('asks for many texts in several requests', async () => {
    const server = await start(embeds(12));
    const embedder = await openEndpointEmbedder({ url: server.url, model: 'nomic', getKey, clean });
    const texts = Array.from({ length: 70 }, (_, i) => `text ${i}`);
    const one = await embedder.embed([texts[69]!]);
    assert.deepEqual((await embedder.embed(texts))[69], one[0]);
    assert.ok(server.requests.every(({ body }) => (body['input'] as unknown[]).length <= 32));
  });

  it('gives no vector of another dimension than before, whatever its server does', async () => {
    let dimension = 12;
    const server = await start(embeds(() => dimension));
    const embedder = await openEndpointEmbedder({ url: server.url, model: 'nomic', getKey, clean });
    dimension = 16;
    await assert.rejects(embedder.embed(['a']), { code: 'llm/failed', message: /16 numbers, before 12/ });
  });

  for (const [name, embedding] of [
    ['no numbers', ['a', 'b']],
    ['holes', [1, null]],
    ['nothing', []],
  ] as const)
    it(`is refused when its vectors hold ${name}`, async () => {
      const server = await start((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: [{ index: 0, embedding }] }));
      });
      await assert.rejects(openEndpointEmbedder({ url: server.url, model: 'nomic', getKey, clean }), {
        code: 'llm/failed',
      });
    });

  it('sends no secret of a question', async () => {
    const server = await start(embeds(12));
    const redactor = createRedactor();
    const embedder = await openEndpointEmbedder({
      ...{ url: server.url, model: 'nomic', getKey },
      clean: async (texts) => (await redactor.redact(texts)).texts,
    });
    const secret = `ghp_${'0aB1'.repeat(9)}`;
    await embedder.embed([`Why does ${secret} not work?`]);
    assert.ok(!JSON.stringify(server.requests.map(({ body }) => body)).includes(secret));
  });
});

/** A project with two notes; searched by the model of a server. */
class Bench {
  readonly repo = new SampleRepository();
  readonly service: MemoryService;
  readonly root = this.repo.root;

  constructor() {
    this.service = createService({
      distDir: path.join(this.root, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date(),
      logger: silentLogger,
      emit: () => undefined,
      dataDir: path.join(this.root, 'data'),
    });
    benches.push(this);
  }

  async fill(): Promise<void> {
    const notes = ['We decided to deploy every Friday.', 'We decided to keep logs for a week.'];
    const lines = notes.map((text, i) => JSON.stringify({ kind: 'note', ref: `${i}`, time: '2026-02-03', text }));
    await this.service.ingest({ root: this.root, lines, accept: 'all' }, signal);
  }

  async choose(server: LlmServer | undefined, model = 'nomic'): Promise<void> {
    const embeddings = server && { url: server.url, model };
    await this.service.configure(
      { ...DEFAULT_OPTIONS, model: { choice: { kind: 'none' }, dailyTokens: 0, ...(embeddings && { embeddings }) } },
      signal,
    );
  }

  async status(): Promise<BankStatus> {
    return await this.service.status({ root: this.root }, signal);
  }

  async embedder(): Promise<string> {
    const { embedder } = await this.status();
    return 'model' in embedder ? `${embedder.model} ${embedder.dimension}` : embedder.unavailable;
  }

  async first(query: string): Promise<string | undefined> {
    const [hit] = await this.service.recall({ root: this.root, query, limit: 1 }, signal);
    return hit?.memory.text;
  }

  vectorFiles(): string[] {
    const files = readdirSync(path.join(this.root, '.git/memory-r1'));
    return files.filter((name) => name.startsWith('vectors-')).sort();
  }

  async close(): Promise<void> {
    await this.service.dispose();
    this.repo.remove();
  }
}

describe('a bank that is searched with the model of an endpoint', function () {
  this.timeout(30_000);

  // mem0ai/mem0#1575, mem0ai/mem0#3385, mem0ai/mem0#4212, mem0ai/mem0#4695
  it('is embedded with it, in a file of its own, and anew when another model of another dimension is chosen', async () => {
    const [small, large] = [await start(embeds(12)), await start(embeds(20))];
    const bench = new Bench();
    await bench.choose(small);
    await bench.fill();
    await bench.service.settle({ root: bench.root }, signal);
    assert.equal(await bench.embedder(), 'endpoint:nomic 12');
    assert.equal((await bench.status()).unembedded, 0);
    assert.match((await bench.first('deploy friday')) ?? '', /deploy every Friday/);

    await bench.choose(large, 'bge');
    await eventually(async () => assert.equal(await bench.embedder(), 'endpoint:bge 20'));
    await eventually(async () => assert.equal((await bench.status()).unembedded, 0));
    assert.match((await bench.first('deploy friday')) ?? '', /deploy every Friday/);
    assert.deepEqual(bench.vectorFiles(), ['vectors-endpoint_bge-20.bin', 'vectors-endpoint_nomic-12.bin']);

    const before = small.requests.length;
    await bench.choose(small);
    await eventually(async () => assert.equal(await bench.embedder(), 'endpoint:nomic 12'));
    await bench.service.settle({ root: bench.root }, signal);
    assert.equal((await bench.status()).unembedded, 0);
    assert.equal(small.requests.length, before + 1, 'only the question for the dimension: the vectors were kept');
  });

  // mem0ai/mem0#6734
  it('goes on answering when the model changes its dimension under way, and says why it is not used', async () => {
    let dimension = 12;
    const server = await start(embeds(() => dimension));
    const bench = new Bench();
    await bench.choose(server);
    await bench.fill();
    await bench.service.settle({ root: bench.root }, signal);
    dimension = 16;
    assert.match((await bench.first('deploy friday')) ?? '', /deploy every Friday/);
    assert.match(await bench.embedder(), /16 numbers, before 12/);
    await bench.choose(server);
    await eventually(async () => assert.equal(await bench.embedder(), 'endpoint:nomic 16'));
    await eventually(async () => assert.equal((await bench.status()).unembedded, 0));
    assert.match((await bench.first('keep logs')) ?? '', /logs for a week/);
  });

  it('is searched without it while its server fails, and with it when it is back', async () => {
    const server = await start(fails(503, { message: 'loading' }, { 'x-should-retry': 'false' }));
    const bench = new Bench();
    await bench.choose(server);
    await bench.fill();
    assert.match((await bench.first('deploy friday')) ?? '', /deploy every Friday/);
    assert.match(await bench.embedder(), /failed: loading/);
    server.does(embeds(12));
    await bench.choose(server);
    await eventually(async () => assert.equal(await bench.embedder(), 'endpoint:nomic 12'));
  });
});
