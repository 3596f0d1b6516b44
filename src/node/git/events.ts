import { StringDecoder } from 'node:string_decoder';
import type { FileChange, RawEvent } from '../../core/index';
import { BlobReader } from './blobs';
import type { Commit } from './graph';
import { streamGit } from './run';

/** How many commits wait for their file contents together. */
const BATCH = 64;

/** Commits as raw events, in the order given, each compared with its first parent (the first commits with nothing). */
export async function* readEvents(
  root: string,
  commits: readonly Commit[],
  wants: (path: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<RawEvent> {
  if (commits.length === 0) return;
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const blobs = new BlobReader(root, signal);
  try {
    let batch: Promise<RawEvent>[] = [];
    for await (const entry of readLog(root, commits, signal)) {
      const commit = bySha.get(entry.sha);
      if (commit) batch.push(toEvent(entry, commit, wants, blobs));
      if (batch.length < BATCH) continue;
      yield* await Promise.all(batch);
      signal?.throwIfAborted();
      batch = [];
    }
    yield* await Promise.all(batch);
    signal?.throwIfAborted();
  } finally {
    blobs.dispose();
  }
}

interface LogEntry {
  readonly sha: string;
  readonly author: string;
  readonly message: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly status: FileChange['status'];
  readonly path: string;
  readonly oldPath?: string;
  /** Object ids; undefined for what is no ordinary file (links, submodules). */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

async function toEvent(
  entry: LogEntry,
  commit: Commit,
  wants: (path: string) => boolean,
  blobs: BlobReader,
): Promise<RawEvent> {
  const files = await Promise.all(
    entry.changes.map(async (change): Promise<FileChange> => {
      const { status, path, oldPath } = change;
      const file = { path, status, ...(oldPath !== undefined && { oldPath }) };
      if (!wants(path) && !(oldPath !== undefined && wants(oldPath))) return file;
      const [before, after] = await Promise.all([
        change.before && blobs.read(change.before),
        change.after && blobs.read(change.after),
      ]);
      return { ...file, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    }),
  );
  return {
    kind: 'commit',
    ref: commit.sha,
    time: toTime(commit.time),
    order: commit.order,
    role: 'user',
    ...(entry.author !== '' && { author: entry.author }),
    text: entry.message,
    files,
    parents: commit.parents,
    reach: commit.reach,
  };
}

/** Dates that no calendar holds (forged or broken commits) become the nearest that one does. */
function toTime(seconds: number): string {
  const limit = 253_402_300_799; // the end of the year 9999
  return new Date(Math.min(Math.max(seconds, 0), limit) * 1000).toISOString();
}

/** Opens a commit's part of the output. No other field there can begin so: paths only come where one is expected. */
const MARK = '\u0001';
const FORMAT = '%x00%x01%H%x00%an%x00%B%x00';

async function* readLog(root: string, commits: readonly Commit[], signal?: AbortSignal): AsyncGenerator<LogEntry> {
  // The first parent alone, for merges too; with object ids, so that contents can be fetched by them.
  const args = [
    'log',
    '--no-walk=unsorted',
    '--stdin',
    '-m',
    '--first-parent',
    '--root',
    '--raw',
    '--no-abbrev',
    '-z',
    '-M',
  ];
  args.push(
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-notes',
    '--ignore-submodules=none',
    '--encoding=UTF-8',
    `--format=${FORMAT}`,
  );
  const input = commits.map(({ sha }) => `${sha}\n`).join('');
  let entry: { sha: string; author: string; message: string; changes: Change[] } | undefined;
  const fields = splitAtNul(streamGit(root, args, { input, signal }));
  const next = async (): Promise<string> => (await fields.next()).value ?? '';
  for await (const field of fields) {
    if (field.startsWith(MARK)) {
      if (entry) yield entry;
      entry = { sha: field.slice(1), author: await next(), message: await next(), changes: [] };
      continue;
    }
    const raw = /:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(field);
    if (!raw || !entry) continue;
    const [, oldMode = '', newMode = '', oldId, newId, letter = ''] = raw;
    const first = await next();
    const renamed = letter === 'R' || letter === 'C';
    const path = renamed ? await next() : first;
    const status = letter === 'R' ? 'R' : letter === 'A' || letter === 'C' ? 'A' : letter === 'D' ? 'D' : 'M';
    entry.changes.push({
      status,
      path,
      ...(status === 'R' && { oldPath: first }),
      before: isFile(oldMode) && letter !== 'C' ? oldId : undefined,
      after: isFile(newMode) ? newId : undefined,
    });
  }
  if (entry) yield entry;
}

function isFile(mode: string): boolean {
  return mode.startsWith('100');
}

async function* splitAtNul(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const fields = (rest + decoder.write(chunk)).split('\0');
    rest = fields.pop() ?? '';
    yield* fields;
  }
  if (rest !== '') yield rest;
}
