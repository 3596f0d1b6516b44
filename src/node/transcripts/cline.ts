import path from 'node:path';
import { parse } from 'jsonc-parser';
import type { ChatApp } from '../../protocol/chats';
import { parseClineMessage, type ClineMessage } from './clineMessages';
import { Dialogue } from './dialogue';
import { filesIn, isInside, readEach } from './folders';
import { ifThere, textIfThere } from './ifThere';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { readJsonParts } from './jsonParts';
import { parseObject } from './lines';
import { commitsIn } from './shell';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';
import { TurnIds } from './turnIds';

/** An extension that keeps each conversation ("task") in a folder of its own below its global storage. */
interface Descriptor {
  readonly app: ChatApp;
  /** Ids of the extension and of its forks, by which VS Code names their storage. */
  readonly extensions: readonly string[];
  /** The setting with another folder for all of it, where there is one. */
  readonly setting?: string;
  /** Folders of its command line, below the home folder. */
  readonly folders: (places: Places) => readonly string[];
}

/**
 * Cline: `tasks/<id>/api_conversation_history.json` (what was sent to the model and what it answered), with `ui_messages.json` beside it, which has the
 * times; and `sessions/<id>/<id>.messages.json` of its newer command line.
 */
export const cline = createReader({
  app: 'cline',
  extensions: ['saoudrizwan.claude-dev', 'saoudrizwan.cline-nightly'],
  folders: ({ home, env }) => [
    env['CLINE_DATA_DIR'] || path.join(env['CLINE_DIR'] || path.join(home, '.cline'), 'data'),
  ],
});

/** Roo Code and what was made from it keep the same files; their messages have times of their own. */
export const roo = createReader({
  app: 'roo',
  extensions: ['rooveterinaryinc.roo-cline', 'rooveterinaryinc.roo-code-nightly', 'kilocode.kilo-code'],
  setting: 'roo-cline.customStoragePath',
  folders: () => [],
});

function createReader(descriptor: Descriptor): TranscriptReader {
  const where = (places: Places): string[] => [
    ...places.userData.flatMap((user) =>
      descriptor.extensions.map((extension) => path.join(user, 'globalStorage', extension)),
    ),
    ...descriptor.folders(places),
  ];
  return {
    app: descriptor.app,
    where,
    async *find(places, signal) {
      const folders = new Set([...where(places), ...(await configuredFolders(places, descriptor.setting))]);
      for (const folder of folders) {
        const listed = await listedFolders(folder);
        for await (const file of filesIn(folder, isTranscript, signal)) {
          const cwd =
            listed.get(taskOf(file)) ?? (await describe(file)).cwd ?? (await ifThere(firstCwd(file, signal), signal));
          if (cwd !== undefined && (await isInside(cwd, places.roots))) yield file;
        }
      }
    },
    read: (place, signal) => readEach(place, isTranscript, (file) => readTask(file, signal), signal),
  };
}

const HISTORY = 'api_conversation_history.json';
const MESSAGES = /^(.+)\.messages\.json$/;

function isTranscript(relative: string): boolean {
  const name = path.posix.basename(relative);
  return name === HISTORY || MESSAGES.test(name);
}

/** The id of the conversation in a file: the name of its folder, or of the file where that is its own. */
function taskOf(file: string): string {
  const name = path.basename(file);
  if (name === HISTORY) return path.basename(path.dirname(path.resolve(file)));
  return MESSAGES.exec(name)?.[1] ?? path.basename(name, '.json');
}

async function configuredFolders({ userData }: Places, setting: string | undefined): Promise<string[]> {
  if (setting === undefined) return [];
  const settings = await Promise.all(userData.map((user) => textIfThere(path.join(user, 'settings.json'))));
  return settings.flatMap((text) => toText(toObject(parse(text) as unknown)[setting]) ?? []);
}

/** Working directories of conversations, by their ids, as far as the extension lists them. */
async function listedFolders(folder: string): Promise<Map<string, string>> {
  const text = await textIfThere(path.join(folder, 'state', 'taskHistory.json'));
  const listed = new Map<string, string>();
  for (const item of toList(parseList(text)).map(toObject)) {
    const cwd = folderOf(item);
    const { id } = item;
    if (typeof id === 'string' && cwd !== undefined) listed.set(id, cwd);
  }
  return listed;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Missing or damaged: each conversation tells its folder itself.
    return undefined;
  }
}

