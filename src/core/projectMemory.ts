import { isPeriod } from './base/dates';
import { errors } from './base/errors';
import { textAround } from './base/text';
import type { LanguageModel } from './llm/languageModel';
import type { Action, Feedback } from './memory/bank';
import type { RawEvent, Reach, StoredEvent } from './memory/event';
import { eventId } from './memory/clean';
import { isFinding } from './memory/finding';
import type { ChatLink, HistoryEntry, Memory, MemoryUses, Proposal, Source } from './memory/memory';
import { proposals } from './memory/proposals';
import type { AnswerVerdict, JournalRecord } from './memory/record';
import type { StoreProblem } from './memory/store';
import { history, memories } from './memory/views';
import { adoptable } from './project/adoption';
import { rate, type Answered } from './project/feedback';
import { checkFreshness, type Freshness, type ProjectFiles } from './project/freshness';
import { ingest, place, type IngestOptions, type Ingested } from './project/ingestion';
import { openLedger, type Ledger, type MemoryDeps } from './project/ledger';
import { ChatLinks } from './project/links';
import { findMemory } from './project/lookup';
import { materialOf, type Material } from './project/material';
import { Readings, subjectOf, type ReadingReport, type ReadOptions } from './project/reading';
import { deleteMemory, editMemory, proposeDelete, remember, revertMemory } from './project/notes';
import { decide, edit, undo, type Done, type Selection } from './project/review';
import { waitingRuns, type RunCounts } from './project/runs';
import { usesOf, type RecallCounts } from './project/uses';
import { propose, type Suggested, type Suggestion } from './project/suggestions';

/** Reads what the store holds. Writes nothing. */
export async function openMemory(deps: MemoryDeps, signal?: AbortSignal): Promise<ProjectMemory> {
  return new ProjectMemory(await openLedger(deps, signal));
}

/** A form of a document that was read. */
export interface DocumentRead {
  /** Which form: a hash of its text. */
  readonly session?: string;
  readonly app?: string;
  readonly order: number;
  /** ISO 8601: when memory read it. */
  readonly at: string;
}

/** How much of a chat turn, or a document, before and after a quote belongs to it; it may be about many things. In characters. */
const TOLD_AROUND = 400;

/**
 * The memory of one project: events in, proposals reviewed, memories out. The one path that every surface uses.
 * Writes are one at a time and resolve when durable; reads are at once. Writes throw the codes of `Store.transact`.
 */
