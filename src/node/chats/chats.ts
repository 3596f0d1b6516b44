import { stat } from 'node:fs/promises';
import { errors, type Acceptance, type RawEvent } from '../../core/index';
import {
  CHAT_APPS,
  type ChatApp,
  type ChatImportReport,
  type ChatPlace,
  type FoundChat,
  type FoundChats,
} from '../../protocol/chats';
import type { OpenBank } from '../banks';
import { READERS } from '../transcripts/readers';
import type { Conversation, Places, TranscriptReader } from '../transcripts/transcript';
import { belongs } from './belongs';
import { chatEvents, type ChatEvent } from './conversations';
import { Skipped, Tally, titleOf, type Notes } from './notes';
import { shortPath } from './places';

type Report = Omit<ChatImportReport, 'ms'>;

/** One conversation, named as `findChats` found it. */
export type ChatChoice = Pick<FoundChat, 'app' | 'file' | 'id'>;

export interface ImportOptions {
  readonly accept: Acceptance;
  readonly onProgress: (done: number, total: number) => void;
}

/** See `ServiceCalls.chatPlaces`. */
export async function chatPlaces(places: Places): Promise<ChatPlace[]> {
  return await Promise.all(
    READERS.map(async (reader) => {
      const paths = reader.where(places);
      const found = await Promise.all(paths.map(exists));
      return { app: reader.app, paths: paths.map((path) => shortPath(path, places)), exists: found.includes(true) };
    }),
  );
}

