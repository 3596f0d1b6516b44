import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, describe, it } from 'mocha';
import { KnownError, type ErrorCode, type ModelReply, type ModelRequest } from '../../../../src/core/index';
import { Endpoint } from '../../../../src/node/llm/endpoint';
import {
  breaksOff,
  fails,
  hangs,
  LlmServer,
  refuses,
  says,
  sendsHtml,
  sendsOn,
  stalls,
  type Treatment,
} from '../../../support/llmServer';

const KEY = 'sk-very-secret-0123456789';

const REQUEST: ModelRequest = {
  purpose: 'answer',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Which test runner?' },
  ],
  maxTokens: 50,
  schema: { name: 'answer', schema: { type: 'object' } },
};

const servers: LlmServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function open(
  treatments: readonly Treatment[],
  options: { readonly key?: string; readonly timeoutMs?: number } = {},
): Promise<{ readonly server: LlmServer; readonly ask: (signal?: AbortSignal) => Promise<ModelReply> }> {
  const server = await LlmServer.start(...treatments);
  servers.push(server);
  const { key, timeoutMs = 5000 } = options;
  const model = new Endpoint({ url: server.url, model: 'tiny', getKey: () => Promise.resolve(key), timeoutMs });
  return { server, ask: (signal) => model.complete(REQUEST, signal) };
}

/** Asks once; the failure must have this code and these words, and must not hold the key anywhere. */
async function checkFails(
  treatments: readonly Treatment[],
  code: ErrorCode,
  words: RegExp,
  timeoutMs?: number,
): Promise<LlmServer> {
  const { server, ask } = await open(treatments, { key: KEY, ...(timeoutMs !== undefined && { timeoutMs }) });
  await assert.rejects(ask(), (error: unknown) => {
    assert.ok(KnownError.is(error, code), inspect(error));
    assert.match(error.message, words);
    assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(KEY), 'the key stands in the error');
    return true;
  });
  return server;
}

