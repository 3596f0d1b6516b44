import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { openMemory, type JournalRecord, type ManagerPolicy, type ProjectMemory } from '../../../../src/core/index';
import { cleanRecords } from '../../../../src/node/admit';
import { findStoredSecrets, purgeBank } from '../../../../src/node/purge';
import { readCheckpoint } from '../../../../src/node/store/checkpoint';
import { openFileStore } from '../../../../src/node/store/fileStore';
import { readFrom } from '../../../../src/node/store/journalFile';
import { parseLines } from '../../../../src/node/store/journalFormat';
import { exportJournal, importJournal } from '../../../../src/node/store/transfer';
import { filesWith, noRules, plantedRedactor, secretOf } from '../../../support/plantedSecrets';
import { commit, lines } from '../../../support/scriptedMemory';
import { readerOf } from '../../../support/scriptedModel';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const secret = secretOf('a');
const EVENTS = [
  commit('a', 1, 'say The cache holds 10 entries.'),
  commit('b', 2, `The cache holds 20 entries now, key=${secret}`),
];
const FACT = { text: `The cache holds 20 entries, key=${secret}.`, quote: 'The cache holds 20 entries now' };
const UPDATE = {
  ...{ fact: 'a', operation: 'UPDATE', memory: 1, reason: `It grew, key=${secret}.` },
  text: `The cache holds 20 entries instead of 10, key=${secret}.`,
};

/** Does what the language model says. */
const follower: ManagerPolicy = {
  name: 'follower',
  by: 'policy',
  choose: ({ opinion }) => ({
    operation: 'ADD',
    ...opinion,
    confidence: 0.5,
    reason: 'So.',
    ...(opinion && { swayed: true }),
  }),
};

describe('readings in the files of a bank', function () {
  this.timeout(20_000);
  const newFolder = useTemporaryFolders();

  it('are there again after a restart, from the journal and from the checkpoint', async () => {
    const folder = await bankWithReading();
    const fromJournal = await shapeOf(folder);
    await inBank(folder, (memory) => memory.checkpoint(true));
    const checkpoint = await readCheckpoint(join(folder, 'bank.sqlite'));
    assert.ok(typeof checkpoint === 'object');
    assert.equal(checkpoint.snapshot.readings.length, 2);
    assert.deepEqual(await shapeOf(folder), fromJournal);
    assert.equal(fromJournal.proposals[0]?.decidedBy, 'model');
    assert.equal(fromJournal.unread, 0);
  });

  it('can be queried in the database', async () => {
    const folder = await bankWithReading();
    await inBank(folder, (memory) => memory.checkpoint(true));
    const { Database } = await initSqlJs();
    const database = new Database(await readFile(join(folder, 'bank.sqlite')));
    const [found] = database.exec('SELECT ref, model FROM reading JOIN event ON event.id = reading.event');
    database.close();
    assert.deepEqual(found?.values, [
      [EVENTS[1]!.ref, 'scripted'],
      [EVENTS[0]!.ref, 'scripted'],
    ]);
  });

  it('are read from the journal where the checkpoint is of a version that did not know them', async () => {
    const folder = await bankWithReading();
    const before = await shapeOf(folder);
    await inBank(folder, (memory) => memory.checkpoint(true));
    const file = join(folder, 'bank.sqlite');
    const { Database } = await initSqlJs();
    const database = new Database(await readFile(file));
    database.run("DROP TABLE reading; UPDATE meta SET value = '3' WHERE name = 'schema'");
    await writeFile(file, database.export());
    database.close();
    assert.deepEqual(await shapeOf(folder), before);
  });

  it('are purged of secrets: facts, merged texts, reasons and opinions', async () => {
    const folder = await bankWithReading();
    await inBank(folder, (memory) => memory.checkpoint(true));
    assert.notDeepEqual(await filesWith(folder, secret), []);
    const before = await shapeOf(folder);
    const found = await findStoredSecrets(folder, plantedRedactor, () => undefined);
    assert.ok(before.proposals.every(({ id }) => found.memories.includes(id)));
    await purgeBank(folder, plantedRedactor, () => undefined);
    assert.deepEqual(await filesWith(folder, secret), []);
    const after = await shapeOf(folder);
    const ids = ({ proposals }: typeof before) => proposals.map(({ id, operation, target }) => [id, operation, target]);
    assert.deepEqual(ids(after), ids(before));
    assert.match(after.proposals[0]!.newText!, /^The cache holds 20 entries instead of 10, key=\[secret removed\]/);
    assert.match(after.proposals[0]!.reason, /It grew, key=\[secret removed\]/);
  });

  it('go from one bank to another with an export, and are cleaned on their way', async () => {
    const from = await bankWithReading();
    const before = await shapeOf(from);
    const file = join(await newFolder(), 'bank.jsonl');
    await exportJournal(from, file);
    const [dirty, clean] = [await newFolder(), await newFolder()];
    await inBank(dirty, async (memory) => {
      await importJournal(dirty, file, (records) => Promise.resolve(memory.adoptable(records)));
    });
    assert.deepEqual(await shapeOf(dirty), before);
    assert.deepEqual(await recordsIn(dirty), await recordsIn(from));
    await inBank(clean, async (memory) => {
      const admit = async (records: readonly JournalRecord[]) =>
        memory.adoptable(await cleanRecords(records, plantedRedactor));
      await importJournal(clean, file, admit);
    });
    assert.deepEqual(await filesWith(clean, secret), []);
    assert.equal((await shapeOf(clean)).proposals.length, before.proposals.length);
  });

  /** Read while there was no rule for the secret. */
  async function bankWithReading(): Promise<string> {
    const folder = await newFolder();
    await inBank(folder, async (memory) => {
      await memory.ingest(EVENTS, { kind: 'ingest', accept: 'all' });
      await memory.readWithModel(readerOf([FACT], () => [UPDATE]));
    });
    return folder;
  }

  async function shapeOf(folder: string) {
    return await inBank(folder, (memory) => ({
      memories: memory.memories(),
      proposals: memory.proposals(),
      unread: memory.unreadEvents,
    }));
  }

  async function inBank<T>(folder: string, act: (memory: ProjectMemory) => T | Promise<T>): Promise<T> {
    let next = 0;
    const memory = await openMemory({
      ...{ store: await openFileStore(folder), redactor: noRules, policy: follower, background: new Map() },
      ...{ clock: () => new Date(), newId: () => `${Date.now()}-${next++}`, extractors: [lines] },
    });
    try {
      return await act(memory);
    } finally {
      await memory.close();
    }
  }

  async function recordsIn(folder: string): Promise<readonly JournalRecord[]> {
    return parseLines(await readFrom(join(folder, 'journal.log'), 0), 0).records;
  }
});
