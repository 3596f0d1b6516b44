import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  endpointProblem,
  findModels,
  isEmbedder,
  isLocal,
  isReadable,
  parseEndpoint,
} from '../../../src/extension/endpoints';
import { fails, hangs, LlmServer, sendsHtml, type Treatment } from '../../support/llmServer';

describe('an address of an endpoint', () => {
  const check = (typed: string, expected: string | undefined): void =>
    assert.equal(parseEndpoint(typed), expected, typed);

  it('has one form, however it is typed', () => {
    check(' http://localhost:11434/v1/ ', 'http://localhost:11434/v1');
    check('http://LOCALHOST:11434', 'http://localhost:11434/v1');
    check('https://api.openai.com/v1/chat/completions', 'https://api.openai.com/v1');
    check('https://host.example/openai/v1//', 'https://host.example/openai/v1');
  });

  it('is refused with what is wrong with it', () => {
    for (const typed of ['', 'localhost:11434', 'ftp://x/v1', 'http://', 'https://me:secret@host.example/v1']) {
      check(typed, undefined);
      assert.ok(endpointProblem(typed), typed);
      assert.doesNotMatch(endpointProblem(typed) ?? '', /secret/);
    }
    assert.equal(endpointProblem('http://localhost:1/v1'), undefined);
  });

  it('is of this machine or not, and readable on the way or not', () => {
    const check2 = (url: string, local: boolean, readable: boolean): void =>
      assert.deepEqual([isLocal(url), isReadable(url)], [local, readable], url);
    check2('http://localhost:1/v1', true, false);
    check2('http://127.0.0.1:1/v1', true, false);
    check2('http://[::1]:1/v1', true, false);
    check2('http://192.168.1.5:11434/v1', false, true);
    check2('https://api.openai.com/v1', false, false);
    check2('https://localhost.example.com/v1', false, false);
  });
});

describe('the models of an endpoint', () => {
  let server: LlmServer;
  before(async () => {
    server = await LlmServer.start();
  });
  after(() => server.close());

  it('are listed by name, each once, with the key that is set', async () => {
    server.does(lists({ data: [{ id: 'qwen3:4b' }, { id: 'nomic-embed-text' }, { id: 'qwen3:4b' }, { id: 7 }, null] }));
    const found = await findModels(server.url, 'sk-test');
    assert.deepEqual(found, { kind: 'models', names: ['qwen3:4b', 'nomic-embed-text'] });
    const [request] = server.requests;
    assert.deepEqual([request?.path, request?.headers.authorization], ['/v1/models', 'Bearer sk-test']);
  });

  it('are asked for without a header where there is no key', async () => {
    server.does(lists({ data: [{ id: 'a' }] }));
    await findModels(server.url, undefined);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('are unknown where the server keeps no list, or says something else', async () => {
    for (const treatment of [
      fails(404, 'no'),
      fails(500, 'no'),
      sendsHtml(),
      lists({ data: 'x' }),
      lists({ data: [] }),
      lists([]),
    ]) {
      server.does(treatment);
      assert.deepEqual(await findModels(server.url, undefined), { kind: 'noList' });
    }
  });

  it('are not listed without the right key', async () => {
    server.does(fails(401, 'no'));
    assert.deepEqual(await findModels(server.url, 'sk-wrong'), { kind: 'unauthorized' });
  });

  it('are not asked for elsewhere, where the server sends on', async () => {
    server.does((_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end());
    assert.deepEqual(await findModels(server.url, 'sk-test'), { kind: 'noList' });
    assert.equal(server.requests.length, 1);
  });

  it('are unreachable where nothing answers, and cancelled when somebody does not want to wait', async () => {
    assert.deepEqual(await findModels('http://127.0.0.1:9/v1', undefined), { kind: 'unreachable' });
    server.does(hangs());
    const waiting = new AbortController();
    const asked = findModels(server.url, undefined, waiting.signal);
    waiting.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('that embed are told apart by their names', () => {
    const embed = [
      'nomic-embed-text',
      'text-embedding-3-small',
      'bge-m3',
      'BAAI/bge-small-en-v1.5',
      'all-minilm:22m',
      'e5-mistral',
    ];
    const answer = ['qwen3:4b', 'gpt-5-mini', 'gemma3:270m', 'llama3.2', 'SmolLM2-135M-Instruct', 'type5-chat'];
    assert.deepEqual(
      embed.filter((name) => !isEmbedder(name)),
      [],
    );
    assert.deepEqual(answer.filter(isEmbedder), []);
  });
});

function lists(body: unknown): Treatment {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}
