import { contentId } from '../base/ids';
import { firstLine } from '../base/text';
import type { Bank, View } from './bank';
import type { StoredEvent } from './event';
import { factKey, type Fact, type FactKind } from './fact';
import { findingKind, isFinding, lossOf, toLoss, type Loss } from './finding';
import type { Resolved, Version } from './lineage';
import { mergedText } from './record';
import type { DecidedBy, HistoryEntry, Memory, MemoryState, Source } from './memory';

/**
 * All memories that a reader may use: what was accepted, and where nothing was, the pending ADDs (marked not reviewed).
 * Never a pending UPDATE or DELETE.
 * @param asOf day, month or year: what held at its end, as it is known today; later events do not count. What the user deleted since is not told.
 */
export function memories(bank: Bank, branch?: string, asOf?: string): Memory[] {
  return [...bank.lineages()].flatMap((lineage) => lineageMemories(bank, lineage, branch, asOf));
}

export function lineageMemories(bank: Bank, lineage: string, branch?: string, asOf?: string): Memory[] {
  const { resolved, reviewed } = readable(bank, lineage, branch, asOf);
  const all = resolved.versions.map((version) => toMemory(bank, lineage, version, reviewed, branch, asOf));
  const mayBeForgotten = (): boolean => bank.members(lineage).some(({ ends, target }) => ends && target !== undefined);
  if (asOf === undefined || all.length === 0 || !mayBeForgotten()) return all;
  const forgotten = new Set(
    lineageMemories(bank, lineage, branch).flatMap(({ id, ending }) => (ending?.forgotten ? [id] : [])),
  );
  return all.filter(({ id }) => !forgotten.has(id));
}

/** Newest first. */
export function history(bank: Bank, lineage: string, branch?: string): HistoryEntry[] {
  const { resolved, reviewed } = readable(bank, lineage, branch);
  const entries: HistoryEntry[] = [];
  const add = (cause: Fact, entry: Pick<HistoryEntry, 'id' | 'text' | 'operation' | 'until'>): void => {
    const decision = bank.decision(cause.id);
    entries.push({
      ...entry,
      version: entries.length + 1,
      decidedBy: decidedBy(bank, cause),
      reason: decision?.reason ?? keyReason(bank, cause, entry.operation),
      at: cause.time,
      event: toSource(bank, cause),
      reviewed: reviewed && (bank.isAccepted(cause) || cause !== resolved.current?.cause),
      ...(isEdited(bank, cause) && { edited: true }),
      ...(isMerged(bank, cause) && { said: cause.text }),
      ...(cause.readBy !== undefined && { readBy: cause.readBy }),
    });
  };
  for (const [i, version] of resolved.versions.entries()) {
    if (!version.tombstone) {
      const operation = resolved.versions[i - 1]?.supersededBy === version ? 'UPDATE' : 'ADD';
      add(version.cause, {
        id: memoryId(version),
        text: bank.textOf(version.fact),
        operation,
        ...(version.until !== undefined && { until: version.until }),
      });
    }
    if (version.endedBy)
      add(version.endedBy, { id: memoryId(version), text: bank.textOf(version.endedBy), operation: 'DELETE' });
  }
  return entries.reverse();
}

/** The id of the memory that a version is: its fact's id, unless a revert brought the fact back. */
export function memoryId(version: Version): string {
  return version.cause === version.fact ? version.fact.id : contentId('restored', version.fact.id, version.cause.id);
}

export function toSource(bank: Bank, { event, quote }: Fact): Source {
  const happened = bank.event(event);
  return isFinding(happened) ? sourceOfFinding(happened) : sourceOf(happened, quote);
}

/** The commit that a finding rests on. */
function sourceOfFinding({ commits, ref, title, text, time }: StoredEvent): Source {
  const [commit] = commits ?? [];
  const subject = title ?? firstLine(text);
  return commit === undefined
    ? { kind: 'note', ref, subject, time, quote: '' }
    : { kind: 'commit', ref: commit, subject, time, quote: '' };
}

