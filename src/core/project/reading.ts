import { KnownError } from '../base/errors';
import { cutText, firstLine } from '../base/text';
import { isRoutine } from '../extract/routine';
import type { LanguageModel, ModelUsage } from '../llm/languageModel';
import type { BankEvent } from '../memory/bank';
import type { Ledger } from './ledger';
import { EventReader, UnreadableAnswer } from './readEvent';

export interface ReadOptions {
  /** Events at most. Default: all that were not read. */
  readonly limit?: number;
  /** Tokens at most, input and output together; the event under way is finished. Default: any number. */
  readonly budgetTokens?: number;
  /** Also events that another model has read. Default: each event is read once. */
  readonly again?: boolean;
  /** Events for which the model gave so often no answer that can be used, since the program began, are left out. Default: they are tried again. */
  readonly tries?: number;
  /** `all`: what is read counts without review, as the setting `review: off` wants it. Default: everything waits. */
  readonly accept?: 'none' | 'all';
  /** Told of each event that was tried. */
  readonly onOutcome?: (outcome: ReadingOutcome) => void;
}

/** What came of reading one event with a model. */
export interface ReadingOutcome {
  readonly at: string;
  /** Id of the event. */
  readonly event: string;
  /** First line of the event. */
  readonly subject: string;
  readonly facts: number;
  /** Why there is nothing: "no answer within 60 s; it will be tried again". */
  readonly problem?: string;
}

export interface ReadingReport {
  readonly events: number;
  readonly facts: number;
  readonly failed: number;
  /** Events that are left, and why it stopped before them. */
  readonly left: number;
  readonly stopped?: string;
}

/** A model that fails so often in a row is left alone for now. */
const MOST_FAILURES = 3;

/** In characters. */
const MAX_SUBJECT = 120;

/**
 * Reads events with a language model for what rules do not understand, beside the write path: the rules have recorded each of them long before. What comes of it are
 * facts of the event like others, with words of its text under them, that wait for review; and opinions about those and the event's other facts that wait.
 */
export class Readings {
  readonly #ledger: Ledger;
  readonly #reader: EventReader;
  /** How often each event could not be read since the program began: it is tried after all others. */
  readonly #failures = new Map<string, number>();
  /** How often of these the model did answer, in vain. */
  readonly #unusable = new Map<string, number>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#reader = new EventReader(ledger);
  }

  /** @param by only this model's readings count */
  countUnread(by?: string): number {
    let count = 0;
    for (const event of this.#ledger.bank.events()) if (this.#isUnread(event, by)) count++;
    return count;
  }

  /** See `ProjectMemory.readWithModel`. */
  async read(model: LanguageModel, options: ReadOptions, signal?: AbortSignal): Promise<ReadingReport> {
    const { limit = Infinity, budgetTokens = Infinity, again = false, accept = 'none', onOutcome } = options;
    const { tries = Infinity } = options;
    const by = again ? model.name : undefined;
    const done = { events: 0, facts: 0, failed: 0 };
    let tokens = 0;
    let inARow = 0;
    const onUsage = ({ input, output }: ModelUsage): void => void (tokens += input + output);
    const report = (stopped?: string): ReadingReport => ({
      ...done,
      left: this.countUnread(by),
      ...(stopped !== undefined && { stopped }),
    });
    if (!model.trust.extracts)
      return report(`${model.name} did not show that it can read events, so it is not asked to.`);
    for (const event of this.#unread(by, tries).slice(0, limit)) {
      if (signal?.aborted) return report(CANCELLED);
      if (tokens >= budgetTokens) return report('The tokens for reading are used up.');
      if (!this.#ledger.bank.hasEvent(event.id) || this.#ledger.bank.wasRead(event.id, by)) continue; // meanwhile
      try {
        const { facts, problem } = await this.#reader.read(event, { model, by, accept, onUsage }, signal);
        done.events++;
        done.facts += facts;
        inARow = 0;
        onOutcome?.(this.#outcome(event, facts, problem));
      } catch (error) {
        if (signal?.aborted) return report(CANCELLED);
        const failure = failureOf(error);
        if (!failure) throw error;
        done.failed++;
        inARow++;
        countOne(this.#failures, event.id);
        if (error instanceof UnreadableAnswer) countOne(this.#unusable, event.id);
        onOutcome?.(this.#outcome(event, 0, failure.problem));
        if (failure.isLasting) return report(failure.problem);
        if (inARow >= MOST_FAILURES)
          return report(`${MOST_FAILURES} events in a row could not be read. ${failure.problem}`);
      }
    }
    return report();
  }

  /** In the order in which they are read: newest first, but what failed after all others. */
  #unread(by: string | undefined, tries: number): BankEvent[] {
    const failures = (event: BankEvent): number => this.#failures.get(event.id) ?? 0;
    return [...this.#ledger.bank.events()]
      .filter((event) => this.#isUnread(event, by) && (this.#unusable.get(event.id) ?? 0) < tries)
      .sort((a, b) => failures(a) - failures(b) || b.order - a.order || (a.id < b.id ? -1 : 1));
  }

  #isUnread(event: BankEvent, by: string | undefined): boolean {
    return !this.#ledger.bank.wasRead(event.id, by) && isReadable(event);
  }

  #outcome({ id, text }: BankEvent, facts: number, problem: string | undefined): ReadingOutcome {
    return {
      ...{ at: this.#ledger.now(), event: id, subject: subjectOf(text), facts },
      ...(problem !== undefined && { problem }),
    };
  }
}

/** How an event is called in a log: its first line. */
export function subjectOf(text: string): string {
  return cutText(firstLine(text), MAX_SUBJECT);
}

const CANCELLED = 'It was cancelled.';

/** Commits with something to say, what users said in chats, documents. A note is remembered word by word, so there is nothing more to read in it. */
function isReadable({ kind, role, text, reach }: BankEvent): boolean {
  if (role === 'assistant' || reach.on === 'gone' || text.trim() === '') return false;
  switch (kind) {
    case 'commit':
      return !isRoutine(firstLine(text));
    case 'chat':
      return text.trim().split(/\s+/, LEAST_SAID).length >= LEAST_SAID;
    case 'file':
      return true;
    case 'note':
      return false;
  }
}

/** A shorter turn ("Yes, please.") says nothing by itself; what it says yes to is found by rules. In words. */
const LEAST_SAID = 3;

function countOne(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** @returns undefined for what is no failure of the model */
function failureOf(error: unknown): { readonly problem: string; readonly isLasting: boolean } | undefined {
  if (error instanceof UnreadableAnswer)
    return { problem: `Its answer could not be used: ${error.message} It will be tried again.`, isLasting: false };
  if (!KnownError.is(error) || !error.code.startsWith('llm/')) return undefined;
  return { problem: error.message, isLasting: error.code === 'llm/unauthorized' || error.code === 'llm/none' };
}
