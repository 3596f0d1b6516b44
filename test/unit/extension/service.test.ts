import assert from 'node:assert/strict';
import { MemoryService, type Connection, type ServiceHost } from '../../../src/extension/service';
import { createChannelPair, RemoteError, RpcPeer } from '../../../src/protocol/rpc';
import type { ServiceCalls, ServiceEvents } from '../../../src/protocol/service';

describe('the memory service', () => {
  it('is started by the first call, and only once', async () => {
    const world = makeWorld();
    assert.equal(world.starts(), 0);
    await Promise.all([
      world.service.call('undo', { root: '/r', count: 1 }),
      world.service.call('settle', { root: '/r' }),
    ]);
    assert.equal(world.starts(), 1);
  });

  it('gets its options before the first call', async () => {
    const world = makeWorld();
    await world.service.call('settle', { root: '/r' });
    assert.deepEqual(world.received, ['configure', 'settle']);
  });

  it('rejects in words what is under way when it stops, and starts again with the next call', async () => {
    const world = makeWorld();
    const pending = world.service.call('doctor', { root: '/r' });
    await settled();
    world.crash();
    await assert.rejects(pending, /stopped unexpectedly.*What was saved is safe.*Try again/);
    await world.service.call('settle', { root: '/r' });
    assert.equal(world.starts(), 2);
    assert.deepEqual(world.stops, [true]);
  });

  it('is not started a third time when it stops twice within ten minutes', async () => {
    const world = makeWorld();
    for (let i = 0; i < 2; i++) {
      await world.service.call('settle', { root: '/r' });
      world.crash();
    }
    await assert.rejects(world.service.call('settle', { root: '/r' }), /Reload the window/);
    assert.equal(world.starts(), 2);
    assert.deepEqual(world.stops, [true, false]);
  });

  it('is started again after stops that lie far apart', async () => {
    const world = makeWorld();
    for (let i = 0; i < 3; i++) {
      await world.service.call('settle', { root: '/r' });
      world.crash();
      world.wait(11 * 60_000);
    }
    await world.service.call('settle', { root: '/r' });
    assert.equal(world.starts(), 4);
  });

  it('closes its connection when it is disposed, and takes no more calls', async () => {
    const world = makeWorld();
    await world.service.call('settle', { root: '/r' });
    world.service.dispose();
    assert.equal(world.closes(), 1);
    await assert.rejects(world.service.call('settle', { root: '/r' }), RemoteError);
    world.service.dispose();
    assert.equal(world.closes(), 1);
    assert.deepEqual(world.stops, []);
  });
});

interface World {
  readonly service: MemoryService;
  /** Methods that arrived, oldest first. */
  readonly received: string[];
  /** For each stop, whether a restart was promised. */
  readonly stops: boolean[];
  starts(): number;
  closes(): number;
  crash(): void;
  wait(ms: number): void;
}

function makeWorld(): World {
  let now = 0;
  let starts = 0;
  let closes = 0;
  let stop = (_reason: Error): void => undefined;
  const received: string[] = [];
  const stops: boolean[] = [];

  const connect = (): Connection => {
    starts++;
    const [near, far] = createChannelPair();
    const handlers = {
      configure: () => void received.push('configure'),
      settle: () => void received.push('settle'),
      undo: () => [],
      doctor: () => new Promise(() => undefined),
    };
    // The other calls are not used here; the peer refuses them.
    new RpcPeer<ServiceEvents, ServiceCalls>(far, handlers as never);
    const onDidStop: Connection['onDidStop'] = (listener) => {
      stop = listener;
    };
    return { channel: near, onDidStop, close: () => (closes += 1) };
  };
  const events: ServiceHost['events'] = {
    changed: () => undefined,
    progress: () => undefined,
    log: () => undefined,
    training: () => undefined,
    learned: () => undefined,
    examined: () => undefined,
    complete: () => Promise.reject(new Error('There is no model here.')),
    apiKey: () => undefined,
  };
  const started = (service: MemoryService): void => {
    service
      .call('configure', { review: 'all', index: 'auto', candidates: 60, emailAddresses: false })
      .catch(() => undefined);
  };
  const stopped = (_reason: Error, restarts: boolean): void => void stops.push(restarts);

  return {
    service: new MemoryService({ connect, events, started, stopped }, () => now),
    received,
    stops,
    starts: () => starts,
    closes: () => closes,
    crash: () => stop(new Error('crash')),
    wait: (ms) => void (now += ms),
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
