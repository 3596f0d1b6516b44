import type { Event, Said } from '../../memory/event';
import type { FactDraft } from '../../memory/fact';
import type { Utterance } from './speech';
import type { Plain } from './talk';

/** An utterance of a turn, and what a reader needs to judge it. */
export interface Heard extends Utterance, Plain {
  readonly text: string;
  readonly event: Event;
  /** What the turn replies to. */
  readonly reply: Said | undefined;
}

/** What a reader makes of an utterance. Without a quote it rests on the whole utterance. */
export type Reading = Omit<FactDraft, 'quote'> & { readonly quote?: string };

/** Understands one kind of thing that people say in chats. Undefined when the utterance is none of it, or says too little to be remembered. */
export type Reader = (heard: Heard) => Reading | undefined;
