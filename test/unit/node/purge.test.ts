import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  contentId,
  openMemory,
  ruleV3,
  silentLogger,
  type JournalRecord,
  type ProjectMemory,
  type Redactor,
} from '../../../src/core/index';
import { cleanRecords } from '../../../src/node/admit';
import { findStoredSecrets, purgeBank } from '../../../src/node/purge';
import { createRedactor } from '../../../src/node/redactor';
import { createService } from '../../../src/node/service';
import { openFileStore, type FileStore } from '../../../src/node/store/fileStore';
import { readFrom } from '../../../src/node/store/journalFile';
import { encodeRecord, parseLines } from '../../../src/node/store/journalFormat';
import { exportJournal, importJournal } from '../../../src/node/store/transfer';
import { FileVectorStore } from '../../../src/node/vectors/fileVectorStore';
import { filesWith, noRules, plantedRedactor, secretOf } from '../../support/plantedSecrets';
import { CollectingBank, noteRecord, type EventRecord } from '../../support/records';
import { buildStoreProgram, type StoreProgram } from '../../support/storeProgram';
import { useTemporaryFolders } from '../../support/temporaryFolder';

const silent = (): void => undefined;
const purge = (folder: string) => purgeBank(folder, plantedRedactor, silent);
const look = (folder: string) => findStoredSecrets(folder, plantedRedactor, silent);
const secret = secretOf('a');

