import path from 'node:path';
import { Dialogue } from './dialogue';
import { filesIn, isInside, readEach } from './folders';
import { ifThere, textIfThere } from './ifThere';
import { toList, toObject, toText, toTime, type JsonObject } from './json';
import { readJsonParts } from './jsonParts';
import { commitsIn, pathOfUri } from './shell';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';
import { TurnIds } from './turnIds';

/** Continue: one JSON document a conversation, `~/.continue/sessions/<id>.json`. Only `sessions.json` beside them has a date for each. */
export const continueDev: TranscriptReader = {
  app: 'continue',
  where: ({ home, env }) => [path.join(env['CONTINUE_GLOBAL_DIR'] || path.join(home, '.continue'), 'sessions')],

  async *find(places: Places, signal?: AbortSignal) {
    for (const folder of continueDev.where(places)) {
      for await (const file of filesIn(folder, isTranscript, signal)) {
        const cwd = (await ifThere(describe(file, signal), signal))?.cwd;
        if (cwd !== undefined && (await isInside(cwd, places.roots))) yield file;
      }
    }
  },

  read: (place, signal) => readEach(place, isTranscript, (file) => readTranscript(file, signal), signal),
};

function isTranscript(relative: string): boolean {
  return /^[^/]+\.json$/.test(relative) && relative !== 'sessions.json';
}

interface Described {
  readonly id: string;
  readonly title?: string;
  readonly cwd?: string;
  readonly startedAt?: string;
}

/** What is told of a conversation before and behind its messages, and in the list beside it. */
async function describe(file: string, signal?: AbortSignal): Promise<Described> {
  const fields: Record<string, unknown> = {};
  for await (const part of readJsonParts(file, ['$.sessionId', '$.title', '$.workspaceDirectory'], signal))
    if (part.type === 'part') fields[String(part.key)] = part.value;
  const id = toText(fields['sessionId']) ?? path.basename(file, '.json');
  const listed = await listedAs(id, path.dirname(file));
  const folder = toText(fields['workspaceDirectory']) ?? toText(listed['workspaceDirectory']);
  const cwd = folder && (pathOfUri(folder) ?? folder);
  const title = toText(fields['title']) ?? toText(listed['title']);
  const { dateCreated } = listed;
  // Milliseconds, but as text.
  const startedAt = toTime(
    typeof dateCreated === 'string' && /^\d+$/.test(dateCreated) ? Number(dateCreated) : dateCreated,
  );
  return {
    id,
    ...(title !== undefined && title !== UNNAMED && { title }),
    ...(cwd !== undefined && { cwd }),
    ...(startedAt !== undefined && { startedAt }),
  };
}

/** What a conversation is called until Continue finds a name for it. */
const UNNAMED = 'New Session';

async function listedAs(id: string, folder: string): Promise<JsonObject> {
  try {
    const list: unknown = JSON.parse(await textIfThere(path.join(folder, 'sessions.json')));
    return toObject(toList(list).find((item) => toObject(item)['sessionId'] === id));
  } catch {
    // Missing or damaged: the conversation has no date then.
    return {};
  }
}

async function* readTranscript(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const { id, title, cwd, startedAt } = await describe(file, signal);
  const dialogue = new Dialogue(id);
  if (title !== undefined) dialogue.setTitle(title, 'assistant');
  if (cwd !== undefined) dialogue.setCwd(cwd);
  if (startedAt !== undefined) dialogue.setStart(startedAt);
  const ids = new TurnIds();
  for await (const part of readJsonParts(file, ['$.history.*'], signal)) {
    if (part.type === 'skipped') {
      yield part;
      continue;
    }
    const item = toObject(part.value);
    const { role, content } = toObject(item['message']);
    const text = toText(textOf(content));
    if ((role === 'user' || role === 'assistant') && text !== undefined)
      yield* dialogue.say({ id: ids.next(role, text), role, text });
    for (const call of toList(item['toolCallStates']).map(toObject)) {
      for (const edited of fileOf(call)) dialogue.touch(edited);
      for (const sha of toList(call['output']).flatMap((each) => commitsIn(textOf(toObject(each)['content']))))
        dialogue.commit(sha);
    }
  }
  yield* dialogue.end();
}

/** A text, or parts of which some are pictures. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return toList(content)
    .map((part) => toObject(part)['text'])
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** "builtin_create_new_file" in older versions. */
const EDITS = /(?:^|_)(?:create_new_file|edit_existing_file|single_find_and_replace|multi_edit|write|edit)$/i;

function fileOf({ toolCall, status, parsedArgs }: JsonObject): string[] {
  const { name } = toObject(toObject(toolCall)['function']);
  const { filepath } = toObject(parsedArgs);
  const file = toText(filepath);
  return status === 'done' && EDITS.test(String(name)) && file !== undefined ? [pathOfUri(file) ?? file] : [];
}
