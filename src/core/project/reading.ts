import { contentId } from '../base/ids';
import { KnownError } from '../base/errors';
import { silentLogger } from '../base/logger';
import { cutText, firstLine } from '../base/text';
import { isRoutine } from '../extract/routine';
import { askModel } from '../llm/ask';
import type { LanguageModel, ModelUsage } from '../llm/languageModel';
import { isDecided, type Compared } from '../manager/memoryManager';
import type { BankEvent } from '../memory/bank';
import { tidy } from '../memory/clean';
import type { Said } from '../memory/event';
import { isRecord, type Fact, type FactDraft } from '../memory/fact';
import type { JournalRecord, Opinion } from '../memory/record';
import { extractionPrompt, type EventToRead } from '../prompts/extraction';
import { MOST_NEW_FACTS, operationsPrompt, type NewFact } from '../prompts/operations';
import { heldIn } from './ingestion';
import type { Ledger } from './ledger';
import { Recitals, withoutTold } from './recitals';

export interface ReadOptions {
  /** Events at most. Default: all that were not read. */
  readonly limit?: number;
  /** Tokens at most, input and output together; the event under way is finished. Default: any number. */
  readonly budgetTokens?: number;
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
const MAX_TEXT = 300;
const MAX_SUBJECT = 120;

/** Turns of a conversation before the one that is read. */
const TURNS_BEFORE = 4;

/** Kinds that are placed without a decision or a review: no model gives them. */
export function mayBeRead(fact: Fact): boolean {
  const { readBy, attribute, target, reverts, kind } = fact;
  const isPlain = attribute === undefined && target === undefined && reverts === undefined;
  return readBy !== undefined && isPlain && kind !== 'revert' && !isRecord(fact);
}

/**
 * Reads events with a language model for what rules do not understand, beside the write path: the rules have recorded each of them long before. What comes of it are
 * facts of the event like others, with words of its text under them, that wait for review; and opinions about those and the event's other facts that wait.
 */
export class Readings {
  readonly #ledger: Ledger;
  readonly #recitals: Recitals;
  /** How often each event could not be read since the program began: it is tried after all others. */
  readonly #failures = new Map<string, number>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#recitals = new Recitals(ledger.bank);
  }

