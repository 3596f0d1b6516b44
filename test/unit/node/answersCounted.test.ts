import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { silentLogger, type Memory } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { USES_FILE } from '../../../src/node/uses';
import { SampleRepository } from './git/sampleRepository';

const signal = new AbortController().signal;

describe('answers are counted', () => {
  let repo: SampleRepository;
  const services: MemoryService[] = [];
  const newService = (): MemoryService => {
    const service = createService({
      distDir: path.join(repo.root, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date('2026-11-03T10:00:00Z'),
      logger: silentLogger,
      emit: () => undefined,
    });
    services.push(service);
    return service;
  };
  beforeEach(async () => {
    repo = new SampleRepository();
    repo.commit('Turn off android testing since it is unreliable', { 'karma.js': 'x' });
    repo.commit('begin', {
      'package.json': JSON.stringify({ name: 'sample', devDependencies: { typescript: '^5.9.0' } }),
    });
    await Promise.resolve(newService().scan({ root: repo.root, accept: 'all' }, signal));
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await Promise.resolve(service.dispose());
    repo.remove();
  });

  const first = (): MemoryService => services[0] ?? assert.fail('no service');
  const ask = async (service: MemoryService, question = 'Which version of typescript do we use?') =>
    await service.ask({ root: repo.root, question }, signal);
  const typescript = async (service: MemoryService): Promise<Memory> => {
    const all = await service.list({ root: repo.root }, signal);
    return all.find(({ subject }) => subject === 'typescript') ?? assert.fail('no memory of typescript');
  };

  it('by every process on the bank, with what was said of them', async () => {
    assert.equal((await typescript(first())).uses, undefined);
    const answer = await ask(first());
    await ask(first());
    const other = newService();
    await ask(other);
    await other.settle({ root: repo.root }, signal);
    await first().settle({ root: repo.root }, signal);
    const used = answer.used.map(({ id }) => id);
    await first().rate(
      { root: repo.root, question: 'Which typescript?', used, declined: false, verdict: 'helpful' },
      signal,
    );
    const uses = { recalled: 3, last: '2026-11-03T10:00:00.000Z', helpful: 1, wrong: 0 };
    assert.deepEqual((await typescript(first())).uses, uses);
    assert.deepEqual((await typescript(other)).uses, uses);
  });

  it('is kept when a process ends right after its answer, as the command line does', async () => {
    const other = newService();
    await ask(other);
    await Promise.resolve(other.dispose());
    assert.equal((await typescript(first())).uses?.recalled, 1);
  });

  it('not where nobody got one: declined, follow-ups that were tried, lists and searches', async () => {
    assert.ok((await ask(first(), 'Who pays for the servers in Iceland?')).declined);
    const { id } = await typescript(first());
    await first().followUps(
      { root: repo.root, question: 'Which version of typescript do we use?', used: [id] },
      signal,
    );
    await first().recall({ root: repo.root, query: 'typescript', limit: 5 }, signal);
    await first().settle({ root: repo.root }, signal);
    assert.equal((await typescript(first())).uses, undefined);
    const { path: folder } = await first().status({ root: repo.root }, signal);
    assert.equal(existsSync(path.join(folder, USES_FILE)), false);
  });

  it('holds ids and times, and no word of a question or a memory', async () => {
    await ask(first());
    await first().settle({ root: repo.root }, signal);
    const { path: folder } = await first().status({ root: repo.root }, signal);
    assert.ok(readdirSync(folder).includes(USES_FILE));
    const text = readFileSync(path.join(folder, USES_FILE), 'utf8');
    assert.match(text.trim(), /^\{"at":"2026-11-03T10:00:00\.000Z","used":\["[0-9a-f]{12}"(?:,"[0-9a-f]{12}")*\]\}$/);
  });
});
