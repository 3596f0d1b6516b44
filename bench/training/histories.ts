import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wantsContent, type RawEvent } from '../../src/core/index';
import { chatEvents } from '../../src/node/chats/conversations';
import { openGit } from '../../src/node/git/git';
import { aider } from '../../src/node/transcripts/aider';
import { eventsOf, named, readRecords, type CommitRecord } from '../histories';
import { setOf, type HistorySet } from '../splits';

/** A project that can be learned from or measured on. */
export interface History {
  readonly name: string;
  readonly licence: string;
  /** The newest sha that was read. */
  readonly commit: string;
  /** Changes with what was read. */
  readonly digest: string;
  readonly source: HistorySource;
  /** What the project calls itself. */
  readonly ownName?: string;
  events(): AsyncIterable<RawEvent> | Iterable<RawEvent>;
}

/** Where a history lies, so that another process can read it. */
export interface HistorySource {
  readonly from: 'records' | 'clone' | 'chats';
  /** A file of records, a clone, or the folder of all data. */
  readonly place: string;
}

export async function openHistory({ from, place }: HistorySource): Promise<History> {
  switch (from) {
    case 'records':
      return recordedHistory(place);
    case 'clone':
      return await clonedHistory(place);
    case 'chats': {
      const history = await chatHistory(place);
      if (!history) throw new Error(`${place} holds no chats.`);
      return history;
    }
  }
}

/** The repositories of the splits are all under this licence, as they say themselves. */
const LICENCE_OF_SPLITS = 'MIT';

/** @param data folder with commits/*.jsonl */
export function recordedHistories(data: string, set: HistorySet): History[] {
  const folder = path.join(data, 'commits');
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl') && setOf(stem(file)) === set);
  return files.sort().map((file) => recordedHistory(path.join(folder, file)));
}

/** @param file of records, see `CommitRecord` */
export function recordedHistory(file: string): History {
  const name = stem(file);
  const commits = readRecords(file);
  return {
    name,
    licence: setOf(name) === 'other' ? licenceOf(commits) : LICENCE_OF_SPLITS,
    commit: commits.at(-1)?.sha ?? '',
    digest: digestOf(readFileSync(file)),
    source: { from: 'records', place: path.resolve(file) },
    ...named(commits),
    events: () => eventsOf(commits),
  };
}

/** A local clone, read as `scan` reads it. @throws where there is no repository with a commit */
export async function clonedHistory(folder: string): Promise<History> {
  const git = await openGit(folder);
  const head = await git?.head();
  if (!git || head === undefined) throw new Error(`${folder} is no git repository with a commit.`);
  return {
    name: path.basename(git.root),
    licence: licenceIn(git.root),
    commit: head,
    digest: head,
    source: { from: 'clone', place: path.resolve(folder) },
    events: async function* () {
      const graph = await git.graph();
      yield* git.readCommits(graph, new Set(graph.bySha.keys()), (file) => wantsContent(file));
    },
  };
}

/** One developer's chats, and the commits of that month in between. @param data folder with chats/aider-history.md */
export async function chatHistory(data: string): Promise<History | undefined> {
  const file = path.join(data, 'chats', 'aider-history.md');
  const records = path.join(data, 'commits', 'aider_2024-08.jsonl');
  if (!existsSync(file) || !existsSync(records)) return undefined;
  const commits = recordedHistory(records);
  const said: RawEvent[] = [];
  const places = { home: '/', platform: process.platform, env: {}, userData: [], roots: [path.dirname(file)] };
  const options = { app: 'aider', places, writtenAt: '2024-08-31T00:00:00Z', onSkipped: () => undefined } as const;
  for await (const { event } of chatEvents(aider.read(file), options)) said.push(event);
  return {
    name: 'aider_chats',
    licence: 'Apache-2.0',
    commit: commits.commit,
    digest: digestOf(readFileSync(file), commits.digest),
    source: { from: 'chats', place: path.resolve(data) },
    events: () => [...said, ...[...(commits.events() as Iterable<RawEvent>)].map(inSeconds)].sort(byOrder),
  };
}

/** Turns have the seconds of their time for an order, commits their place in the branch. */
function inSeconds(commit: RawEvent): RawEvent {
  return { ...commit, order: Math.floor(Date.parse(commit.time) / 1000) };
}

function byOrder(a: RawEvent, b: RawEvent): number {
  return (a.order ?? 0) - (b.order ?? 0);
}

export function digestOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}

function stem(file: string): string {
  return path.basename(file, '.jsonl');
}

function licenceOf(commits: readonly CommitRecord[]): string {
  const said = commits.findLast(({ manifest }) => typeof manifest?.['license'] === 'string')?.manifest?.['license'];
  return typeof said === 'string' ? said : UNSTATED;
}

function licenceIn(root: string): string {
  const file = readdirSync(root).find((name) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(name));
  if (file === undefined) return UNSTATED;
  const first = readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .find((line) => line.trim() !== '');
  return first?.trim().slice(0, 60) ?? UNSTATED;
}

const UNSTATED = 'not stated';