  /** Events that no model has read and one may, in the order in which they are read: newest first. */
  unread(): BankEvent[] {
    const failures = (event: BankEvent): number => this.#failures.get(event.id) ?? 0;
    return [...this.#ledger.bank.events()]
      .filter((event) => this.#isUnread(event))
      .sort((a, b) => failures(a) - failures(b) || b.order - a.order || (a.id < b.id ? -1 : 1));
  }

  countUnread(): number {
    let count = 0;
    for (const event of this.#ledger.bank.events()) if (this.#isUnread(event)) count++;
    return count;
  }

  #isUnread(event: BankEvent): boolean {
    return !this.#ledger.bank.wasRead(event.id) && isReadable(event);
  }

  /** See `ProjectMemory.readWithModel`. */
  async read(model: LanguageModel, options: ReadOptions, signal?: AbortSignal): Promise<ReadingReport> {
    const { limit = Infinity, budgetTokens = Infinity, onOutcome } = options;
    const done = { events: 0, facts: 0, failed: 0 };
    const spent = { tokens: 0 };
    let inARow = 0;
    const stop = (stopped?: string): ReadingReport => ({
      ...done,
      left: this.countUnread(),
      ...(stopped !== undefined && { stopped }),
    });
    if (!model.trust.extracts)
      return stop(`${model.name} did not show that it can read events, so it is not asked to.`);
    for (const event of this.unread().slice(0, limit)) {
      if (signal?.aborted) return stop(CANCELLED);
      if (spent.tokens >= budgetTokens) return stop('The tokens for reading are used up.');
      if (this.#ledger.bank.wasRead(event.id)) continue; // by another process, meanwhile
      try {
        const { facts, problem } = await this.#readOne(event, model, options.accept === 'all', spent, signal);
        done.events++;
        done.facts += facts;
        inARow = 0;
        onOutcome?.(this.#outcome(event, facts, problem));
      } catch (error) {
        if (signal?.aborted) return stop(CANCELLED);
        const failure = failureOf(error);
        if (!failure) throw error;
        done.failed++;
        inARow++;
        this.#failures.set(event.id, (this.#failures.get(event.id) ?? 0) + 1);
        onOutcome?.(this.#outcome(event, 0, failure.problem));
        if (failure.isLasting) return stop(failure.problem);
        if (inARow >= MOST_FAILURES)
          return stop(`${MOST_FAILURES} events in a row could not be read. ${failure.problem}`);
      }
    }
    return stop();
  }

  async #readOne(
    event: BankEvent,
    model: LanguageModel,
    acceptAll: boolean,
    spent: { tokens: number },
    signal: AbortSignal | undefined,
  ): Promise<{ readonly facts: number; readonly problem?: string }> {
    const { bank, manager } = this.#ledger;
    const count = ({ input, output }: ModelUsage): void => void (spent.tokens += input + output);
    const material = this.#materialOf(event);
    const told = bank.factsOfEvent(event.id).map((id) => bank.fact(id));
    const noted = told.filter((fact) => !isRecord(fact)).map((fact) => bank.textOf(fact));
    const asked = await askModel(model, extractionPrompt({ event: material, noted }), signal);
    count(asked.usage);
    if ('problem' in asked) throw new UnreadableAnswer(asked.problem);
    this.#log(event, asked.dropped);

    const found = await this.#stamp(asked.value, event, material, model.name);
    const waiting = told.filter((fact) => isDecided(fact) && bank.isWaiting(fact));
    const compared = manager.preview(bank, [...found, ...waiting], () => heldIn(event.reach));
    const fresh = compared.flatMap(({ fact, known }) => (found.includes(fact) && known === undefined ? [fact] : []));
    const open = compared.filter(({ candidates, known }) => candidates.length > 0 && known === undefined);
    const { opinions, problem } = await this.#opinionsOn(open, event, model, count, signal);
    const facts = await this.#record(event, model.name, fresh, opinions, acceptAll);
    return { facts, ...(problem !== undefined && { problem }) };
  }

  /** The event as it was when rules read it, as far as it is kept: without what memory told in it, after the turns before it. */
  #materialOf({ kind, role, text, title, files, session, order, id }: BankEvent): EventToRead {
    const before: (Said & { readonly order: number })[] = [];
    if (kind === 'chat' && session !== undefined)
      for (const other of this.#ledger.bank.events())
        if (other.session === session && other.id !== id && other.order <= order) before.push(other);
    before.sort((a, b) => a.order - b.order);
    const material = { kind, role, text, files, ...(title !== undefined && { title }) };
    const turns = before.slice(-TURNS_BEFORE).map((said) => ({ role: said.role, text: said.text }));
    return withoutTold(turns.length === 0 ? material : { ...material, before: turns });
  }

  /** Facts with the provenance that no model can forge; only those whose quote stands in the event, and which nobody told it. */
  async #stamp(drafts: readonly FactDraft[], event: BankEvent, material: EventToRead, readBy: string): Promise<Fact[]> {
    const { bank } = this.#ledger;
    const cleaned = await this.#clean(drafts.map(({ text }) => text));
    const facts = new Map<string, Fact>();
    for (const [i, { kind, quote, subject, ends }] of drafts.entries()) {
      const text = cutText(cleaned[i] ?? '', MAX_TEXT);
      if (text === '' || !isQuoted(quote, material)) continue;
      const id = contentId(event.id, kind, subject, undefined, text);
      const fact: Fact = {
        ...{ id, event: event.id, order: event.order, time: event.time, kind, text, quote, readBy },
        ...(subject !== undefined && { subject }),
        ...(ends && { ends }),
      };
      if (!mayBeRead(fact) || bank.hasFact(id) || this.#recitals.isRecital(fact, material)) continue;
      facts.set(id, fact);
    }
    return [...facts.values()];
  }

  /** What the model would do with each fact that memory holds something like. Without an answer the policy decides alone. */
  async #opinionsOn(
    compared: readonly Compared[],
    event: BankEvent,
    model: LanguageModel,
    count: (usage: ModelUsage) => void,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly opinions: readonly Opinion[]; readonly problem?: string }> {
    if (!model.trust.decides || compared.length === 0) return { opinions: [] };
    const shown = compared.slice(0, MOST_NEW_FACTS).map(({ fact, candidates }): NewFact => {
      const memories = candidates.map(({ id, text, fact: { time } }) => ({ id, text, time }));
      return { id: fact.id, text: fact.text, time: fact.time, memories };
    });
    const asked = await askModel(model, operationsPrompt(shown), signal);
    count(asked.usage);
    if ('problem' in asked) return { opinions: [], problem: `Decided without the model: ${asked.problem}` };
    this.#log(event, asked.dropped);
    const texts = await this.#clean(asked.value.flatMap(({ reason, text }) => [reason, text ?? '']));
    const opinions = asked.value.map(({ text, ...suggestion }, i): Opinion => {
      const merged = text === undefined ? undefined : texts[2 * i + 1];
      return { ...suggestion, reason: texts[2 * i] ?? '', model: model.name, ...(merged && { text: merged }) };
    });
    return { opinions };
  }

  /** @returns how many facts were recorded: none where another process was faster, or the event is gone */
  async #record(
    { id }: BankEvent,
    model: string,
    found: readonly Fact[],
    opinions: readonly Opinion[],
    acceptAll: boolean,
  ): Promise<number> {
    const ledger = this.#ledger;
    const { bank, manager } = ledger;
    const action = ledger.deps.newId();
    return await ledger.transact(() => {
      if (!bank.hasEvent(id) || bank.wasRead(id)) return { append: [], result: 0 };
      const facts = found.filter((fact) => !bank.hasFact(fact.id));
      const isOpen = ({ fact }: Opinion): boolean =>
        facts.some((one) => one.id === fact) || (bank.hasFact(fact) && bank.isWaiting(bank.fact(fact)));
      const counted = opinions.filter(isOpen);
      const decided = manager.decide(bank, facts, () => heldIn(bank.event(id).reach), counted);
      const at = ledger.now();
      const decisions = [...decided.fresh.values()];
      const append: JournalRecord[] = [{ type: 'reading', at, event: id, model, facts, decisions, opinions: counted }];
      if (decided.changed.length > 0) append.push({ type: 'decide', at, decisions: decided.changed });
      if (acceptAll && facts.length > 0) {
        const ids = facts.map((fact) => fact.id);
        append.push(ledger.verdict(action, ids, 'accepted', 'rule', 'Accepted what was read.'));
      }
      return { append, result: facts.length };
    });
  }

  /** What a model writes passes the entrance, too. */
  async #clean(texts: readonly string[]): Promise<string[]> {
    const { texts: cleaned } = await this.#ledger.deps.redactor.redact(texts.map(tidy));
    return cleaned.map((text) => text.trim());
  }

  #outcome({ id, text }: BankEvent, facts: number, problem: string | undefined): ReadingOutcome {
    return {
      at: this.#ledger.now(),
      event: id,
      subject: subjectOf(text),
      facts,
      ...(problem !== undefined && { problem }),
    };
  }

  #log({ id }: BankEvent, dropped: readonly string[]): void {
    const logger = this.#ledger.deps.logger ?? silentLogger;
    for (const reason of dropped) logger.info(`Left out of what a model read in ${id}: ${reason}`);
  }
}

/** What an event is called where there is one line for it. */
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

function isQuoted(quote: string, { text, before = [] }: EventToRead): boolean {
  return quote.trim() !== '' && [text, ...before.map((said) => said.text)].some((said) => said.includes(quote));
}

/** The model answered, twice, nothing that can be read. */
class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** @returns undefined for what is no failure of the model */
function failureOf(error: unknown): { readonly problem: string; readonly isLasting: boolean } | undefined {
  if (error instanceof UnreadableAnswer)
    return { problem: `Its answer could not be used: ${error.message} It will be tried again.`, isLasting: false };
  if (!KnownError.is(error) || !error.code.startsWith('llm/')) return undefined;
  return { problem: error.message, isLasting: error.code === 'llm/unauthorized' || error.code === 'llm/none' };
}