export function sourceOf(event: StoredEvent, quote: string): Source {
  const { kind, ref, text, time, role, session, author, app, title, turn } = event;
  return {
    ...{ kind, ref, subject: firstLine(text), time, quote },
    ...(session !== undefined && { session }),
    ...(author !== undefined && { author }),
    ...((kind === 'chat' || role === 'assistant') && { role }),
    ...(app !== undefined && { app }),
    ...(title !== undefined && { title }),
    ...(turn !== undefined && { turn }),
  };
}

/** Who let a fact in: the user's verdict, else whoever decided its operation. */
export function decidedBy(bank: Bank, fact: Fact): DecidedBy {
  return bank.review(fact.id)?.by ?? bank.decision(fact.id)?.by ?? 'rule';
}

function isMerged(bank: Bank, fact: Fact): boolean {
  return bank.edited(fact.id) === undefined && mergedText(bank.decision(fact.id)) !== undefined;
}

function isEdited(bank: Bank, fact: Fact): boolean {
  const event = bank.event(fact.event);
  const isOwn = event.kind === 'note' && event.role === 'user' && !isFinding(event);
  const isOwnWords = fact.target !== undefined && !fact.ends && isOwn;
  return isOwnWords || bank.verdict(fact.id) === 'edited';
}

/** Why a fact does what it does, where code decided that: by its key, or by the memory that it names. */
export function keyReason(bank: Bank, fact: Fact, operation: 'ADD' | 'UPDATE' | 'DELETE'): string {
  const { role, app, text } = bank.event(fact.event);
  const isProposed = fact.target !== undefined && role === 'assistant';
  const about =
    fact.subject === undefined
      ? 'this'
      : fact.attribute === undefined
        ? fact.subject
        : `${fact.attribute} of ${fact.subject}`;
  switch (operation) {
    case 'ADD':
      return fact.subject === undefined
        ? 'Nothing like it was remembered.'
        : `Nothing was remembered about the ${about}.`;
    case 'UPDATE':
      if (isProposed) return `${app ?? 'An assistant'} proposed this text.`;
      return fact.target !== undefined ? 'You changed the text.' : `It says something newer about the ${about}.`;
    case 'DELETE':
      if (isProposed) return firstLine(text);
      return fact.target !== undefined
        ? 'You asked to forget it.'
        : `It says that ${fact.subject ?? 'this'} no longer holds.`;
  }
}

/** What a reader may use of a lineage. */
function readable(
  bank: Bank,
  lineage: string,
  branch: string | undefined,
  asOf?: string,
): { resolved: Resolved; reviewed: boolean } {
  const accepted = bank.resolve(lineage, view(false, branch, asOf));
  if (accepted.current) return { resolved: accepted, reviewed: true };
  const pending = bank.resolve(lineage, view(true, branch, asOf));
  const onlyAdds = accepted.versions.length === 0 || pending.current !== undefined;
  return onlyAdds ? { resolved: pending, reviewed: false } : { resolved: accepted, reviewed: true };
}

export function view(pending: boolean, branch?: string, asOf?: string): View {
  return { pending, ...(branch !== undefined && { branch }), ...(asOf !== undefined && { asOf }) };
}