/** See `ServiceCalls.findChats`. */
export async function findChats(
  bank: OpenBank,
  places: Places,
  apps: readonly ChatApp[],
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<FoundChats> {
  const files = await transcriptsOf(apps, places, signal);
  const chats: FoundChat[] = [];
  const skipped = new Skipped();
  for (const [index, { reader, file }] of files.entries()) {
    onProgress(index, files.length);
    const found = new Map<string, Draft>();
    try {
      for await (const { conversation, event } of ownEvents(reader, file, places, skipped, signal)) {
        const chat = found.get(conversation.id) ?? { first: event, turns: 0, newTurns: 0, size: 0, conversation };
        chat.conversation = conversation;
        chat.turns++;
        chat.size += event.text.length;
        if (!bank.memory.knows(event)) chat.newTurns++;
        found.set(conversation.id, chat);
      }
    } catch (error) {
      signal?.throwIfAborted();
      skipped.add(reader.app, file, reasonOf(error));
    }
    chats.push(...[...found.values()].map((draft) => toFound(reader.app, file, draft)));
  }
  onProgress(files.length, files.length);
  chats.sort((a, b) => Date.parse(b.startedAt ?? '') - Date.parse(a.startedAt ?? '') || 0);
  return { chats, skipped: skipped.list() };
}

/** See `ServiceCalls.importChats`. */
export async function importChats(
  bank: OpenBank,
  places: Places,
  chosen: readonly ChatChoice[],
  options: ImportOptions,
  signal?: AbortSignal,
): Promise<Report> {
  const wanted = new Map<string, Set<string>>();
  for (const { app, file, id } of chosen) {
    const key = `${app}\0${file}`;
    wanted.set(key, (wanted.get(key) ?? new Set()).add(id));
  }
  const files = [...wanted].map(([key, ids]): Wanted => {
    const [app = '', file = ''] = key.split('\0');
    return { reader: readerOf(app as ChatApp), file, ids };
  });
  return await read(
    bank,
    files,
    (wantedFile, { skipped }) => chosenEvents(wantedFile, places, skipped, signal),
    options,
    signal,
  );
}

/** See `ServiceCalls.importTranscripts`. */
export async function importTranscripts(
  bank: OpenBank,
  places: Places,
  { path, app }: { readonly path: string; readonly app: ChatApp },
  options: ImportOptions,
  signal?: AbortSignal,
): Promise<Report> {
  if (!(await exists(path))) throw errors.usage(`${path} is not there.`);
  const reader = readerOf(app);
  return await read(
    bank,
    [{ reader, file: path }],
    (_, notes) => eventsOf(reader, path, places, notes, signal),
    options,
    signal,
  );
}

/** Reads what is new in transcripts that appeared or grew. */
export async function readGrown(
  bank: OpenBank,
  places: Places,
  grown: readonly { readonly reader: TranscriptReader; readonly file: string }[],
  accept: Acceptance,
  signal?: AbortSignal,
): Promise<Report> {
  const open = ({ reader, file }: Wanted, { skipped }: Notes): AsyncGenerator<ChatEvent> =>
    ownEvents(reader, file, places, skipped, signal);
  return await read(bank, grown, open, { accept, onProgress: () => undefined }, signal);
}

/** Every transcript of these assistants that may be about the project. */
export async function transcriptsOf(
  apps: readonly ChatApp[],
  places: Places,
  signal?: AbortSignal,
): Promise<{ readonly reader: TranscriptReader; readonly file: string }[]> {
  const files: { reader: TranscriptReader; file: string }[] = [];
  for (const reader of READERS.filter(({ app }) => apps.includes(app)))
    for await (const file of reader.find(places, signal)) files.push({ reader, file });
  return files;
}

/** Events of a transcript's conversations about the project. */
export async function* ownEvents(
  reader: TranscriptReader,
  file: string,
  places: Places,
  skipped: Skipped,
  signal?: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const isOwn = new Map<string, boolean>();
  for await (const chat of eventsOf(reader, file, places, { skipped }, signal)) {
    const { id, cwd } = chat.conversation;
    let own = isOwn.get(id);
    if (own === undefined) {
      own = cwd === undefined || (await belongs(cwd, places)); // a place without a folder's name was found for the project
      isOwn.set(id, own);
      if (!own) skipped.add(reader.app, file, 'of another project');
    }
    if (own) yield chat;
  }
}

interface Wanted {
  readonly reader: TranscriptReader;
  readonly file: string;
  /** Only these conversations. */
  readonly ids?: ReadonlySet<string>;
}

async function* chosenEvents(
  { reader, file, ids }: Wanted,
  places: Places,
  skipped: Skipped,
  signal?: AbortSignal,
): AsyncGenerator<ChatEvent> {
  for await (const chat of ownEvents(reader, file, places, skipped, signal))
    if (ids?.has(chat.conversation.id) !== false) yield chat;
}

/** One run over all files: what it proposes is one batch. A file that cannot be read costs only itself. */
async function read(
  bank: OpenBank,
  files: readonly Wanted[],
  open: (file: Wanted, notes: Notes) => AsyncGenerator<ChatEvent>,
  { accept, onProgress }: ImportOptions,
  signal?: AbortSignal,
): Promise<Report> {
  const tally = new Tally();
  const skipped = new Skipped();
  async function* all(): AsyncGenerator<RawEvent> {
    for (const [index, file] of files.entries()) {
      onProgress(index, files.length);
      try {
        for await (const chat of open(file, { skipped, tally })) {
          tally.said(file.reader.app, chat);
          yield chat.event;
        }
      } catch (error) {
        signal?.throwIfAborted();
        skipped.add(file.reader.app, file.file, reasonOf(error));
      }
    }
    onProgress(files.length, files.length);
  }
  const onEvent = (event: { readonly session?: string }, facts: number): void => tally.learned(event, facts);
  const report = await bank.memory.ingest(all(), { kind: 'chats', accept, onEvent }, signal);
  return { ...report, chats: tally.list(), skipped: skipped.list() };
}

async function* eventsOf(
  reader: TranscriptReader,
  file: string,
  places: Places,
  { skipped, tally }: Notes,
  signal?: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { mtime } = await stat(file);
  yield* chatEvents(reader.read(file, signal), {
    app: reader.app,
    places,
    writtenAt: mtime.toISOString(),
    onSkipped: (reason) => skipped.add(reader.app, file, reason),
    ...(tally && { onConversation: (conversation: Conversation) => tally.begins(reader.app, conversation) }),
  });
}

interface Draft {
  conversation: Conversation;
  readonly first: RawEvent;
  turns: number;
  newTurns: number;
  size: number;
}

function toFound(app: ChatApp, file: string, { conversation, first, turns, newTurns, size }: Draft): FoundChat {
  return {
    app,
    file,
    id: conversation.id,
    title: titleOf(conversation, first.text),
    startedAt: conversation.startedAt ?? first.time,
    turns,
    newTurns,
    size,
  };
}

function readerOf(app: ChatApp): TranscriptReader {
  const reader = READERS.find((one) => one.app === app);
  if (!reader)
    throw errors.usage(`"${app}" is no assistant that can be read. Known: ${Object.keys(CHAT_APPS).join(', ')}.`);
  return reader;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
