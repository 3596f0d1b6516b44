/**
 * What a check of the sources finds in recorded histories: how many memories it marks, and with --show which, to be read by eye.
 * The records tell of no contents, so files count as renamed only by their place or name; git sees more.
 */
import path from 'node:path';
import { readdirSync } from 'node:fs';
import { Command, Option } from 'commander';
import { isRecord, type ProjectFiles, type Removal } from '../src/core/index';
import { rewrittenAs } from '../src/node/git/removals';
import { eventsOf, readRecords, takeIn, type CommitRecord } from './histories';
import { HISTORY_SETS, setOf, type HistorySet } from './splits';

interface Options {
  readonly data: string;
  readonly set: HistorySet;
  readonly show?: true;
}

async function main(): Promise<void> {
  const { data, set, show } = new Command('freshness')
    .addOption(new Option('--data <folder>', 'the data').env('MEMORY_R1_DATA').makeOptionMandatory())
    .addOption(new Option('--set <set>', 'which histories').choices(HISTORY_SETS).default('train'))
    .option('--show', 'each memory that was marked, with the reason')
    .parse()
    .opts<Options>();
  const folder = path.join(data, 'commits');
  for (const file of readdirSync(folder).sort()) {
    const name = path.basename(file, '.jsonl');
    if (setOf(name) === set) await check(name, readRecords(path.join(folder, file)), show === true);
  }
}

async function check(name: string, commits: readonly CommitRecord[], show: boolean): Promise<void> {
  const memory = await takeIn(eventsOf(commits), { background: new Map() });
  const active = memory.memories().filter((one) => one.state === 'active' && !isRecord(one));
  const start = performance.now();
  const { checked, stale, proposed } = await memory.checkFreshness(filesOf(commits));
  const ms = Math.round(performance.now() - start);
  const updates = memory.proposals().filter(({ operation }) => operation === 'UPDATE');
  const { length } = stale;
  process.stdout.write(
    `${name}: ${active.length} memories hold, ${checked} rest on files, ${length} marked, ${updates.length} reworded, ${proposed} proposals, ${ms} ms\n`,
  );
  if (!show) return;
  for (const { text, reason } of stale) process.stdout.write(`  DELETE ${text}\n         ${reason}\n`);
  for (const { oldText, newText, reason } of updates)
    process.stdout.write(`  UPDATE ${oldText}\n      -> ${newText}\n         ${reason}\n`);
}

/** What git would tell at the end of a history. */
function filesOf(commits: readonly CommitRecord[]): ProjectFiles {
  const tree = new Set<string>();
  const removals = new Map<string, Removal>();
  for (const { sha, subject, date, files } of commits) {
    const added = files.filter(({ status }) => status === 'A').map((file) => file.path);
    for (const file of files) {
      if (file.status !== 'D') {
        tree.add(file.path);
        removals.delete(file.path);
        continue;
      }
      tree.delete(file.path);
      const to = rewrittenAs(file.path, added);
      removals.set(file.path, { commit: sha, subject, time: date, ...(to !== undefined && { movedTo: to }) });
    }
  }
  return { tree, removals: () => Promise.resolve(new Map([...removals].map(([file]) => [file, follow(file)]))) };

  /** Through all renames, to where the file is or to what removed it. */
  function follow(file: string): Removal {
    const { movedTo, ...end } = removals.get(file) ?? { commit: '', subject: '', time: '' };
    if (movedTo === undefined || movedTo === file) return end;
    if (tree.has(movedTo)) return { ...end, movedTo };
    return removals.has(movedTo) ? follow(movedTo) : end;
  }
}

void main();
