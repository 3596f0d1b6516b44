import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { errors, silentLogger, UNEXAMINED, type ModelReply } from '../../../../src/core/index';
import type { ModelHost } from '../../../../src/node/llm/hosted';
import { Models } from '../../../../src/node/llm/models';
import { createRedactor } from '../../../../src/node/redactor';
import { Trials } from '../../../../src/node/llm/trials';
import { createChannelPair, RpcPeer, type Handlers } from '../../../../src/protocol/rpc';
import type { HostCalls, ServiceEvents } from '../../../../src/protocol/service';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const REPLY: ModelReply = { text: 'mocha', usage: { input: 1, output: 1 } };
const REQUEST = { purpose: 'answer', messages: [{ role: 'user', content: 'Which?' }], maxTokens: 5 } as const;
const OF_VSCODE = { kind: 'vscode', id: 'copilot/small', name: 'Small' } as const;
const OF_ENDPOINT = { kind: 'endpoint', url: 'https://llm.example.com/v1?key=hidden', model: 'm' } as const;
const ALL = { answers: 'distils', decides: true, extracts: true } as const;
const TRIAL = { name: 'Small', steps: [{ name: 'Reads', passed: true }], trust: ALL, answerMs: 3, tokens: 9 };

/** The program around the worker, over a channel that copies what passes as a real one does. */
function connect(handlers: Partial<Handlers<HostCalls>>): ModelHost {
  const [worker, host] = createChannelPair();
  new RpcPeer<Record<string, never>, ServiceEvents>(host, handlers as Handlers<ServiceEvents>);
  const peer = new RpcPeer<HostCalls, Record<string, never>>(worker, {});
  return {
    complete: (request, signal) => peer.call('complete', request, signal),
    apiKey: (params) => peer.call('apiKey', params),
  };
}

describe('the models that serve calls', () => {
  const newFolder = useTemporaryFolders();
  const trials = async (): Promise<Trials> => new Trials(join(await newFolder(), 'models.json'), silentLogger);
  const open = async (host: ModelHost | undefined, timeoutMs?: number): Promise<Models> =>
    new Models({
      host,
      redactor: createRedactor(),
      trials: await trials(),
      ...(timeoutMs !== undefined && { timeoutMs }),
    });

  it('are those that a request names before the one that was chosen, and none for who words answers itself', async () => {
    const models = await open(undefined);
    const options = { choice: OF_ENDPOINT, dailyTokens: 0 };
    assert.deepEqual(models.chosen(options), OF_ENDPOINT);
    assert.deepEqual(models.chosen(options, { id: 'copilot/small', name: 'Small' }), OF_VSCODE);
    assert.deepEqual(models.chosen(options, 'none'), { kind: 'none' });
    assert.deepEqual(models.chosen(undefined), { kind: 'none' });
  });

  it('of VS Code are asked over the boundary', async () => {
    const asked: unknown[] = [];
    const models = await open(connect({ complete: (request) => (asked.push(request), REPLY) }));
    const model = await models.open(OF_VSCODE);
    assert.deepEqual(await model!.complete(REQUEST), REPLY);
    assert.deepEqual(asked, [{ ...REQUEST, model: 'copilot/small' }]);
    assert.deepEqual([model!.name, model!.trust], ['Small', UNEXAMINED]);
  });

  it('get no secret, whoever let it into the text', async () => {
    const secret = `ghp_${'0aB1'.repeat(9)}`;
    const asked: unknown[] = [];
    const models = await open(connect({ complete: (request) => (asked.push(request), REPLY) }));
    const model = await models.open(OF_VSCODE);
    await model!.complete({ ...REQUEST, messages: [{ role: 'user', content: `The token is ${secret}, as told.` }] });
    assert.match(JSON.stringify(asked), /The token is \[secret removed\], as told\./);
  });

  it('of VS Code fail on this side as they do on the other', async () => {
    for (const error of [errors.modelRefused('Small', 'no consent'), errors.modelBusy('Small'), errors.noModel()]) {
      const models = await open(connect({ complete: () => Promise.reject(error) }));
      const model = await models.open(OF_VSCODE);
      await assert.rejects(model!.complete(REQUEST), { name: 'KnownError', code: error.code, message: error.message });
    }
    const models = await open(connect({ complete: () => Promise.reject(new TypeError('a bug')) }));
    const model = await models.open(OF_VSCODE);
    await assert.rejects(model!.complete(REQUEST), { code: 'llm/failed' });
  });

  it('of VS Code are given up in time, and told so', async () => {
    let cancelled = false;
    const models = await open(
      connect({
        complete: (_request, signal) =>
          new Promise(() => signal.addEventListener('abort', () => (cancelled = true), { once: true })),
      }),
      50,
    );
    const model = await models.open(OF_VSCODE);
    await assert.rejects(model!.complete(REQUEST), { code: 'llm/timeout' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(cancelled);
  });

  it('of VS Code are there only where VS Code is', async () => {
    const models = await open(undefined);
    await assert.rejects(models.open(OF_VSCODE), { code: 'llm/none' });
  });

  it('are trusted as their examination found, in every process, and the file of it holds no key', async () => {
    const file = join(await newFolder(), 'new', 'models.json');
    const [one, other] = [new Trials(file, silentLogger), new Trials(file, silentLogger)];
    await one.keep(OF_VSCODE, TRIAL);
    await one.keep(OF_ENDPOINT, { ...TRIAL, name: 'm' });
    assert.deepEqual(await other.get(OF_VSCODE), TRIAL);
    assert.deepEqual(await other.trust({ ...OF_ENDPOINT, url: 'https://llm.example.com/v1/' }), ALL);
    assert.deepEqual(await other.trust({ ...OF_ENDPOINT, model: 'other' }), UNEXAMINED);
    assert.ok(!(await readFile(file, 'utf8')).includes('hidden'));
  });

  it('count as not examined where the file is damaged, and are kept again', async () => {
    const file = join(await newFolder(), 'models.json');
    await writeFile(file, '{"format":1,"models":{"vscode copilot/small":{"trust":"all of it"}}}');
    const kept = new Trials(file, silentLogger);
    assert.deepEqual(await kept.trust(OF_VSCODE), UNEXAMINED);
    await kept.keep(OF_VSCODE, TRIAL);
    assert.deepEqual(await kept.trust(OF_VSCODE), ALL);
  });
});
