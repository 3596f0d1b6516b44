import { contentId } from '../base/ids';
import { cutText } from '../base/text';
import { cleanEvent, eventId } from '../memory/clean';
import type { Event } from '../memory/event';
import type { Fact } from '../memory/fact';
import { CHECK_SESSION, findingKind, toLoss, type FindingKind, type Loss } from '../memory/finding';
import type { Version } from '../memory/lineage';
import type { Decision, JournalRecord } from '../memory/record';
import { hasLeft, memoryId, view } from '../memory/views';
import { citationsOf, newestOf, type Citation, type MissingName } from './citations';
import { eventRecord } from './ingestion';
import type { Ledger } from './ledger';

/** How a file went. */
export interface Removal {
  /** Full sha of the commit that removed it, with its first line and ISO 8601 time. */
  readonly commit: string;
  readonly subject: string;
  readonly time: string;
  /** Where the file is now, if it was only renamed. */
  readonly movedTo?: string;
}

/** What the default branch, and what is checked out, hold. */
export interface ProjectFiles {
  /** Paths with forward slashes. */
  readonly tree: ReadonlySet<string>;
  /** How these files went, as far as the history tells. */
  removals(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Removal>>;
}

export interface Freshness {
  /** Memories that rest on files, or on commits that left the history. */
  readonly checked: number;
  /** Those that may be out of date, with the reason, whether it was known before or not. */
  readonly stale: readonly { readonly id: string; readonly text: string; readonly reason: string }[];
  /** Proposals that this check made, and proposals of earlier ones that it took back because what was missing is there again. */
  readonly proposed: number;
  readonly withdrawn: number;
}

/** What is wrong with one memory. */
interface Found {
  readonly kind: FindingKind;
  readonly version: Version;
  readonly paths: readonly string[];
  readonly removal?: Removal;
  /** Of a renamed file: what the memory says with its new name. */
  readonly text?: string;
}

/**
 * Looks whether what the accepted memories rest on is still there, and proposes to end, or to put right, those where it is not. A loss is proposed once: a person who
 * declines keeps the memory and is not asked again. Nothing is ever changed by the check alone.
 * @param files undefined where nothing can be said about them
 */
export async function checkFreshness(
  ledger: Ledger,
  files: ProjectFiles | undefined,
  signal?: AbortSignal,
): Promise<Freshness> {
  const { bank } = ledger;
  const left = [...bank.lineages()].flatMap((lineage): Found[] => {
    const { current } = bank.resolve(lineage, view(false));
    return current && hasLeft(bank, current) ? [{ kind: 'left', version: current, paths: [] }] : [];
  });
  const { count, missing } = files ? citationsOf(bank, files.tree) : { count: 0, missing: [] };
  const gone = files ? await judge(ledger, missing, files, signal) : [];
  signal?.throwIfAborted();
  const found = [...left, ...gone.filter(({ version }) => !left.some((other) => other.version === version))];
  const findings: Finding[] = [];
  for (const one of found) findings.push(await toFinding(ledger, one));
  const { proposed, withdrawn } = await record(ledger, findings, files !== undefined);
  const stale = findings.filter((finding) => finding.kind !== 'renamed' && isOpen(ledger, finding));
  return {
    checked: count + left.length,
    stale: stale.map(({ memory, said, reason }) => ({ id: memory, text: said, reason })),
    proposed,
    withdrawn,
  };
}

async function judge(
  ledger: Ledger,
  citations: readonly Citation[],
  files: ProjectFiles,
  signal: AbortSignal | undefined,
): Promise<Found[]> {
  const asked = citations.filter(({ missing }) => missing.length <= MOST_FILES);
  const paths = new Set(asked.flatMap(({ missing }) => missing.flatMap((name) => name.paths)));
  const removals = paths.size === 0 ? new Map<string, Removal>() : await files.removals([...paths], signal);
  return asked.flatMap((citation) => lossIn(ledger, citation, removals) ?? []);
}

/** A commit that changed more files than these is about none in particular. */
const MOST_FILES = 100;

/** Files were lost only where it is known of each how it went, and that this was after the memory was told last. */
function lossIn(
  { bank }: Ledger,
  { version, by, missing }: Citation,
  removals: ReadonlyMap<string, Removal>,
): Found | undefined {
  const newest = newestOf(bank, version);
  const orderOf = ({ commit, time }: Removal): number => {
    const id = eventId('commit', undefined, commit);
    return bank.hasEvent(id) ? bank.event(id).order : Date.parse(time) / 1000;
  };
  const isLater = (removal: Removal): boolean => removal.commit !== newest.ref && orderOf(removal) > newest.order;
  const went = missing.map((name) => ({ name, last: lastOf(name, removals, orderOf) }));
  if (went.some(({ last }) => last === undefined)) return undefined;
  const later = went.flatMap(({ name, last }) => (last && isLater(last.removal) ? [{ name, ...last }] : []));
  const [newestLoss] = [...later].sort((a, b) => orderOf(b.removal) - orderOf(a.removal));
  if (!newestLoss) return undefined;
  const { removal } = newestLoss;
  if (by === 'changed' && REARRANGES.test(removal.subject)) return undefined;
  if (!went.some(({ last }) => last?.removal.movedTo !== undefined)) {
    const paths = later.map(({ name, path }) => (name.paths.length === 1 ? path : name.name));
    return { kind: by, version, paths, removal };
  }
  const text = later.reduce((said, { name, removal: { movedTo } }) => {
    const isPath = name.paths.length === 1 && name.name === name.paths[0];
    return isPath && movedTo !== undefined ? said.replaceAll(name.name, movedTo) : said;
  }, bank.textOf(version.fact));
  return text === bank.textOf(version.fact)
    ? undefined
    : { kind: 'renamed', version, paths: later.map(({ path }) => path), removal, text };
}

/** "Move all helpers to src/helpers": what files held is most likely elsewhere, though they share too little for git to say where. */
const REARRANGES =
  /\b(?:mov(?:e|es|ed|ing)|rename[ds]?|renaming|re-?organi[sz]\w*|(?:re-?)?structur\w*|re-?arrang\w*|re-?locat\w*|convert\w*|port(?:s|ed|ing)?|extract\w*|split\w*|merg(?:e|es|ed|ing)|consolidat\w*|refactor\w*|rewrit\w*|rewrote)\b/i;

/** Of the files that a name may mean, the one that went last. */
function lastOf(
  { paths }: MissingName,
  removals: ReadonlyMap<string, Removal>,
  orderOf: (removal: Removal) => number,
): { readonly path: string; readonly removal: Removal } | undefined {
  const known = paths.flatMap((path) => {
    const removal = removals.get(path);
    return removal ? [{ path, removal }] : [];
  });
  const moved = known.filter(({ removal }) => removal.movedTo !== undefined);
  return (moved.length > 0 ? moved : known).sort((a, b) => orderOf(b.removal) - orderOf(a.removal))[0];
}

interface Finding {
  readonly kind: FindingKind;
  readonly event: Event;
  readonly fact: Fact;
  readonly decision: Decision;
  /** Id of the memory, and what it says. */
  readonly memory: string;
  readonly said: string;
  readonly reason: string;
}

async function toFinding(ledger: Ledger, { kind, version, paths, removal, text }: Found): Promise<Finding> {
  const { bank, deps } = ledger;
  const target = version.fact;
  const source = bank.event(target.event);
  const commit = kind === 'left' ? source.ref : removal?.commit;
  const subject = kind === 'left' ? source.text.split('\n', 1)[0] : removal?.subject;
  const time = removal?.time ?? ledger.now();
  const last = bank.members(bank.lineageOf(target.id)).findLast(({ event }) => !findingKind(bank.event(event)));
  const loss: Loss | undefined =
    kind === 'renamed' ? undefined : toLoss(kind, { paths, since: time, ...(commit !== undefined && { commit }) });
  const reason = loss ? sentence(loss.text) : renamedReason(paths, removal);
  const event = await cleanEvent(
    {
      kind: 'note',
      session: CHECK_SESSION,
      ref: `${kind} ${contentId(target.id, ...paths, commit)}`,
      time,
      order: Math.max(Date.parse(time) / 1000, (last?.order ?? 0) + 0.001),
      role: 'user',
      text: reason,
      files: paths.map((path) => ({ path, status: 'D' })),
      ...(subject !== undefined && { title: subject }),
      ...(commit !== undefined && { commits: [commit] }),
    },
    deps.redactor,
    { addresses: deps.emailAddresses === true ? 'keep' : 'remove' },
  );
  const said = bank.textOf(target);
  const words = text ?? cutText(`No longer holds, as ${loss?.text ?? ''}: ${said}`, LONGEST_TEXT);
  const fact: Fact = {
    ...{ id: contentId(event.id, target.kind, words), event: event.id, order: event.order, time: event.time },
    ...{ kind: target.kind, text: words, quote: event.text, target: target.id },
    ...(target.subject !== undefined && { subject: target.subject }),
    ...(target.attribute !== undefined && { attribute: target.attribute }),
    ...(kind !== 'renamed' && { ends: true }),
  };
  const decision: Decision = {
    ...{ fact: fact.id, target: target.id, operation: kind === 'renamed' ? 'UPDATE' : 'DELETE' },
    ...{ confidence: CONFIDENCE[kind], reason: event.text, by: 'rule', candidates: [target.id] },
  };
  return { kind, event, fact, decision, memory: memoryId(version), said, reason: event.text };
}

/** Longest text of a fact, in characters. */
const LONGEST_TEXT = 300;

/** How often such a finding was right, of those read by eye on eleven training histories: `changed` 23 of 30; of the others there were too few to count. */
const CONFIDENCE: Readonly<Record<FindingKind, number>> = { cited: 0.85, changed: 0.75, left: 0.9, renamed: 0.9 };

function renamedReason(paths: readonly string[], removal: Removal | undefined): string {
  const by = removal ? ` (${removal.commit.slice(0, 7)})` : '';
  return `${paths.join(' and ')} ${paths.length === 1 ? 'was' : 'were'} renamed${by}.`;
}

function sentence(text: string): string {
  return /^(?:its|all)\b/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${text}.`;
}

/** Records what is new, and takes back what was found before and is not so any more. */
async function record(
  ledger: Ledger,
  findings: readonly Finding[],
  knowsFiles: boolean,
): Promise<{ readonly proposed: number; readonly withdrawn: number }> {
  const { bank, deps } = ledger;
  return await ledger.transact(() => {
    const at = ledger.now();
    const holds = new Set(findings.map(({ event }) => event.id));
    const fresh = findings.filter((finding) => !bank.hasEvent(finding.event.id) && !wasDeclined(ledger, finding));
    const returned = [...holds].filter((id) => bank.hasEvent(id) && bank.event(id).reach.on === 'gone');
    const over = knowsFiles ? openFindings(ledger).filter((event) => !holds.has(event)) : [];
    const run = deps.newId();
    const append: JournalRecord[] = [];
    if (fresh.length > 0) append.push({ type: 'run', id: run, kind: 'check', at });
    for (const { event, fact, decision } of fresh)
      append.push({ ...eventRecord(event, [fact], run, at), decisions: [decision] });
    const moved = [
      ...returned.map((event) => ({ event, reach: { on: 'main' } as const })),
      ...over.map((event) => ({ event, reach: { on: 'gone' } as const })),
    ];
    if (moved.length > 0) append.push({ type: 'reach', at, entries: moved });
    return { append, result: { proposed: fresh.length + returned.length, withdrawn: over.length } };
  });
}

/** Events of findings about files that nobody has decided about. What left the history and comes back is known without a check. */
function openFindings({ bank }: Ledger): string[] {
  const open: string[] = [];
  for (const event of bank.events()) {
    const kind = findingKind(event);
    if (kind === undefined || kind === 'left' || event.reach.on === 'gone') continue;
    if (bank.factsOfEvent(event.id).every((fact) => bank.verdict(fact) === undefined)) open.push(event.id);
  }
  return open;
}

/** Somebody has said before that the memory holds without these files, or without its commit. */
function wasDeclined({ bank }: Ledger, { kind, event, fact }: Finding): boolean {
  const paths = new Set(event.files.map(({ path }) => path));
  return bank.members(bank.lineageOf(fact.target ?? fact.id)).some((other) => {
    const before = bank.event(other.event);
    const isSame = findingKind(before) === kind && before.files.every((path) => paths.has(path));
    return isSame && other.target === fact.target && bank.verdict(other.id) === 'rejected';
  });
}

/** Recorded, and nobody has decided about it. */
function isOpen({ bank }: Ledger, { event }: Finding): boolean {
  return bank.hasEvent(event.id) && bank.factsOfEvent(event.id).every((fact) => bank.verdict(fact) === undefined);
}
