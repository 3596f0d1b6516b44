import { capitalize, splitSentences } from '../base/text';
import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import { decisions } from './chats/decisions';
import type { Heard } from './chats/heard';
import { rules } from './chats/rules';
import { readFrontMatter } from './documents/frontMatter';
import { outlineOf } from './documents/outline';
import { kindOf, statementsOf, type Statement } from './documents/statements';
import type { Worth } from './documents/worth';
import type { Extractor } from './extractor';

/** What a document states, and how much of it was left out as too much. */
export interface ReadDocument {
  readonly facts: readonly FactDraft[];
  readonly leftOut: number;
}

/** What people wrote down for assistants, and what other memories hold. Their words stand as they are: no statement gets a key, so none replaces what a manifest says. */
export const documents: Extractor = {
  name: 'documents',
  extract: (event) => readDocument(event).facts,
};

/** More would be a wall; what is a rule comes before facts, and these before where things lie. */
const MAX_FACTS = 60;

/** @param event of kind `file`; of any other there is nothing */
export function readDocument(event: Event): ReadDocument {
  if (event.kind !== 'file') return { facts: [], leftOut: 0 };
  const statements = ENTRIES.has(event.app ?? '') ? entryOf(event) : withoutRepeats(markdownOf(event));
  const kept = best(statements, MAX_FACTS);
  return { facts: kept.map((statement) => toFact(statement, event)), leftOut: statements.length - kept.length };
}

/** Kinds of documents whose entries are statements already: each is an event of its own. */
const ENTRIES: ReadonlySet<string> = new Set(['mem0', 'memory-server']);

function markdownOf(event: Event): Statement[] {
  const { body, globs, description } = readFrontMatter(event.text);
  const folder = folderOf(event);
  const scope = globs !== undefined ? `for ${globs}` : folder === undefined ? undefined : `in ${folder}`;
  const origin = {
    text: event.text,
    named: NAMED.has(event.app ?? '') && event.ref.includes('/'),
    ...(scope !== undefined && scope.length <= LONGEST_SCOPE && { scope }),
  };
  const passages = outlineOf(body).filter(
    ({ headings }) => !isOfTheDay(event) || headings.some((one) => LASTING.test(one)),
  );
  const statements = withReasons(passages.flatMap((passage) => statementsOf(passage, origin)));
  if (statements.length > 0 || description === undefined || !NOTES.has(event.app ?? '')) return statements;
  return entry(description, description);
}

/** What assistants note for themselves: a file a memory, which its description sums up. */
const NOTES: ReadonlySet<string> = new Set(['claude-memory', 'vscode-memory']);

/** Of a memory bank's files these tell where the work stands; what was decided and learned on the way lasts. */
function isOfTheDay({ app, ref }: Event): boolean {
  return app === 'memory-bank' && /(?:^|\/)(?:active[-_]?context|progress|session\w*|current\w*)\.md$/i.test(ref);
}

const LASTING = /\b(?:decisions?|decided|preferences?|patterns?|learnings?|lessons?|insights?|conventions?|rules?)\b/i;

/** "Why: ..." on a line of its own is the reason of what stands before it, as far as there is room. */
function withReasons(statements: readonly Statement[]): Statement[] {
  const told: Statement[] = [];
  for (const statement of statements) {
    const before = told.at(-1);
    if (!REASON.test(statement.said)) told.push(statement);
    else if (before && before.text.length + statement.said.length < LONGEST_ENTRY)
      told[told.length - 1] = { ...before, text: `${before.text} ${capitalize(statement.said)}` };
  }
  return told;
}

const REASON = /^(?:why|reason|rationale|because|how to apply)\s*:/i;

/** One subject a file: its first heading is that subject. Of the others it is the name of the project. */
const NAMED: ReadonlySet<string> = new Set(['cursor', 'windsurf', 'claude-memory', 'vscode-memory']);

/** In characters. */
const LONGEST_SCOPE = 60;

/** Rules that lie in a folder are for what lies there: "packages/api/AGENTS.md". */
function folderOf({ app, ref }: Event): string | undefined {
  if (!SCOPED.has(app ?? '')) return undefined;
  const folder = /^(?![~/]|[a-z]:)(.+?)\/(?:\.[\w-]+\/.*|[^/]+)$/i.exec(ref)?.[1];
  return folder === undefined || folder.startsWith('.') ? undefined : folder;
}

const SCOPED: ReadonlySet<string> = new Set(['agents', 'claude', 'gemini', 'cursor', 'windsurf', 'cline', 'copilot']);

/** The entry of another memory: its first line names what the others are about, if there are others. */
function entryOf({ text, app }: Event): Statement[] {
  const lines = text.split('\n').map((line) => line.trim());
  const told = lines.filter((line) => line !== '');
  const [name = '', ...observations] = told;
  if (app === 'memory-server')
    return observations.flatMap((line) => entry(line, line.startsWith(name) ? line : `${name}: ${line}`, true));
  if (text.length <= LONGEST_ENTRY) return entry(text.trim(), told.join(' '));
  return told.flatMap(splitSentences).flatMap((sentence) => entry(sentence, sentence));
}

/** In characters. */
const LONGEST_ENTRY = 288;

function entry(quote: string, said: string, isNamed = false): Statement[] {
  const plain = said.replace(/\s+/g, ' ').replace(/[\s.]+$/, '');
  const text = isNamed ? plain : capitalize(plain);
  const isTold = text.length <= LONGEST_ENTRY && text.split(/\s+/).length > 1;
  return isTold ? [{ text: `${text}.`, quote, worth: 'place', said: text }] : [];
}

/** The best of them, in their order. */
function best(statements: readonly Statement[], limit: number): readonly Statement[] {
  if (statements.length <= limit) return statements;
  const ranked = statements.map((statement, index) => ({ statement, index }));
  ranked.sort((a, b) => RANK[a.statement.worth] - RANK[b.statement.worth] || a.index - b.index);
  const kept = new Set(ranked.slice(0, limit).map(({ index }) => index));
  return statements.filter((_, index) => kept.has(index));
}

const RANK: Readonly<Record<Worth, number>> = { rule: 0, fact: 1, place: 2 };

function toFact({ text, quote, worth, said }: Statement, event: Event): FactDraft {
  const heard: Heard = {
    ...{ raw: said, text: said.replace(/[\s.]+$/, ''), place: 'item', lasting: false, requested: false },
    ...{ event, reply: undefined },
  };
  const kind = ENTRIES.has(event.app ?? '') ? 'note' : kindOf(worth);
  const known = worth === 'place' ? undefined : (decisions(heard)?.kind ?? rules(heard)?.kind);
  return { kind: known === 'tool' || (known === 'setting' && worth === 'fact') ? known : kind, text, quote };
}

function withoutRepeats(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ text }) => {
    const key = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
