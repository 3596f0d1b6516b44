import assert from 'node:assert/strict';
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { KnownError, type JournalRecord, type Loaded, type StoreProblem } from '../../../../src/core/index';
import { openFileStore, type FileStore, type FileStoreOptions } from '../../../../src/node/store/fileStore';
import { parseHeader, parseJson } from '../../../../src/node/store/journalFormat';
import { anyRecord } from '../../../support/anyRecord';
import { CollectingBank, namesOf, noteRecord } from '../../../support/records';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

describe('file store', () => {
  const newFolder = useTemporaryFolders();
  const bankFolder = async (): Promise<string> => join(await newFolder(), 'memory-r1');

  it('creates nothing before the first change', async () => {
    const folder = await bankFolder();
    const store = await openFileStore(folder);
    assert.deepEqual(await store.load(), { records: [], problems: [] });
    assert.deepEqual(await store.poll(), []);
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });

  it('gives every record back, in order', async () => {
    const folder = await bankFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyRecord, { maxLength: 4 }), { maxLength: 4 }), async (batches) => {
        await rm(folder, { recursive: true, force: true });
        const store = await openFileStore(folder);
        for (const batch of batches) await store.transact(() => ({ append: batch, result: undefined }));
        const { records, problems } = await load(folder);
        assert.deepEqual(records, JSON.parse(JSON.stringify(batches.flat())));
        assert.deepEqual(problems, []);
      }),
      { numRuns: 25 },
    );
  });

  it('returns what the transaction decides, and writes nothing for nothing', async () => {
    const folder = await bankFolder();
    const store = await openFileStore(folder);
    assert.equal(await store.transact(() => ({ append: [], result: 42 })), 42);
    assert.ok(!(await readdir(folder)).includes('journal.log'));
  });

  it('runs transactions one after the other, and hands none its own records', async () => {
    const store = await openFileStore(await bankFolder());
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        store.transact((others) => ({ append: [noteRecord(name)], result: namesOf(others) })),
      ),
    );
    assert.deepEqual(seen, [[], [], []]);
    assert.deepEqual(await store.poll(), []);
  });

  it('hands over what another process wrote, once', async () => {
    const folder = await bankFolder();
    const [mine, other] = [await openFileStore(folder), await openFileStore(folder)];
    await write(other, 'a', 'b');
    assert.deepEqual(namesOf(await mine.poll()), ['a', 'b']);
    assert.deepEqual(await mine.poll(), []);
    await write(other, 'c');
    assert.deepEqual(await mine.transact((others) => ({ append: [noteRecord('d')], result: namesOf(others) })), ['c']);
    assert.deepEqual(namesOf(await other.poll()), ['d']);
    assert.deepEqual(await mine.poll(), []);
  });

  it('keeps what others wrote for the next call when a transaction is cancelled', async () => {
    const folder = await bankFolder();
    const [mine, other] = [await openFileStore(folder), await openFileStore(folder)];
    await write(other, 'a');
    await assert.rejects(
      mine.transact(() => assert.fail('must not run'), AbortSignal.abort()),
      { name: 'AbortError' },
    );
    assert.deepEqual(namesOf(await mine.poll()), ['a']);
  });

  it('goes on after a transaction that failed', async () => {
    const folder = await bankFolder();
    const store = await openFileStore(folder);
    await assert.rejects(
      store.transact(() => {
        throw new Error('no such memory');
      }),
      /no such memory/,
    );
    await write(store, 'a');
    assert.deepEqual(namesOf((await load(folder)).records), ['a']);
  });

  describe('damage', () => {
    it('costs a damaged line in the middle only itself, and says so', async () => {
      const folder = await bankWith('a', 'b', 'c');
      const journal = join(folder, 'journal.log');
      const text = await readFile(journal, 'utf8');
      await writeFile(journal, text.replace('The answer is b', 'The answer is x'));

      const { records, problems } = await load(folder);
      assert.deepEqual(namesOf(records), ['a', 'c']);
      const message = '1 record could not be read and was set aside. The other 2 are here.';
      assert.deepEqual(problems, [{ code: 'damaged-record', message }]);
      assert.match(await readFile(join(folder, 'damaged.jsonl'), 'utf8'), /The answer is x/);
      assert.match(await readFile(journal, 'utf8'), /The answer is x/, 'the journal itself is never cut');
    });

    it('sets the same damage aside once, and bytes that are no text as base64', async () => {
      const folder = await bankWith('a');
      await appendFile(join(folder, 'journal.log'), Buffer.from([0xff, 0xfe, 0x0a]));
      await load(folder);
      await load(folder);
      const lines = (await readFile(join(folder, 'damaged.jsonl'), 'utf8')).trim().split('\n');
      assert.equal(lines.length, 1);
      assert.equal((parseJson(lines[0] ?? '') as { base64?: string }).base64, '//4=');
    });

    it('reports damage that it meets while open', async () => {
      const folder = await bankWith('a');
      const problems: StoreProblem[] = [];
      const store = await openFileStore(folder, { onProblem: (problem) => problems.push(problem) });
      await store.load();
      await appendFile(join(folder, 'journal.log'), 'garbage\n');
      await store.poll();
      assert.deepEqual(
        problems.map((problem) => problem.code),
        ['damaged-record'],
      );
    });

    it('reads past a torn last record, reports it, and ends it before the next one', async () => {
      const folder = await bankWith('a', 'b');
      await cutEnd(folder, 20);
      const { records, problems } = await load(folder);
      assert.deepEqual(namesOf(records), ['a']);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        ['torn-tail'],
      );

      await write(await openFileStore(folder), 'c', 'd');
      assert.deepEqual(namesOf((await load(folder)).records), ['a', 'c', 'd']);
    });

    it('loses nothing when only the last line end is gone', async () => {
      const folder = await bankWith('a', 'b');
      await cutEnd(folder, 1);
      const store = await openFileStore(folder);
      const { records, problems } = await store.load();
      assert.deepEqual(namesOf(records), ['a', 'b']);
      assert.deepEqual(problems, []);
      await write(store, 'c');
      assert.deepEqual(namesOf((await load(folder)).records), ['a', 'b', 'c']);
      assert.deepEqual((await load(folder)).problems, []);
    });

    it('does not take the half of a record that is being written for damage', async () => {
      const folder = await bankWith('a');
      const store = await openFileStore(folder);
      await store.load();
      const whole = await readFile(join(await bankWith('b'), 'journal.log'));
      const line = whole.subarray(whole.indexOf(0x0a) + 1);
      await appendFile(join(folder, 'journal.log'), line.subarray(0, 30));
      assert.deepEqual(await store.poll(), []);
      await appendFile(join(folder, 'journal.log'), line.subarray(30));
      assert.deepEqual(namesOf(await store.poll()), ['b']);
    });

    it('goes on after a damaged header, with a new one', async () => {
      const folder = await bankWith('a');
      const journal = join(folder, 'journal.log');
      await writeFile(journal, (await readFile(journal, 'utf8')).replace('"version":1', '"version":9'));
      const store = await openFileStore(folder);
      assert.equal(store.readOnly, undefined);
      assert.deepEqual(namesOf((await store.load()).records), ['a']);
      await write(store, 'b');
      assert.deepEqual(namesOf((await load(folder)).records), ['a', 'b']);
    });

    it('opens a file of zeros, as a power cut leaves it', async () => {
      const folder = await bankWith('a');
      await appendFile(join(folder, 'journal.log'), Buffer.alloc(5000));
      const store = await openFileStore(folder);
      assert.deepEqual(namesOf((await store.load()).records), ['a']);
      await write(store, 'b');
      assert.deepEqual(namesOf((await load(folder)).records), ['a', 'b']);
    });

    it('reads all of a journal that was replaced by another', async () => {
      const folder = await bankWith('a', 'b', 'c');
      const store = await openFileStore(folder);
      await store.load();
      const other = await bankWith('x', 'y', 'z', 'a longer one');
      await rename(join(other, 'journal.log'), join(folder, 'journal.log'));
      assert.deepEqual(namesOf(await store.poll()), ['x', 'y', 'z', 'a longer one']);

      await copyFile(join(await bankWith('short'), 'journal.log'), join(folder, 'journal.log'));
      assert.deepEqual(namesOf(await store.poll()), ['short']);
    });

    it('starts anew after its folder was deleted', async () => {
      const folder = await bankWith('a');
      const store = await openFileStore(folder);
      await store.load();
      await rm(folder, { recursive: true });
      assert.deepEqual(await store.poll(), []);
      await write(store, 'b');
      const { records, problems } = await load(folder);
      assert.deepEqual(namesOf(records), ['b']);
      assert.deepEqual(problems, []);
    });
  });

  describe('checkpoint', () => {
    it('is loaded with the records after it', async () => {
      const folder = await bankFolder();
      const { store, bank } = await openBank(folder);
      await writeTo(store, bank, 'a', 'b');
      await store.checkpoint(() => bank.state(), true);
      await writeTo(store, bank, 'c');

      const loaded = await load(folder);
      assert.deepEqual(
        loaded.snapshot?.events.map((event) => event.ref),
        ['a', 'b'],
      );
      assert.deepEqual(namesOf(loaded.records), ['c']);
      assert.deepEqual(loaded.problems, []);
      await write(store, 'd');
      assert.deepEqual((await restored(folder)).names, ['a', 'b', 'c', 'd']);
    });

    it('makes no difference to what is read', async () => {
      const folder = await bankFolder();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.boolean()), { maxLength: 8 }),
          async (steps) => {
            await rm(folder, { recursive: true, force: true });
            const { store, bank } = await openBank(folder);
            for (const [name, withCheckpoint] of steps) {
              await writeTo(store, bank, name);
              if (withCheckpoint) await store.checkpoint(() => bank.state(), true);
            }
            assert.deepEqual((await restored(folder)).state(), bank.state());
            await rm(join(folder, 'bank.sqlite'), { force: true });
            assert.deepEqual((await restored(folder)).state(), bank.state());
          },
        ),
        { numRuns: 25 },
      );
    });

    it('is written when enough is new, and not again when nothing is', async () => {
      const folder = await bankFolder();
      const { store, bank } = await openBank(folder, { checkpointAfter: 3 });
      const isThere = async (): Promise<boolean> => (await readdir(folder)).includes('bank.sqlite');
      await writeTo(store, bank, 'a', 'b');
      await store.checkpoint(() => bank.state());
      assert.equal(await isThere(), false);
      await writeTo(store, bank, 'c');
      await store.checkpoint(() => bank.state());
      assert.equal(await isThere(), true);

      const { mtimeMs } = await stat(join(folder, 'bank.sqlite'));
      await store.checkpoint(() => assert.fail('nothing is new'), true);
      assert.equal((await stat(join(folder, 'bank.sqlite'))).mtimeMs, mtimeMs);
    });

    it('covers what whoever waits for a transaction does with its result', async () => {
      const folder = await bankFolder();
      const { store, bank } = await openBank(folder);
      const written = store
        .transact(() => ({ append: [noteRecord('a')], result: [noteRecord('a')] }))
        .then((records) => bank.add(records));
      await Promise.all([written, store.checkpoint(() => bank.state(), true), store.poll()]);
      await store.checkpoint(() => bank.state(), true);
      assert.deepEqual((await restored(folder)).names, ['a']);
    });

    for (const [damage, spoil] of Object.entries<(file: string, folder: string) => Promise<void>>({
      missing: (file) => rm(file),
      'cut off': (file) => truncate(file, 3000),
      'no database': (file) => writeFile(file, 'garbage'),
      'of another journal': async (file) => {
        const { store, bank } = await openBank(await bankFolder());
        await writeTo(store, bank, 'x', 'y');
        await store.checkpoint(() => bank.state(), true);
        await copyFile(join(await folderOf(store), 'bank.sqlite'), file);
      },
      'ahead of its journal': async (_file, folder) => {
        const journal = join(folder, 'journal.log');
        const lines = (await readFile(journal, 'utf8')).split('\n');
        await writeFile(journal, lines.slice(0, -2).join('\n') + '\n');
      },
    })) {
      it(`is made again from the journal when it is ${damage}`, async () => {
        const folder = await bankFolder();
        const { store, bank } = await openBank(folder);
        await writeTo(store, bank, 'a', 'b');
        await store.checkpoint(() => bank.state(), true);
        await spoil(join(folder, 'bank.sqlite'), folder);

        const reopened = await openFileStore(folder);
        const loaded = await reopened.load();
        const expected = damage === 'ahead of its journal' ? ['a'] : ['a', 'b'];
        assert.equal(loaded.snapshot, undefined);
        assert.deepEqual(namesOf(loaded.records), expected);
        assert.deepEqual(
          loaded.problems.map((problem) => problem.code),
          damage === 'missing' ? [] : ['view-rebuilt'],
        );

        const again = new CollectingBank();
        again.add(loaded.records);
        await reopened.checkpoint(() => again.state(), true);
        const mended = await load(folder);
        assert.deepEqual(
          mended.snapshot?.events.map((event) => event.ref),
          expected,
        );
        assert.deepEqual(mended.problems, []);
      });
    }
  });

  describe('formats and permissions', () => {
    it('opens what a newer version wrote for reading only', async () => {
      const folder = await bankWith('a');
      await setVersion(folder, 2);
      await appendFile(join(folder, 'journal.log'), 'a line of the future\n');
      const before = await readFile(join(folder, 'journal.log'));

      const store = await openFileStore(folder);
      const message = 'This memory was written by a newer version. Update the extension to open it.';
      assert.equal(store.readOnly, message);
      const { records, problems } = await store.load();
      assert.deepEqual(namesOf(records), ['a']);
      assert.deepEqual(problems, [{ code: 'newer-format', message }]);
      await assert.rejects(write(store, 'b'), (error) => KnownError.is(error, 'store/read-only'));
      assert.deepEqual(await readFile(join(folder, 'journal.log')), before);
      assert.deepEqual(await readdir(folder), ['journal.log']);
    });

    it('stops writing when a newer version takes the bank over while it is open', async () => {
      const folder = await bankWith('a');
      const store = await openFileStore(folder);
      await store.load();
      await setVersion(folder, 2);
      await assert.rejects(write(store, 'b'), (error) => KnownError.is(error, 'store/read-only'));
    });

    it('brings an older format up to date, with a backup, and loses nothing', async () => {
      const folder = await bankWith();
      const old = await versionZero(folder, ['a', 'b', 'c']);
      const store = await openFileStore(folder, { olderFormats });
      assert.equal(store.readOnly, undefined);
      assert.deepEqual(namesOf((await store.load()).records), ['a', 'c']);
      assert.deepEqual(await readFile(join(folder, 'journal.log.v0')), old);

      await write(store, 'd');
      const reopened = await load(folder, {});
      assert.deepEqual(namesOf(reopened.records), ['a', 'c', 'd']);
      assert.deepEqual(
        reopened.problems.map((problem) => problem.code),
        ['damaged-record'],
        'damage goes over as it is',
      );
    });

    it('opens an older format that it does not know for reading only', async () => {
      const folder = await bankWith();
      const old = await versionZero(folder, ['a']);
      const store = await openFileStore(folder);
      assert.match(store.readOnly ?? '', /version 0/);
      await assert.rejects(write(store, 'b'), (error) => KnownError.is(error, 'store/read-only'));
      assert.deepEqual(await readFile(join(folder, 'journal.log')), old);
    });

    it('says that the folder became read-only', async function () {
      if (process.platform === 'win32') this.skip();
      const folder = await bankWith('a');
      await chmod(join(folder, '..'), 0o755);
      await chmod(folder, 0o777);
      await chmod(join(folder, 'journal.log'), 0o666);
      await asOrdinaryUser(async () => {
        const store = await openFileStore(folder);
        assert.equal(store.readOnly, undefined);
        await asRoot(() => chmod(folder, 0o555));
        await assert.rejects(write(store, 'b'), (error) => KnownError.is(error, 'store/read-only'));
      });
      await chmod(folder, 0o755);
    });

    it('removes aside files of a process that died, and no younger ones', async () => {
      const folder = await bankWith('a');
      const [old, young] = [join(folder, 'bank.sqlite.0123abcd.tmp'), join(folder, 'bank.sqlite.4567abcd.tmp')];
      await writeFile(old, 'half');
      await writeFile(young, 'half');
      await utimes(old, new Date(0), new Date(0));
      await openFileStore(folder);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
        ['bank.sqlite.4567abcd.tmp'],
      );
    });
  });

  async function bankWith(...names: readonly string[]): Promise<string> {
    const folder = await bankFolder();
    await mkdir(folder);
    for (const name of names) await write(await openFileStore(folder), name);
    // The fence belongs to writers; without it the folder holds what tests look at.
    await rm(join(folder, 'bank.fence'), { force: true });
    return folder;
  }
});

