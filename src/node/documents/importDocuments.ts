import path from 'node:path';
import { contentId, readDocument, type DocumentRead, type ProjectMemory, type RawEvent } from '../../core/index';
import type {
  DocumentKind,
  DocumentReport,
  DocumentSource,
  FoundDocument,
  SkippedDocument,
} from '../../protocol/documents';
import { filesIn } from '../transcripts/folders';
import { readEntries, type Entry } from './entries';
import { fileOf, findDocuments, nameOf, type Ground } from './find';
import { locate, type Located } from './inside';
import { isTextName, kindOfPlace } from './kinds';
import { lastChange } from './lastChange';
import { readText } from './readText';

export interface ImportOptions {
  readonly accept: 'all' | 'none';
  readonly onProgress: (done: number, total: number) => void;
}

/** Entries of another memory that are taken in at once, the newest first: nobody reviews more. */
const MOST_ENTRIES = 500;

/** See `ServiceCalls.importDocuments`: one run over all of them. A file that cannot be read costs only itself. */
export async function importDocuments(
  memory: ProjectMemory,
  ground: Ground,
  paths: readonly string[],
  { accept, onProgress }: ImportOptions,
  signal?: AbortSignal,
): Promise<Omit<DocumentReport, 'ms'>> {
  const known = new Map((await findDocuments(ground, memory, signal)).map((found) => [found.path, found]));
  const tally = new Map<string, Tally>();
  const skipped: SkippedDocument[] = [];
  const files = await expand(paths, ground, skipped, signal);
  async function* events(): AsyncGenerator<RawEvent> {
    for (const [index, file] of files.entries()) {
      onProgress(index, files.length);
      try {
        const opened = await open(file, known.get(file.path), ground, signal);
        if ('problem' in opened) {
          skipped.push({ name: opened.name, reason: opened.problem });
          continue;
        }
        tally.set(opened.name, {
          name: opened.name,
          kind: opened.kind,
          statements: 0,
          leftOut: opened.leftOut,
          news: false,
        });
        if (opened.bad > 0) skipped.push({ name: opened.name, reason: `entries that cannot be read (${opened.bad})` });
        yield* eventsOf(opened, memory);
      } catch (error) {
        signal?.throwIfAborted();
        skipped.push({ name: nameOf(file.path, file.located.relative, ground.places), reason: reasonOf(error) });
      }
    }
    onProgress(files.length, files.length);
  }
  const report = await memory.ingest(
    events(),
    {
      kind: 'files',
      accept,
      onEvent: (event) => {
        const document = tally.get(fileOf(event.ref));
        if (!document) return;
        const { facts, leftOut } = readDocument(event);
        document.statements += facts.length;
        document.leftOut += leftOut;
        document.news = true;
      },
    },
    signal,
  );
  return { ...report, documents: [...tally.values()], skipped };
}

/** See `ServiceCalls.document`. */
export async function documentSource(
  memory: ProjectMemory,
  ground: Ground,
  { ref, session }: { readonly ref: string; readonly session?: string },
  signal?: AbortSignal,
): Promise<DocumentSource> {
  const text = memory.documentText(ref, session);
  if (text === undefined) return {}; // never read: nobody gets a file opened by naming it
  const name = fileOf(ref);
  const found = (await findDocuments(ground, memory, signal)).find((document) => document.name === name);
  const file = found?.path ?? (isTextName(name) ? await fileNamed(name, ground) : undefined);
  return { text, ...(file !== undefined && { path: file }) };
}

async function fileNamed(name: string, { root, places }: Ground): Promise<string | undefined> {
  const file = name.startsWith('~/') ? path.join(places.home, name.slice(2)) : path.resolve(root, name);
  const located = await locate(file, root);
  const isOurs =
    typeof located !== 'string' &&
    !located.isFolder &&
    (located.relative !== undefined || path.isAbsolute(name) || name.startsWith('~/'));
  return isOurs ? file : undefined;
}

interface Tally {
  readonly name: string;
  readonly kind: DocumentKind;
  statements: number;
  leftOut: number;
  news: boolean;
}

interface File {
  readonly path: string;
  readonly located: Located;
}

/** Folders become the documents in them. */
async function expand(
  paths: readonly string[],
  ground: Ground,
  skipped: SkippedDocument[],
  signal?: AbortSignal,
): Promise<File[]> {
  const files = new Map<string, File>();
  for (const named of paths) {
    const located = await locate(named, ground.root);
    if (typeof located === 'string') {
      skipped.push({ name: named, reason: located });
    } else if (!located.isFolder) {
      if (!files.has(located.real)) files.set(located.real, { path: path.resolve(named), located });
    } else {
      for await (const file of filesIn(located.real, isTextName, signal)) {
        const inside = await locate(file, ground.root);
        if (typeof inside !== 'string' && !files.has(inside.real))
          files.set(inside.real, { path: file, located: inside });
      }
    }
  }
  return [...files.values()];
}

