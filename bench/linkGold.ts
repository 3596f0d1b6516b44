import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LinkCommit, LinkTurn } from '../src/core/index';
import { chatEvents } from '../src/node/chats/conversations';
import { groupBy } from '../src/core/index';
import { aider } from '../src/node/transcripts/aider';
import type { TranscriptItem } from '../src/node/transcripts/transcript';

/** Chats and commits of one month, and which of them belong together. */
export interface LinkGold {
  /** What the product gets: without the lines that name commits, and without their subjects. */
  readonly turns: readonly LinkTurn[];
  /** When each conversation began, seconds since 1970, also those in which nobody said anything. */
  readonly beginnings: ReadonlyMap<string, number>;
  readonly commits: readonly LinkCommit[];
  /** By full sha. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Hidden subjects by conversation: a commit with the same words was most likely made there, and rewritten later. */
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
  readonly files: readonly string[];
}

/** Where a commit was made, as the history says. */
export interface Origin {
  /** Conversations whose text names it. */
  readonly sessions: ReadonlySet<string>;
  /** The request that it was made for, of those that the reader tells: `ref` of a turn. */
  readonly turn?: string;
}

/** How the conversations' times are read: they are written in local time without a zone. */
export type Zone = 'commits' | `${'+' | '-'}${string}`;

/**
 * Reads an aider history and the records of commits.
 * @param zone `commits`: each time in the zone of the commit nearest by wall clock, since the author travelled; otherwise one for all, such as "-07:00"
 */
export async function readLinkGold(data: string, zone: Zone): Promise<LinkGold> {
  const files = [path.join(data, 'chats', 'aider-history.md'), path.join(data, 'commits', 'aider_2024-08.jsonl')];
  const [history = '', lines = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const records = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Recorded);
  const named = namedCommits(history);
  const subjects = groupBy(named, ({ session }) => session);
  const known = records.flatMap((record) => named.filter(({ sha }) => record.sha.startsWith(sha)).map(() => record));
  const hidden = hide(history, [...named.map(({ subject }) => subject), ...known.map(({ subject }) => subject)]);

  const toTime = zoned(records, zone);
  const { turns, beginnings } = await read(hidden, toTime);
  const requests = requestsOf((await read(history, toTime)).turns);
  const origins = new Map<string, Origin>();
  for (const { sha } of records) {
    const lines = named.filter((line) => sha.startsWith(line.sha));
    if (lines.length === 0) continue;
    const turn = lines.map((line) => requests.get(line.sha)).find((ref) => ref !== undefined);
    origins.set(sha, { sessions: new Set(lines.map(({ session }) => session)), ...(turn !== undefined && { turn }) });
  }
  return {
    turns,
    beginnings,
    commits: records.map(toCommit),
    origins,
    subjects: new Map([...subjects].map(([session, list]) => [session, new Set(list.map(({ subject }) => subject))])),
    files,
  };
}

interface Recorded {
  readonly sha: string;
  /** ISO 8601 with the author's offset. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly body?: string;
  readonly files: readonly { readonly path: string; readonly oldPath?: string }[];
}

function toCommit({ sha, date, author, subject, body, files }: Recorded): LinkCommit {
  return {
    ref: sha,
    time: date,
    author,
    text: body === undefined ? subject : `${subject}\n\n${body}`,
    files: files.map(({ path: file }) => file),
  };
}

interface NamedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly session: string;
}

const START = /^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;
const COMMIT = /^> Commit ([0-9a-f]{7,40}) (.*?)\s*$/;

/** The lines that name commits, found without the product's reader. */
function namedCommits(history: string): NamedCommit[] {
  const starts = new Map<string, number>();
  const found: NamedCommit[] = [];
  let session = '';
  for (const line of history.split('\n')) {
    const at = START.exec(line)?.[1];
    if (at !== undefined) {
      const count = (starts.get(at) ?? 0) + 1;
      starts.set(at, count);
      session = sessionOf(`${at.replace(' ', 'T')}${count === 1 ? '' : `-${count}`}`);
    }
    const [, sha, subject = ''] = COMMIT.exec(line) ?? [];
    if (sha !== undefined) found.push({ sha, subject, session });
  }
  return found;
}

/** As the import names conversations. */
function sessionOf(id: string): string {
  return `aider:${id}`;
}

/** Takes out the lines that name commits, and what stands elsewhere of their subjects: an undo, a log, a diff of a later conversation. */
export function hide(history: string, subjects: readonly string[]): string {
  let text = history
    .split('\n')
    .filter((line) => !COMMIT.test(line))
    .join('\n');
  const longestFirst = [...new Set(subjects)].filter((subject) => subject !== '').sort((a, b) => b.length - a.length);
  for (const subject of longestFirst) text = text.replaceAll(subject, '');
  return text;
}

type ToTime = (local: Date) => string;

/** @param toTime ISO 8601 of a time whose local parts are those that the history has */
async function read(history: string, toTime: ToTime): Promise<Pick<LinkGold, 'turns' | 'beginnings'>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'links-'));
  try {
    const file = path.join(folder, '.aider.chat.history.md');
    writeFileSync(file, history);
    const beginnings = new Map<string, number>();
    const items = async function* (): AsyncGenerator<TranscriptItem> {
      for await (const item of aider.read(file)) {
        if (item.type !== 'conversation' || item.startedAt === undefined) {
          yield item;
          continue;
        }
        const startedAt = toTime(new Date(item.startedAt));
        beginnings.set(sessionOf(item.id), Date.parse(startedAt) / 1000);
        yield { ...item, startedAt };
      }
    };
    const places = { home: '/', platform: process.platform, env: {}, userData: [], roots: [] };
    const turns: LinkTurn[] = [];
    const options = { app: aider.app, places, writtenAt: new Date(0).toISOString(), onSkipped: () => undefined };
    for await (const { event } of chatEvents(items(), options)) {
      const { ref, session, role, order = 0, text, commits } = event;
      turns.push({
        ref,
        role,
        order,
        text,
        files: (event.files ?? []).map((changed) => changed.path),
        ...(session !== undefined && { session }),
        ...(commits && { commits }),
      });
    }
    return { turns, beginnings };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By sha as it is named, the request before it. */
function requestsOf(turns: readonly LinkTurn[]): Map<string, string> {
  const requests = new Map<string, string>();
  let request: LinkTurn | undefined;
  for (const turn of turns) {
    if (turn.role === 'user' || request?.session !== turn.session) request = turn;
    for (const sha of turn.commits ?? []) requests.set(sha, (request ?? turn).ref);
  }
  return requests;
}

/** The reader takes times to be of this machine's zone; their local parts are what the history has, whatever that zone is. */
function zoned(records: readonly Recorded[], zone: Zone): ToTime {
  const clocks = records
    .map(({ date }) => ({ wall: Date.parse(`${date.slice(0, 19)}Z`), offset: date.slice(19) }))
    .sort((a, b) => a.wall - b.wall);
  return (local) => {
    const wall = Date.UTC(
      local.getFullYear(),
      local.getMonth(),
      local.getDate(),
      local.getHours(),
      local.getMinutes(),
      local.getSeconds(),
    );
    const nearest = clocks.reduce((a, b) => (Math.abs(b.wall - wall) < Math.abs(a.wall - wall) ? b : a));
    return new Date(wall).toISOString().slice(0, 19) + (zone === 'commits' ? nearest.offset : zone);
  };
}