async function load(folder: string, options: FileStoreOptions = {}): Promise<Loaded> {
  return await (await openFileStore(folder, options)).load();
}

async function write(store: FileStore, ...names: readonly string[]): Promise<void> {
  await store.transact(() => ({ append: names.map((name) => noteRecord(name)), result: undefined }));
}

const folders = new WeakMap<FileStore, string>();

async function openBank(
  folder: string,
  options: FileStoreOptions = {},
): Promise<{ store: FileStore; bank: CollectingBank }> {
  const store = await openFileStore(folder, options);
  folders.set(store, folder);
  return { store, bank: new CollectingBank() };
}

function folderOf(store: FileStore): Promise<string> {
  return Promise.resolve(folders.get(store) ?? assert.fail('not opened here'));
}

async function writeTo(store: FileStore, bank: CollectingBank, ...names: readonly string[]): Promise<void> {
  const records = names.map((name) => noteRecord(name));
  await store.transact((others) => {
    bank.add(others);
    return { append: records, result: undefined };
  });
  bank.add(records);
}

async function restored(folder: string): Promise<CollectingBank> {
  const { snapshot, records } = await load(folder);
  const bank = new CollectingBank();
  bank.restore(snapshot);
  bank.add(records);
  return bank;
}

async function cutEnd(folder: string, bytes: number): Promise<void> {
  const journal = join(folder, 'journal.log');
  await truncate(journal, (await stat(journal)).size - bytes);
}