/** A document, ready to become events. */
interface Opened {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly text: string;
  readonly time: string;
  /** Of another memory's file. */
  readonly entries?: readonly Entry[];
  /** Whether all of its entries could be read: then those that are known and not in it are gone. */
  readonly isWhole: boolean;
  readonly isInside: boolean;
  readonly leftOut: number;
  readonly bad: number;
}

async function open(
  { path: file, located }: File,
  found: FoundDocument | undefined,
  { git, places }: Ground,
  signal?: AbortSignal,
): Promise<Opened | { readonly name: string; readonly problem: string }> {
  const { real, relative, sizeBytes, modifiedMs } = located;
  const name = found?.name ?? nameOf(real, relative, places);
  const content = await readText(real, sizeBytes, signal);
  if ('problem' in content) return { name, problem: content.problem };
  const { text } = content;
  const committed = git && relative !== undefined ? await lastChange(git, relative, signal) : undefined;
  const time = committed ?? new Date(modifiedMs).toISOString();
  const common = { name, text, time, isInside: relative !== undefined };
  const isJson = /^\s*[[{]/.test(text) && !/\.mdc?$/i.test(file);
  const read = isJson ? readEntries(text) : undefined;
  if (isJson && !read) return { name, problem: 'no memories in it that can be read' };
  if (!read) {
    const kind = found?.kind ?? (relative === undefined ? undefined : kindOfPlace(relative)) ?? 'markdown';
    return { ...common, kind, isWhole: true, leftOut: 0, bad: 0 };
  }
  const newest = [...read.entries].sort((a, b) =>
    (a.time ?? '') < (b.time ?? '') ? 1 : (a.time ?? '') > (b.time ?? '') ? -1 : 0,
  );
  const entries = newest.slice(0, MOST_ENTRIES).reverse();
  const leftOut = read.entries.length - entries.length;
  return { ...common, kind: read.kind, entries, leftOut, bad: read.bad, isWhole: leftOut === 0 && read.bad === 0 };
}

function* eventsOf(opened: Opened, memory: ProjectMemory): Generator<RawEvent> {
  const { name, kind, text, time, entries, isInside, isWhole } = opened;
  const known = memory.documents();
  const toEvent = (said: Said): RawEvent => formOf(said, kind, known.get(said.ref), memory);
  if (!entries) {
    const event = toEvent({ ref: name, text, time });
    yield isInside ? { ...event, files: [{ path: name, status: 'M' }] } : event;
    return;
  }
  const title = name.split('/').at(-1) ?? name;
  const refs = new Set(entries.map(({ id }) => `${name}#${id}`));
  for (const { id, text: said, time: changed } of entries)
    yield { ...toEvent({ ref: `${name}#${id}`, text: said, time: changed ?? time }), title };
  if (!isWhole) return;
  for (const [ref, { session = '' }] of known)
    if (fileOf(ref) === name && ref !== name && !refs.has(ref) && !session.startsWith(GONE))
      yield { ...toEvent({ ref, text: GONE, time }), title };
}

/** The text, in one word so that it states nothing, and the beginning of the session of an entry that is no longer in its file. */
const GONE = 'gone';

interface Said {
  readonly ref: string;
  readonly text: string;
  readonly time: string;
}

/** A document in the form that it has now. One that it had once and has again is told apart from the first time, or it would be taken for read. */
function formOf(
  { ref, text, time }: Said,
  kind: DocumentKind,
  before: DocumentRead | undefined,
  memory: ProjectMemory,
): RawEvent {
  const form = text === GONE ? `${GONE}-${contentId(ref, before?.session)}` : contentId(text);
  const isSame = before?.session === form || before?.session?.startsWith(`${form}${AGAIN}`) === true;
  const wasThere = memory.knows({ kind: 'file', ref, session: form });
  const again = wasThere ? `${form}${AGAIN}${contentId(before?.session)}` : form;
  const seconds = Math.floor(Date.parse(time) / 1000);
  return {
    kind: 'file',
    ref,
    session: isSame ? (before.session ?? form) : again,
    time,
    // Written twice in one second.
    order: before && !isSame && Math.floor(before.order) === seconds ? before.order + 0.001 : seconds,
    role: 'user',
    app: kind,
    text,
  };
}

const AGAIN = '-after-';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