describe('purging secrets', function () {
  this.timeout(20_000);
  const newFolder = useTemporaryFolders();

  it('finds what was stored before there was a rule, and says in which memories, not what', async () => {
    const folder = await newFolder();
    const record = noteRecord('a', `The key=${secret} opens it.`);
    await write(folder, record, noteRecord('b'));
    const found = await look(folder);
    assert.deepEqual(found, { secrets: 1, records: 1, memories: [record.facts[0]!.id], files: ['journal.log'] });
    assert.equal(JSON.stringify(found).includes('hush'), false);
    assert.deepEqual(await look(await newFolder()), { secrets: 0, records: 0, memories: [], files: [] });
  });

  it('takes them out of every file of the bank, also of copies, damaged records and what a process left', async () => {
    const folder = await newFolder();
    await plantEverywhere(folder);
    const planted = await filesWith(folder, secret);
    for (const name of ['journal.log', 'bank.sqlite', 'bank.sqlite.unfit', 'journal.log.v0', 'damaged.jsonl'])
      assert.ok(planted.includes(name), name);
    assert.deepEqual([...(await look(folder)).files].sort(), planted);

    const report = await purge(folder);
    assert.equal(report.secrets, 1);
    assert.deepEqual(await filesWith(folder, secret), []);
    const left = (await readdir(folder)).sort();
    assert.deepEqual(left, ['bank.fence', 'damaged.jsonl', 'journal.log']);
    assert.deepEqual(await look(folder), { secrets: 0, records: 0, memories: [], files: [] });
    assert.deepEqual(await purge(folder), { secrets: 0, records: 0, files: [] });
  });

  it('leaves the database without them in its tables and its free pages when it is made anew', async () => {
    const folder = await newFolder();
    await plantEverywhere(folder);
    await purge(folder);
    const { store, bank } = await open(folder);
    await store.checkpoint(() => bank.state(), true);
    assert.ok((await readdir(folder)).includes('bank.sqlite'));
    assert.deepEqual(await filesWith(folder, secret), []);
  });

  it('removes the vectors too, and a store that has them open makes new ones', async () => {
    const folder = await newFolder();
    await write(folder, noteRecord('a', `The key=${secret} opens it.`));
    const vectors = new FileVectorStore(folder, 'model', 2);
    await vectors.put([{ text: `The key=${secret} opens it.`, vector: Float32Array.of(1, 0) }]);
    await purge(folder);
    assert.equal(
      (await readdir(folder)).some((name) => name.startsWith('vectors')),
      false,
    );
    const other = new FileVectorStore(folder, 'model', 2);
    await other.put([{ text: 'b', vector: Float32Array.of(0, 1) }]);
    assert.deepEqual(vectors.get('b'), Float32Array.of(0, 1));
  });

  it('keeps ids, times, fences, records of a newer version, and damaged lines without a secret', async () => {
    const folder = await newFolder();
    const records = [noteRecord('a', `The key=${secret} opens it.`), noteRecord('b')];
    await write(folder, ...records);
    const journal = join(folder, 'journal.log');
    await appendFile(journal, 'no record at all\n');
    await appendFile(journal, encodeRecord(7, { type: 'later', note: `key=${secret}` } as unknown as JournalRecord));
    await purge(folder);
    const parsed = parseLines(await readFrom(journal, 0), 0);
    assert.deepEqual(parsed.records, [cleanCopy(records[0]!), records[1]]);
    assert.equal(parsed.fence, 7);
    assert.equal(parsed.unknown, 1);
    assert.deepEqual(
      parsed.damaged.map(({ bytes }) => bytes.toString()),
      ['no record at all'],
    );
  });

  it('takes a secret out where it stands alone: the value of a fact, a text that was cut, a later edit', async () => {
    const folder = await newFolder();
    const { facts, ...record } = noteRecord('a', `The key=${secret} opens it.`);
    const [fact] = facts;
    const cut = `${'It is long. '.repeat(20)}${secret.slice(0, 9)}…`;
    const values = [
      { ...fact!, value: secret, subject: 'key' },
      { ...fact!, id: contentId('cut'), text: cut, quote: 'It' },
    ];
    const review: JournalRecord = {
      ...{
        type: 'review',
        at: record.at,
        action: 'act',
        facts: [fact!.id],
        verdict: 'edited',
        by: 'you',
        label: 'Edited.',
      },
      text: `Use ${secret} there.`,
    };
    await write(folder, { ...record, facts: values }, review);
    await purge(folder);
    assert.deepEqual(await filesWith(folder, secret.slice(0, 9)), []);
    const [event, edit] = await recordsIn(folder);
    assert.ok(event?.type === 'event' && edit?.type === 'review');
    assert.equal(event.facts[0]!.value, '[secret removed]');
    assert.equal(edit.text, 'Use [secret removed] there.');
    assert.deepEqual(edit.facts, [fact!.id]);
  });

  it('does not take an ordinary word for the secret that it was in one place', async () => {
    const folder = await newFolder();
    await write(
      folder,
      noteRecord('a', 'Start it with key=hushpuppy, and hushpuppy sings.'),
      noteRecord('b', 'Call it hushpuppy.'),
    );
    await purge(folder);
    const { names, events } = (await open(folder)).bank;
    assert.deepEqual(names, ['a', 'b']);
    assert.equal(events.get('a')!.event.text, 'Start it with key=[secret removed], and hushpuppy sings.');
    assert.equal(events.get('b')!.event.text, 'Call it hushpuppy.');
  });

  it('keeps verdicts, history and undo', async () => {
    const folder = await newFolder();
    const before = await openBank(folder);
    await before.memory.remember(`The cache holds 10 entries, key=${secret}.`);
    await before.memory.accept({ all: true });
    const [memory] = before.memory.memories();
    await before.memory.editMemory(memory!.id, `The cache holds 20 entries, key=${secret}.`);
    await before.memory.remember('Nobody deploys on Fridays.');
    await before.memory.reject({ all: true });
    await before.memory.checkpoint(true);
    await before.memory.close();

    await purge(folder);
    const { memory: after } = await openBank(folder);
    const shape = (project: ProjectMemory) => ({
      memories: project
        .memories()
        .map(({ id, lineage, state, reviewed, validFrom }) => [id, lineage, state, reviewed, validFrom]),
      history: project
        .history(memory!.id)
        .map(({ id, operation, version, edited }) => [id, operation, version, edited]),
      undoable: project.undoable().map(({ id }) => id),
    });
    assert.deepEqual(shape(after), shape(before.memory));
    assert.deepEqual(
      after.memories().map(({ text }) => text),
      ['The cache holds 10 entries, key=[secret removed].', 'The cache holds 20 entries, key=[secret removed].'],
    );
    await after.undo(2);
    assert.equal(
      after
        .memories()
        .find(({ state }) => state === 'active')
        ?.text.includes('10'),
      true,
    );
    assert.deepEqual(await filesWith(folder, secret), []);
  });

  it('says in words that it cannot where nothing can be written, and changes nothing', async () => {
    const folder = await newFolder();
    await write(folder, noteRecord('a', `key=${secret}`));
    const journal = join(folder, 'journal.log');
    const text = (await readFile(journal, 'utf8')).replace(/^.*\n/, '');
    const { createHash } = await import('node:crypto');
    const body = '0 {"format":"memory-r1","version":99}';
    const header = `${createHash('sha256').update(body).digest('hex').slice(0, 16)} ${body}\n`;
    await writeFile(journal, header + text);
    await assert.rejects(purge(folder), { code: 'store/read-only' });
    assert.deepEqual(await filesWith(folder, secret), ['journal.log']);
  });

  it('changes nothing when it is cancelled while it looks', async () => {
    const folder = await newFolder();
    await write(folder, ...Array.from({ length: 300 }, (_, i) => noteRecord(`n${i}`, `${i} key=${secret}`)));
    const before = await readFile(join(folder, 'journal.log'));
    const slow = {
      redact: async (texts: readonly string[]) => {
        const end = performance.now() + 2;
        while (performance.now() < end);
        return await plantedRedactor.redact(texts);
      },
    };
    const stop = new AbortController();
    const running = purgeBank(folder, slow, (done) => done > 0 && stop.abort(), stop.signal);
    await assert.rejects(running, { name: 'AbortError' });
    assert.deepEqual(await readFile(join(folder, 'journal.log')), before);
  });

  it('does not come back with an export that was made before', async () => {
    const folder = await newFolder();
    const { facts, ...record } = noteRecord('a', `The key=${secret} opens it.`);
    await write(folder, { ...record, facts: [{ ...facts[0]!, value: secret }] });
    const file = join(await newFolder(), 'old.jsonl');
    await exportJournal(folder, file);
    assert.match(await readFile(file, 'utf8'), /hush/);
    await purge(folder);
    await importJournal(folder, file, (records) => cleanRecords(records, plantedRedactor));
    assert.deepEqual(await filesWith(folder, secret), []);
    const { bank } = await open(folder);
    assert.deepEqual(bank.names, ['a']);
  });

  describe('while others have the bank open', () => {
    it('is noticed by them, also where it changed nothing but letters, and nothing comes back from what they hold', async () => {
      const folder = await newFolder();
      // Long before the end, so that the last bytes, which vouch for the rest, stay as they are.
      const many = Array.from({ length: 60 }, (_, i) => noteRecord(`n${i}`, 'x'.repeat(200)));
      await write(folder, noteRecord('a', `The key=${secret} opens it.`), ...many);
      const other = await openBank(folder);
      const size = (await readFile(join(folder, 'journal.log'))).length;
      await purge(folder);
      assert.equal((await readFile(join(folder, 'journal.log'))).length, size, 'the mark is as long as the secret');

      await other.memory.checkpoint(true);
      assert.deepEqual(await filesWith(folder, secret), [], 'no checkpoint of what was before');
      assert.equal(await other.memory.refresh(), true);
      assert.equal(JSON.stringify(other.memory.memories()).includes('hush'), false);
      assert.equal(other.memory.memories().length, 61);
      await other.memory.remember('Written afterwards.');
      await other.memory.checkpoint(true);
      assert.deepEqual(await filesWith(folder, secret), []);
      const texts = (await openBank(folder)).memory.memories().map(({ text }) => text);
      assert.ok(texts.includes('Written afterwards.') && texts.includes('The key=[secret removed] opens it.'));
    });

    it('is not undone by a checkpoint that was being written', async () => {
      const folder = await newFolder();
      const { store, bank } = await openWith(folder, noteRecord('a', `The key=${secret} opens it.`));
      const writing = store.checkpoint(() => {
        purging = purge(folder);
        return bank.state();
      }, true);
      let purging: Promise<unknown> | undefined;
      await writing;
      await purging;
      await store.checkpoint(() => bank.state(), true);
      assert.deepEqual(await filesWith(folder, secret), []);
    });

    it('loses nothing that they write at the same time', async () => {
      const folder = await newFolder();
      const { store } = await openWith(folder, noteRecord('a', `The key=${secret} opens it.`));
      let purges = 0;
      const purging = (async () => {
        for (let i = 0; i < 5; i++, purges++) await purge(folder);
      })();
      const names: string[] = [];
      for (let i = 0; purges < 5 || i < 20; i++) {
        const name = `w${i}`;
        await store.transact(() => ({ append: [noteRecord(name, `Turn ${i}, key=${secret}`)], result: undefined }));
        names.push(name);
      }
      await purging;
      await purge(folder);
      assert.deepEqual((await open(folder)).bank.names, ['a', ...names].sort());
      assert.deepEqual(await filesWith(folder, secret), []);
    });
  });

  async function recordsIn(folder: string): Promise<readonly JournalRecord[]> {
    return parseLines(await readFrom(join(folder, 'journal.log'), 0), 0).records;
  }

  async function write(folder: string, ...records: JournalRecord[]): Promise<void> {
    const store = await openFileStore(folder);
    await store.transact(() => ({ append: records, result: undefined }));
    await store.close();
  }

  async function openWith(
    folder: string,
    ...records: JournalRecord[]
  ): Promise<{ store: FileStore; bank: CollectingBank }> {
    await write(folder, ...records);
    return await open(folder);
  }
});

