import { contentId } from '../base/ids';
import { silentLogger } from '../base/logger';
import { cutText } from '../base/text';
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

/** How an event is read. */
export interface EventReading {
  readonly model: LanguageModel;
  /** It is left alone where it was read meanwhile: by this model, or by any. */
  readonly by: string | undefined;
  readonly accept: 'none' | 'all';
  /** Told of each answer, also of one that cannot be used. */
  readonly onUsage: (usage: ModelUsage) => void;
}

/** The model answered, twice, nothing that can be read. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** In characters. */
const MAX_TEXT = 300;

/** Turns of a conversation before the one that is read. */
const TURNS_BEFORE = 4;

/** No model gives what is placed without a decision or a review: values of keys, ends of named memories, reverts, records. */
export function mayBeRead({ readBy, attribute, target, reverts, kind }: Fact): boolean {
  const isPlain = attribute === undefined && target === undefined && reverts === undefined;
  return readBy !== undefined && isPlain && kind !== 'revert' && !isRecord({ kind });
}

/** Asks a model what one event tells and what is to become of it, and records that in one piece. */
export class EventReader {
  readonly #ledger: Ledger;
  readonly #recitals: Recitals;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#recitals = new Recitals(ledger.bank);
  }

  /**
   * @returns the number of facts that were recorded, and why the model had no say about them, if so
   * @throws UnreadableAnswer, and what `LanguageModel.complete` and `Store.transact` throw; nothing was written then
   */
  async read(
    event: BankEvent,
    how: EventReading,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly facts: number; readonly problem?: string }> {
    const { bank, manager } = this.#ledger;
    const told = (): Fact[] => bank.factsOfEvent(event.id).map((id) => bank.fact(id));
    const noted = told().flatMap((fact) => (isRecord(fact) ? [] : [bank.textOf(fact)]));
    const material = this.#materialOf(event);
    const asked = await askModel(how.model, extractionPrompt({ event: material, noted }), signal);
    how.onUsage(asked.usage);
    if ('problem' in asked) throw new UnreadableAnswer(asked.problem);
    this.#log(event, asked.dropped);

    const found = await this.#stamp(asked.value, event, material, how.model.name);
    const waiting = told().filter((fact) => isDecided(fact) && bank.isWaiting(fact));
    const compared = manager
      .preview(bank, [...found, ...waiting], () => heldIn(event.reach))
      .filter(({ known }) => known === undefined);
    const fresh = compared.flatMap(({ fact }) => (found.includes(fact) ? [fact] : []));
    const isFirst = ({ fact }: Compared): boolean => fresh.includes(fact);
    const open = [...compared.filter(isFirst), ...compared.filter((one) => !isFirst(one))];
    const { opinions, problem } = await this.#opinionsOn(open, event, how, signal);
    const facts = await this.#record(event.id, fresh, opinions, how);
    return { facts, ...(problem !== undefined && { problem }) };
  }

  /** The event as it was when rules read it, as far as it is kept: without what memory told in it, after the turns before it. */
  #materialOf({ kind, role, text, title, files, session, order, id }: BankEvent): EventToRead {
    const material = { kind, role, text, files, ...(title !== undefined && { title }) };
    const before: (Said & { readonly order: number })[] = [];
    if (kind === 'chat' && session !== undefined)
      for (const other of this.#ledger.bank.events())
        if (other.session === session && other.id !== id && other.order <= order) before.push(other);
    before.sort((a, b) => a.order - b.order);
    const turns = before.slice(-TURNS_BEFORE).map((said) => ({ role: said.role, text: said.text }));
    return withoutTold(turns.length === 0 ? material : { ...material, before: turns });
  }

  /**
   * Facts with the provenance that no model can forge; only those whose quote stands in the event itself, and which nobody told it. What an assistant said before
   * helps to understand a turn, but is no fact by being answered.
   */
  async #stamp(drafts: readonly FactDraft[], event: BankEvent, material: EventToRead, readBy: string): Promise<Fact[]> {
    const { bank, manager } = this.#ledger;
    const noted = bank.factsOfEvent(event.id).flatMap((id) => (isRecord(bank.fact(id)) ? [] : [bank.fact(id)]));
    const cleaned = await this.#clean(drafts.map(({ text }) => text));
    const facts = new Map<string, Fact>();
    const dropped: string[] = [];
    for (const [i, { kind, quote, subject, ends }] of drafts.entries()) {
      const text = cutText(cleaned[i] ?? '', MAX_TEXT);
      const fact: Fact = {
        id: contentId(event.id, kind, subject, undefined, text),
        ...{ event: event.id, order: event.order, time: event.time, kind, text, quote, readBy },
        ...(subject !== undefined && { subject }),
        ...(ends && { ends }),
      };
      const isQuoted = quote.trim() !== '' && material.text.includes(quote);
      if (text === '' || !isQuoted) dropped.push(`"${text}" has no words of the event itself under it.`);
      else if (!mayBeRead(fact) || manager.repeats(text, noted) || this.#recitals.isRecital(fact, material))
        dropped.push(`"${text}" is no news.`);
      else facts.set(fact.id, fact);
    }
    this.#log(event, dropped);
    return [...facts.values()];
  }

  /** What the model would do with each fact that memory holds something like. Without an answer the policy decides alone. */
  async #opinionsOn(
    compared: readonly Compared[],
    event: BankEvent,
    { model, onUsage }: EventReading,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly opinions: readonly Opinion[]; readonly problem?: string }> {
    const open = compared.filter(({ candidates }) => candidates.length > 0).slice(0, MOST_NEW_FACTS);
    if (!model.trust.decides || open.length === 0) return { opinions: [] };
    const shown = open.map(({ fact: { id, text, time }, candidates }): NewFact => {
      const memories = candidates.map((memory) => ({ id: memory.id, text: memory.text, time: memory.fact.time }));
      return { id, text, time, memories };
    });
    const asked = await askModel(model, operationsPrompt(shown), signal);
    onUsage(asked.usage);
    if ('problem' in asked) return { opinions: [], problem: `Decided without the model: ${asked.problem}` };
    this.#log(event, asked.dropped);
    const texts = await this.#clean(asked.value.flatMap(({ reason, text = '' }) => [reason, text]));
    const opinions = asked.value.map(({ text, ...suggestion }, i): Opinion => {
      const merged = text === undefined ? undefined : texts[2 * i + 1];
      return { ...suggestion, reason: texts[2 * i] ?? '', model: model.name, ...(merged && { text: merged }) };
    });
    return { opinions };
  }

  /** @returns how many facts were recorded: none where another process was faster, or the event is not here any more */
  async #record(
    event: string,
    found: readonly Fact[],
    opinions: readonly Opinion[],
    { model, by, accept }: EventReading,
  ): Promise<number> {
    const ledger = this.#ledger;
    const { bank, manager } = ledger;
    const action = ledger.deps.newId();
    return await ledger.transact(() => {
      if (!bank.hasEvent(event) || bank.wasRead(event, by)) return { append: [], result: 0 };
      const facts = found.filter(({ id }) => !bank.hasFact(id));
      const isOpen = ({ fact }: Opinion): boolean =>
        facts.some(({ id }) => id === fact) || (bank.hasFact(fact) && bank.isWaiting(bank.fact(fact)));
      const heard = opinions.filter(isOpen);
      const decided = manager.decide(bank, facts, () => heldIn(bank.event(event).reach), heard);
      const at = ledger.now();
      const decisions = [...decided.fresh.values()];
      const append: JournalRecord[] = [
        { type: 'reading', at, event, model: model.name, facts, decisions, opinions: heard },
      ];
      if (decided.changed.length > 0) append.push({ type: 'decide', at, decisions: decided.changed });
      if (accept === 'all' && facts.length > 0) {
        const ids = facts.map(({ id }) => id);
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

  #log({ id }: BankEvent, dropped: readonly string[]): void {
    const logger = this.#ledger.deps.logger ?? silentLogger;
    for (const reason of dropped) logger.info(`Left out of what a model read in ${id}: ${reason}`);
  }
}
