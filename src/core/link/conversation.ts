import { words } from '../base/words';
import type { StoredEvent } from '../memory/event';

/** Of a chat turn, what tells which commits it led to. */
export type LinkTurn = Pick<StoredEvent, 'ref' | 'session' | 'role' | 'order' | 'text' | 'files' | 'commits'>;

/** What was asked, and what was answered until something else was asked. */
export interface Exchange {
  /** What stands for it: the request, or the first turn where nobody asked. */
  readonly asked: LinkTurn;
  readonly turns: readonly LinkTurn[];
  /** Seconds since 1970: its first and its last turn. */
  readonly begins: number;
  readonly ends: number;
  /** Files that were changed in it. */
  readonly files: ReadonlySet<string>;
}

/** The turns of one session, in their order. */
export interface Conversation {
  readonly session: string;
  /** Seconds since 1970: its first and its last turn. */
  readonly begins: number;
  readonly ends: number;
  readonly exchanges: readonly Exchange[];
}

/** Turns without a session belong to no conversation; they led to nothing that could be shown. */
export function toConversations(turns: Iterable<LinkTurn>): Conversation[] {
  const bySession = new Map<string, Said>();
  for (const turn of turns) {
    if (turn.session === undefined) continue;
    const known = bySession.get(turn.session);
    if (known) known.push(turn);
    else bySession.set(turn.session, [turn]);
  }
  return [...bySession]
    .map(([session, said]) => toConversation(session, said))
    .sort((a, b) => a.begins - b.begins || (a.session < b.session ? -1 : 1));
}

type Said = [LinkTurn, ...LinkTurn[]];

function toConversation(session: string, said: Said): Conversation {
  const [first, ...others] = said.sort((a, b) => a.order - b.order);
  let open: Said = [first];
  const groups = [open];
  for (const turn of others) {
    if (turn.role === 'user') groups.push((open = [turn]));
    else open.push(turn);
  }
  return { session, begins: first.order, ends: (others.at(-1) ?? first).order, exchanges: groups.map(toExchange) };
}

function toExchange(turns: Said): Exchange {
  const [asked] = turns;
  return {
    asked,
    turns,
    begins: asked.order,
    ends: (turns.at(-1) ?? asked).order,
    files: new Set(turns.flatMap((turn) => turn.files)),
  };
}

/** The words of exchanges, read when they are needed and forgotten when others are: most conversations are never near a commit that is looked at. */
export class ExchangeWords {
  readonly #read = new Map<Exchange, ReadonlySet<string>>();

  of(exchange: Exchange): ReadonlySet<string> {
    const known = this.#read.get(exchange);
    if (known) return known;
    const said = new Set(exchange.turns.flatMap((turn) => words(turn.text.slice(0, MOST_READ))));
    if (this.#read.size >= MOST_KEPT) this.#read.clear();
    this.#read.set(exchange, said);
    return said;
  }
}

/** What is asked for stands at the beginning. In characters of a turn. */
const MOST_READ = 4_000;

/** In exchanges; about 10 MB. */
const MOST_KEPT = 500;
