import { capitalize, findPassage } from '../base/text';
import type { Event } from '../memory/event';
import { factKey, type FactDraft } from '../memory/fact';
import { groundOf, type Change, type Reader, type Reading } from './changes/change';
import { behaviours } from './changes/behaviours';
import { choices } from './changes/choices';
import { readMessage, type Clause, type ReadMessage } from './changes/clauses';
import { conventions } from './changes/conventions';
import { explained } from './changes/explained';
import { features } from './changes/features';
import { HOUSEKEEPING } from './changes/housekeeping';
import { removals } from './changes/removals';
import { renames } from './changes/renames';
import { settings } from './changes/settings';
import { readVerb } from './changes/verbs';
import { readFormer } from './former';
import { isStandalone, isVague, sentenceDecides, subjectDecides } from './decisionWords';
import type { Extractor } from './extractor';
import { findReason, type Reason } from './reasons';
import { isRoutine, isUpgrade } from './routine';

/** The first that understands a clause makes a fact of it. */
const READERS: readonly Reader[] = [settings, renames, removals, conventions, features, choices, behaviours, explained];

/** What commit messages say was changed: settings, names, features, conventions, choices, each with its reason where one is given. */
export const changes: Extractor = {
  name: 'changes',
  extract(event) {
    if (event.kind !== 'commit') return [];
    const message = readMessage(event.text);
    if (isRoutine(message.subject)) return isUpgrade(message.subject) ? upgrade(message, event) : [];
    const paths = event.files.map((file) => file.path);
    const common = { topic: message.heading.text, paths, ground: groundOf(paths), isPackage: packagesOf(event) };
    const facts = message.clauses.flatMap((clause) => toFact({ ...common, clause }, message, event) ?? []);
    return withoutRepeats(facts).slice(0, MAX_FACTS);
  },
};

/** A message that seems to tell more is a list of small steps. */
const MAX_FACTS = 5;
/** What still can be shown whole in an answer, the full stop included. In characters. */
const MAX_LENGTH = 290;

function toFact(change: Change, message: ReadMessage, event: Event): FactDraft | undefined {
  const { clause } = change;
  if (clause.place === 'item' && isVague(clause.text)) return undefined;
  const reading = firstReading(change);
  const statement = reading && withScope(withoutStop(reading.text), clause);
  const isSubject = clause.place === 'subject';
  const reason = isSubject
    ? findReason(message, clause.text, MAX_LENGTH - 2 - (statement ?? clause.text).length)
    : undefined;
  if (reading && statement !== undefined) {
    const was = reading.kind === 'setting' || reading.kind === 'decision' ? readFormer(clause.text).was : undefined;
    const told = { ...reading, text: withReason(statement, reason), quote: passage(clause, event) };
    return was === undefined ? told : { ...told, was };
  }
  if (!isSubject || reason === undefined || change.ground === 'documents' || !deservesReason(clause, reason, message))
    return undefined;
  // What is not worth remembering by itself is, once somebody said why.
  const text = withReason(withScope(capitalize(withoutStop(clause.text)), clause), reason);
  const kind = ADDING.has(readVerb(clause.text)?.verb ?? '') && change.ground === 'code' ? 'feature' : 'decision';
  return { kind, text, quote: passage(clause, event) };
}

/** Verbs of something new; all others take one way rather than another. */
const ADDING = new Set(['add', 'introduce', 'implement', 'create', 'support', 'allow', 'expose', 'export', 'provide']);

/** Repairs and tidying have reasons too, but nobody asks for them a month later. */
function deservesReason(
  { text, type = '' }: Clause,
  { text: said, explicit }: Reason,
  { blocks }: ReadMessage,
): boolean {
  const verb = readVerb(text)?.verb;
  if (verb === undefined || PASSING.has(verb) || NO_TYPE.test(type) || isVague(text)) return false;
  if (ADDING.has(verb) && HOUSEKEEPING.test(text)) return false;
  if (FIX.test(type) && !TAKES_AWAY.has(verb)) return false;
  if (sentenceDecides(said) && isStandalone(said)) return false; // a fact of its own
  return explicit || (subjectDecides(text) && blocks.length <= 2);
}

const PASSING = new Set(
  'fix test update improve refactor tweak bump upgrade document clean correct adjust simplify handle ensure optimize rework reorganize restructure'.split(
    ' ',
  ),
);
const TAKES_AWAY = new Set(['remove', 'drop', 'disable', 'stop']);
const NO_TYPE = /^(?:tests?|docs?|style)$/;
const FIX = /^(?:fix|bugfix|hotfix)$/;

/** A new version is told by the manifest; what somebody wrote about it is why. */
function upgrade(message: ReadMessage, event: Event): FactDraft[] {
  const [clause] = message.clauses;
  if (clause === undefined || message.blocks.some((block) => block.kind === 'item')) return [];
  const statement = capitalize(withoutStop(clause.text));
  const reason = findReason(message, '', MAX_LENGTH - 2 - statement.length);
  if (!reason || (sentenceDecides(reason.text) && isStandalone(reason.text))) return [];
  return [{ kind: 'decision', text: withReason(statement, reason), quote: passage(clause, event) }];
}

function firstReading(change: Change): Reading | undefined {
  for (const reader of READERS) {
    const reading = reader(change);
    if (reading) return reading;
  }
  return undefined;
}

function withReason(statement: string, reason: Reason | undefined): string {
  const isNew = reason !== undefined && !plain(statement).includes(plain(reason.text));
  const text = !isNew ? statement : `${statement}: ${capitalize(withoutStop(reason.text))}`;
  return `${text}.`;
}

/** "add backoffLimit" of "feat(retry)" is about retrying. */
function withScope(text: string, { scope }: Clause): string {
  const area = scope?.replace(/[*_]/g, '').trim() ?? '';
  return area === '' || NO_AREA.test(area) || text.toLowerCase().includes(area.toLowerCase())
    ? text
    : `${text} (${area})`;
}

/** Scopes that say how a change was made, or "all of it". */
const NO_AREA =
  /^(?:deps|deps-dev|dev|release|core|lib|libs|src|all|main|repo|root|types?|typings?|ts|js|tests?|docs?|ci|cd|build|chore|misc|pkg|package|packages|project|general|v?\d[\w.]*|.)$/i;

function passage({ text, line }: Clause, event: Event): string {
  return findPassage(event.text, text) ?? findPassage(event.text, line) ?? '';
}

/** Names that the root manifest, or another, has as packages before or after the commit. */
function packagesOf(event: Event): (name: string) => boolean {
  const manifests = event.files
    .filter((file) => /(?:^|\/)package\.json$/.test(file.path))
    .flatMap((file) => [file.before ?? '', file.after ?? '']);
  return (name) => manifests.some((text) => text.includes(`"${name}":`));
}

/** Lists of steps say things twice, and a sentence may stand in another fact as its reason. */
function withoutRepeats(facts: readonly FactDraft[]): FactDraft[] {
  const kept: FactDraft[] = [];
  for (const fact of facts) {
    const text = plain(fact.text);
    const quote = plain(fact.quote);
    const isSaid = kept.some(
      (other) =>
        plain(other.text) === text ||
        (quote.length > LEAST_QUOTE && plain(other.text).includes(quote)) ||
        (fact.subject !== undefined && factKey(fact) === factKey(other) && fact.value === other.value),
    );
    if (!isSaid) kept.push(fact);
  }
  return kept;
}

/** Shorter ones are found in other sentences by chance. In characters. */
const LEAST_QUOTE = 30;

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[\s.:;,…]+$/, '');
}