describe('the service', function () {
  this.timeout(30_000);
  const newFolder = useTemporaryFolders();
  const signal = new AbortController().signal;

  it('finds what the rules of today know, purges it, and goes on with the same memories', async () => {
    const root = await newFolder();
    const { XDG_DATA_HOME: home } = process.env;
    process.env.XDG_DATA_HOME = await newFolder();
    const token = `ghp_${'A1b2C3d4E5f6G7h8I9'.repeat(2)}`;
    const serviceWith = (redactor: Redactor) =>
      createService({
        ...{ distDir: join(root, 'no-such-dist'), redactor, clock: () => new Date(), logger: silentLogger },
        emit: () => undefined,
      });
    try {
      const before = serviceWith(noRules);
      await before.remember({ root, text: `CI uses the token ${token} because it must push.` }, signal);
      await before.accept({ root, all: true }, signal);
      await before.settle({ root }, signal);
      await before.dispose();

      const after = serviceWith(createRedactor());
      const other = serviceWith(createRedactor());
      const [memory] = await other.list({ root }, signal);
      assert.match(memory!.text, /ghp_/);
      const { ok, stored } = await after.doctor({ root }, signal);
      assert.deepEqual([ok, stored?.memories], [false, [memory!.id]]);
      assert.equal((await after.purge({ root }, signal)).secrets, 1);
      const { path } = await after.status({ root }, signal);
      assert.deepEqual(await filesWith(path, token), []);
      assert.ok((await readdir(path)).includes('bank.sqlite'), 'made anew');
      for (const service of [after, other]) {
        const [now] = await service.list({ root }, signal);
        assert.deepEqual(now, JSON.parse(JSON.stringify(memory).replaceAll(token, '[secret removed]')));
        assert.equal((await service.doctor({ root }, signal)).stored, undefined);
      }
      await other.undo({ root, count: 1 }, signal);
      await other.settle({ root }, signal);
      assert.deepEqual(await filesWith(path, token), []);
      await after.dispose();
      await other.dispose();
    } finally {
      if (home === undefined) delete process.env.XDG_DATA_HOME;
      else process.env.XDG_DATA_HOME = home;
    }
  });
});

