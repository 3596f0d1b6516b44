import type { RawEvent, Said } from '../../core/index';
import type { ChatApp } from '../../protocol/chats';
import type { Conversation, TranscriptItem, Turn } from '../transcripts/transcript';
import { insideProject } from './belongs';
import type { Places } from '../transcripts/transcript';
import { shorten } from './shorten';

/** One turn, ready for the entrance, with what is known of its conversation. */
export interface ChatEvent {
  readonly conversation: Conversation;
  readonly event: RawEvent;
}

export interface ReadOptions {
  readonly app: ChatApp;
  readonly places: Places;
  /** ISO 8601: taken for turns of a transcript that tells no times; the day its file was written last. */
  readonly writtenAt: string;
  /** Told of everything that was passed over, once each. */
  readonly onSkipped: (reason: string) => void;
  /** Told of each conversation as it begins; one may have no turns. */
  readonly onConversation?: (conversation: Conversation) => void;
}

/** How many turns before it an event carries, and how much of the end of each, where questions stand: enough for "no, the second one". In turns, characters. */
const BEFORE = 4;
const BEFORE_LENGTH = 6_000;

/** Turns a transcript's items into events: each with its place, its time, what came before it and the project's files that it changed. */
export async function* chatEvents(
  items: AsyncIterable<TranscriptItem>,
  { app, places, writtenAt, onSkipped, onConversation }: ReadOptions,
): AsyncGenerator<ChatEvent> {
  const states = new Map<string, State>();
  let state: State | undefined;
  for await (const item of items) {
    if (item.type === 'skipped') {
      onSkipped(item.reason);
    } else if (item.type === 'conversation') {
      const { type: _, ...conversation } = item;
      if (!states.has(item.id)) onConversation?.(conversation);
      state = states.get(item.id) ?? { conversation, turns: 0, before: [], seen: new Set() };
      state.conversation = { ...state.conversation, ...conversation };
      states.set(item.id, state);
    } else if (!state) {
      onSkipped('words before a conversation began');
    } else if (!state.seen.has(item.id)) {
      const event = toEvent(item, state, app, places, writtenAt);
      if (event) yield { conversation: state.conversation, event };
    }
  }
}

interface State {
  conversation: Conversation;
  turns: number;
  before: Said[];
  /** ISO 8601 time and order of the turn before. */
  time?: string;
  order?: number;
  /** Ids of turns; a transcript may hold one twice. */
  readonly seen: Set<string>;
}

function toEvent(turn: Turn, state: State, app: ChatApp, places: Places, writtenAt: string): RawEvent | undefined {
  const { conversation } = state;
  state.seen.add(turn.id);
  const text = shorten(turn.text, turn.role);
  if (text === '') return undefined;
  const told = validTime(turn.time);
  const time = told ?? state.time ?? validTime(conversation.startedAt) ?? writtenAt;
  // Seconds are too coarse for turns, and some transcripts tell the time of their beginning only.
  const order = Math.max(Math.floor(Date.parse(time) / 1000), (state.order ?? -Infinity) + 1);
  const files = (turn.files ?? []).flatMap((file) => insideProject(file, conversation.cwd, places) ?? []);
  const event: RawEvent = {
    kind: 'chat',
    ref: turn.id,
    session: sessionOf(app, conversation.id),
    time,
    order,
    role: turn.role,
    app,
    ...(conversation.title !== undefined && { title: shortTitle(conversation.title) }),
    turn: state.turns + 1,
    text,
    before: state.before,
    files: [...new Set(files)].map((path) => ({ path, status: 'M' })),
    ...(turn.commits && turn.commits.length > 0 && { commits: turn.commits }),
  };
  state.turns++;
  state.time = time;
  state.order = order;
  state.before = [...state.before, { role: turn.role, text: text.slice(-BEFORE_LENGTH) }].slice(-BEFORE);
  return event;
}

/** Ids of conversations are unique for one assistant only. */
export function sessionOf(app: ChatApp, id: string): string {
  return `${app}:${id}`;
}

function validTime(time: string | undefined): string | undefined {
  return time === undefined || Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** In characters. */
const TITLE_LENGTH = 120;

export function shortTitle(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1)}…`;
}
