import { extractFacts } from '../extract/extract';
import { isDecided } from '../manager/memoryManager';
import { cleanEvent, eventId } from '../memory/clean';
import type { Event, RawEvent, Reach, StoredEvent } from '../memory/event';
import { isRecord, type Fact } from '../memory/fact';
import { countOperations, factsOf, proposals } from '../memory/proposals';
import type { Decision, JournalRecord, RunKind } from '../memory/record';
import { view } from '../memory/views';
import { CERTAIN } from '../policies/policy';
import type { Ledger } from './ledger';
import { Recitals, withoutTold } from './recitals';
import { revise } from './revisions';

/** What happens to the proposals of a run: all wait, the certain ones are accepted by rule, or all are. */
export type Acceptance = 'none' | 'certain' | 'all';

export interface IngestOptions {
  readonly kind: RunKind;
  readonly accept: Acceptance;
  readonly onProgress?: (done: number) => void;
  /** Told of each event that was not known, with the number of its facts. */
  readonly onEvent?: (event: Event, facts: number) => void;
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

/** Events per transaction: few enough to hold the lock for some ten milliseconds, enough to share one fsync. */
const BATCH = 100;

/** An event that was not known, with what was extracted from it. */
interface Extracted {
  readonly event: Event;
  readonly facts: readonly Fact[];
}

/** See `ProjectMemory.ingest`. */
export async function ingest(
  ledger: Ledger,
  events: AsyncIterable<RawEvent> | Iterable<RawEvent>,
  options: IngestOptions,
  signal?: AbortSignal,
): Promise<Ingested> {
  const { newId } = ledger.deps;
  const recitals = new Recitals(ledger.bank);
  const run = resumable(ledger, options.kind) ?? newId();
  const action = newId();
  const added: Extracted[] = [];
  let batch: RawEvent[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const fresh = await ingestBatch(ledger, batch, run, action, options, recitals);
    for (const { event, facts } of fresh) options.onEvent?.(event, facts.length);
    added.push(...fresh);
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
  await finish(ledger, run, options.kind);
  return report(ledger, run, added, options.accept);
}

async function ingestBatch(
  ledger: Ledger,
  raws: readonly RawEvent[],
  run: string,
  action: string,
  { kind, accept }: IngestOptions,
  recitals: Recitals,
): Promise<Extracted[]> {
  const { bank, manager, deps } = ledger;
  const unknown = new Map<string, RawEvent>();
  for (const raw of raws) unknown.set(eventId(raw.kind, raw.session, raw.ref), raw);
  for (const id of unknown.keys()) if (bank.hasEvent(id)) unknown.delete(id);
  const addresses = deps.emailAddresses === true ? 'keep' : 'remove';
  // One after the other: what the rules leave behind dies young, where a hundred at once would keep it all for a while.
  const cleaned: Event[] = [];
  for (const raw of unknown.values()) cleaned.push(await cleanEvent(raw, deps.redactor, { addresses }));
  const extracted = cleaned.map((event) => ({ event, facts: extractFacts(withoutTold(event), deps.extractors) }));

  return await ledger.transact(() => {
    const fresh = extracted
      .filter(({ event }) => !bank.hasEvent(event.id)) // another process may have been faster
      .map(({ event, facts }) => {
        const news = facts.filter((fact) => !recitals.isRecital(fact, event));
        return { event, ...revise(bank, event, news) };
      });
    const reachOf = new Map(fresh.map(({ event }) => [event.id, event.reach]));
    const facts = fresh.flatMap((item) => item.facts);
    const decided = manager.decide(bank, facts, (fact) => heldIn(reachOf.get(fact.event)));
    const at = ledger.now();
    const append: JournalRecord[] = [];
    if (fresh.length > 0 && !bank.run(run)) append.push({ type: 'run', id: run, kind, at });
    for (const item of fresh) {
      const decisions = [...item.decisions, ...item.facts.flatMap((fact) => decided.fresh.get(fact.id) ?? [])];
      append.push({ ...eventRecord(item.event, item.facts, run, at), decisions });
    }
    if (decided.changed.length > 0) append.push({ type: 'decide', at, decisions: decided.changed });
    const isCertain = (fact: Fact): boolean => !isDecided(fact) || isSure(decided.fresh.get(fact.id));
    const accepted = facts.filter(
      (fact) => !isRecord(fact) && (accept === 'all' || (accept === 'certain' && isCertain(fact))),
    );
    if (accepted.length > 0)
      append.push(ledger.verdict(action, idsOf(accepted), 'accepted', 'rule', 'Accepted what was read.'));
    return { append, result: fresh };
  });
}

/** See `ProjectMemory.place`. */
export async function place(
  ledger: Ledger,
  entries: readonly { readonly event: string; readonly reach: Reach }[],
): Promise<void> {
  const { bank, manager } = ledger;
  const moved = entries
    .filter(({ event, reach }) => bank.hasEvent(event) && !isSamePlace(bank.event(event).reach, reach))
    .map(({ event, reach }) => ({ event, reach: leaving(bank.event(event).reach, reach) }));
  if (moved.length === 0) return;
  await ledger.transact(() => ({ append: [{ type: 'reach', at: ledger.now(), entries: moved }], result: undefined }));
  const facts = moved.flatMap(({ event }) => bank.factsOfEvent(event).map((id) => bank.fact(id)));
  await ledger.redecide(() => manager.redecideAfter(bank, facts));
}

/** The record of an event whose facts need no decision. */
export function eventRecord(
  event: Event,
  facts: readonly Fact[],
  run: string,
  at: string,
): Extract<JournalRecord, { type: 'event' }> {
  const { files, reach, before: _, ...rest } = event;
  const stored: StoredEvent = { ...rest, files: files.map((file) => file.path) };
  return { type: 'event', at, run, event: stored, reach, facts, decisions: [] };
}

/** An unfinished scan goes on as the same run, so that a chain it began stays one proposal. */
function resumable({ bank }: Ledger, kind: RunKind): string | undefined {
  return kind === 'scan'
    ? [...bank.runs()].find((run) => run.kind === kind && run.commits === undefined)?.id
    : undefined;
}

async function finish(ledger: Ledger, run: string, kind: RunKind): Promise<void> {
  if (kind !== 'scan' || !ledger.bank.run(run)) return;
  let commits = 0;
  for (const event of ledger.bank.events()) if (event.run === run) commits++;
  await ledger.transact(() => ({
    append: [{ type: 'run', id: run, kind, at: ledger.now(), commits }],
    result: undefined,
  }));
}

function report({ bank, branch }: Ledger, run: string, added: readonly Extracted[], accept: Acceptance): Ingested {
  const facts = added.flatMap((item) => item.facts);
  const isHeld = (fact: Fact): boolean => bank.heldFor(fact) !== undefined;
  const counts = { add: 0, update: 0, delete: 0, noop: 0 };
  if (accept === 'none') {
    const waiting = proposals(bank, branch).filter((proposal) => proposal.run === run);
    const proposed = new Set(waiting.flatMap((proposal) => factsOf(bank, proposal)));
    counts.noop = facts.filter((fact) => !proposed.has(fact.id) && !isHeld(fact)).length;
    Object.assign(counts, countOperations(waiting));
  } else {
    for (const fact of facts) {
      const { operations } = bank.resolve(bank.lineageOf(fact.id), view(true, branch));
      counts[KEY_OF[operations.get(fact.id) ?? 'NOOP']]++;
    }
  }
  return {
    run,
    events: added.length,
    facts: facts.length,
    proposals: counts,
    accepted: facts.filter((fact) => bank.isAccepted(fact) && !isRecord(fact)).length,
    held: facts.filter(isHeld).length,
    secrets: added.reduce((sum, { event }) => sum + event.secrets, 0),
  };
}

const KEY_OF = { ADD: 'add', UPDATE: 'update', DELETE: 'delete', NOOP: 'noop' } as const;

/** What a language model swayed is never sure enough to pass unseen. */
function isSure(decision: Decision | undefined): boolean {
  return decision !== undefined && decision.by !== 'model' && decision.confidence >= CERTAIN;
}

export function heldIn(reach: Reach | undefined): string | undefined {
  return reach?.on === 'branch' ? reach.branch : undefined;
}

/** That the default branch reached a commit once is not forgotten when it does no longer. */
function leaving(from: Reach, to: Reach): Reach {
  return to.on !== 'main' && (from.on === 'main' || from.left) ? { ...to, left: true } : to;
}

function isSamePlace(a: Reach, b: Reach): boolean {
  return a.on === b.on && heldIn(a) === heldIn(b);
}

function idsOf(facts: readonly Fact[]): string[] {
  return facts.map((fact) => fact.id);
}