/** Frames a header as the journal does; the framing of that line is a promise to all versions. */
async function header(version: number): Promise<string> {
  const { createHash } = await import('node:crypto');
  const body = `0 ${JSON.stringify({ format: 'memory-r1', version })}`;
  const line = `${createHash('sha256').update(body).digest('hex').slice(0, 16)} ${body}\n`;
  assert.deepEqual(parseHeader(Buffer.from(line)), { version });
  return line;
}

async function setVersion(folder: string, version: number): Promise<void> {
  const journal = join(folder, 'journal.log');
  const text = await readFile(journal, 'utf8');
  await writeFile(journal, (await header(version)) + text.slice(text.indexOf('\n') + 1));
}

/** An invented older format: lines of plain JSON, without checksums; the second of them is damaged. */
async function versionZero(folder: string, names: readonly string[]): Promise<Buffer> {
  const lines = names.map((name, index) =>
    index === 1 ? `{"type": ${name}` : JSON.stringify({ old: noteRecord(name) }),
  );
  await writeFile(join(folder, 'journal.log'), (await header(0)) + lines.join('\n') + '\n');
  return await readFile(join(folder, 'journal.log'));
}

const olderFormats = new Map([
  [
    0,
    (line: Buffer) => {
      const value = parseJson(line.toString('utf8')) as { old: JournalRecord } | undefined;
      return value && { fence: 0, value: value.old };
    },
  ],
]);

/** Permissions do not bind root, who runs the tests in some containers. */
async function asOrdinaryUser(run: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return await run();
  process.seteuid?.(65534);
  try {
    await run();
  } finally {
    process.seteuid?.(0);
  }
}

async function asRoot(run: () => Promise<void>): Promise<void> {
  const user = process.geteuid?.() ?? 0;
  if (process.getuid?.() !== 0) return await run();
  process.seteuid?.(0);
  try {
    await run();
  } finally {
    process.seteuid?.(user);
  }
}
