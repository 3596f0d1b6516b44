import type { ChatApp, ImportedChat, SkippedChat } from '../../protocol/chats';
import type { Conversation } from '../transcripts/transcript';
import { sessionOf, shortTitle, type ChatEvent } from './conversations';

/** What is noted while files are read. */
export interface Notes {
  readonly skipped: Skipped;
  /** Counts conversations in which nothing was said, too. */
  readonly tally?: Tally;
}

/** What became of each conversation, in the order in which they were read. */
export class Tally {
  readonly #chats = new Map<string, { -readonly [K in keyof ImportedChat]: ImportedChat[K] }>();

  begins(app: ChatApp, conversation: Conversation): void {
    this.#chat(app, conversation);
  }

  said(app: ChatApp, { conversation, event }: ChatEvent): void {
    const chat = this.#chat(app, conversation);
    if (chat.turns === 0) chat.title = titleOf(conversation, event.text);
    chat.turns++;
  }

  learned({ session = '' }: { readonly session?: string }, facts: number): void {
    const chat = this.#chats.get(session);
    if (!chat) return;
    chat.events++;
    chat.facts += facts;
  }

  list(): ImportedChat[] {
    return [...this.#chats.values()];
  }

  #chat(app: ChatApp, conversation: Conversation): { -readonly [K in keyof ImportedChat]: ImportedChat[K] } {
    const { id } = conversation;
    const key = sessionOf(app, id);
    const chat = this.#chats.get(key) ?? { app, id, title: titleOf(conversation, ''), turns: 0, events: 0, facts: 0 };
    this.#chats.set(key, chat);
    return chat;
  }
}

/** What was passed over, and why; the same reason in one file is one entry with its count. */
export class Skipped {
  readonly #counts = new Map<string, { readonly entry: SkippedChat; count: number }>();

  add(app: ChatApp, file: string, reason: string): void {
    const key = `${app}\0${file}\0${reason}`;
    const known = this.#counts.get(key);
    if (known) known.count++;
    else this.#counts.set(key, { entry: { app, file, reason }, count: 1 });
  }

  list(): SkippedChat[] {
    return [...this.#counts.values()].map(({ entry, count }) =>
      count === 1 ? entry : { ...entry, reason: `${entry.reason} (${count})` },
    );
  }
}

/** What the assistant calls it, else how it begins. */
export function titleOf({ title, id }: Conversation, firstWords: string): string {
  return shortTitle(title ?? '') || shortTitle(firstWords) || id;
}
