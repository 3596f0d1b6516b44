import { isBy } from '../base/dates';
import { contentId } from '../base/ids';
import { known } from '../base/known';
import { firstLine } from '../base/text';
import { Churn } from './churn';
import { byOrder, factKey, isRecord, type Fact } from './fact';
import { findingKind, isFinding } from './finding';
import { resolveLineage, saysTheSame, statement, type Resolved, type Step } from './lineage';
import { mergedText, type Decision, type JournalRecord, type Opinion, type Verdict } from './record';
import type { BankSnapshot, Reading } from './snapshot';

export type Review = Extract<JournalRecord, { type: 'review' }>;
type Undo = Extract<JournalRecord, { type: 'undo' }>;
type Run = Extract<JournalRecord, { type: 'run' }>;
export type Feedback = Extract<JournalRecord, { type: 'feedback' }>;
export type BankEvent = BankSnapshot['events'][number];

/** Which facts a reader of the bank sees. */
export interface View {
  /** Facts that wait for review as if they were accepted. */
  readonly pending: boolean;
  /** Also the facts held for this branch. */
  readonly branch?: string;
  /** Of the pending ones only those of these batches: see `Bank.batchOf`. */
  readonly batches?: ReadonlySet<string>;
  /** Only what had happened by the end of this day, month or year: "2024-03-12", "2024-03", "2024". */
  readonly asOf?: string;
}

/** An action that undo can take back. */
export interface Action {
  readonly id: string;
  readonly label: string;
  readonly at: string;
}

/**
 * All facts of one project and what follows from them. A pure fold over journal records: applying the same records in any
 * order, once or twice, gives the same bank (reviews of one fact: the later record counts). Nothing is ever removed.
 */
export class Bank {
  readonly #runs = new Map<string, Run>();
  readonly #events = new Map<string, BankEvent>();
  readonly #facts = new Map<string, Fact>();
  readonly #factsOfEvent = new Map<string, string[]>();
  readonly #decisions = new Map<string, Decision>();
  /** What language models read in each event; with the facts only as long as the event is not here. */
  readonly #readings = new Map<string, Reading[]>();
  /** Of each fact the opinion of its newest reading, and that reading. */
  readonly #opinions = new Map<string, { readonly opinion: Opinion; readonly reading: Reading }>();
  readonly #actions: (Review | Undo | Feedback)[] = [];
  readonly #reviewsOfFact = new Map<string, Review[]>();
  readonly #undosOfAction = new Map<string, Undo[]>();
  readonly #labels = new Map<string, Action>();
  readonly #rewrittenTo = new Map<string, string[]>();
  /** Some event is, or was, not on the default branch. */
  #hasElsewhere = false;
  /** Fact ids of each lineage, and the lineage of each fact. */
  readonly #members = new Map<string, Set<string>>();
  readonly #lineageOfFact = new Map<string, string>();
  readonly #eventsBySubject = new Map<string, string[]>();
  readonly #eventsBySha = new Map<string, string[]>();
  readonly #reverts = new Set<string>();
  /** What reverts name: the first digits of shas, and subjects. */
  readonly #revertedNames = new Set<string>();
  /** Targets that facts name and that are not here (yet). */
  readonly #dangling = new Set<string>();
  #revertsOfEvent: Map<string, Fact[]> | undefined;
  #churn: Churn | undefined;
  /** What was resolved of each lineage, by view. */
  readonly #resolved = new Map<string, Map<string, Resolved>>();

  static restore(snapshot: BankSnapshot): Bank {
    const bank = new Bank();
    for (const run of snapshot.runs) bank.#runs.set(run.id, run);
    const factsOf = new Map<string, Fact[]>();
    for (const fact of snapshot.facts) pushTo(factsOf, fact.event, fact);
    for (const decision of snapshot.decisions) bank.#decisions.set(decision.fact, decision);
    for (const reading of snapshot.readings) bank.#addReading(reading);
    for (const event of snapshot.events) {
      bank.#addEvent(event, factsOf.get(event.id) ?? []);
      bank.#label(event);
    }
    for (const action of snapshot.actions) bank.apply(action);
    return bank;
  }

