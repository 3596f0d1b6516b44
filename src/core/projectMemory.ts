import { contentId } from './base/ids';
import { errors } from './base/errors';
import { silentLogger, type Logger } from './base/logger';
import { extractFacts } from './extract/extract';
import type { Extractor } from './extract/extractor';
import { isDecided, MemoryManager } from './manager/memoryManager';
import { Bank, type Action } from './memory/bank';
import { cleanEvent, eventId, type Redactor } from './memory/clean';
import type { Event, RawEvent, Reach } from './memory/event';
import type { Fact, FactKind } from './memory/fact';
import type { Version } from './memory/lineage';
import type { HistoryEntry, Memory, Proposal } from './memory/memory';
import { factsOf, lineageProposals, proposals } from './memory/proposals';
import type { JournalRecord, RunKind, Verdict } from './memory/record';
import type { Store, StoreProblem } from './memory/store';
import { history, memories, memoryId, view } from './memory/views';
import type { ManagerPolicy } from './policies/policy';

/** Whatever the memory of a project needs from outside. */
export interface MemoryDeps {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly policy: ManagerPolicy;
  /** Word to probability in ordinary text; the prior of IDF. May be empty. */
  readonly background: ReadonlyMap<string, number>;
  readonly clock: () => Date;
  /** A fresh id for a run or an action. */
  readonly newId: () => string;
  readonly extractors?: readonly Extractor[];
  readonly logger?: Logger;
}

/** What happens to the proposals of a run: all wait, the certain ones are accepted by rule, or all are. */
export type Acceptance = 'none' | 'certain' | 'all';

export interface IngestOptions {
  readonly kind: RunKind;
  readonly accept: Acceptance;
  readonly onProgress?: (done: number) => void;
}

export interface Ingested {
  readonly run: string;
  readonly events: number;
  readonly facts: number;
  readonly proposals: { readonly add: number; readonly update: number; readonly delete: number; readonly noop: number };
  readonly accepted: number;
  readonly held: number;
  readonly secrets: number;
}

export interface RunCounts {
  readonly id: string;
  readonly kind: RunKind;
  readonly at: string;
  readonly events: number;
  readonly pending: { readonly add: number; readonly update: number; readonly delete: number };
  /** Facts behind the proposals that later ones of the run replaced or ended. */
  readonly replaced: number;
  readonly byKind: readonly { readonly kind: FactKind; readonly count: number }[];
}

export type Selection = { readonly ids: readonly string[] } | { readonly run: string } | { readonly all: true };

export interface Done {
  readonly action: string;
  readonly label: string;
  readonly count: number;
}

/** Confidence from which `review: uncertain` lets an operation pass unseen. In [0, 1]. */
const CERTAIN = 0.8;

/** Events per transaction: few enough to hold the lock for some ten milliseconds, enough to share one fsync. */
const BATCH = 100;

/** Reads what the store holds. Writes nothing. */
export async function openMemory(deps: MemoryDeps, signal?: AbortSignal): Promise<ProjectMemory> {
  const { snapshot, records, problems } = await deps.store.load(signal);
  const bank = snapshot ? Bank.restore(snapshot) : new Bank();
  for (const record of records) bank.apply(record);
  return new ProjectMemory(deps, bank, problems);
}

/**
 * The memory of one project: events in, proposals reviewed, memories out. The one path that every surface uses.
 * Writes are one at a time and resolve when durable; reads are at once.
 */
export class ProjectMemory {
  readonly problems: readonly StoreProblem[];
  /** The branch that is checked out, when it is not the default one: its held facts are shown. */
  branch: string | undefined;
  readonly #deps: MemoryDeps;
  readonly #bank: Bank;
  readonly #manager: MemoryManager;
  readonly #logger: Logger;
  readonly #listeners = new Set<() => void>();
  #writes: Promise<unknown> = Promise.resolve();

  constructor(deps: MemoryDeps, bank: Bank, problems: readonly StoreProblem[]) {
    this.#deps = deps;
    this.#bank = bank;
    this.#manager = new MemoryManager(deps.policy, deps.background);
    this.#logger = deps.logger ?? silentLogger;
    this.problems = problems;
  }

