import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectMemory } from '../../core/index';
import type { DocumentKind, FoundDocument } from '../../protocol/documents';
import { shortPath } from '../chats/places';
import type { Git } from '../git/git';
import { runGit } from '../git/run';
import { claudeCode, slugOf } from '../transcripts/claudeCode';
import { filesIn, foldersIn } from '../transcripts/folders';
import { ifThere } from '../transcripts/ifThere';
import type { Places } from '../transcripts/transcript';
import { storagesOf } from '../transcripts/vscodeWorkspaces';
import { locate } from './inside';
import { kindOfPlace, USUAL_FILES, USUAL_FOLDERS } from './kinds';

/** The project whose documents are looked for. */
export interface Ground {
  /** Links resolved. */
  readonly root: string;
  readonly git: Git | undefined;
  readonly places: Places;
}

/** @param root of the bank */
export async function groundOf(root: string, git: Git | undefined, places: Places): Promise<Ground> {
  const top = git?.root ?? root;
  return { root: (await ifThere(realpath(top))) ?? path.resolve(top), git, places };
}

/** See `ServiceCalls.findDocuments`: by names alone. Those of the project first. */
export async function findDocuments(
  ground: Ground,
  memory: Pick<ProjectMemory, 'documents'>,
  signal?: AbortSignal,
): Promise<FoundDocument[]> {
  const read = readTimes(memory);
  const found: FoundDocument[] = [];
  const seen = new Set<string>();
  const add = async (file: string, kind: DocumentKind, name: string, outside?: true): Promise<void> => {
    const at = await ifThere(stat(file));
    if (!at?.isFile()) return;
    const readAt = read.get(name);
    const state = readAt === undefined ? 'new' : at.mtimeMs > readAt ? 'changed' : 'read';
    found.push({ path: file, name, kind, sizeBytes: at.size, state, ...(outside && { outside }) });
  };
  for (const relative of await candidates(ground, signal)) {
    signal?.throwIfAborted();
    const kind = kindOfPlace(relative);
    const located = kind && (await locate(path.join(ground.root, relative), ground.root));
    // A link to another file of the project ("CLAUDE.md" to "AGENTS.md") is that file.
    if (!located || typeof located === 'string' || located.isFolder || seen.has(located.real)) continue;
    seen.add(located.real);
    await add(path.join(ground.root, relative), kind, relative);
  }
  for await (const { file, kind, name } of outside(ground.places, signal)) await add(file, kind, name, true);
  return found;
}

/** When memory read each file last, in milliseconds; entries of a file count for it. */
function readTimes(memory: Pick<ProjectMemory, 'documents'>): Map<string, number> {
  const times = new Map<string, number>();
  for (const [ref, { at }] of memory.documents()) {
    const name = fileOf(ref);
    times.set(name, Math.max(times.get(name) ?? 0, Date.parse(at)));
  }
  return times;
}

/** The file of an entry: "mem0.json#a1" -> "mem0.json". */
export function fileOf(ref: string): string {
  const at = ref.indexOf('#');
  return at < 0 ? ref : ref.slice(0, at);
}

/** Paths inside the project that may be documents, real files before links to them. */
async function candidates({ root, git }: Ground, signal?: AbortSignal): Promise<string[]> {
  const paths = new Set<string>();
  for (const usual of USUAL_FILES) paths.add(usual);
  for (const folder of USUAL_FOLDERS)
    for await (const file of filesIn(
      path.join(root, folder),
      (relative) => kindOfPlace(`${folder}/${relative}`) !== undefined,
      signal,
    ))
      paths.add(path.relative(root, file).split(path.sep).join('/'));
  if (git) {
    const listed = await runGit(
      root,
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      signal ? { signal } : {},
    );
    for (const file of listed.split('\0')) if (kindOfPlace(file) !== undefined) paths.add(file);
  } else {
    for (const file of await nested(root, signal)) paths.add(file);
  }
  return [...paths].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function depth(relative: string): number {
  return relative.split('/').length;
}

/** Rules in folders of a project without git, not deeper than people put them. */
async function nested(root: string, signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string, level: number): Promise<void> => {
    signal?.throwIfAborted();
    for (const name of await foldersIn(path.join(root, folder))) {
      if (name.startsWith('.') || NOT_OURS.has(name)) continue;
      const below = folder === '' ? name : `${folder}/${name}`;
      for (const file of ['AGENTS.md', 'CLAUDE.md', 'GEMINI.md']) found.push(`${below}/${file}`);
      if (level < DEEPEST) await walk(below, level + 1);
    }
  };
  await walk('', 1);
  return found;
}

const DEEPEST = 3;
const NOT_OURS = new Set(['node_modules', 'vendor', 'dist', 'build', 'out', 'target', 'venv', 'bower_components']);

/** What assistants noted about the project themselves. */
async function* outside(
  places: Places,
  signal?: AbortSignal,
): AsyncGenerator<{ file: string; kind: DocumentKind; name: string }> {
  const isMarkdown = (relative: string): boolean => /\.(?:md|json)$/i.test(relative);
  for (const projects of claudeCode.where(places))
    for (const root of places.roots) {
      const folder = path.join(projects, slugOf(root), 'memory');
      for await (const file of filesIn(folder, isMarkdown, signal))
        yield { file, kind: 'claude-memory', name: named('Claude Code memory', folder, file) };
    }
  const folders: string[] = [];
  for await (const storage of storagesOf(places, signal)) folders.push(storage);
  for (const [index, storage] of [
    ...folders,
    ...places.userData.map((user) => path.join(user, 'globalStorage')),
  ].entries()) {
    for (const extension of await foldersIn(storage)) {
      if (!/^github\.copilot-chat$/i.test(extension)) continue;
      // In a workspace's storage only what is about the repository: the rest is of single conversations.
      const base = path.join(storage, extension, 'memory-tool', 'memories');
      const folder = index < folders.length ? path.join(base, 'repo') : base;
      for await (const file of filesIn(folder, isMarkdown, signal))
        yield { file, kind: 'vscode-memory', name: named('VS Code memory', base, file) };
    }
  }
}

function named(store: string, folder: string, file: string): string {
  return `${store}/${path.relative(folder, file).split(path.sep).join('/')}`;
}

/** What a file is called that somebody named: the path in the project, else from the home folder. */
export function nameOf(real: string, relative: string | undefined, places: Places): string {
  return relative ?? shortPath(real, places).split(path.sep).join('/');
}