describe('a purge that is cut off', function () {
  this.timeout(240_000);
  const newFolder = useTemporaryFolders();
  let program: StoreProgram;
  before(async () => {
    program = await buildStoreProgram();
  });
  after(() => program.dispose());

  it('has changed nothing, or is finished by the next open, wherever it was killed', async () => {
    const whole = await newFolder();
    await plantEverywhere(whole);
    const { calls } = JSON.parse(await program.run(['purge', whole, '', '0'])) as { calls: number };
    assert.deepEqual(await filesWith(whole, secret), []);
    assert.ok(calls > 30, `${calls} file operations`);

    let undone = 0;
    const steps = Array.from({ length: calls }, (_, i) => i + 1);
    // Several at once, because whoever is killed with the lock in hand is mourned for seconds.
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
          const folder = await newFolder();
          await plantEverywhere(folder);
          const [, killedBy] = (await once(program.start(['purge', folder, '', String(step)]), 'close')) as [
            number,
            string,
          ];
          assert.equal(killedBy, 'SIGKILL', `step ${step}`);
          const { bank } = await open(folder);
          assert.deepEqual(bank.names, NAMES, `step ${step}`);
          const holding = await filesWith(folder, secret);
          if (holding.includes('journal.log')) undone++;
          else assert.deepEqual(holding, [], `step ${step}`);
          await purge(folder);
          assert.deepEqual(await filesWith(folder, secret), [], `step ${step}, purged again`);
          assert.deepEqual((await open(folder)).bank.names, NAMES, `step ${step}, purged again`);
        }
      }),
    );
    assert.ok(undone > 10 && undone < calls, `${undone} of ${calls} before it counted`);
  });
});

