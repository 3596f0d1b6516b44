import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../../../../src/core/index';
import { openFileStore } from '../../../../src/node/store/fileStore';
import { exportJournal, importJournal, inspectJournal } from '../../../../src/node/store/transfer';
import { CollectingBank, namesOf, noteRecord } from '../../../support/records';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

describe('export and import', () => {
  const newFolder = useTemporaryFolders();
  const admitAll = (records: readonly JournalRecord[]) => Promise.resolve(records);

  it('brings a whole bank into an empty one', async () => {
    const from = await bankWith('a', 'b');
    const file = join(await newFolder(), 'bank.jsonl');
    assert.deepEqual(await exportJournal(from, file), { records: 2, damaged: 0 });
    const to = join(await newFolder(), 'memory-r1');
    assert.deepEqual(await importJournal(to, file, admitAll), { records: 2, added: 2, badLines: [], uses: new Map() });
    assert.deepEqual(await recordsIn(to), await recordsIn(from));
  });

  it('exports what the checkpoint covers, too', async () => {
    const from = await bankWith('a', 'b');
    const store = await openFileStore(from);
    const bank = new CollectingBank();
    bank.add((await store.load()).records);
    await store.checkpoint(() => bank.state(), true);
    const file = join(await newFolder(), 'bank.jsonl');
    assert.deepEqual(await exportJournal(from, file), { records: 2, damaged: 0 });
  });

  it('adds only what is missing, however often it is done', async () => {
    const from = await bankWith('a', 'b', 'c');
    const to = await bankWith('b', 'x');
    const file = join(await newFolder(), 'bank.jsonl');
    await exportJournal(from, file);
    assert.equal((await importJournal(to, file, admitAll)).added, 2);
    assert.equal((await importJournal(to, file, admitAll)).added, 0);
    assert.deepEqual(namesOf(await recordsIn(to)), ['b', 'x', 'a', 'c']);
  });

  it('shows what was imported to a store that is open', async () => {
    const to = await bankWith('x');
    const open = await openFileStore(to);
    await open.load();
    const file = join(await newFolder(), 'bank.jsonl');
    await exportJournal(await bankWith('a'), file);
    await importJournal(to, file, admitAll);
    assert.deepEqual(namesOf(await open.poll()), ['a']);
  });

  it('lets nothing in past the entrance', async () => {
    const file = join(await newFolder(), 'bank.jsonl');
    await exportJournal(await bankWith('a', 'secret'), file);
    const to = join(await newFolder(), 'memory-r1');
    const report = await importJournal(to, file, (records) =>
      Promise.resolve(records.filter((record) => namesOf([record])[0] !== 'secret')),
    );
    assert.deepEqual(report, { records: 2, added: 1, badLines: [], uses: new Map() });
    assert.deepEqual(namesOf(await recordsIn(to)), ['a']);
  });

  it('leaves damaged lines out and names them', async () => {
    const file = join(await newFolder(), 'bank.jsonl');
    await exportJournal(await bankWith('a'), file);
    await appendFile(file, '{"type":"review"}\nno json\n' + JSON.stringify(noteRecord('b')) + '\r\n');
    const report = await importJournal(join(await newFolder(), 'memory-r1'), file, admitAll);
    assert.deepEqual(report, { records: 2, added: 2, badLines: [3, 4], uses: new Map() });
  });

  it('refuses what is no export, what is newer, and what is not there', async () => {
    const folder = await newFolder();
    const file = join(folder, 'bank.jsonl');
    const check = async (content: string | undefined, code: string): Promise<void> => {
      if (content !== undefined) await writeFile(file, content);
      await assert.rejects(importJournal(join(folder, 'memory-r1'), file, admitAll), { code });
    };
    await check(undefined, 'import/bad-file');
    await check('', 'import/bad-file');
    await check('{"format":"other","version":1}\n', 'import/bad-file');
    await check('null\n', 'import/bad-file');
    await check('{"format":"memory-r1-export","version":2}\n', 'import/newer-format');
  });

  it('inspects the journal, whatever the checkpoint covers', async () => {
    const folder = await bankWith('a', 'b');
    const journal = join(folder, 'journal.log');
    await appendFile(journal, 'garbage\nhalf');
    await (await openFileStore(folder)).load();
    const { size } = { size: (await readFile(journal)).length };
    assert.deepEqual(await inspectJournal(folder), { records: 2, bytes: size, damaged: 1, torn: true, setAside: 2 });
  });

  async function bankWith(...names: readonly string[]): Promise<string> {
    const folder = join(await newFolder(), 'memory-r1');
    const store = await openFileStore(folder);
    await store.transact(() => ({ append: names.map((name) => noteRecord(name)), result: undefined }));
    return folder;
  }

  async function recordsIn(folder: string): Promise<readonly JournalRecord[]> {
    return (await (await openFileStore(folder)).load()).records;
  }
});
