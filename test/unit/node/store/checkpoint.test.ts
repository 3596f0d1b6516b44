import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import initSqlJs from 'sql.js';
import type { Memory } from '../../../../src/core/index';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../../../src/node/store/checkpoint';
import { anySnapshot } from '../../../support/anyRecord';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

describe('checkpoint', () => {
  const newFolder = useTemporaryFolders();
  const empty: Checkpoint = {
    snapshot: { runs: [], events: [], facts: [], decisions: [], readings: [], actions: [] },
    ...{ offset: 12, headHash: 'def', guardHash: 'abc', guardBytes: 7, fence: 3 },
  };

  it('gives back the snapshot that was written', async () => {
    const file = join(await newFolder(), 'bank.sqlite');
    await fc.assert(
      fc.asyncProperty(anySnapshot, async (snapshot) => {
        await writeCheckpoint(file, { ...empty, snapshot }, []);
        assert.deepEqual(await readCheckpoint(file), {
          ...empty,
          snapshot: JSON.parse(JSON.stringify(snapshot)) as unknown,
        });
      }),
      { numRuns: 30 },
    );
  });

  it('says that there is none', async () => {
    assert.equal(await readCheckpoint(join(await newFolder(), 'bank.sqlite')), 'missing');
  });

  it('is unfit when it is no database, cut off, or changed by a letter', async () => {
    const file = join(await newFolder(), 'bank.sqlite');
    const run = { type: 'run' as const, id: 'a-name-to-find', kind: 'scan' as const, at: 'now' };
    await writeCheckpoint(file, { ...empty, snapshot: { ...empty.snapshot, runs: [run] } }, []);
    const whole = await readFile(file);

    await writeFile(file, 'no database');
    assert.equal(await readCheckpoint(file), 'unfit');
    await writeFile(file, whole.subarray(0, whole.length / 2));
    assert.equal(await readCheckpoint(file), 'unfit');
    await writeFile(
      file,
      Buffer.from(whole.toString('latin1').replaceAll('a-name-to-find', 'b-name-to-find'), 'latin1'),
    );
    assert.equal(await readCheckpoint(file), 'unfit');
  });

  it('can be queried for memories and their sources', async () => {
    const file = join(await newFolder(), 'bank.sqlite');
    const source = {
      kind: 'commit' as const,
      ref: 'abc',
      subject: 'Upgrade',
      time: '2026-02-03',
      quote: '"typescript": "^5.9"',
    };
    const memory: Memory = {
      ...{ id: 'm1', lineage: 'm0', text: 'typescript was upgraded to ^5.9', kind: 'dependency', state: 'active' },
      ...{ subject: 'typescript', attribute: 'version', value: '^5.9', validFrom: '2026-02-03', reviewed: false },
      ...{ branch: 'next', decidedBy: 'rule', sources: [source] },
    };
    await writeCheckpoint(file, empty, [memory]);
    const { Database } = await initSqlJs();
    const database = new Database(await readFile(file));
    const [found] =
      database.exec(`SELECT text, value, valid_to, reviewed, branch, quote FROM memory JOIN source ON memory = memory.id
      WHERE memory.subject = 'typescript' AND state = 'active'`);
    database.close();
    assert.deepEqual(found?.values, [
      ['typescript was upgraded to ^5.9', '^5.9', null, 0, 'next', '"typescript": "^5.9"'],
    ]);
  });

  it('of another version is as if there were none: it is made again, without a word', async () => {
    const file = join(await newFolder(), 'bank.sqlite');
    await writeCheckpoint(file, empty, []);
    const { Database } = await initSqlJs();
    const database = new Database(await readFile(file));
    database.run("UPDATE meta SET value = '1' WHERE name = 'schema'");
    await writeFile(file, database.export());
    database.close();
    assert.equal(await readCheckpoint(file), 'missing');
  });

  it('leaves no file beside it', async () => {
    const folder = await newFolder();
    await writeCheckpoint(join(folder, 'bank.sqlite'), empty, []);
    await writeCheckpoint(join(folder, 'bank.sqlite'), empty, []);
    assert.deepEqual(await readdir(folder), ['bank.sqlite']);
  });
});
