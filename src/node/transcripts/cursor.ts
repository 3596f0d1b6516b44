import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readCursorDatabase } from './cursorDatabase';
import { Dialogue } from './dialogue';
import { filesIn, foldersIn, readEach } from './folders';
import { ifThere } from './ifThere';
import { toList, toObject, toText, type JsonObject } from './json';
import { readJsonLines } from './lines';
import type { Places, TranscriptItem, TranscriptReader } from './transcript';
import { TurnIds } from './turnIds';
import { storagesOf } from './vscodeWorkspaces';

/**
 * Cursor: the conversations of all projects in one database, `globalStorage/state.vscdb`; and those of its agents in
 * `~/.cursor/projects/<path>/agent-transcripts/<id>/<id>.jsonl`, which tell no times.
 */
export const cursor: TranscriptReader = {
  app: 'cursor',
  where: (places) => [...databasesOf(places), projectsOf(places)],

  async *find(places: Places, signal?: AbortSignal) {
    for (const user of usersOf(places)) {
      const database = path.join(user, 'globalStorage', DATABASE);
      // The database does not say quickly which projects it is about; the workspaces beside it do.
      const isOpened = !(await storagesOf({ ...places, userData: [user] }, signal).next()).done;
      if (isOpened && (await ifThere(stat(database)))) yield database;
    }
    const names = new Set(places.roots.map(plain));
    const projects = projectsOf(places);
    for (const name of (await foldersIn(projects)).filter((each) => names.has(plain(each))))
      yield* filesIn(path.join(projects, name), isAgentTranscript, signal);
  },

  read: (place, signal) => readEach(place, isTranscript, (file) => readFile(file, signal), signal),
};

const DATABASE = 'state.vscdb';

/** "User" folders of Cursor, among those of its relatives. */
function usersOf({ userData }: Places): string[] {
  return userData.filter((user) => /^\.?cursor/i.test(path.basename(path.dirname(user))));
}

function databasesOf(places: Places): string[] {
  return usersOf(places).map((user) => path.join(user, 'globalStorage', DATABASE));
}

function projectsOf({ home }: Places): string {
  return path.join(home, '.cursor', 'projects');
}

/** The folder of a project is named by its path, with dashes for all but letters and digits. */
function plain(folder: string): string {
  return folder
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}

function isAgentTranscript(relative: string): boolean {
  return /(?:^|\/)agent-transcripts\/(?:([^/]+)\/\1|[^/]+)\.jsonl$/.test(relative);
}

function isTranscript(relative: string): boolean {
  return (
    path.posix.basename(relative) === DATABASE ||
    isAgentTranscript(`agent-transcripts/${relative}`) ||
    isAgentTranscript(relative)
  );
}

function readFile(file: string, signal?: AbortSignal): AsyncIterable<TranscriptItem> {
  return file.endsWith('.jsonl') ? readAgentTranscript(file, signal) : readCursorDatabase(file, signal);
}

async function* readAgentTranscript(file: string, signal?: AbortSignal): AsyncGenerator<TranscriptItem> {
  const dialogue = new Dialogue(path.basename(file, '.jsonl'));
  const ids = new TurnIds();
  for await (const item of readJsonLines(file, { signal })) {
    if (item.type === 'skipped') {
      yield item;
      continue;
    }
    const { role, message } = item.record;
    const blocks = toList(toObject(message)['content']).map(toObject);
    const text = wordsOf(blocks, role);
    if ((role === 'user' || role === 'assistant') && text !== '')
      yield* dialogue.say({ id: ids.next(role, text), role, text });
    for (const edited of blocks.flatMap(fileOf)) dialogue.touch(edited);
  }
  yield* dialogue.end();
}

/** What the user typed stands in marks, with what the editor shows to the model around them. */
function wordsOf(blocks: readonly JsonObject[], role: unknown): string {
  const texts = blocks.flatMap((block) => (block['type'] === 'text' ? (toText(block['text']) ?? []) : []));
  const whole = texts.join('\n\n').trim();
  if (role !== 'user') return whole;
  const typed = [...whole.matchAll(/<user_query>([\s\S]*?)(?:<\/user_query>|$)/g)].map(
    (match) => match[1]?.trim() ?? '',
  );
  return typed.length > 0 ? typed.join('\n\n') : whole.replace(SHOWN, '').trim();
}

const SHOWN = /<([a-z]+(?:_[a-z]+)+)\b[^>]*>[\s\S]*?(?:<\/\1>|$)/g;

const EDITS = /^(?:Write|StrReplace|MultiEdit|Delete|ApplyPatch|edit_file|search_replace|write|delete_file)$/;

function fileOf({ type, name, input }: JsonObject): string[] {
  const { path: file, file_path: other, target_file: older } = toObject(input);
  const named = toText(file) ?? toText(other) ?? toText(older);
  return type === 'tool_use' && EDITS.test(String(name)) && named !== undefined ? [named] : [];
}
