import { errors } from '../base/errors';
import type { Proposal } from '../memory/memory';
import { factsOf, proposals } from '../memory/proposals';
import type { JournalRecord } from '../memory/record';
import type { Ledger } from './ledger';
import { findProposal } from './lookup';

/** Proposals by id, all of a run, or every one that waits. */
export type Selection = { readonly ids: readonly string[] } | { readonly run: string } | { readonly all: true };

/** What was done, and what undo will call it. */
export interface Done {
  readonly action: string;
  readonly label: string;
  readonly count: number;
}

/** See `ProjectMemory.accept` and `reject`. */
export async function decide(ledger: Ledger, selection: Selection, verdict: 'accepted' | 'rejected'): Promise<Done> {
  const { bank, manager } = ledger;
  const action = ledger.deps.newId();
  const word = verdict === 'accepted' ? 'Accepted' : 'Rejected';
  const done = await ledger.transact(() => {
    const chosen = select(ledger, selection);
    const facts = chosen.flatMap((proposal) => factsOf(bank, proposal));
    const label = chosen.length === 1 ? `${word}.` : `${word} ${chosen.length} proposals.`;
    const append = facts.length > 0 ? [ledger.verdict(action, facts, verdict, 'you', label)] : [];
    return { append, result: { label, facts, count: chosen.length } };
  });
  if (verdict === 'rejected') await ledger.redecide(() => manager.redecide(bank, done.facts));
  return { action, label: done.label, count: done.count };
}

/** See `ProjectMemory.edit`. */
export async function edit(ledger: Ledger, id: string, text: string): Promise<Done> {
  const { bank, manager } = ledger;
  const clean = await cleanText(ledger, text);
  const action = ledger.deps.newId();
  const label = 'Edited and accepted.';
  const edited = await ledger.transact(() => {
    const proposal = findProposal(ledger, id);
    if (proposal.operation === 'DELETE') throw errors.usage('A deletion has no text to edit. Accept or reject it.');
    const rest = factsOf(bank, proposal).filter((fact) => fact !== proposal.id);
    const append: JournalRecord[] = [ledger.verdict(action, [proposal.id], 'edited', 'you', label, clean)];
    if (rest.length > 0) append.push(ledger.verdict(action, rest, 'accepted', 'you', label));
    return { append, result: proposal.id };
  });
  await ledger.redecide(() => manager.redecide(bank, [edited]));
  return { action, label, count: 1 };
}

/** See `ProjectMemory.undo`. */
export async function undo(ledger: Ledger, count: number): Promise<Done[]> {
  const { bank, manager } = ledger;
  const done: Done[] = [];
  const touched = new Set<string>();
  while (done.length < count) {
    const undone = await ledger.transact(() => {
      const last = bank.undoable()[0];
      if (!last) return { append: [], result: undefined };
      const action = ledger.deps.newId();
      const label = `Undone: ${last.label}`;
      const append: JournalRecord[] = [{ type: 'undo', at: ledger.now(), action, undoes: last.id, label }];
      return { append, result: { action, label, undoes: last.id } };
    });
    if (!undone) break;
    for (const fact of bank.factsOfAction(undone.undoes)) touched.add(fact);
    done.push({ action: undone.action, label: undone.label, count: 1 });
  }
  if (done.length === 0) throw errors.nothingToUndo();
  await ledger.redecide(() => manager.redecide(bank, [...touched]));
  return done;
}

/** Takes facts out that had been let in. */
export async function takeBack(ledger: Ledger, facts: readonly string[], label: string): Promise<Done> {
  const { bank, manager } = ledger;
  const action = ledger.deps.newId();
  const append = [ledger.verdict(action, facts, 'reverted', 'you', label)];
  await ledger.transact(() => ({ append, result: undefined }));
  await ledger.redecide(() => manager.redecide(bank, facts));
  return { action, label, count: 1 };
}

/** What a person typed passes the entrance too. @throws KnownError 'usage' when nothing is left of it */
export async function cleanText(ledger: Ledger, text: string): Promise<string> {
  const { texts } = await ledger.deps.redactor.redact([text]);
  const clean = texts[0]?.trim() ?? '';
  if (clean === '') throw errors.usage('The text is empty.');
  return clean;
}

function select(ledger: Ledger, selection: Selection): Proposal[] {
  if ('ids' in selection) return [...new Set(selection.ids)].map((id) => findProposal(ledger, id));
  const waiting = proposals(ledger.bank, ledger.branch);
  return 'run' in selection ? waiting.filter(({ run }) => run === selection.run) : waiting;
}