const NAMES = ['a', 'b', 'c'];

/** A bank with a secret in each kind of file that it may have. */
async function plantEverywhere(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const store = await openFileStore(folder);
  const records = [noteRecord('a', `The key=${secret} opens it.`), noteRecord('b'), noteRecord('c', `key=${secret}`)];
  await store.transact(() => ({ append: records, result: undefined }));
  const journal = join(folder, 'journal.log');
  await appendFile(journal, `damaged: key=${secret}\n\xff\xfe key=${secret}\n`);
  const bank = new CollectingBank();
  bank.add((await store.load()).records);
  await store.checkpoint(() => bank.state(), true);
  await store.close();
  await copyFile(join(folder, 'bank.sqlite'), join(folder, 'bank.sqlite.unfit'));
  await copyFile(journal, join(folder, 'journal.log.v0'));
  await copyFile(journal, join(folder, 'journal.log.0a1b2c3d.tmp'));
  await writeFile(join(folder, 'vectors-model-2.bin'), 'some vectors');
}

async function open(folder: string): Promise<{ store: FileStore; bank: CollectingBank }> {
  const store = await openFileStore(folder, { lock: { staleMs: 2_000, waitMs: 30_000 } });
  const { snapshot, records } = await store.load();
  const bank = new CollectingBank();
  bank.restore(snapshot);
  bank.add(records);
  return { store, bank };
}

async function openBank(folder: string): Promise<{ memory: ProjectMemory; store: FileStore }> {
  const store = await openFileStore(folder);
  let next = 0;
  const memory = await openMemory({
    ...{ store, redactor: noRules, policy: ruleV3, background: new Map() },
    clock: () => new Date(Date.UTC(2026, 0, 1) + next * 1000),
    newId: () => `id-${process.pid}-${performance.now()}-${next++}`,
  });
  return { memory, store };
}

function cleanCopy(record: EventRecord): JournalRecord {
  return JSON.parse(JSON.stringify(record).replaceAll(secret, '[secret removed]')) as JournalRecord;
}
