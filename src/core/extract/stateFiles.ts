import type { Event, FileChange } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import type { Extractor } from './extractor';
import { readers } from './files/readers';
import type { Statement, StateFileReader } from './files/statement';
import { packageManagersOfLockFiles } from './lockFiles';
import { findReplacement } from './replacement';
import { toolsOfPaths } from './toolPaths';

/** Folders whose files say nothing about the project: what others wrote, what is built, what only shows or tests something. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|dist|examples?|samples?|demos?|fixtures?|__fixtures__|__tests__|tests?|testdata|templates?|playgrounds?)\//i;

/** What manifests, workflows and other files say holds, wherever a commit changes it; and the tools that a file's mere presence tells of. */
export const stateFiles: Extractor = {
  name: 'state files',
  wants: (path) => readerOf(path) !== undefined,
  extract(event) {
    const changes = event.files.flatMap((file) => compare(file) ?? []);
    const stated = changes.flatMap((change) => toFacts(change, event));
    const facts = [...stated, ...toolsOfPaths(event, stated)];
    return withoutContradictions([...facts, ...packageManagersOfLockFiles(event, facts)]);
  },
};

function readerOf(path: string): StateFileReader | undefined {
  return FOREIGN.test(path) ? undefined : readers.find((reader) => reader.wants(path));
}

interface Change {
  readonly before: Statements;
  readonly after: Statements;
}
type Statements = ReadonlyMap<string, Statement>;

/** Two versions stand in the file, and none holds yet. */
const CONFLICT = /^(?:<{7}|>{7}) /m;

const NOTHING: Statements = new Map();

/** @returns undefined for other files, and where what holds now cannot be read. */
function compare(file: FileChange): Change | undefined {
  const isGone = file.status === 'D' || (file.status === 'R' && readerOf(file.path) === undefined);
  const after = isGone ? NOTHING : file.after === undefined ? undefined : read(file.after, file.path);
  if (after === undefined) return undefined;
  const before = file.before === undefined ? NOTHING : read(file.before, file.oldPath ?? file.path);
  return { before: before ?? NOTHING, after };
}

function read(text: string, path: string): Statements | undefined {
  const statements = CONFLICT.test(text) ? undefined : readerOf(path)?.read(text, path);
  if (statements === undefined) return undefined;
  const byKey = new Map<string, Statement>();
  for (const statement of statements) if (!byKey.has(keyOf(statement))) byKey.set(keyOf(statement), statement);
  return byKey;
}

function toFacts({ before, after }: Change, event: Event): FactDraft[] {
  const changed = [...after].filter(([key, statement]) => before.get(key)?.text !== statement.text);
  const ended = [...before].filter(([key]) => !after.has(key)).map(([, statement]) => statement);
  const packages = new Set([...after.values()].filter(isDependency).map((statement) => statement.subject));
  const added = changed.filter(([key]) => !before.has(key)).map(([, statement]) => statement);
  return [
    ...changed.map(([, statement]) => toDraft(statement, statement.text)),
    ...ended.map((statement) => {
      if (isDependency(statement) && packages.has(statement.subject))
        return toEnding(statement, `${statement.ending}, and is still used otherwise`);
      const replacedBy = isDependency(statement)
        ? findReplacement(statement, { added, ended: ended.filter(isDependency), message: event.text })
        : undefined;
      return replacedBy === undefined
        ? toEnding(statement, statement.ending)
        : { ...toEnding(statement, `${statement.ending} and replaced by ${replacedBy}`), replacedBy };
    }),
  ];
}

/** Several files of one commit may speak of one thing: what the first says holds counts, and nothing ends that another still says. */
function withoutContradictions(facts: readonly FactDraft[]): FactDraft[] {
  const holding = new Map<string, FactDraft>();
  for (const fact of facts) {
    const key = keyOf(fact);
    if (fact.ends === undefined && !holding.has(key)) holding.set(key, fact);
  }
  return facts.filter((fact) => {
    const first = holding.get(keyOf(fact));
    return first === undefined || first === fact;
  });
}

function toDraft({ kind, subject, attribute, value, quote }: Statement, text: string): FactDraft {
  return { kind, subject, attribute, value, text, quote };
}

function toEnding({ kind, subject, attribute, quote }: Statement, ending: string): FactDraft {
  return { kind, subject, attribute, text: `${ending}.`, quote, ends: true };
}

function keyOf({ subject = '', attribute = '' }: Pick<FactDraft, 'subject' | 'attribute'>): string {
  return `${subject}\n${attribute}`.toLowerCase();
}

function isDependency(statement: Statement): boolean {
  return statement.section !== undefined;
}