/** What stands beside a transcript about it. */
async function describe(file: string): Promise<{ cwd?: string; title?: string; startedAt?: string }> {
  const folder = path.dirname(file);
  const name = MESSAGES.test(path.basename(file)) ? `${taskOf(file)}.json` : 'history_item.json';
  const item = toObject(parseObject(await textIfThere(path.join(folder, name))));
  const cwd = folderOf(item);
  const title = toText(item['task']) ?? toText(toObject(item['metadata'])['title']) ?? toText(item['prompt']);
  // Older conversations are named by the millisecond in which they began.
  const id = taskOf(file);
  const startedAt =
    toTime(item['started_at']) ?? (/^\d{13}(?:_|$)/.test(id) ? toTime(Number.parseInt(id, 10)) : undefined);
  return {
    ...(cwd !== undefined && { cwd }),
    ...(title !== undefined && { title }),
    ...(startedAt !== undefined && { startedAt }),
  };
}

function folderOf(item: JsonObject): string | undefined {
  return toText(item['cwdOnTaskInitialization']) ?? toText(item['workspace']) ?? toText(item['cwd']);
}

/** The environment is told with the first message of the user; a conversation that was taken over may have others before it. */
const MAX_FIRST_MESSAGES = 4;

async function firstCwd(file: string, signal?: AbortSignal): Promise<string | undefined> {
  let left = MAX_FIRST_MESSAGES;
  for await (const message of messagesIn(file, signal)) {
    if (message.type === 'skipped' || left-- === 0) return undefined;
    const cwd = parseClineMessage(message.value)?.cwd;
    if (cwd !== undefined) return cwd;
  }
  return undefined;
}

function messagesIn(file: string, signal?: AbortSignal): ReturnType<typeof readJsonParts> {
  return readJsonParts(file, [MESSAGES.test(path.basename(file)) ? '$.messages.*' : '$.*'], signal);
}

async function* readTask(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const { cwd, title, startedAt } = await describe(file);
  const dialogue = new Dialogue(taskOf(file));
  if (cwd !== undefined) dialogue.setCwd(cwd);
  if (title !== undefined) dialogue.setTitle(title, 'summary');
  if (startedAt !== undefined) dialogue.setStart(startedAt);
  const times = await ifThere(Times.read(path.join(path.dirname(file), 'ui_messages.json'), signal), signal);
  const ids = new TurnIds();
  let wanted: readonly string[] = [];
  let calls: ReadonlyMap<string, string> = new Map();
  let index = -1;
  for await (const part of messagesIn(file, signal)) {
    if (part.type === 'skipped') {
      yield part;
      continue;
    }
    index++;
    const message = parseClineMessage(part.value, calls);
    if (message === undefined) continue;
    calls = message.calls;
    if (message.cwd !== undefined) dialogue.setCwd(message.cwd);
    if (message.role === 'user') {
      settle(dialogue, message, wanted);
      wanted = [];
    }
    const time = toTime(toObject(part.value)['ts']) ?? times?.of(index);
    const { role, text } = message;
    if (text !== '') yield* dialogue.say({ id: ids.next(role, text), role, text, ...(time !== undefined && { time }) });
    wanted = [...wanted, ...message.edits];
  }
  yield* dialogue.end();
}

/** What the assistant asked for was done, unless the answer to it says otherwise. Of the last message nobody knows. */
function settle(dialogue: Dialogue, { isRefusal, output }: ClineMessage, wanted: readonly string[]): void {
  for (const file of isRefusal ? [] : wanted) dialogue.touch(file);
  for (const sha of commitsIn(output)) dialogue.commit(sha);
}

/**
 * Times of messages without one. What the user saw names the last message that there was then (`conversationHistoryIndex`), so the first that names
 * a message or a later one was there right after it.
 */
class Times {
  readonly #firsts: { readonly index: number; readonly time: string }[] = [];

  static async read(file: string, signal?: AbortSignal): Promise<Times> {
    const times = new Times();
    for await (const part of readJsonParts(file, ['$.*'], signal))
      if (part.type === 'part') times.#take(toObject(part.value));
    return times;
  }

  of(index: number): string | undefined {
    return (this.#firsts.find((first) => first.index >= index) ?? this.#firsts.at(-1))?.time;
  }

  #take({ conversationHistoryIndex: index, ts }: JsonObject): void {
    const time = toTime(ts);
    if (typeof index !== 'number' || time === undefined || index <= (this.#firsts.at(-1)?.index ?? -Infinity)) return;
    this.#firsts.push({ index, time });
  }
}
