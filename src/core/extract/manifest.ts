import type { Event, FileChange } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import type { Extractor } from './extractor';
import { packageManagerOfLockFiles } from './lockFiles';
import { readManifest, type Statement } from './packageJson';
import { findReplacement } from './replacement';

/** Folders whose manifests say nothing about the project: what others wrote, what is built, what only shows or tests something. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|dist|examples?|samples?|demos?|fixtures?|__fixtures__|__tests__|tests?|templates?|playgrounds?)\//i;

/** Dependencies, engines and the package manager, from every package.json that a commit changes and from its lock files. */
export const manifest: Extractor = {
  name: 'manifest',
  wants: (path) => /(?:^|\/)package\.json$/.test(path) && !FOREIGN.test(path),
  extract(event) {
    const changes = event.files.flatMap((file) => compare(file) ?? []);
    const facts = changes.flatMap((change) => toFacts(change, event));
    return facts.some(namesPackageManager) ? facts : [...facts, ...packageManagerOfLockFiles(event)];
  },
};

interface Change {
  readonly before: ReadonlyMap<string, Statement>;
  readonly after: ReadonlyMap<string, Statement>;
}

const NOTHING: ReadonlyMap<string, Statement> = new Map();

/** @returns undefined for other files, and where what holds now cannot be read. */
function compare(file: FileChange): Change | undefined {
  if (manifest.wants?.(file.path) !== true) return undefined;
  if (file.after === undefined && file.status !== 'D') return undefined;
  const after = file.after === undefined ? NOTHING : readManifest(file.after, folderOf(file.path));
  if (after === undefined) return undefined;
  const oldPath = file.oldPath ?? file.path;
  const before =
    file.before !== undefined && manifest.wants(oldPath) ? readManifest(file.before, folderOf(oldPath)) : undefined;
  return { before: before ?? NOTHING, after };
}

function toFacts({ before, after }: Change, event: Event): FactDraft[] {
  const changed = [...after].filter(([key, statement]) => before.get(key)?.text !== statement.text);
  const ended = [...before].filter(([key]) => !after.has(key)).map(([, statement]) => statement);
  const packages = new Set([...after.values()].filter(isDependency).map((statement) => statement.subject));
  const added = changed.filter(([key]) => !before.has(key)).map(([, statement]) => statement);
  return [
    ...changed.map(([, statement]) => toDraft(statement, statement.text)),
    ...ended.map((statement) => {
      if (packages.has(statement.subject))
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

function toDraft({ kind, subject, attribute, value, quote }: Statement, text: string): FactDraft {
  return { kind, subject, attribute, value, text, quote };
}

function toEnding({ kind, subject, attribute, quote }: Statement, ending: string): FactDraft {
  return { kind, subject, attribute, text: `${ending}.`, quote, ends: true };
}

function isDependency(statement: Statement): boolean {
  return statement.section !== undefined;
}

function namesPackageManager(fact: FactDraft): boolean {
  return fact.subject === 'package manager';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