  get readOnly(): string | undefined {
    return this.#deps.store.readOnly;
  }

  /** Called after every change, also one that another process made. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Takes in what other processes wrote. @returns whether there was anything. */
  async refresh(): Promise<boolean> {
    return await this.#alone(async () => {
      const others = await this.#deps.store.poll();
      this.#takeIn(others);
      if (others.length > 0) this.#changed();
      return others.length > 0;
    });
  }

  // --- events in -------------------------------------------------------------------------------------------------------

  /**
   * Cleans, extracts, decides and records events. Those known already change nothing, so a run that was cancelled is resumed by
   * starting it again. What was recorded before a cancellation stays.
   */
  async ingest(
    events: AsyncIterable<RawEvent> | Iterable<RawEvent>,
    options: IngestOptions,
    signal?: AbortSignal,
  ): Promise<Ingested> {
    const run = this.#resumable(options.kind) ?? this.#deps.newId();
    const action = this.#deps.newId();
    const tally = { events: 0, facts: new Array<string>(), secrets: 0 };
    let batch: RawEvent[] = [];
    let done = 0;
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      const added = await this.#ingestBatch(batch, run, action, options);
      tally.events += added.length;
      tally.secrets += added.reduce((sum, { event }) => sum + event.secrets, 0);
      for (const { facts } of added) for (const fact of facts) tally.facts.push(fact.id);
      done += batch.length;
      batch = [];
      options.onProgress?.(done);
    };
    for await (const event of events) {
      signal?.throwIfAborted();
      batch.push(event);
      if (batch.length >= BATCH) await flush();
    }
    signal?.throwIfAborted();
    await flush();
    if (this.#bank.run(run)) await this.#finish(run, options.kind);
    return this.#report(run, tally, options.accept);
  }

  async #ingestBatch(
    raws: readonly RawEvent[],
    run: string,
    action: string,
    options: IngestOptions,
  ): Promise<{ event: Event; facts: Fact[] }[]> {
    const unknown = raws.filter(({ kind, session, ref }) => !this.#bank.hasEvent(eventId(kind, session, ref)));
    const cleaned = await Promise.all(unknown.map((raw) => cleanEvent(raw, this.#deps.redactor)));
    const extracted = cleaned.map((event) => ({ event, facts: extractFacts(event, this.#deps.extractors) }));
    return await this.#transact(() => {
      const fresh = extracted.filter(
        ({ event }, i) =>
          !this.#bank.hasEvent(event.id) && extracted.findIndex((other) => other.event.id === event.id) === i,
      );
      const at = this.#now();
      const reachOf = new Map(fresh.map(({ event }) => [event.id, event.reach]));
      const heldFor = (fact: Fact): string | undefined => {
        const reach = reachOf.get(fact.event);
        return reach?.on === 'branch' ? reach.branch : undefined;
      };
      const decided = this.#manager.decide(
        this.#bank,
        fresh.flatMap(({ facts }) => facts),
        heldFor,
      );
      const append: JournalRecord[] = [];
      if (fresh.length > 0 && !this.#bank.run(run)) append.push({ type: 'run', id: run, kind: options.kind, at });
      for (const { event, facts } of fresh) {
        const decisions = facts.flatMap((fact) => decided.fresh.get(fact.id) ?? []);
        append.push({ type: 'event', at, run, event: storedEvent(event), reach: event.reach, facts, decisions });
      }
      if (decided.changed.length > 0) append.push({ type: 'decide', at, decisions: decided.changed });
      const isAccepted = (fact: Fact): boolean =>
        options.accept === 'all' ||
        (options.accept === 'certain' &&
          (!isDecided(fact) || (decided.fresh.get(fact.id)?.confidence ?? 0) >= CERTAIN));
      const accepted =
        options.accept === 'none' ? [] : fresh.flatMap(({ facts }) => facts.filter(isAccepted).map((fact) => fact.id));
      if (accepted.length > 0)
        append.push(this.#reviewRecord(action, accepted, 'accepted', 'rule', 'Accepted what was read.'));
      return { append, result: fresh };
    });
  }

  /** Commits that were read, by sha, with where they lie. */
  commits(): Map<string, { readonly event: string; readonly reach: Reach }> {
    const found = new Map<string, { event: string; reach: Reach }>();
    for (const event of this.#bank.events())
      if (event.kind === 'commit') found.set(event.ref, { event: event.id, reach: event.reach });
    return found;
  }

  /** Shas of commits that nothing reaches any more and whose rewritten form (amend, rebase) was not read, in the order of reading. */
  abandonedCommits(): string[] {
    const events = [...this.#bank.events()];
    const rewritten = new Set(events.map((event) => event.rewriteOf));
    return events
      .filter(({ id, kind, reach }) => kind === 'commit' && reach.on === 'gone' && !rewritten.has(id))
      .map(({ ref }) => ref);
  }

  /** Says where commits lie now: releases what was merged, withdraws what is gone. */
  async place(entries: readonly { readonly event: string; readonly reach: Reach }[]): Promise<void> {
    const moved = entries.filter(
      ({ event, reach }) => this.#bank.hasEvent(event) && !isSamePlace(this.#bank.event(event).reach, reach),
    );
    if (moved.length === 0) return;
    await this.#transact(() => ({ append: [{ type: 'reach', at: this.#now(), entries: moved }], result: undefined }));
    const facts = moved.flatMap(({ event }) => this.#bank.factsOfEvent(event).map((id) => this.#bank.fact(id)));
    await this.#recordChanges(() => this.#manager.redecideAfter(this.#bank, facts));
  }

  // --- what is there ---------------------------------------------------------------------------------------------------

  /** All versions of everything; see `views.memories` for what pending proposals contribute. */
  memories(): Memory[] {
    return memories(this.#bank, this.branch);
  }

  /** Pending proposals, newest source first. */
  proposals(): Proposal[] {
    return proposals(this.#bank, this.branch);
  }

  /** Newest first. @throws KnownError 'bank/not-found' | 'bank/ambiguous-id' */
  history(id: string): HistoryEntry[] {
    return history(this.#bank, this.#find(id).lineage, this.branch);
  }

  /** Runs that brought something which still waits for review, newest first. */
  runs(): RunCounts[] {
    const waiting = this.proposals();
    const countsOf = new Map<string, { replaced: number; readonly kinds: Map<FactKind, number> }>();
    for (const { id, run, kind } of waiting) {
      const { versions, current } = this.#bank.resolve(this.#bank.lineageOf(id), view(true, this.branch));
      const counts = countsOf.get(run) ?? { replaced: 0, kinds: new Map<FactKind, number>() };
      counts.replaced += versions.length - (current ? 1 : 0);
      counts.kinds.set(kind, (counts.kinds.get(kind) ?? 0) + 1);
      countsOf.set(run, counts);
    }
    const events = new Map<string, number>();
    for (const { run } of this.#bank.events()) events.set(run, (events.get(run) ?? 0) + 1);
    const runs = [...this.#bank.runs()].flatMap(({ id, kind, at }) => {
      const counts = countsOf.get(id);
      if (!counts) return [];
      const pending = countOperations(waiting.filter((proposal) => proposal.run === id));
      const byKind = [...counts.kinds]
        .map(([name, count]) => ({ kind: name, count }))
        .sort((a, b) => b.count - a.count);
      return [{ id, kind, at, events: events.get(id) ?? 0, pending, replaced: counts.replaced, byKind }];
    });
    return runs.sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  /** Whether a scan of the history was finished once. */
  get wasScanned(): boolean {
    return [...this.#bank.runs()].some((run) => run.kind === 'scan' && run.commits !== undefined);
  }

  /** ISO 8601 time of the newest event that counts. */
  get newestEvent(): string | undefined {
    let newest: string | undefined;
    for (const { time, reach } of this.#bank.events())
      if (reach.on !== 'gone' && (newest === undefined || Date.parse(time) > Date.parse(newest))) newest = time;
    return newest;
  }

  /** What undo would take back, newest first. */
  undoable(): Action[] {
    return this.#bank.undoable();
  }

  // --- review ----------------------------------------------------------------------------------------------------------

  async accept(selection: Selection): Promise<Done> {
    return await this.#decide(selection, 'accepted', 'Accepted');
  }

  async reject(selection: Selection): Promise<Done> {
    return await this.#decide(selection, 'rejected', 'Rejected');
  }

  /** Accepts with another text. @throws KnownError 'usage' for a DELETE or an empty text */
  async edit(id: string, text: string): Promise<Done> {
    const clean = await this.#cleanText(text);
    const action = this.#deps.newId();
    const done = await this.#transact(() => {
      const proposal = this.#proposal(id);
      if (proposal.operation === 'DELETE') throw errors.usage('A deletion has no text to edit. Accept or reject it.');
      const rest = factsOf(this.#bank, proposal).filter((fact) => fact !== proposal.id);
      const label = 'Edited and accepted.';
      const append: JournalRecord[] = [this.#reviewRecord(action, [proposal.id], 'edited', 'you', label, clean)];
      if (rest.length > 0) append.push(this.#reviewRecord(action, rest, 'accepted', 'you', label));
      return { append, result: { action, label, count: 1, facts: [proposal.id] } };
    });
    await this.#recordChanges(() => this.#manager.redecide(this.#bank, done.facts));
    return { action, label: done.label, count: 1 };
  }

  /** Takes back the last actions, newest first. @throws KnownError 'bank/nothing-to-undo' */
  async undo(count = 1): Promise<Done[]> {
    const done: Done[] = [];
    const touched = new Set<string>();
    for (let i = 0; i < count; i++) {
      const undone = await this.#transact(() => {
        const last = this.#bank.undoable()[0];
        if (!last) return { append: [], result: undefined };
        const action = this.#deps.newId();
        const label = `Undone: ${last.label}`;
        const append: JournalRecord[] = [{ type: 'undo', at: this.#now(), action, undoes: last.id, label }];
        return { append, result: { action, label, count: 1, undoes: last.id } };
      });
      if (!undone) break;
      for (const fact of this.#bank.factsOfAction(undone.undoes)) touched.add(fact);
      done.push({ action: undone.action, label: undone.label, count: 1 });
    }
    if (done.length === 0) throw errors.nothingToUndo();
    await this.#recordChanges(() => this.#manager.redecide(this.#bank, [...touched]));
    return done;
  }

  // --- the user's own word ---------------------------------------------------------------------------------------------

  /** Proposes to remember a text. @returns undefined when it is remembered already */
  async remember(text: string): Promise<Proposal | undefined> {
    const [fact] = await this.#note({ text, kind: 'note' });
    return fact && this.#proposalOf(fact);
  }

  /** Proposes to delete a memory. */
  async proposeDelete(id: string): Promise<Proposal | undefined> {
    const { version } = this.#currentOf(id);
    const text = this.#bank.textOf(version.fact);
    const [fact] = await this.#note({
      text: `Forget: ${text}`,
      kind: version.fact.kind,
      target: version.fact,
      ends: true,
    });
    return fact && this.#proposalOf(fact);
  }

  /** Deletes at once, with undo. What holds no longer is taken out of the history instead. */
  async deleteMemory(id: string): Promise<Done> {
    const { version, isCurrent } = this.#currentOf(id);
    if (!isCurrent)
      return await this.#takeBack([version.cause.id, ...version.restatements.map((fact) => fact.id)], 'Deleted.');
    const text = this.#bank.textOf(version.fact);
    const label = 'Deleted.';
    const action = this.#deps.newId();
    await this.#note(
      { text: `Deleted: ${text}`, kind: version.fact.kind, target: version.fact, ends: true },
      { action, label },
    );
    return { action, label, count: 1 };
  }

  /** Changes the text at once, with undo; the text before stays in the history. */
  async editMemory(id: string, text: string): Promise<Done> {
    const { version, isCurrent } = this.#currentOf(id);
    if (!isCurrent) throw errors.usage('Only what holds now can be edited.');
    const label = 'Edited.';
    const action = this.#deps.newId();
    await this.#note({ text, kind: version.fact.kind, target: version.fact }, { action, label });
    return { action, label, count: 1 };
  }

  /** Takes the newest operation on a memory back: the version before holds again; a deleted memory is restored. */
  async revertMemory(id: string): Promise<Done> {
    const { lineage, version } = this.#find(id);
    const { endedBy } = version;
    if (endedBy && !version.tombstone) {
      const again = this.#bank.members(lineage).filter((fact) => fact.ends && fact.order > endedBy.order);
      return await this.#takeBack([endedBy.id, ...again.map((fact) => fact.id)], 'Restored.');
    }
    return await this.#takeBack([version.cause.id, ...version.restatements.map((fact) => fact.id)], 'Reverted.');
  }

  // --- storage ---------------------------------------------------------------------------------------------------------

  async checkpoint(force = false): Promise<void> {
    await this.#alone(() =>
      this.#deps.store.checkpoint(() => ({ snapshot: this.#bank.snapshot(), memories: this.memories() }), force),
    );
  }

  async close(): Promise<void> {
    await this.#writes.catch(() => undefined); // whoever wrote has been told
    await this.#deps.store.close();
  }

  // --- inside ----------------------------------------------------------------------------------------------------------

  async #decide(selection: Selection, verdict: 'accepted' | 'rejected', word: string): Promise<Done> {
    const action = this.#deps.newId();
    const done = await this.#transact(() => {
      const chosen = this.#select(selection);
      const facts = chosen.flatMap((proposal) => factsOf(this.#bank, proposal));
      const label = chosen.length === 1 ? `${word}.` : `${word} ${chosen.length} proposals.`;
      const append = facts.length > 0 ? [this.#reviewRecord(action, facts, verdict, 'you', label)] : [];
      return { append, result: { label, facts, count: chosen.length } };
    });
    if (verdict === 'rejected') await this.#recordChanges(() => this.#manager.redecide(this.#bank, done.facts));
    return { action, label: done.label, count: done.count };
  }

  #select(selection: Selection): Proposal[] {
    if ('ids' in selection) return [...new Set(selection.ids)].map((id) => this.#proposal(id));
    const waiting = this.proposals();
    return 'run' in selection ? waiting.filter(({ run }) => run === selection.run) : waiting;
  }

  async #takeBack(facts: readonly string[], label: string): Promise<Done> {
    const action = this.#deps.newId();
    await this.#transact(() => ({
      append: [this.#reviewRecord(action, facts, 'reverted', 'you', label)],
      result: undefined,
    }));
    await this.#recordChanges(() => this.#manager.redecide(this.#bank, facts));
    return { action, label, count: 1 };
  }

  /** Makes an event of the user's own word. With `done` it counts at once; without, it is a proposal. */
  async #note(
    note: { readonly text: string; readonly kind: FactKind; readonly target?: Fact; readonly ends?: true },
    done?: { readonly action: string; readonly label: string },
  ): Promise<Fact[]> {
    const text = await this.#cleanText(note.text);
    const now = this.#deps.clock();
    const ref = this.#deps.newId();
    const raw: RawEvent = {
      kind: 'note',
      ref,
      time: now.toISOString(),
      order: this.#nextOrder(now, note.target),
      role: 'user',
      text,
    };
    const event = await cleanEvent(raw, this.#deps.redactor);
    const { target, ends, kind } = note;
    const fact: Fact = {
      id: contentId(event.id, kind, text),
      event: event.id,
      order: event.order,
      time: event.time,
      kind,
      text: event.text,
      quote: event.text,
      ...(target && { target: target.id }),
      ...(target?.subject !== undefined && { subject: target.subject }),
      ...(target?.attribute !== undefined && { attribute: target.attribute }),
      ...(target?.value !== undefined && !ends && { value: target.value }),
      ...(ends && { ends }),
    };
    return await this.#transact(() => {
      const at = this.#now();
      const run = this.#deps.newId();
      const decided = this.#manager.decide(this.#bank, [fact], () => undefined);
      const append: JournalRecord[] = [
        { type: 'run', id: run, kind: 'note', at },
        {
          type: 'event',
          at,
          run,
          event: storedEvent(event),
          reach: event.reach,
          facts: [fact],
          decisions: [...decided.fresh.values()],
          ...(done && { action: done.action }),
        },
      ];
      if (decided.changed.length > 0) append.push({ type: 'decide', at, decisions: decided.changed });
      if (done) append.push(this.#reviewRecord(done.action, [fact.id], 'accepted', 'you', done.label));
      return { append, result: [fact] };
    });
  }

  /** The user speaks last: after everything that is known about the same thing, whatever the clocks of its commits said. */
  #nextOrder(now: Date, target: Fact | undefined): number {
    const lineage = target && this.#bank.lineageOf(target.id);
    const last = lineage === undefined ? undefined : this.#bank.members(lineage).at(-1);
    return Math.max(now.getTime() / 1000, (last?.order ?? 0) + 0.001);
  }

  #find(id: string): { readonly lineage: string; readonly version: Version } {
    const matches = new Map<string, { lineage: string; version: Version }>();
    for (const lineage of this.#bank.lineages()) {
      for (const pending of [false, true]) {
        for (const version of this.#bank.resolve(lineage, view(pending, this.branch)).versions) {
          const known = memoryId(version);
          if (known === id) return { lineage, version };
          if (id.length >= 4 && known.startsWith(id)) matches.set(known, { lineage, version });
        }
      }
    }
    if (matches.size > 1) throw errors.ambiguousId(id, matches.size);
    const [match] = matches.values();
    if (!match) throw errors.noSuchMemory(id);
    return match;
  }

  #currentOf(id: string): { readonly version: Version; readonly isCurrent: boolean } {
    const { lineage, version } = this.#find(id);
    const current = [false, true].map((pending) => this.#bank.resolve(lineage, view(pending, this.branch)).current);
    return { version, isCurrent: current.some((other) => other && memoryId(other) === memoryId(version)) };
  }

  #proposal(id: string): Proposal {
    const exact = this.#bank.hasFact(id) ? this.#proposalOf(this.#bank.fact(id)) : undefined;
    if (exact) return exact;
    const matches = id.length < 4 ? [] : this.proposals().filter((proposal) => proposal.id.startsWith(id));
    if (matches.length > 1) throw errors.ambiguousId(id, matches.length);
    if (!matches[0]) throw errors.noSuchMemory(id);
    return matches[0];
  }

  #proposalOf(fact: Fact): Proposal | undefined {
    const waiting = lineageProposals(this.#bank, this.#bank.lineageOf(fact.id), this.branch);
    return waiting.find((proposal) => proposal.id === fact.id);
  }

  async #cleanText(text: string): Promise<string> {
    const { texts } = await this.#deps.redactor.redact([text]);
    const clean = texts[0]?.trim() ?? '';
    if (clean === '') throw errors.usage('The text is empty.');
    return clean;
  }

  /** An unfinished run of the same kind goes on, so that a chain it began stays one proposal. */
  #resumable(kind: RunKind): string | undefined {
    return kind === 'scan'
      ? [...this.#bank.runs()].find((run) => run.kind === kind && run.commits === undefined)?.id
      : undefined;
  }

  async #finish(run: string, kind: RunKind): Promise<void> {
    if (kind !== 'scan') return;
    let commits = 0;
    for (const event of this.#bank.events()) if (event.run === run) commits++;
    await this.#transact(() => ({
      append: [{ type: 'run', id: run, kind, at: this.#now(), commits }],
      result: undefined,
    }));
  }

  #report(
    run: string,
    tally: { events: number; facts: readonly string[]; secrets: number },
    accept: Acceptance,
  ): Ingested {
    const facts = tally.facts.map((id) => this.#bank.fact(id));
    const accepted = facts.filter((fact) => this.#bank.isAccepted(fact));
    const counts = { add: 0, update: 0, delete: 0, noop: 0 };
    if (accept === 'none') {
      const waiting = this.proposals().filter((proposal) => proposal.run === run);
      Object.assign(counts, countOperations(waiting));
      const proposed = new Set(waiting.flatMap((proposal) => factsOf(this.#bank, proposal)));
      counts.noop = facts.filter((fact) => !proposed.has(fact.id) && this.#bank.heldFor(fact) === undefined).length;
    } else {
      for (const fact of facts) {
        const { operations } = this.#bank.resolve(this.#bank.lineageOf(fact.id), view(true, this.branch));
        counts[(operations.get(fact.id)?.toLowerCase() ?? 'noop') as keyof typeof counts]++;
      }
    }
    const held = facts.filter((fact) => this.#bank.heldFor(fact) !== undefined).length;
    return {
      run,
      events: tally.events,
      facts: facts.length,
      proposals: counts,
      accepted: accepted.length,
      held,
      secrets: tally.secrets,
    };
  }

  #reviewRecord(
    action: string,
    facts: readonly string[],
    verdict: Verdict,
    by: 'you' | 'rule',
    label: string,
    text?: string,
  ): JournalRecord {
    return { type: 'review', at: this.#now(), action, facts, verdict, by, label, ...(text !== undefined && { text }) };
  }

  async #recordChanges(redecide: () => ReturnType<MemoryManager['redecide']>): Promise<void> {
    await this.#transact(() => {
      const decisions = redecide();
      return {
        append: decisions.length > 0 ? [{ type: 'decide', at: this.#now(), decisions }] : [],
        result: undefined,
      };
    });
  }

  /** One write at a time. What was appended is applied only when it is durable. */
  async #transact<T>(run: () => { readonly append: readonly JournalRecord[]; readonly result: T }): Promise<T> {
    return await this.#alone(async () => {
      let written: readonly JournalRecord[] = [];
      let attempts = 0;
      const others: JournalRecord[] = [];
      try {
        const result = await this.#deps.store.transact((theirs) => {
          if (attempts++ > 0) this.#manager.reset();
          others.push(...theirs);
          this.#takeIn(theirs);
          const outcome = run();
          written = outcome.append;
          return outcome;
        });
        for (const record of written) this.#bank.apply(record);
        if (
          written.some(
            (record) =>
              record.type !== 'event' &&
              record.type !== 'run' &&
              !(record.type === 'review' && record.verdict === 'accepted'),
          )
        )
          this.#manager.reset();
        if (written.length > 0 || others.length > 0) this.#changed();
        return result;
      } catch (error) {
        this.#manager.reset();
        if (others.length > 0) this.#changed();
        throw error;
      }
    });
  }

  #takeIn(others: readonly JournalRecord[]): void {
    for (const record of others) this.#bank.apply(record);
    if (others.length > 0) this.#manager.reset();
  }

  #alone<T>(write: () => Promise<T>): Promise<T> {
    const done = this.#writes.then(write);
    this.#writes = done.catch(() => undefined); // the caller is told; the next write goes on
    return done;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#logger.error('A listener failed.', error);
      }
    }
  }

  #now(): string {
    return this.#deps.clock().toISOString();
  }
}

function isSamePlace(a: Reach, b: Reach): boolean {
  return a.on === b.on && (a.on !== 'branch' || b.on !== 'branch' || a.branch === b.branch);
}

function storedEvent(event: Event): Extract<JournalRecord, { type: 'event' }>['event'] {
  const { files, reach: _, ...rest } = event;
  return { ...rest, files: files.map((file) => file.path) };
}

function countOperations(list: readonly Proposal[]): { add: number; update: number; delete: number } {
  const count = (operation: Proposal['operation']): number =>
    list.filter((proposal) => proposal.operation === operation).length;
  return { add: count('ADD'), update: count('UPDATE'), delete: count('DELETE') };
}