export class ProjectMemory {
  readonly #ledger: Ledger;
  readonly #links: ChatLinks;
  readonly #readings: Readings;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#links = new ChatLinks(ledger);
    this.#readings = new Readings(ledger);
  }

  /** What was found damaged when the bank was opened. */
  get problems(): readonly StoreProblem[] {
    return this.#ledger.problems;
  }

  /** Why nothing can be written, if so. */
  get readOnly(): string | undefined {
    return this.#ledger.deps.store.readOnly;
  }

  /** The branch that is checked out, when it is not the default one: its held facts are shown. */
  get branch(): string | undefined {
    return this.#ledger.branch;
  }

  set branch(branch: string | undefined) {
    this.#ledger.branch = branch;
  }

  /** Called after every change, also one that another process made. */
  onDidChange(listener: () => void): { dispose(): void } {
    return this.#ledger.onDidChange(listener);
  }

  /** Takes in what other processes wrote. @returns whether there was anything */
  async refresh(): Promise<boolean> {
    return await this.#ledger.refresh();
  }

  /**
   * Cleans, extracts, decides and records events. Those known already change nothing, so a run that was cancelled is resumed by
   * starting it again. What was recorded before a cancellation stays.
   */
  async ingest(
    events: AsyncIterable<RawEvent> | Iterable<RawEvent>,
    options: IngestOptions,
    signal?: AbortSignal,
  ): Promise<Ingested> {
    return await ingest(this.#ledger, events, options, signal);
  }

  /**
   * Reads events that no language model has read yet, newest first, for what rules do not understand. Each is recorded by itself: what fails is left as it was, told
   * with its reason, and tried again the next time. Cancelled, it reports what it did.
   * @throws what `Store.transact` throws; never for what a model does
   */
  async readWithModel(model: LanguageModel, options: ReadOptions = {}, signal?: AbortSignal): Promise<ReadingReport> {
    return await this.#readings.read(model, options, signal);
  }

  /** How many events a language model could read that none has read yet. */
  get unreadEvents(): number {
    return this.#readings.countUnread();
  }

  /** First line of an event that was read; undefined for one that is not here (any more). */
  subjectOf(event: string): string | undefined {
    const { bank } = this.#ledger;
    return bank.hasEvent(event) ? subjectOf(bank.event(event).text) : undefined;
  }

  /** Says where commits lie now: releases what was merged, withdraws what is gone. */
  async place(entries: readonly { readonly event: string; readonly reach: Reach }[]): Promise<void> {
    await place(this.#ledger, entries);
  }

  /** Commits that were read, by sha, with where they lie. */
  commits(): Map<string, { readonly event: string; readonly reach: Reach }> {
    const commits = new Map<string, { event: string; reach: Reach }>();
    for (const { id, kind, ref, reach } of this.#ledger.bank.events())
      if (kind === 'commit') commits.set(ref, { event: id, reach });
    return commits;
  }

  /** Shas of commits that nothing reaches any more and whose rewritten form (amend, rebase) was not read, in the order of reading. */
  abandonedCommits(): string[] {
    const events = [...this.#ledger.bank.events()];
    const rewritten = new Set(events.map((event) => event.rewriteOf));
    const isAbandoned = ({ id, kind, reach }: (typeof events)[number]): boolean =>
      kind === 'commit' && reach.on === 'gone' && !rewritten.has(id);
    return events.filter(isAbandoned).map(({ ref }) => ref);
  }

  /**
   * All versions of everything; see `views.memories` for what pending proposals contribute.
   * @param asOf "2024-03-12", "2024-03" or "2024": those that had come by the end of it, in the state they had then
   * @throws KnownError 'usage' for another text
   */
  memories(asOf?: string): Memory[] {
    if (asOf !== undefined && !isPeriod(asOf)) throw errors.usage(`"${asOf}" is no date like 2024-03-12.`);
    return memories(this.#ledger.bank, this.branch, asOf);
  }

  /** Pending proposals, newest source first. */
  proposals(): Proposal[] {
    return proposals(this.#ledger.bank, this.branch);
  }

  /** Newest first. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
  history(id: string): HistoryEntry[] {
    return history(this.#ledger.bank, findMemory(this.#ledger, id).lineage, this.branch);
  }

  /** The message of a commit, the note, or what was said in a chat turn or stands in a document around the quote. Undefined for a source that was not read here. */
  told({ kind, session, ref, quote }: Pick<Source, 'kind' | 'session' | 'ref' | 'quote'>): string | undefined {
    const id = eventId(kind, session, ref);
    if (!this.#ledger.bank.hasEvent(id)) return undefined;
    const { text } = this.#ledger.bank.event(id);
    return kind === 'chat' || kind === 'file' ? textAround(text, quote, TOLD_AROUND) : text;
  }

  /** Whether an event was read. */
  knows({ kind, session, ref }: Pick<RawEvent, 'kind' | 'session' | 'ref'>): boolean {
    return this.#ledger.bank.hasEvent(eventId(kind, session, ref));
  }

  /** The newest form of each document that was read, by its name; an entry of another memory's file is named "file#entry". */
  documents(): ReadonlyMap<string, DocumentRead> {
    const newest = new Map<string, DocumentRead>();
    for (const { kind, ref, session, app, order, at } of this.#ledger.bank.events()) {
      if (kind !== 'file' || (newest.get(ref)?.order ?? -Infinity) > order) continue;
      newest.set(ref, { order, at, ...(session !== undefined && { session }), ...(app !== undefined && { app }) });
    }
    return newest;
  }

  /** What a document said in one of its forms; undefined for one that was never read. */
  documentText(ref: string, session: string | undefined): string | undefined {
    const id = eventId('file', session, ref);
    return this.#ledger.bank.hasEvent(id) ? this.#ledger.bank.event(id).text : undefined;
  }

  /** The turns of a conversation that were read, oldest first. */
  conversation(session: string): StoredEvent[] {
    const turns = [...this.#ledger.bank.events()].filter((event) => event.kind === 'chat' && event.session === session);
    return turns.sort((a, b) => a.order - b.order || (a.turn ?? 0) - (b.turn ?? 0));
  }

  /** The chat turns that led to a commit, surest first: at most three. @param ref full sha */
  chatsOf(ref: string): ChatLink[] {
    return this.#links.of(ref);
  }

  /** Runs that brought something which still waits for review, newest first. */
  runs(): RunCounts[] {
    return waitingRuns(this.#ledger);
  }

  /** Whether a scan of the history was finished once. */
  get wasScanned(): boolean {
    return [...this.#ledger.bank.runs()].some((run) => run.kind === 'scan' && run.commits !== undefined);
  }

  /** ISO 8601 time of the newest event that counts. */
  get newestEvent(): string | undefined {
    let newest: string | undefined;
    for (const event of this.#ledger.bank.events()) {
      const { time, reach } = event;
      if (reach.on === 'gone' || isFinding(event)) continue;
      if (newest === undefined || Date.parse(time) > Date.parse(newest)) newest = time;
    }
    return newest;
  }

  /** What of another bank's records may come into this one: see `project/adoption.ts`. */
  adoptable(records: readonly JournalRecord[]): JournalRecord[] {
    return adoptable(this.#ledger.bank, records);
  }

  /** What undo would take back, newest first. */
  undoable(): Action[] {
    return this.#ledger.bank.undoable();
  }

  /** One action, one undo. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
  async accept(selection: Selection): Promise<Done> {
    return await decide(this.#ledger, selection, 'accepted');
  }

  /** Remembered: the same is not proposed again. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
  async reject(selection: Selection): Promise<Done> {
    return await decide(this.#ledger, selection, 'rejected');
  }

  /** Accepts with another text. @throws KnownError 'usage' for a DELETE or an empty text, 'bank/not-found' | 'bank/ambiguous-id' */
  async edit(id: string, text: string): Promise<Done> {
    return await edit(this.#ledger, id, text);
  }

  /** Takes back the last actions, newest first. @throws KnownError 'bank/nothing-to-undo' */
  async undo(count = 1): Promise<Done[]> {
    return await undo(this.#ledger, count);
  }

  /** Proposes to remember a text. @returns undefined when it is remembered already */
  async remember(text: string): Promise<Proposal | undefined> {
    return await remember(this.#ledger, text);
  }

  /**
   * What a program would have remembered, replaced or forgotten: a proposal that a person has to accept, whatever the setting for reviews says.
   * @throws KnownError 'usage' for a text that is no single short statement, or a memory that no longer holds; 'bank/not-found' | 'bank/ambiguous-id'
   */
  async propose(suggestion: Suggestion): Promise<Suggested> {
    return await propose(this.#ledger, suggestion);
  }

  /** Proposes to delete a memory. */
  async proposeDelete(id: string): Promise<Proposal | undefined> {
    return await proposeDelete(this.#ledger, id);
  }

  /** Deletes at once, with undo. What holds no longer is taken out of the history instead. */
  async deleteMemory(id: string): Promise<Done> {
    return await deleteMemory(this.#ledger, id);
  }

  /** Changes the text at once, with undo; the text before stays in the history. @throws KnownError 'usage' */
  async editMemory(id: string, text: string): Promise<Done> {
    return await editMemory(this.#ledger, id, text);
  }

  /** Takes the newest operation on a memory back: the version before holds again; a deleted memory is restored. */
  async revertMemory(id: string): Promise<Done> {
    return await revertMemory(this.#ledger, id);
  }

  /** Keeps what the user says of an answer, for learning. Undo takes it back. */
  async rate(answer: Answered, verdict: AnswerVerdict): Promise<Done> {
    return await rate(this.#ledger, answer, verdict);
  }

  /** What the user said of answers, newest first. */
  feedback(): Feedback[] {
    return this.#ledger.bank.feedback();
  }

  /** How each memory served that was used in an answer. */
  uses(recalled: RecallCounts): ReadonlyMap<string, MemoryUses> {
    return usesOf(this.#ledger.bank, recalled);
  }

  /** Looks whether what memories rest on is still there, and proposes what follows: see `project/freshness.ts`. */
  async checkFreshness(files: ProjectFiles | undefined, signal?: AbortSignal): Promise<Freshness> {
    return await checkFreshness(this.#ledger, files, signal);
  }

  /** What can be learned from: the history as it was read, and what the user said of it. */
  material(recalled: RecallCounts = new Map()): Material {
    return materialOf(this.#ledger, recalled);
  }

  /** Writes a checkpoint where it is worth it. */
  async checkpoint(force = false): Promise<void> {
    await this.#ledger.checkpoint(force);
  }

  async close(): Promise<void> {
    await this.#ledger.close();
  }
}