  snapshot(): BankSnapshot {
    return {
      runs: [...this.#runs.values()],
      events: [...this.#events.values()],
      facts: [...this.#facts.values()],
      decisions: [...this.#decisions.values()],
      readings: [...this.#readings.values()].flat(),
      actions: [...this.#actions],
    };
  }

  /** Forgets everything: its journal was replaced by another. */
  clear(): void {
    const all = [this.#runs, this.#events, this.#facts, this.#factsOfEvent, this.#decisions, this.#reviewsOfFact];
    const derived = [this.#undosOfAction, this.#labels, this.#rewrittenTo, this.#members, this.#lineageOfFact];
    const names = [this.#eventsBySubject, this.#eventsBySha, this.#reverts, this.#revertedNames, this.#dangling];
    const read = [this.#readings, this.#opinions];
    for (const part of [...all, ...derived, ...names, ...read, this.#resolved]) part.clear();
    this.#actions.length = 0;
    this.#hasElsewhere = false;
    this.#revertsOfEvent = undefined;
    this.#churn = undefined;
  }

  apply(record: JournalRecord): void {
    switch (record.type) {
      case 'run':
        this.#runs.set(record.id, record);
        break;
      case 'event': {
        const { event, run, at, reach, action } = record;
        if (this.#events.has(event.id)) break;
        for (const decision of record.decisions) this.#decisions.set(decision.fact, decision);
        const placed = { ...event, run, at, reach, ...(action !== undefined && { action }) };
        this.#addEvent(placed, record.facts);
        this.#label(placed);
        break;
      }
      case 'decide':
        this.#redecide(record.decisions);
        break;
      case 'reading':
        this.#addReading(record);
        break;
      case 'review': {
        this.#actions.push(record);
        this.#labels.set(record.action, { id: record.action, label: record.label, at: record.at });
        for (const id of record.facts) {
          pushTo(this.#reviewsOfFact, id, record);
          this.#forget(id);
        }
        break;
      }
      case 'undo':
        this.#actions.push(record);
        pushTo(this.#undosOfAction, record.undoes, record);
        this.#resolved.clear();
        break;
      case 'feedback':
        if (this.#labels.has(record.action)) break;
        this.#actions.push(record);
        this.#labels.set(record.action, { id: record.action, label: record.label, at: record.at });
        break;
      case 'reach':
        this.#churn = undefined;
        for (const { event, reach } of record.entries) {
          const known = this.#events.get(event);
          if (!known) continue;
          this.#events.set(event, { ...known, reach });
          this.#hasElsewhere ||= reach.on !== 'main';
          for (const id of this.#factsOfEvent.get(event) ?? []) this.#forget(id);
        }
        break;
    }
  }

  /** The event of a fact, or one of `events`. */
  event(id: string): BankEvent {
    return known(this.#events.get(id));
  }

  events(): IterableIterator<BankEvent> {
    return this.#events.values();
  }

  /** How often files were changed. */
  get churn(): Churn {
    return (this.#churn ??= new Churn(this.#events.values()));
  }

  /** @returns false when it was never read. */
  hasEvent(id: string): boolean {
    return this.#events.has(id);
  }

  fact(id: string): Fact {
    return known(this.#facts.get(id));
  }

  hasFact(id: string): boolean {
    return this.#facts.has(id);
  }

  facts(): IterableIterator<Fact> {
    return this.#facts.values();
  }

  factsOfEvent(id: string): readonly string[] {
    return this.#factsOfEvent.get(id) ?? [];
  }

  decision(fact: string): Decision | undefined {
    return this.#decisions.get(fact);
  }

  /** Whether a language model has read the event, whatever it found. @param by this one */
  wasRead(event: string, by?: string): boolean {
    const readings = this.#readings.get(event) ?? [];
    return by === undefined ? readings.length > 0 : readings.some(({ model }) => model === by);
  }

  /** What the language model that read the fact's event last would do with it. */
  opinion(fact: string): Opinion | undefined {
    return this.#opinions.get(fact)?.opinion;
  }

  run(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  runs(): IterableIterator<Run> {
    return this.#runs.values();
  }

  lineages(): IterableIterator<string> {
    return this.#members.keys();
  }

  lineageOf(fact: string): string {
    return known(this.#lineageOfFact.get(fact));
  }

  /** The facts of a lineage, oldest first, also those that no view shows. */
  members(lineage: string): Fact[] {
    return [...(this.#members.get(lineage) ?? [])].map((id) => this.fact(id)).sort(byOrder);
  }

  /**
   * The review that counts for a fact. A rewritten commit (amend, rebase) inherits those of the facts it says again; a squashed
   * one, those of facts that were accepted while a branch held them.
   */
  review(id: string): Review | undefined {
    const own = this.#ownReview(id);
    const fact = this.#facts.get(id);
    if (own || !fact) return own;
    const before = this.#events.get(fact.event)?.rewriteOf;
    const twin = before !== undefined && this.factsOfEvent(before).find((other) => isTwin(this.fact(other), fact));
    return (twin ? this.review(twin) : undefined) ?? this.#acceptedElsewhere(fact);
  }

  #acceptedElsewhere(fact: Fact): Review | undefined {
    if (!this.#hasElsewhere || this.event(fact.event).reach.on !== 'main') return undefined;
    for (const id of this.#members.get(this.lineageOf(fact.id)) ?? []) {
      const other = this.fact(id);
      if (this.event(other.event).reach.on === 'main' || !isTwin(other, fact)) continue;
      const review = this.#ownReview(id);
      if (review?.verdict === 'accepted' || review?.verdict === 'edited') return review;
    }
    return undefined;
  }

  #ownReview(id: string): Review | undefined {
    return this.#reviewsOfFact.get(id)?.findLast(({ action }) => !this.isUndone(action));
  }

  verdict(id: string): Verdict | undefined {
    return this.review(id)?.verdict;
  }

  /** What the fact says in the bank: as the user edited it, else as a language model merged it with what it replaced, else its own text. */
  textOf(fact: Fact): string {
    return this.edited(fact.id) ?? mergedText(this.#decisions.get(fact.id)) ?? fact.text;
  }

  /** The words that the user put in place of the fact's own. */
  edited(fact: string): string | undefined {
    const review = this.review(fact);
    return review?.verdict === 'edited' ? review.text : undefined;
  }

  isUndone(action: string): boolean {
    return (this.#undosOfAction.get(action) ?? []).some((undo) => !this.isUndone(undo.action));
  }

  /** Actions that undo can take back, newest first. */
  undoable(): Action[] {
    return [...this.#labels.values()]
      .filter(({ id }) => !this.isUndone(id))
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  }

  /** What the user said of answers and did not take back, newest first; of one answer the last word counts. */
  feedback(): Feedback[] {
    const said = this.#actions.flatMap((record) =>
      record.type === 'feedback' && !this.isUndone(record.action) ? [record] : [],
    );
    const latest = new Map<string, Feedback>();
    for (const record of said.sort(byTime)) latest.set(JSON.stringify([record.question, record.used]), record);
    return [...latest.values()].sort((a, b) => byTime(b, a));
  }

  /** The facts of a lineage that are there at all, oldest first; a value that was refused is not there when it is merely said again. */
  visible(lineage: string, branch: string | undefined): Fact[] {
    let refused: Fact | undefined;
    return this.members(lineage).filter((fact) => {
      const again = refused !== undefined && this.verdict(fact.id) === undefined && isTwin(refused, fact);
      const isThere = !again && this.isVisible(fact, branch);
      if (isThere) refused = undefined;
      else if (this.isRefused(fact.id)) refused = fact;
      return isThere;
    });
  }

  /** The facts that an action decided or brought. */
  factsOfAction(action: string): string[] {
    const reviewed = this.#actions.flatMap((record) =>
      record.type === 'review' && record.action === action ? record.facts : [],
    );
    const brought = [...this.#events.values()].filter((event) => event.action === action);
    return [...reviewed, ...brought.flatMap((event) => this.factsOfEvent(event.id))];
  }

  /** Whether the fact is there at all for a view: its event not undone, its commit reachable, not refused. */
  isVisible(fact: Fact, branch: string | undefined): boolean {
    const event = this.event(fact.event);
    if (event.action !== undefined && this.isUndone(event.action)) return false;
    if (event.reach.on === 'gone' ? !this.hasLeft(fact) : event.reach.on === 'branch' && event.reach.branch !== branch)
      return false;
    if (this.#isRefuted(fact)) return false;
    if (this.isRefused(fact.id)) return false;
    const decision = this.#decisions.get(fact.id);
    const repeats =
      decision?.operation === 'NOOP' && decision.target !== undefined && this.verdict(fact.id) === undefined;
    return !(repeats && this.isRefused(decision.target));
  }

  /**
   * Whether a statement is only there because it was accepted while the default branch reached its commit: nothing reaches that now, and neither the
   * rewritten commit nor another one says it.
   */
  hasLeft(fact: Fact): boolean {
    const { reach, id } = this.event(fact.event);
    if (reach.on !== 'gone' || !reach.left || fact.ends || isRevert(fact) || isRecord(fact)) return false;
    if (this.#rewrittenTo.has(id) || this.#decisions.get(fact.id)?.operation === 'NOOP') return false;
    if (this.verdict(fact.id) === undefined || this.isRefused(fact.id)) return false;
    const others = [...(this.#members.get(this.lineageOf(fact.id)) ?? [])].map((other) => this.fact(other));
    return !others.some((other) => this.event(other.event).reach.on === 'main' && isTwin(other, fact));
  }

  /** A check found that the commit of a memory left the history, and it has come back. */
  #isRefuted({ event, target }: Fact): boolean {
    const of = target === undefined ? undefined : this.#facts.get(target);
    return of !== undefined && findingKind(this.event(event)) === 'left' && this.event(of.event).reach.on === 'main';
  }

  /** The user does not want it, or took it back. */
  isRefused(id: string): boolean {
    const verdict = this.verdict(id);
    return verdict === 'rejected' || verdict === 'reverted';
  }

  isAccepted(fact: Fact): boolean {
    const verdict = this.verdict(fact.id);
    return verdict === undefined ? isRecord(fact) : verdict === 'accepted' || verdict === 'edited';
  }

  /** Nobody has let it in or refused it, and it does not stand in the history of what was let in either, as what is older than that does. */
  isWaiting(fact: Fact): boolean {
    if (this.verdict(fact.id) !== undefined) return false;
    const branch = this.heldFor(fact);
    const letIn = this.resolve(this.lineageOf(fact.id), { pending: false, ...(branch !== undefined && { branch }) });
    return !letIn.operations.has(fact.id);
  }

  /** Pending facts of one lineage are decided together where they came together: in one run. What a model read in its events is another matter. */
  batchOf(fact: Fact): string {
    const { run } = this.event(fact.event);
    return isRead(fact) ? `${run} read` : run;
  }

  /** The branch that a fact is held for. */
  heldFor(fact: Fact): string | undefined {
    const reach = this.#events.get(fact.event)?.reach;
    return reach?.on === 'branch' ? reach.branch : undefined;
  }

  resolve(lineage: string, view: View): Resolved {
    if (view.batches || view.asOf !== undefined) return resolveLineage(this.#steps(lineage, view));
    let views = this.#resolved.get(lineage);
    if (!views) this.#resolved.set(lineage, (views = new Map<string, Resolved>()));
    const key = `${view.pending ? 'pending' : 'accepted'} ${view.branch ?? ''}`;
    let resolved = views.get(key);
    if (!resolved) views.set(key, (resolved = resolveLineage(this.#steps(lineage, view))));
    return resolved;
  }

  /** Events that a fact reverts, as far as they are known. */
  revertedBy(fact: Fact): BankEvent | undefined {
    if (!isRevert(fact)) return undefined;
    const { reverts, subject } = fact;
    const withSha = reverts === undefined ? [] : (this.#eventsBySha.get(reverts.slice(0, 7)) ?? []);
    const bySha = withSha.map((id) => this.event(id)).find(({ ref }) => ref.startsWith(reverts ?? ''));
    if (bySha) return bySha;
    const namesakes = subject === undefined ? [] : (this.#eventsBySubject.get(statement(subject)) ?? []);
    return namesakes
      .map((id) => this.event(id))
      .filter((event) => event.order < fact.order && event.id !== fact.event)
      .sort((a, b) => b.order - a.order || (a.id < b.id ? -1 : 1))[0];
  }

  #isByModel(fact: Fact): boolean {
    return isRead(fact) || (fact.target === undefined && this.#decisions.get(fact.id)?.by === 'model');
  }

  #steps(lineage: string, view: View): Step[] {
    const facts = this.visible(lineage, view.branch);
    const isIn = (fact: Fact): boolean =>
      this.isAccepted(fact) || (view.pending && (!view.batches || view.batches.has(this.batchOf(fact))));
    // An unreviewed fact that is older than an accepted one changes only history: it needs no review to be told there.
    const lastIn = facts.findLastIndex(isIn);
    const last = facts.findLast((fact, i) => i <= lastIn && !isFinding(this.event(fact.event)));
    const steps: Step[] = [];
    for (const [i, fact] of facts.entries()) {
      // What a model read or decided, or a check found, counts nowhere before somebody has seen it, not even in the history of what holds.
      const finding = findingKind(this.event(fact.event));
      if ((finding || this.#isByModel(fact)) && !isIn(fact)) continue;
      if (finding) {
        steps.push({ kind: 'finding', fact, does: DOES[finding], of: fact.target });
        continue;
      }
      const decided = fact.target === undefined ? this.#decisions.get(fact.id)?.operation : undefined;
      const restates = decided === 'NOOP';
      const ends = fact.ends === true || decided === 'DELETE';
      if (i <= lastIn || isIn(fact)) steps.push({ kind: 'fact', fact, restates, ends });
      else if (last && !ends && (restates || saysTheSame(last, fact)))
        steps.push({ kind: 'fact', fact, restates: true, ends }); // says again what was accepted: one more source, nothing to review
      else break;
    }
    const reverts = this.#revertSteps(facts, (fact) => this.isVisible(fact, view.branch) && isIn(fact));
    const all = reverts.length === 0 ? steps : [...steps, ...reverts].sort(inOrder);
    const { asOf } = view;
    return asOf === undefined ? all : all.filter(({ fact }) => isBy(fact.time, asOf));
  }

  /** Reverts of the events that these facts come from, and reverts of those reverts. */
  #revertSteps(facts: readonly Fact[], isIn: (fact: Fact) => boolean): Step[] {
    if (this.#reverts.size === 0) return [];
    this.#revertsOfEvent ??= this.#indexReverts();
    const steps: Step[] = [];
    const seen = new Set<string>();
    const queue = [...new Set(facts.map((fact) => fact.event))];
    for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
      if (seen.has(event)) continue;
      seen.add(event);
      for (const fact of this.#revertsOfEvent.get(event) ?? []) {
        if (!isIn(fact)) continue;
        steps.push({ kind: 'revert', fact, undoes: event });
        queue.push(fact.event);
      }
    }
    return steps;
  }

  #indexReverts(): Map<string, Fact[]> {
    const index = new Map<string, Fact[]>();
    for (const id of this.#reverts) {
      const fact = this.fact(id);
      const event = this.revertedBy(fact);
      if (event) pushTo(index, event.id, fact);
    }
    return index;
  }

  #addEvent(event: BankEvent, facts: readonly Fact[]): void {
    this.#events.set(event.id, event);
    this.#churn = undefined;
    this.#hasElsewhere ||= event.reach.on !== 'main';
    if (event.kind === 'commit') {
      pushTo(this.#eventsBySha, event.ref.slice(0, 7), event.id);
      for (const name of namesOf(event)) pushTo(this.#eventsBySubject, name, event.id);
    }
    if (event.rewriteOf !== undefined) {
      pushTo(this.#rewrittenTo, event.rewriteOf, event.id);
      for (const id of this.#factsOfEvent.get(event.rewriteOf) ?? []) this.#forget(id);
    }
    this.#factsOfEvent.set(event.id, []);
    this.#addFacts(event, facts);
    const waiting = this.#readings.get(event.id) ?? [];
    this.#readings.delete(event.id);
    for (const reading of waiting) this.#addReading(reading);
  }

  /** A reading may come before its event, and then waits for it. Of two that found the same fact the first one's counts. */
  #addReading(reading: Reading): void {
    const { event: id, facts, decisions, opinions } = reading;
    const event = this.#events.get(id);
    const kept = event ? { ...reading, facts: [], decisions: [] } : reading;
    for (const opinion of opinions) {
      const other = this.#opinions.get(opinion.fact)?.reading;
      if (!other || isNewer(reading, other)) this.#opinions.set(opinion.fact, { opinion, reading: kept });
    }
    if (!this.#readings.get(id)?.some((other) => isSameReading(other, reading))) pushTo(this.#readings, id, kept);
    if (!event) return;
    const fresh = facts.filter((fact) => !this.#facts.has(fact.id));
    const isFresh = new Set(fresh.map((fact) => fact.id));
    // What was decided anew since then counts.
    for (const decision of decisions)
      if (isFresh.has(decision.fact) && !this.#decisions.has(decision.fact))
        this.#decisions.set(decision.fact, decision);
    this.#addFacts(event, fresh);
  }

  #addFacts(event: BankEvent, facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.#facts.set(fact.id, fact);
      pushTo(this.#factsOfEvent, event.id, fact.id);
      if (isRevert(fact)) {
        this.#reverts.add(fact.id);
        if (fact.reverts !== undefined) this.#revertedNames.add(fact.reverts.slice(0, 7));
        if (fact.subject !== undefined) this.#revertedNames.add(statement(fact.subject));
      }
    }
    if (facts.some((fact) => this.#dangling.has(fact.id))) this.#placeAll();
    else for (const fact of facts) this.#place(fact);
    if (this.#reverts.size > 0) {
      // A revert, or what it reverts, may have come: which lineages it touches is known only after the index is built anew.
      this.#revertsOfEvent = undefined;
      if (facts.some(isRevert) || this.#isReverted(event)) this.#resolved.clear();
    }
  }

  #label({ action, text, at }: BankEvent): void {
    if (action !== undefined && !this.#labels.has(action)) this.#labels.set(action, { id: action, label: text, at });
  }

  #isReverted(event: BankEvent): boolean {
    return (
      this.#revertedNames.has(event.ref.slice(0, 7)) || namesOf(event).some((name) => this.#revertedNames.has(name))
    );
  }

  #place(fact: Fact): void {
    const lineage = this.#findLineage(fact);
    this.#lineageOfFact.set(fact.id, lineage);
    const members = this.#members.get(lineage);
    if (members) members.add(fact.id);
    else this.#members.set(lineage, new Set([fact.id]));
    this.#forget(fact.id);
  }

  #findLineage(fact: Fact, seen = new Set<string>()): string {
    const decided = this.#decisions.get(fact.id);
    const target = fact.target ?? (decided && decided.operation !== 'ADD' ? decided.target : undefined);
    const other = target !== undefined && !seen.has(target) ? this.#facts.get(target) : undefined;
    if (other) return this.#findLineage(other, seen.add(fact.id));
    if (target !== undefined) this.#dangling.add(target);
    const key = fact.target === undefined ? factKey(fact) : undefined;
    return key !== undefined ? contentId('key', key) : fact.id;
  }

  #redecide(decisions: readonly Decision[]): void {
    let moved = false;
    for (const decision of decisions) {
      const before = this.#decisions.get(decision.fact);
      this.#decisions.set(decision.fact, decision);
      moved ||= before?.target !== decision.target || before?.operation !== decision.operation;
    }
    if (moved) this.#placeAll();
  }

  #placeAll(): void {
    this.#members.clear();
    this.#lineageOfFact.clear();
    this.#dangling.clear();
    this.#resolved.clear();
    for (const fact of this.#facts.values()) this.#place(fact);
  }

  /** Drops what was resolved of the lineages that a change of this fact can touch. */
  #forget(id: string): void {
    const fact = this.#facts.get(id);
    if (!fact) return;
    if (isRevert(fact) || this.#rewrittenTo.has(fact.event)) {
      this.#resolved.clear(); // it counts in lineages other than its own
      return;
    }
    const lineage = this.#lineageOfFact.get(id);
    if (lineage !== undefined) this.#resolved.delete(lineage);
  }
}

const DOES = { cited: 'ends', changed: 'ends', left: 'withdraws', renamed: 'rewords' } as const;

/** Of one moment facts come before reverts. */
function inOrder(a: Step, b: Step): number {
  const reverts = Number(a.kind === 'revert') - Number(b.kind === 'revert');
  return a.fact.order - b.fact.order || reverts || byOrder(a.fact, b.fact);
}

function byTime(a: Feedback, b: Feedback): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.action < b.action ? -1 : 1;
}

/** What reverts call a commit: its subject, with or without the number of its pull request, or that number alone. */
function namesOf(event: BankEvent): string[] {
  const subject = firstLine(event.text);
  const [suffix, number] = /\s*\((#\d+)\)$/.exec(subject) ?? [];
  const merged = /^Merge pull request (#\d+)\b/.exec(subject)?.[1];
  const names = [subject, suffix === undefined ? undefined : subject.slice(0, -suffix.length), number, merged];
  return names.flatMap((name) => (name === undefined ? [] : [statement(name)]));
}

function isRevert(fact: Fact): boolean {
  return fact.kind === 'revert';
}

/** A language model read it. */
function isRead(fact: Fact): boolean {
  return fact.readBy !== undefined;
}

function isNewer(a: Reading, b: Reading): boolean {
  return a.at === b.at ? a.model >= b.model : a.at > b.at;
}

function isSameReading(a: Reading, b: Reading): boolean {
  return a.at === b.at && a.model === b.model;
}

/** The same statement in the rewritten form of a commit. */
function isTwin(a: Fact, b: Fact): boolean {
  return (
    factKey(a) === factKey(b) &&
    a.value === b.value &&
    a.ends === b.ends &&
    (a.value !== undefined || statement(a.text) === statement(b.text))
  );
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
