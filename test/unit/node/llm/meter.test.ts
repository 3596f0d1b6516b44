import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { silentLogger, type ModelRequest } from '../../../../src/core/index';
import { Meter } from '../../../../src/node/llm/meter';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const REQUEST: ModelRequest = { purpose: 'extract', messages: [], maxTokens: 1 };

describe('what language models use', () => {
  const newFolder = useTemporaryFolders();
  let now = new Date('2026-11-23T10:00:00Z');
  const clock = (): Date => now;

  /** @param tokens of each request; none: it fails */
  async function use(meter: Meter, tokens?: readonly [number, number]): Promise<void> {
    const source = {
      name: 'tiny',
      complete: () =>
        tokens
          ? Promise.resolve({ text: '', usage: { input: tokens[0], output: tokens[1] } })
          : Promise.reject(new Error('busy')),
    };
    await meter
      .counting(source)
      .complete(REQUEST)
      .catch(() => undefined);
  }

  it('is counted by purpose, with failures, for all processes together', async () => {
    const folder = await newFolder();
    const meters = [new Meter(folder, clock, silentLogger), new Meter(folder, clock, silentLogger)];
    await Promise.all(Array.from({ length: 100 }, (_, i) => use(meters[i % 2]!, [10, 1])));
    await use(meters[0]!);
    meters[1]!.unusable('extract');
    for (const meter of meters) await meter.settled();
    for (const meter of meters) {
      assert.deepEqual(await meter.today(), { extract: { requests: 101, input: 1000, output: 100, unusable: 1 } });
      assert.equal(await meter.spent(), 1100);
    }
  });

  it('counts for 24 hours, over midnight', async () => {
    const meter = new Meter(await newFolder(), clock, silentLogger);
    now = new Date('2026-11-23T23:30:00Z');
    await use(meter, [10, 1]);
    now = new Date('2026-11-24T23:29:00Z');
    assert.equal(await meter.spent(), 11);
    now = new Date('2026-11-24T23:31:00Z');
    assert.equal(await meter.spent(), 0);
  });

  it('tells the last readings, newest first, and forgets them after a week', async () => {
    const folder = await newFolder();
    const meter = new Meter(folder, clock, silentLogger);
    now = new Date('2026-11-01T10:00:00Z');
    meter.read({ event: 'old', facts: 1 });
    await meter.settled();
    now = new Date('2026-11-10T10:00:00Z');
    const later = new Meter(folder, clock, silentLogger);
    later.read({ event: 'a', facts: 0, problem: 'No answer.' });
    later.read({ event: 'b', facts: 2 });
    const at = now.toISOString();
    assert.deepEqual(await later.readings(5), [
      { at, event: 'b', facts: 2 },
      { at, event: 'a', facts: 0, problem: 'No answer.' },
    ]);
    assert.deepEqual(await later.readings(1), [{ at, event: 'b', facts: 2 }]);
    assert.deepEqual(await readdir(join(folder, 'model-use')), ['2026-11-10.jsonl']);
  });

  it('keeps no words of an event, which a reason may quote', async () => {
    const meter = new Meter(await newFolder(), clock, silentLogger);
    meter.read({ event: 'a', facts: 0, problem: '"hunter2" stands in no source.' });
    const [reading] = await meter.readings(1);
    assert.equal(reading!.problem, '"..." stands in no source.');
  });

  it('passes over lines that are torn or not its own', async () => {
    const folder = await newFolder();
    const meter = new Meter(folder, clock, silentLogger);
    await use(meter, [10, 1]);
    await meter.settled();
    const [file] = await readdir(join(folder, 'model-use'));
    const path = join(folder, 'model-use', file!);
    await writeFile(path, `{"what":"request","at"\nnonsense\n${await readFile(path, 'utf8')}`);
    await appendFile(path, '{"what":"request","purpose":"extract","at":"2026');
    assert.equal(await meter.spent(), 11);
  });

  it('fails no answer where it cannot be written', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'model-use'), 'a file where the folder should be');
    const meter = new Meter(folder, clock, silentLogger);
    await use(meter, [10, 1]);
    await meter.settled();
    assert.equal(await meter.spent(), 0);
  });

  it('creates nothing before the first request', async () => {
    const folder = join(await newFolder(), 'bank');
    await mkdir(folder);
    assert.deepEqual(await new Meter(folder, clock, silentLogger).today(), {});
    assert.deepEqual(await readdir(folder), []);
  });
});
