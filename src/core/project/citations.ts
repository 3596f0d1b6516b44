import type { Bank, BankEvent } from '../memory/bank';
import { factKey, isRecord, type FactKind } from '../memory/fact';
import type { Version } from '../memory/lineage';
import { view } from '../memory/views';

/** A file name that a memory gives, and the paths that it may mean; none of them is there any more. */
export interface MissingName {
  readonly name: string;
  readonly paths: readonly string[];
}

/** What a memory rests on and what may be gone. */
export interface Citation {
  readonly version: Version;
  /** `cited`: the memory names the files. `changed`: its commit changed them, and it names none. */
  readonly by: 'cited' | 'changed';
  readonly missing: readonly MissingName[];
}

export interface Citations {
  /** Memories that rest on files. */
  readonly count: number;
  /** Those of them none of whose files is there. */
  readonly missing: readonly Citation[];
}

/** Statements about how things are. What came or went stays true, and what has a key is superseded by what comes after it. */
const ABOUT_NOW: ReadonlySet<FactKind> = new Set<FactKind>(['decision', 'convention', 'setting', 'note']);

/** Of these the files of their commit count, too: it is where they were put into practice. */
const PRACTISED: ReadonlySet<FactKind> = new Set<FactKind>(['decision', 'convention']);

/**
 * What the accepted memories of the default branch rest on, against the files that are there.
 * A memory is missing its files only where every one of them is: one that is left may be what it is about.
 * @param tree paths with forward slashes
 */
export function citationsOf(bank: Bank, tree: ReadonlySet<string>): Citations {
  const files = new KnownFiles(bank, tree);
  let count = 0;
  const missing: Citation[] = [];
  for (const lineage of bank.lineages()) {
    const version = bank.resolve(lineage, view(false)).current;
    const found = version && citationOf(bank, version, files);
    if (!found) continue;
    count++;
    if (found.missing.length > 0) missing.push(found);
  }
  return { count, missing };
}

function citationOf(bank: Bank, version: Version, files: KnownFiles): Citation | undefined {
  const { fact } = version;
  if (factKey(fact) !== undefined || isRecord(fact) || fact.kind === 'revert') return undefined;
  const newest = newestOf(bank, version);
  const documents = [fact, ...version.restatements].map((said) => bank.event(said.event));
  if (documents.every(({ kind }) => kind === 'file') && documents.every(({ ref }) => files.isGone(ref)))
    return { version, by: 'cited', missing: documents.map(({ ref }) => ({ name: ref, paths: [ref] })) };
  if (!ABOUT_NOW.has(fact.kind) && newest.kind !== 'file') return undefined;
  const names = namesIn(`${bank.textOf(fact)}\n${fact.quote}`).flatMap((name) => files.find(name) ?? []);
  if (names.length > 0) {
    const said = `${bank.textOf(fact)}\n${fact.quote}`;
    const isKept = names.some(({ name, isThere }) => isThere || expectsToGo(said, name));
    return { version, by: 'cited', missing: isKept ? [] : names };
  }
  if (!PRACTISED.has(fact.kind) || newest.kind !== 'commit' || newest.files.length === 0) return undefined;
  const changed = newest.files.every((path) => files.isGone(path));
  return {
    version,
    by: 'changed',
    missing: changed ? newest.files.map((path) => ({ name: path, paths: [path] })) : [],
  };
}

/** The event that said last what a version says. */
export function newestOf(bank: Bank, { cause, restatements }: Version): BankEvent {
  return bank.event((restatements.at(-1) ?? cause).event);
}

/** The files that a project has or had, as far as its commits were read. */
class KnownFiles {
  readonly #tree: ReadonlySet<string>;
  readonly #byName = new Map<string, string[]>();
  readonly #all = new Set<string>();

  constructor(bank: Bank, tree: ReadonlySet<string>) {
    this.#tree = tree;
    for (const path of tree) this.#add(path);
    for (const { kind, files, reach } of bank.events())
      if (kind === 'commit' && reach.on === 'main') for (const path of files) this.#add(path);
  }

