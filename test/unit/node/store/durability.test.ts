import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, existsSync, rmdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openFileStore } from '../../../../src/node/store/fileStore';
import { encodeRecord } from '../../../../src/node/store/journalFormat';
import { CollectingBank, namesOf, noteRecord } from '../../../support/records';
import { buildStoreProgram, type StoreProgram } from '../../../support/storeProgram';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

/** Processes of their own, real files, real kills. */
describe('durability of the file store', function () {
  this.timeout(240_000);
  const newFolder = useTemporaryFolders();
  let program: StoreProgram;
  before(async () => {
    program = await buildStoreProgram();
  });
  after(() => program.dispose());

  it('loses no acknowledged change when its writer is killed 50 times', async () => {
    // Ten banks at once, because whoever is killed with the lock in hand is mourned for two seconds.
    const kills = await Promise.all(
      Array.from({ length: 10 }, async (_, bank) => await killRepeatedly(await newFolder(), bank, 5)),
    );
    const total = kills.flat();
    assert.equal(total.length, 50);
    assert.ok(total.filter((acknowledged) => acknowledged > 0).length > 25, 'most kills fell into the writing');
  });

  it('loses nothing when two processes write 200 changes each, and each sees the other', async () => {
    const folder = await newFolder();
    const [a, b] = await Promise.all([
      program.run(['write', folder, 'a', '200']),
      program.run(['write', folder, 'b', '200']),
    ]);
    const all = [...numbered('a', 200), ...numbered('b', 200)].sort();
    assert.deepEqual(await namesIn(folder), all);
    // Whoever ends last has seen all of the other; the one that ends first has seen what was written so far.
    const [seenByA, seenByB] = [seen(a), seen(b)];
    assert.deepEqual((seenByA.length > seenByB.length ? seenByA : seenByB).sort(), all);
    assert.ok(seenByA.some((name) => name.startsWith('b-')) && seenByB.some((name) => name.startsWith('a-')));
  });

  it('writes again within seconds of a writer that died with the lock in hand', async () => {
    const folder = await newFolder();
    await once(program.start(['die', folder]), 'close');
    assert.ok(existsSync(join(folder, 'bank.lock')));
    const started = Date.now();
    const store = await openFileStore(folder);
    await store.transact(() => ({ append: [noteRecord('after')], result: undefined }));
    assert.ok(Date.now() - started < 12_000, `${Date.now() - started} ms`);
  });

  it('hands new records to a writer that lost its lock while it was stopped, and writes once', async () => {
    const folder = await newFolder();
    const store = await openFileStore(folder);
    await store.transact(() => ({ append: [noteRecord('first')], result: undefined }));
    const calls: string[][] = [];
    // A process that was stopped for long: while it decides, its lock grows old and another takes it.
    const taken = await store.transact((others) => {
      calls.push(namesOf(others));
      if (calls.length === 1) {
        appendFileSync(join(folder, 'journal.log'), encodeRecord(98, noteRecord('theirs')));
        writeFileSync(join(folder, 'bank.fence'), '99 another\n');
        rmdirSync(join(folder, 'bank.lock'));
      }
      return { append: [noteRecord('mine')], result: 'done' };
    });
    assert.equal(taken, 'done');
    assert.deepEqual(calls, [[], ['theirs']]);
    assert.deepEqual(await namesIn(folder), ['first', 'mine', 'theirs']);
    assert.equal(
      (await readFile(join(folder, 'journal.log'), 'utf8')).split('\n').length,
      1 + 3 + 1,
      'a header and three records',
    );
    assert.match(await readFile(join(folder, 'journal.log'), 'utf8'), / 100 \{"type":"event"/, 'under a newer fence');
  });

  it('gives up in words when another process holds the bank for too long', async () => {
    const folder = await newFolder();
    const holder = await openFileStore(folder);
    const waiting = await openFileStore(folder, { lock: { staleMs: 5_000, waitMs: 300 } });
    await holder.transact(() => ({ append: [noteRecord('a')], result: undefined }));
    await mkdir(join(folder, 'bank.lock'));
    await assert.rejects(
      waiting.transact(() => ({ append: [noteRecord('b')], result: undefined })),
      { code: 'store/locked' },
    );
    await rm(join(folder, 'bank.lock'), { recursive: true });
    await waiting.transact(() => ({ append: [noteRecord('b')], result: undefined }));
    assert.deepEqual(await namesIn(folder), ['a', 'b']);
  });

  it('reads, and says why it does not write, in a folder of another user', async function () {
    if (process.getuid?.() !== 0) this.skip(); // Only root can start a process of another user.
    const folder = await newFolder();
    await (await openFileStore(folder)).transact(() => ({ append: [noteRecord('a')], result: undefined }));
    await chmod(folder, 0o755);
    const found = JSON.parse(await program.run(['look', folder], { uid: 65534 })) as {
      readOnly: string;
      records: number;
      failure: string;
    };
    assert.match(found.readOnly, /cannot be written to/);
    assert.equal(found.records, 1);
    assert.equal(found.failure, 'store/read-only');
  });

  /** @returns how many changes were acknowledged before each kill. */
  async function killRepeatedly(folder: string, bank: number, times: number): Promise<number[]> {
    const random = seeded(bank + 1);
    const acknowledged = new Set<string>();
    const counts: number[] = [];
    for (let round = 0; round < times; round++) {
      const child = program.start(['write', folder, `w${bank}-${round}`, '100000']);
      const before = acknowledged.size;
      let partial = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (partial + text).split('\n');
        partial = lines.pop() ?? '';
        for (const line of lines) acknowledged.add(line);
      });
      const closed = once(child, 'close');
      // Every fifth one while it opens the bank that the ones before it left; the others in the middle of writing.
      if (round % 5 !== 4) await once(child.stdout ?? assert.fail(), 'data');
      await sleep(random() * 150);
      child.kill('SIGKILL');
      await closed;
      counts.push(acknowledged.size - before);
      const names = new Set(await namesIn(folder));
      assert.deepEqual(
        [...acknowledged].filter((name) => !names.has(name)),
        [],
        `lost in round ${round} of bank ${bank}`,
      );
    }
    // Without the checkpoint too, and with nothing damaged but the lines that were cut.
    await rm(join(folder, 'bank.sqlite'), { force: true });
    const names = new Set(await namesIn(folder));
    assert.deepEqual(
      [...acknowledged].filter((name) => !names.has(name)),
      [],
    );
    return counts;
  }

  async function namesIn(folder: string): Promise<string[]> {
    const { snapshot, records } = await (await openFileStore(folder)).load();
    const bank = new CollectingBank();
    bank.restore(snapshot);
    bank.add(records);
    return bank.names;
  }
});

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}

function seen(output: string): string[] {
  return /^sees (.*)$/m.exec(output)?.[1]?.split(' ') ?? [];
}

/** Mulberry32: the same moments in every run, as far as the machine allows. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
