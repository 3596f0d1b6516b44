import { errors } from '../base/errors';
import { known } from '../base/known';
import type { Bank } from '../memory/bank';
import type { Fact } from '../memory/fact';
import { statement } from '../memory/lineage';
import type { Proposal } from '../memory/memory';
import { lineageProposals } from '../memory/proposals';
import type { Decision, JournalRecord } from '../memory/record';
import { memoryId, view } from '../memory/views';
import type { Ledger } from './ledger';
import { findMemory, proposalOf, type Found } from './lookup';
import { endOf, recordsOf, toNote } from './notes';
import { cleanText } from './review';

/** What a program, such as an assistant, would have remembered. */
export interface Suggestion {
  /** One statement of at most 300 characters; with `forget`, why the memory no longer holds. */
  readonly text: string;
  /** Who says so: "claude-code 2.1.0". Stamped by the surface from what the program calls itself, never by a model. */
  readonly by: string;
  /** Id of the memory whose text it takes the place of. */
  readonly replaces?: string;
  /** Id of the memory that is to go. */
  readonly forget?: string;
}

/** What became of a suggestion. Only `proposed` wrote anything. */
export type Suggested =
  /** It waits for review now; `waiting`: the same waited already. */
  | { readonly outcome: 'proposed' | 'waiting'; readonly proposal: Proposal }
  /** Memory holds this already. */
  | { readonly outcome: 'known'; readonly id: string; readonly text: string }
  /** It held once. `id`: what holds in its place, if anything does. */
  | { readonly outcome: 'past'; readonly text: string; readonly id?: string }
  /** The user rejected it, or took it out: it is not proposed again. */
  | { readonly outcome: 'declined'; readonly text: string }
  /** So many suggestions wait that the user has to review some first. */
  | { readonly outcome: 'full'; readonly waiting: number };

/** A statement that is longer could not be quoted whole in an answer. In characters. */
const MAX_TEXT = 300;
/** What calls itself longer names is cut. In characters. */
const MAX_NAME = 80;
/** A program that proposes without end would bury what the user has to see. */
const MOST_WAITING = 50;

/**
 * See `ProjectMemory.propose`. Whatever the setting for reviews says, a suggestion counts only when a person accepts it: a program that can write what it
 * will later be told could be talked into anything.
 */
export async function propose(ledger: Ledger, { by, replaces, forget, ...rest }: Suggestion): Promise<Suggested> {
  if (replaces !== undefined && forget !== undefined)
    throw errors.usage('A proposal either replaces a memory or forgets one. Give one of the two ids.');
  const text = oneStatement(await cleanText(ledger, rest.text));
  const named = (id: string): Found => currentOf(ledger, id);
  const about = forget ?? replaces;
  const target = about === undefined ? undefined : named(about).version.fact;
  const what =
    forget !== undefined && target
      ? { ...endOf(target), text: `Forget: ${ledger.bank.textOf(target)}`, said: text }
      : { text, kind: target?.kind ?? ('note' as const), ...(target && { target }) };
  const { event, fact } = await toNote(ledger, what, by.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME));

  const result = await ledger.transact<Suggested | undefined>(() => {
    // Another process may have been faster.
    const found = about === undefined ? undefined : named(about);
    const met = found && forget !== undefined ? endMet(ledger, found) : statementMet(ledger, text, found);
    const full = countWaiting(ledger.bank);
    if (met) return { append: [], result: met };
    if (full >= MOST_WAITING) return { append: [], result: { outcome: 'full', waiting: full } };
    const decided = ledger.manager.decide(ledger.bank, [fact], () => undefined);
    const decision = decided.fresh.get(fact.id);
    if (decision?.operation === 'NOOP') {
      ledger.manager.reset(); // it has met a fact that is not recorded
      return { append: [], result: twinMet(ledger, decision) };
    }
    const append: JournalRecord[] = recordsOf(ledger, event, fact, decided);
    return { append, result: undefined };
  });
  if (result) return result;
  const proposal = proposalOf(ledger, fact);
  // Reviewed in another process in the blink between: then it is no proposal any more.
  return proposal ? { outcome: 'proposed', proposal } : { outcome: 'known', id: fact.id, text };
}

