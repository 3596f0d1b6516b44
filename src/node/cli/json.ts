import type { Answer, ChatLink, HistoryEntry, Memory, Proposal, RecallHit, Source, UsedMemory } from '../../core/index';
import type { ChatImportReport } from '../../protocol/chats';
import type { FreshnessReport, IngestReport } from '../../protocol/service';
import { staleReason } from '../../protocol/words';

/** The shapes that `--json` prints: a public contract (README, "Command line"). Fields are added to it, never renamed or removed. */

type SourceJson = Pick<Source, 'kind' | 'ref' | 'session'>;

export function sourceJson({ kind, ref, session }: Source): SourceJson {
  return { kind, ref, ...(session !== undefined && { session }) };
}

export function scanJson(report: IngestReport): object {
  const { events: commits, facts, proposals, accepted, held, ms } = report;
  return { commits, facts, proposals, accepted, held, ms };
}

/** As of a scan (`commits` counts the turns that are new), and what became of each conversation. */
export function chatsJson(report: ChatImportReport): object {
  return {
    ...scanJson(report),
    sessions: report.chats.map(({ id, title, turns, events, facts }) => ({
      session: id,
      title,
      turns,
      new: events,
      facts,
    })),
    skipped: report.skipped.map(({ file, reason }) => ({ file, reason })),
  };
}

export function answerJson(found: Answer): object {
  const { answer, replaced, declined, confidence, used, candidates, ms, wordedBy, plain, problem } = found;
  return {
    ...{ answer, replaced, declined, confidence, used: used.map(usedJson), candidates, ms },
    ...(wordedBy !== undefined && { wordedBy, plain }),
    ...(problem !== undefined && { problem }),
  };
}

export function hitJson({ memory, score }: RecallHit): object {
  const { id, text, validFrom, sources } = memory;
  return { id, text, score, state: stateOf(memory), validFrom, sources: sources.map(sourceJson), ...marks(memory) };
}

export function memoryJson(memory: Memory): object {
  const { id, text, kind, subject, validFrom, validTo, sources, uses } = memory;
  return {
    ...{ id, text, kind, state: stateOf(memory) },
    ...(subject !== undefined && { subject }),
    validFrom,
    ...(validTo !== undefined && { validTo }),
    sources: sources.map(sourceJson),
    ...marks(memory),
    ...(uses && { uses }),
  };
}

/** @param chats that led to the commit of this step */
export function historyJson(
  { version, text, operation, decidedBy, reason, at, event, edited, said, readBy, uses }: HistoryEntry,
  chats: readonly ChatLink[] = [],
): object {
  const led = chats.map(({ source, confidence }) => ({ ...sourceJson(source), confidence }));
  return {
    ...{ version, text, operation, decidedBy, ...(edited && { edited }), reason, at, event: sourceJson(event) },
    ...(said !== undefined && { said }),
    ...(readBy !== undefined && { readBy }),
    ...(led.length > 0 && { chats: led }),
    ...(uses && { uses }),
  };
}

export function proposalJson(proposal: Proposal): object {
  const { id, operation, target, oldText, newText, reason, confidence, sources, state, branch, readBy } = proposal;
  return {
    ...{ id, operation },
    ...(target !== undefined && { target }),
    ...(oldText !== undefined && { oldText }),
    ...(newText !== undefined && { newText }),
    ...{ reason, confidence, sources: sources.map(sourceJson), state },
    ...(branch !== undefined && { branch }),
    ...(readBy !== undefined && { readBy }),
  };
}

export function freshnessJson({ checked, stale, proposed, withdrawn, ms }: FreshnessReport): object {
  return { checked, stale, proposed, withdrawn, ms };
}

/** What `list --state` selects by: a memory that waits for review is pending, whatever it will be then. */
export function stateOf(memory: Memory): Memory['state'] | 'pending' {
  return memory.reviewed ? memory.state : 'pending';
}

function usedJson(used: UsedMemory): object {
  const { id, text, validFrom, reviewed, sources } = used;
  return { id, text, validFrom, reviewed, sources: sources.map(sourceJson), ...marks(used) };
}

function marks(memory: Pick<Memory, 'stale' | 'stalePath' | 'lost' | 'branch'>): object {
  const staleBecause = staleReason(memory);
  return {
    ...(memory.stale && { stale: true }),
    ...(memory.stale && staleBecause !== undefined && { staleReason: staleBecause }),
    ...(memory.branch !== undefined && { branch: memory.branch }),
  };
}
