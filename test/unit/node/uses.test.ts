import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { silentLogger } from '../../../src/core/index';
import { holdBank, isHeld, LOCK_TIMES } from '../../../src/node/store/bankLock';
import { readUses, UseLog, USES_FILE, type UsesOptions } from '../../../src/node/uses';
import { useTemporaryFolders } from '../../support/temporaryFolder';

const DAY = '2026-11-03T10:00:00.000Z';
const LATER = '2026-11-04T10:00:00.000Z';

describe('how often memories were used', () => {
  const newFolder = useTemporaryFolders();
  let folder = '';
  beforeEach(async () => {
    folder = await newFolder();
  });
  const file = (): string => path.join(folder, USES_FILE);
  const log = (options: Partial<UsesOptions> = {}, canWrite = true): UseLog =>
    new UseLog(folder, { logger: silentLogger, canWrite, options: { gatherMs: 60_000, ...options } });

  it('is counted an answer at a time, and kept for the next process', async () => {
    const first = log();
    first.add(['a', 'b'], DAY);
    first.add(['a', 'a'], LATER);
    first.add([], LATER);
    assert.deepEqual(
      [...first.counts()],
      [
        ['a', { count: 2, last: LATER }],
        ['b', { count: 1, last: DAY }],
      ],
    );
    await first.flush();
    assert.equal(first.counts().get('a')?.count, 2, 'not twice when it is written');
    const second = log();
    await second.refresh();
    assert.deepEqual(second.counts(), first.counts());
  });

  it('writes nothing before the first answer, and gathers several into one write', async () => {
    const one = log({ gatherMs: 5 });
    await one.flush();
    assert.equal(existsSync(file()), false);
    for (let i = 0; i < 10; i++) one.add(['a'], DAY);
    assert.equal(existsSync(file()), false);
    await one.flush();
    assert.equal(readFileSync(file(), 'utf8').trim().split('\n').length, 10);
  });

  it('are written without giving the lock of the bank away, which lies in the same folder', async () => {
    const hold = await holdBank(folder, LOCK_TIMES, 0);
    const one = log();
    one.add(['a'], DAY);
    await one.flush();
    assert.equal(await isHeld(folder, LOCK_TIMES), true);
    await hold.release();
    assert.equal(await isHeld(folder, LOCK_TIMES), false); // it was this one that was given back, and not another's
    const next = await holdBank(folder, { ...LOCK_TIMES, waitMs: 100 }, 0);
    await next.release();
  });

  it('loses nothing of several processes that write and sum up at once', async () => {
    const logs = Array.from({ length: 4 }, () => log({ mostBytes: 200 }));
    for (let round = 0; round < 10; round++)
      await Promise.all(
        logs.map(async (one) => {
          one.add(['a', `m${round}`], DAY);
          await one.flush();
        }),
      );
    const last = log();
    await last.refresh();
    assert.equal(last.counts().get('a')?.count, 40);
    assert.equal(last.counts().get('m3')?.count, 4);
  });

  it('sums a long file up, with the same counts', async () => {
    const one = log({ mostBytes: 2_000 });
    for (let i = 0; i < 100; i++) one.add(['a', 'b'], i < 50 ? DAY : LATER);
    await one.flush();
    assert.ok(statSync(file()).size < 200);
    const other = log();
    await other.refresh();
    assert.deepEqual(other.counts().get('b'), { count: 100, last: LATER });
    one.add(['a'], LATER);
    await one.flush();
    assert.equal(one.counts().get('a')?.count, 101);
  });

  it('writes nothing more once it is closed: its folder may be deleted', async () => {
    const one = log({ gatherMs: 1 });
    one.add(['a'], DAY);
    await one.close();
    one.add(['a'], LATER);
    await one.flush();
    assert.equal(readUses(readFileSync(file(), 'utf8')).get('a')?.count, 1);
  });

  it('passes over damaged lines', () => {
    const text = [
      JSON.stringify({ at: DAY, used: ['a'] }),
      '{"at":"2026-1',
      'null',
      '{"at":"yesterday","used":["a"]}',
      '{"at":"2026-11-03T10:00:00Z","used":"a"}',
      '{"sums":{"a":[-3,"2026-11-03T10:00:00Z"]}}',
      JSON.stringify({ sums: { a: [2, LATER], __proto__: [1, DAY] } }),
      '\u0000\u0000',
    ].join('\n');
    assert.deepEqual([...readUses(text)], [['a', { count: 3, last: LATER }]]);
  });

  it('fails nothing where the file cannot be read or written', async () => {
    writeFileSync(file(), `${JSON.stringify({ at: DAY, used: ['a'] })}\n`);
    const readOnly = log({}, false);
    await readOnly.refresh();
    readOnly.add(['a'], LATER);
    await readOnly.flush();
    assert.equal(readOnly.counts().get('a')?.count, 2, 'counted for as long as this process lives');
    assert.equal(readFileSync(file(), 'utf8').split('\n').length, 2);

    const hindered = new UseLog(file(), { logger: silentLogger, canWrite: true });
    hindered.add(['a'], DAY);
    await hindered.flush();
    await hindered.refresh();
    assert.equal(hindered.counts().get('a')?.count, 1);
  });

  it('a torn last line of another process costs only that line', async () => {
    appendFileSync(file(), '{"at":"2026-11-03T10:00:00.000Z","us');
    const one = log();
    await one.refresh();
    one.add(['a'], DAY);
    one.add(['a'], DAY);
    await one.flush();
    assert.equal(one.counts().get('a')?.count, 2);
  });
});