function oneStatement(text: string): string {
  if (/\n\s*\S/.test(text)) throw errors.usage('A memory is one statement on one line. Propose several one by one.');
  if (text.length > MAX_TEXT)
    throw errors.usage(
      `A memory has at most ${MAX_TEXT} characters; this text has ${text.length}. Propose a shorter one, or several one by one.`,
    );
  return text.replace(/\s+/g, ' ');
}

/** @throws KnownError 'bank/not-found' | 'bank/ambiguous-id', 'usage' for what no longer holds */
function currentOf(ledger: Ledger, id: string): Found {
  const found = findMemory(ledger, id);
  if (found.isCurrent) return found;
  const { current } = ledger.bank.resolve(found.lineage, view(false, ledger.branch));
  const instead = current ? ` What holds now is "${memoryId(current)}".` : '';
  throw errors.usage(`The memory "${id}" no longer holds, so it is neither replaced nor forgotten.${instead}`);
}

/** Whether memory has met this statement, whoever made it. @param within only there, where the statement is about a memory */
function statementMet(ledger: Ledger, text: string, within: Found | undefined): Suggested | undefined {
  const { bank } = ledger;
  const said = statement(text);
  const facts = within ? bank.members(within.lineage) : [...bank.facts()];
  const twins = facts.filter((fact) => !fact.ends && statement(bank.textOf(fact)) === said);
  return strongest(twins.map((twin) => metAs(ledger, twin)));
}

/** The Memory Manager found the statement to be nearly one that it knows, whatever became of that. */
function twinMet(ledger: Ledger, { target }: Decision): Suggested {
  const { bank, branch } = ledger;
  const twin = bank.fact(known(target));
  const [waiting] = lineageProposals(bank, bank.lineageOf(twin.id), branch);
  return (
    metAs(ledger, twin) ??
    (waiting ? { outcome: 'waiting', proposal: waiting } : { outcome: 'past', text: bank.textOf(twin) })
  );
}

function metAs({ bank, branch }: Ledger, fact: Fact): Suggested | undefined {
  const text = bank.textOf(fact);
  const said = statement(text);
  const lineage = bank.lineageOf(fact.id);
  const { current, versions } = bank.resolve(lineage, view(false, branch));
  if (current && statement(bank.textOf(current.fact)) === said)
    return { outcome: 'known', id: memoryId(current), text: bank.textOf(current.fact) };
  const waiting = lineageProposals(bank, lineage, branch).find(
    ({ newText }) => newText !== undefined && statement(newText) === said,
  );
  if (waiting) return { outcome: 'waiting', proposal: waiting };
  const last = versions.at(-1);
  const isForgotten = last?.endedBy?.target !== undefined;
  if (isRefused(bank, fact) || isForgotten) return { outcome: 'declined', text };
  return bank.isAccepted(fact) ? { outcome: 'past', text, ...(current && { id: memoryId(current) }) } : undefined;
}

/** Whether it was proposed before that this memory goes. */
function endMet({ bank, branch }: Ledger, { lineage, version }: Found): Suggested | undefined {
  const waiting = lineageProposals(bank, lineage, branch).find(({ operation }) => operation === 'DELETE');
  if (waiting) return { outcome: 'waiting', proposal: waiting };
  const isRefusedEnd = (fact: Fact): boolean =>
    fact.ends === true && fact.order > version.cause.order && isRefused(bank, fact);
  return bank.members(lineage).some(isRefusedEnd)
    ? { outcome: 'declined', text: bank.textOf(version.fact) }
    : undefined;
}

/** What holds says more than what waits, and that more than what is gone. */
function strongest(met: readonly (Suggested | undefined)[]): Suggested | undefined {
  const order = ['known', 'waiting', 'declined', 'past'] as const;
  for (const outcome of order) {
    const found = met.find((one) => one?.outcome === outcome);
    if (found) return found;
  }
  return undefined;
}

function isRefused(bank: Bank, fact: Fact): boolean {
  const verdict = bank.verdict(fact.id);
  return verdict === 'rejected' || verdict === 'reverted';
}

/** Suggestions of programs that nobody has looked at. */
function countWaiting(bank: Bank): number {
  let count = 0;
  for (const fact of bank.facts()) {
    const { kind, role } = bank.event(fact.event);
    if (kind === 'note' && role === 'assistant' && bank.verdict(fact.id) === undefined) count++;
  }
  return count;
}