  /** It was there and is not. */
  isGone(path: string): boolean {
    return this.#all.has(path) && !this.#tree.has(path);
  }

  /** What a name in a text means: a file by its path or the end of it, or a folder. Undefined where no such thing was ever there. */
  find({ name, isCode }: Name): (MissingName & { readonly isThere: boolean }) | undefined {
    const isFolder = name.endsWith('/');
    const files = isFolder ? [] : this.#files(name, isCode);
    const paths = files.length > 0 ? files : this.#inside(name.replace(/\/$/, ''));
    if (paths.length === 0) return undefined;
    const isThere = paths.length > MOST_MEANT || paths.some((path) => this.#tree.has(path));
    return { name, paths, isThere };
  }

  #files(name: string, isCode: boolean): string[] {
    const last = name.slice(name.lastIndexOf('/') + 1);
    // "moment.js" is a library more often than a file.
    if (last === name && !isCode && /^[\w-]+\.(?:js|io|net|ai)$/i.test(name)) return [];
    return (this.#byName.get(last) ?? []).filter((path) => path === name || path.endsWith(`/${name}`));
  }

  #inside(folder: string): string[] {
    if (!folder.includes('/')) return [];
    return [...this.#all].filter((path) => path.startsWith(`${folder}/`));
  }

  #add(path: string): void {
    if (this.#all.has(path)) return;
    this.#all.add(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const paths = this.#byName.get(name);
    if (paths) paths.push(path);
    else this.#byName.set(name, [path]);
  }
}

/** A name that means more files than these means none in particular. */
const MOST_MEANT = 200;

interface Name {
  readonly name: string;
  /** It stands in backticks. */
  readonly isCode: boolean;
}

/** What looks like a path or the name of a file, each once. */
export function namesIn(text: string): Name[] {
  const found = new Map<string, boolean>();
  for (const [, code, word] of text.matchAll(/`([^`\n]+)`|(\S+)/g)) {
    for (const part of (code ?? word ?? '').split(/[\s"'“”‘’<>{}()[\],;=|]+/)) {
      const name = part
        .replace(/^(?:\.\/|\/)+|^[:*]+/, '')
        .replace(/[.:!?*…]+$/, '')
        .replace(/(?::\d+(?:[-:]\d+)*|#L\d.*)$/, '');
      if (PATH.test(name)) found.set(name, (found.get(name) ?? false) || code !== undefined);
    }
  }
  return [...found].map(([name, isCode]) => ({ name, isCode }));
}

/** With a folder, an extension, or a dot in front. */
const PATH = /^(?!\w+:\/\/)(?:[\w@.+~-]+\/[\w@.+~/-]*|[\w@+~-][\w@.+~-]*\.[a-z][a-z0-9]{0,9}|\.[a-z][\w.-]+)$/i;

/** "Move src/a.ts to src/b.ts": that a file goes is what was said, and no loss. */
function expectsToGo(text: string, name: string): boolean {
  const at = text.indexOf(name);
  const before = text.slice(Math.max(0, at - SPOKEN_OF), at);
  return TAKES_AWAY.test(before) || GOES.test(text.slice(at + name.length, at + name.length + SPOKEN_OF));
}

/** How far from a name its verb may stand, in characters. */
const SPOKEN_OF = 40;
const TAKEN =
  'remov|delet|dropp?|renam|mov(?:e|es|ed|ing)\\b|replac|migrat|convert|switch|deprecat|obsolete|split|merge[ds]? into|inlin|extract';
const TAKES_AWAY = new RegExp(`\\b(?:${TAKEN}|rid of|instead of|no longer)`, 'i');
const GOES = new RegExp(
  `^[\`'"]?\\s+(?:(?:is|are|was|were|be|been|gets?|got|has|have|will)\\s+)+(?:${TAKEN}|gone)`,
  'i',
);