function toMemory(
  bank: Bank,
  lineage: string,
  version: Version,
  reviewed: boolean,
  branch: string | undefined,
  asOf: string | undefined,
): Memory {
  const { fact } = version;
  const state: MemoryState = version.supersededBy ? 'superseded' : version.endedBy ? 'deleted' : 'active';
  const held = branch !== undefined ? bank.heldFor(version.cause) : undefined;
  const isNow = state === 'active' && asOf === undefined;
  const stalePath = isNow ? stalePathOf(bank, version) : undefined;
  const lost = isNow ? lossesOf(bank, lineage, version, branch) : [];
  return {
    id: memoryId(version),
    lineage,
    text: bank.textOf(fact),
    kind: fact.kind,
    state,
    validFrom: version.from,
    reviewed: reviewed || bank.isAccepted(version.cause),
    sources: sourcesOf(bank, version),
    decidedBy: decidedBy(bank, version.cause),
    ...(fact.subject !== undefined && { subject: fact.subject }),
    ...(fact.attribute !== undefined && { attribute: fact.attribute }),
    ...(fact.value !== undefined && { value: fact.value }),
    ...(fact.was !== undefined && { was: fact.was }),
    ...(version.until !== undefined && { validTo: version.until }),
    ...(held !== undefined && { branch: held }),
    ...((stalePath ?? lost.length > 0) && { stale: true }),
    ...(stalePath && { stalePath }),
    ...(lost.length > 0 && { lost }),
    ...(version.supersededBy && { supersededBy: memoryId(version.supersededBy) }),
    ...(version.endedBy && { ending: endingOf(bank, version.endedBy) }),
  };
}

/**
 * From so many later changes of every file that its commit changed on, what was decided there may be out of date. On eleven training
 * histories that marks 0 to 33 % of the decisions and conventions without a key (median 12 %), and at most 6 % of all that holds.
 */
const STALE_CHANGES = 50;

/** Statements about how the code is. What came or went stays true, and what has a key is superseded by what comes after it. */
const AGEING: ReadonlySet<FactKind> = new Set<FactKind>(['decision', 'convention']);

function stalePathOf(bank: Bank, { cause, fact, restatements }: Version): Memory['stalePath'] {
  if (!AGEING.has(fact.kind) || factKey(fact) !== undefined) return undefined;
  const newest = bank.event((restatements.at(-1) ?? cause).event);
  const least = newest.kind === 'commit' ? bank.churn.leastChanged(newest) : undefined;
  return least && least.changes >= STALE_CHANGES ? least : undefined;
}

/** What checks found of a text and nobody has decided about, and that its commit left the history. */
function lossesOf(bank: Bank, lineage: string, version: Version, branch: string | undefined): Loss[] {
  const findings = bank.members(lineage).filter(({ target, event }) => {
    return target === version.fact.id && findingKind(bank.event(event)) !== undefined;
  });
  const open = findings.filter((fact) => bank.verdict(fact.id) === undefined && bank.isVisible(fact, branch));
  const losses = open.flatMap((fact) => lossOf(bank.event(fact.event)) ?? []);
  const isSettled = findings.some((fact) => findingKind(bank.event(fact.event)) === 'left' && bank.verdict(fact.id));
  if (isSettled || losses.some(({ kind }) => kind === 'left') || !hasLeft(bank, version)) return losses;
  return [...losses, toLoss('left', { paths: [], commit: bank.event(version.fact.event).ref })];
}

/** Whether nothing that says it is in the history any more. */
export function hasLeft(bank: Bank, { fact, restatements }: Version): boolean {
  return [fact, ...restatements].every((said) => bank.hasLeft(said));
}

function endingOf(bank: Bank, fact: Fact): NonNullable<Memory['ending']> {
  return {
    text: bank.textOf(fact),
    time: fact.time,
    sources: [toSource(bank, fact)],
    forgotten: isForgetting(bank.event(fact.event)) && fact.target !== undefined,
    ...(fact.replacedBy !== undefined && { replacedBy: fact.replacedBy }),
  };
}

/** The user said so, not a check. */
function isForgetting(event: StoredEvent): boolean {
  return event.kind === 'note' && !isFinding(event);
}

/** The deciding event first, then those that said it again, newest first. */
function sourcesOf(bank: Bank, version: Version): Source[] {
  const first = version.cause === version.fact ? [version.fact] : [version.cause, version.fact];
  const again = version.restatements.slice(-4).reverse();
  return [...first, ...again].map((fact) => toSource(bank, fact));
}
