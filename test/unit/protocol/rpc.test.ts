import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RpcPeer, RemoteError, createChannelPair } from '../../../src/protocol/rpc';

type Server = {
  add: (params: { a: number; b: number }) => number;
  wait: () => void;
  fail: () => void;
};
type Client = { told: (params: { text: string }) => void };

function connect(): {
  client: RpcPeer<Server, Client>;
  server: RpcPeer<Client, Server>;
  told: string[];
  aborted: () => boolean;
} {
  const [a, b] = createChannelPair();
  const told: string[] = [];
  let aborted = false;
  const client = new RpcPeer<Server, Client>(a, { told: ({ text }) => void told.push(text) });
  const server = new RpcPeer<Client, Server>(b, {
    add: ({ a, b }) => a + b,
    wait: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('stopped'));
        });
      }),
    fail: () => {
      throw Object.assign(new Error('no such thing'), { code: 'bank/not-found' });
    },
  });
  return { client, server, told, aborted: () => aborted };
}

describe('RpcPeer', () => {
  it('answers a call', async () => {
    assert.equal(await connect().client.call('add', { a: 1, b: 2 }), 3);
  });

  it('hands a failure over with its code', async () => {
    await assert.rejects(
      connect().client.call('fail'),
      (error) => error instanceof RemoteError && error.code === 'bank/not-found' && error.message === 'no such thing',
    );
  });

  it('cancels the handler on the other side', async () => {
    const { client, server, aborted } = connect();
    const controller = new AbortController();
    const call = client.call('wait', undefined, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await assert.rejects(call, { name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(aborted(), true);
    server.dispose();
  });

  it('rejects what is pending when it is disposed', async () => {
    const { client } = connect();
    const call = client.call('wait');
    client.dispose();
    await assert.rejects(call, { code: 'rpc/closed' });
    await assert.rejects(client.call('add', { a: 1, b: 1 }), { code: 'rpc/closed' });
  });

  it('delivers notices in order and ignores what is no message of ours', async () => {
    const [a, b] = createChannelPair();
    const told: string[] = [];
    const left = new RpcPeer<Client, Server>(a, { add: () => 0, wait: () => undefined, fail: () => undefined });
    new RpcPeer<Server, Client>(b, { told: ({ text }) => void told.push(text) });
    a.post({ hello: 'stranger' });
    a.post(null);
    left.notify('told', { text: 'one' });
    left.notify('told', { text: 'two' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(told, ['one', 'two']);
  });

  it('refuses a method that is only inherited', async () => {
    const { client } = connect();
    await assert.rejects((client as unknown as RpcPeer<{ toString: () => string }, Client>).call('toString'), {
      code: 'rpc/no-handler',
    });
  });
});