describe('a model behind an endpoint', function () {
  this.timeout(20_000);

  it('gets the messages, the limit, the schema and the key, and nothing about this machine', async () => {
    const { server, ask } = await open([says('mocha', { usage: [12, 3] })], { key: KEY });
    assert.deepEqual(await ask(), { text: 'mocha', usage: { input: 12, output: 3 } });
    const [request] = server.requests;
    assert.equal(request!.path, '/v1/chat/completions');
    assert.equal(request!.headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(request!.body, {
      model: 'tiny',
      messages: REQUEST.messages,
      max_tokens: 50,
      temperature: 0,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
      },
    });
    const told = Object.keys(request!.headers).filter((name) => name.startsWith('x-'));
    assert.deepEqual(told, []);
  });

  it('gets no key where there is none, whatever the environment holds for other programs', async () => {
    const before = process.env['OPENAI_API_KEY'];
    process.env['OPENAI_API_KEY'] = KEY;
    try {
      const { server, ask } = await open([says('mocha')]);
      await ask();
      assert.equal(server.requests[0]!.headers.authorization, undefined);
    } finally {
      if (before === undefined) delete process.env['OPENAI_API_KEY'];
      else process.env['OPENAI_API_KEY'] = before;
    }
  });

  it('has its tokens counted by length where the server does not count', async () => {
    const { ask } = await open([says('mocha', { usage: 'none' })]);
    const { usage } = await ask();
    assert.deepEqual(usage, { input: 7, output: 2, estimated: true });
  });

  it('says that its answer ended at the limit', async () => {
    const { ask } = await open([says('moc', { finish: 'length' })]);
    assert.equal((await ask()).cut, true);
  });

  for (const parameter of ['response_format', 'temperature']) {
    it(`is asked without ${parameter} where its server does not take it, and from then on`, async () => {
      const { server, ask } = await open([refuses(parameter, says('mocha'))]);
      assert.equal((await ask()).text, 'mocha');
      assert.equal((await ask()).text, 'mocha');
      assert.deepEqual(
        server.requests.map(({ body }) => parameter in body),
        [true, false, false],
      );
    });
  }

  it('is told the limit in the words of its server, with room for thoughts that nobody sees', async () => {
    const { server, ask } = await open([refuses('max_tokens', refuses('temperature', says('mocha')))]);
    assert.equal((await ask()).text, 'mocha');
    const { max_tokens, max_completion_tokens, temperature } = server.requests.at(-1)!.body;
    assert.deepEqual([max_tokens, max_completion_tokens, temperature], [undefined, 50 + 2048, undefined]);
  });

  it('is asked without a schema where its server refuses and does not say what; a request that stays wrong teaches nothing', async () => {
    const vague = fails(400, 'invalid request');
    const { server, ask } = await open([vague, vague, says('mocha')]);
    await assert.rejects(ask(), /refused: invalid request/);
    await ask();
    assert.deepEqual(
      server.requests.map(({ body }) => 'response_format' in body),
      [true, false, true],
    );
  });

  it('is asked again when it was busy, after the time it asks for', async () => {
    const { server, ask } = await open([fails(429, { message: 'slow down' }, { 'retry-after': '1' }), says('mocha')]);
    const start = performance.now();
    assert.equal((await ask()).text, 'mocha');
    assert.ok(performance.now() - start > 900);
    assert.equal(server.requests.length, 2);
  });

  it('is not waited for when it wants to be left alone for long', async () => {
    const server = await checkFails(
      [fails(429, { message: `quota of ${KEY}` }, { 'retry-after': '3600' })],
      'llm/rate-limited',
      /busy/,
    );
    assert.equal(server.requests.length, 1);
  });

  it('is asked again after a failure, and what it says of a lasting one is told without the key', async () => {
    const server = await checkFails(
      [fails(500, { message: `no memory for ${KEY}` })],
      'llm/failed',
      /no memory for \(key\)/,
    );
    assert.equal(server.requests.length, 3);
  });

  it('that refuses the key is asked once', async () => {
    const server = await checkFails(
      [fails(401, { message: `Incorrect key ${KEY}` })],
      'llm/unauthorized',
      /refused the key/,
    );
    assert.equal(server.requests.length, 1);
  });

  it('that is not there is told about in its own words', async () => {
    await checkFails(
      [fails(404, 'model "tiny" not found, try pulling it first')],
      'llm/refused',
      /try pulling it first/,
    );
  });

  it('that answers with the failure of another has failed, too', async () => {
    await checkFails(
      [fails(200, { message: `upstream is gone for ${KEY}` })],
      'llm/failed',
      /upstream is gone for \(key\)/,
    );
  });

  it('that breaks off has failed, and is not half an answer', async () => {
    await checkFails([breaksOff()], 'llm/failed', /broke off/);
  });

  it('that hangs, or stalls after its headers, is given up in time', async () => {
    await checkFails([hangs()], 'llm/timeout', /within 0.3 s/, 300);
    await checkFails([stalls()], 'llm/timeout', /within 0.3 s/, 300);
  });

  it('that is a web page is no model', async () => {
    await checkFails([sendsHtml()], 'llm/failed', /Most addresses end in \/v1/);
  });

  it('that sends on to another host gets neither key nor text there', async () => {
    const other = await LlmServer.start(says('mocha'));
    servers.push(other);
    await checkFails(
      [sendsOn(`${other.url}/chat/completions`)],
      'llm/refused',
      /sends on to http:\/\/127\.0\.0\.1:\d+\./,
    );
    assert.deepEqual(other.requests, []);
  });

  it('that nothing listens for is unreachable', async () => {
    const { server, ask } = await open([]);
    await server.close();
    await assert.rejects(ask(), { code: 'llm/unreachable' });
  });

  it('stops when asked to, at once', async () => {
    const { ask } = await open([fails(429, { message: 'slow down' }, { 'retry-after': '5' })]);
    const stop = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => stop.abort(reason), 100);
    const start = performance.now();
    await assert.rejects(ask(stop.signal), reason);
    assert.ok(performance.now() - start < 1000);
  });

  it('fails in words where its key cannot be read', async () => {
    const locked = (): Promise<never> => Promise.reject(new Error(`the keyring is locked: ${KEY}`));
    const model = new Endpoint({ url: 'https://llm.example.com/v1', model: 'x', getKey: locked });
    await assert.rejects(model.complete(REQUEST), { code: 'llm/failed', message: /key could not be read/ });
  });

  it('is not waited for longer where the store of keys does not answer', async () => {
    const silent = (): Promise<never> => new Promise(() => undefined);
    const options = { url: 'https://llm.example.com/v1', model: 'x', getKey: silent, timeoutMs: 100 };
    await assert.rejects(new Endpoint(options).complete(REQUEST), { code: 'llm/timeout' });
  });

  it('gets no key without encryption, unless it runs on this machine', async () => {
    const far = new Endpoint({ url: 'http://llm.example.com/v1', model: 'x', getKey: () => Promise.resolve(KEY) });
    await assert.rejects(far.complete(REQUEST), { code: 'llm/refused', message: /without encryption/ });
  });
});
