/**
 * A process that writes to a bank, for the tests that kill it or set several against each other.
 *
 *   write FOLDER NAME COUNT   COUNT changes, NAME-0 to NAME-<COUNT-1>; prints each name once it is acknowledged, at the end all names it sees
 *   die FOLDER                is killed with the lock in hand
 *   look FOLDER               tries to write, and prints what came of it as JSON
 *   purge FOLDER NAME COUNT   purges what `plantedRedactor` calls a secret; is killed at its file operation number COUNT
 */
import { writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import { KnownError } from '../../src/core/index';
import { purgeBank } from '../../src/node/purge';
import { openFileStore } from '../../src/node/store/fileStore';
import { plantedRedactor } from './plantedSecrets';
import { CollectingBank, noteRecord } from './records';

const [mode = '', folder = '', name = '', count = '0'] = process.argv.slice(2);
const lock = { staleMs: 2_000, waitMs: 30_000 };

async function write(): Promise<void> {
  const store = await openFileStore(folder, { lock, checkpointAfter: 20 });
  const bank = new CollectingBank();
  const loaded = await store.load();
  bank.restore(loaded.snapshot);
  bank.add(loaded.records);

  for (let i = 0; i < Number(count);) {
    // From one small record to many large ones: some writes are over at once, others take long enough to be cut.
    const size = Math.min(1 + (i % 5), Number(count) - i);
    const batch = Array.from({ length: size }, (_, k) =>
      noteRecord(`${name}-${i + k}`, 'x'.repeat(i % 10 === 0 ? 50_000 : 100)),
    );
    await store.transact((others) => {
      bank.add(others);
      return { append: batch, result: undefined };
    });
    bank.add(batch);
    print(batch.map((record) => record.event.ref).join('\n'));
    i += size;
    await store.checkpoint(() => bank.state());
  }
  bank.add(await store.poll());
  print(`sees ${bank.names.join(' ')}`);
}

async function die(): Promise<void> {
  const store = await openFileStore(folder, { lock });
  await store.transact(() => {
    process.kill(process.pid, 'SIGKILL');
    return { append: [], result: undefined };
  });
}

async function look(): Promise<void> {
  const store = await openFileStore(folder, { lock });
  const { readOnly } = store;
  const { records } = await store.load();
  const failure = await store
    .transact(() => ({ append: [noteRecord('written')], result: undefined }))
    .catch((error: unknown) => (KnownError.is(error) ? error.code : String(error)));
  await store.checkpoint(() => new CollectingBank().state(), true);
  print(JSON.stringify({ readOnly, records: records.length, failure }));
}

async function purge(): Promise<void> {
  let calls = 0;
  // Whatever the purge does to files goes through this object: the bundle calls its functions by name.
  const functions = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const operation of ['open', 'rename', 'rm', 'writeFile', 'readFile', 'readdir', 'stat', 'unlink']) {
    const real = functions[operation];
    if (!real) throw new Error(`There is no fs.${operation}.`);
    functions[operation] = (...args) => {
      if (++calls === Number(count)) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    };
  }
  const report = await purgeBank(folder, plantedRedactor, () => undefined);
  print(JSON.stringify({ ...report, calls }));
}

/** At once, so that what was printed has left the process when it is killed. */
function print(text: string): void {
  writeSync(1, `${text}\n`);
}

const modes: Readonly<Record<string, () => Promise<void>>> = { write, die, look, purge };
void modes[mode]?.();
