import { contentId } from '../base/ids';
import { errors } from '../base/errors';
import { cleanEvent } from '../memory/clean';
import type { Event } from '../memory/event';
import type { Fact, FactKind } from '../memory/fact';
import type { Proposal } from '../memory/memory';
import type { Decision, JournalRecord } from '../memory/record';
import { eventRecord } from './ingestion';
import type { Ledger } from './ledger';
import { findMemory, proposalOf, type Found } from './lookup';
import { cleanText, takeBack, type Done } from './review';

/** See `ProjectMemory.remember`. */
export async function remember(ledger: Ledger, text: string): Promise<Proposal | undefined> {
  return proposalOf(ledger, await note(ledger, { text, kind: 'note' }));
}

/** See `ProjectMemory.proposeDelete`. */
export async function proposeDelete(ledger: Ledger, id: string): Promise<Proposal | undefined> {
  const { fact } = findMemory(ledger, id).version;
  return proposalOf(ledger, await note(ledger, { ...endOf(fact), text: `Forget: ${ledger.bank.textOf(fact)}` }));
}

/** See `ProjectMemory.deleteMemory`. */
export async function deleteMemory(ledger: Ledger, id: string): Promise<Done> {
  const found = findMemory(ledger, id);
  const label = 'Deleted.';
  if (!found.isCurrent) return await takeBack(ledger, saying(found), label);
  const { fact } = found.version;
  return await act(ledger, { ...endOf(fact), text: `Deleted: ${ledger.bank.textOf(fact)}` }, label);
}

/** See `ProjectMemory.editMemory`. */
export async function editMemory(ledger: Ledger, id: string, text: string): Promise<Done> {
  const { version, isCurrent } = findMemory(ledger, id);
  if (!isCurrent) throw errors.usage('Only what holds now can be edited.');
  return await act(ledger, { text, kind: version.fact.kind, target: version.fact }, 'Edited.');
}

/** See `ProjectMemory.revertMemory`. */
export async function revertMemory(ledger: Ledger, id: string): Promise<Done> {
  const found = findMemory(ledger, id);
  const { endedBy, tombstone } = found.version;
  if (!endedBy || tombstone) return await takeBack(ledger, saying(found), 'Reverted.');
  const endings = ledger.bank.members(found.lineage).filter((fact) => fact.ends && fact.order > endedBy.order);
  return await takeBack(ledger, [endedBy.id, ...endings.map((fact) => fact.id)], 'Restored.');
}

interface Note {
  /** What the fact says. */
  readonly text: string;
  /** What was said in fact, where that is something else: why a memory is to go. */
  readonly said?: string;
  readonly kind: FactKind;
  /** The fact whose lineage the note speaks about. */
  readonly target?: Fact;
  readonly ends?: true;
}

/** What counts at once, and is undone in one step. */
async function act(ledger: Ledger, what: Note, label: string): Promise<Done> {
  const action = ledger.deps.newId();
  await note(ledger, what, { action, label });
  return { action, label, count: 1 };
}

/** Makes an event and its one fact of the user's own word. With `done` it counts at once; without, it is a proposal. */
async function note(
  ledger: Ledger,
  what: Note,
  done?: { readonly action: string; readonly label: string },
): Promise<Fact> {
  const { event, fact } = await toNote(ledger, what);
  return await ledger.transact(() => {
    const decided = ledger.manager.decide(ledger.bank, [fact], () => undefined);
    const append = recordsOf(ledger, event, fact, decided, done?.action);
    if (done) append.push(ledger.verdict(done.action, [fact.id], 'accepted', 'you', done.label));
    return { append, result: fact };
  });
}

/** @param by the program that says so; absent for the user */
export async function toNote(
  ledger: Ledger,
  { text, said = text, kind, target, ends }: Note,
  by?: string,
): Promise<{ readonly event: Event; readonly fact: Fact }> {
  const { deps } = ledger;
  const clean = await cleanText(ledger, said);
  const now = deps.clock();
  const event = await cleanEvent(
    {
      ...{ kind: 'note', ref: deps.newId(), time: now.toISOString(), order: nextOrder(ledger, now, target) },
      ...(by === undefined ? { role: 'user' } : { role: 'assistant', app: by }),
      text: clean,
    },
    deps.redactor,
    { addresses: deps.emailAddresses === true ? 'keep' : 'remove' },
  );
  const statement = said === text ? event.text : text;
  const fact: Fact = {
    id: contentId(event.id, kind, statement),
    event: event.id,
    order: event.order,
    time: event.time,
    kind,
    text: statement,
    quote: event.text,
    ...(target && { target: target.id }),
    ...(target?.subject !== undefined && { subject: target.subject }),
    ...(target?.attribute !== undefined && { attribute: target.attribute }),
    ...(target?.value !== undefined && !ends && { value: target.value }),
    ...(ends && { ends }),
  };
  return { event, fact };
}

/** A run of its own for a note, as one transaction. @param action the user's act that it is part of */
export function recordsOf(
  ledger: Ledger,
  event: Event,
  fact: Fact,
  decided: { readonly fresh: ReadonlyMap<string, Decision>; readonly changed: readonly Decision[] },
  action?: string,
): JournalRecord[] {
  const at = ledger.now();
  const run = ledger.deps.newId();
  const record = { ...eventRecord(event, [fact], run, at), decisions: [...decided.fresh.values()] };
  return [
    { type: 'run', id: run, kind: 'note', at },
    action === undefined ? record : { ...record, action },
    ...(decided.changed.length > 0 ? [{ type: 'decide', at, decisions: decided.changed } as const] : []),
  ];
}

export function endOf(target: Fact): Pick<Note, 'kind' | 'target' | 'ends'> {
  return { kind: target.kind, target, ends: true };
}

/** The facts that say what a version says. */
function saying({ version }: Found): string[] {
  return [version.cause.id, ...version.restatements.map((fact) => fact.id)];
}

/** The user speaks last: after all that is known about the same thing, whatever the clocks of its commits said. In seconds. */
function nextOrder({ bank }: Ledger, now: Date, target: Fact | undefined): number {
  const last = target && bank.members(bank.lineageOf(target.id)).at(-1);
  return Math.max(now.getTime() / 1000, (last?.order ?? 0) + 0.001);
}
