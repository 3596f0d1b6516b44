import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { foldersIn, isInside } from './folders';
import { toList, toObject, toText } from './json';
import { parseObject } from './lines';
import { pathOfUri } from './shell';
import type { Places } from './transcript';

/** Folders of `workspaceStorage` that belong to the project: `workspace.json` in each names a folder or a file that lists folders. */
export async function* storagesOf(places: Places, signal?: AbortSignal): AsyncGenerator<string> {
  for (const root of storageRoots(places)) {
    for (const name of await foldersIn(root)) {
      signal?.throwIfAborted();
      const storage = path.join(root, name);
      for (const folder of await workspaceFolders(storage)) {
        if (!(await isInside(folder, places.roots))) continue;
        yield storage;
        break;
      }
    }
  }
}

export function storageRoots({ userData }: Places): string[] {
  return userData.map((user) => path.join(user, 'workspaceStorage'));
}

/** Folders on this machine that were open in the workspace of a storage folder. None where it is gone, damaged or remote. */
export async function workspaceFolders(storage: string): Promise<string[]> {
  const { folder, workspace, configuration } = toObject(
    parseObject(await textOf(path.join(storage, 'workspace.json'))),
  );
  const single = localPath(folder);
  const file = localPath(workspace) ?? localPath(configuration);
  return single !== undefined ? [single] : file !== undefined ? foldersOfFile(file) : [];
}

/** Folders that a `.code-workspace` file lists: JSON with comments, paths relative to the file. */
async function foldersOfFile(file: string): Promise<string[]> {
  const listed = toList(toObject(parse(await textOf(file)) as unknown)['folders']).map(toObject);
  return listed.flatMap(({ path: relative, uri }) => {
    const named = toText(relative);
    return named === undefined ? (localPath(uri) ?? []) : path.resolve(path.dirname(file), named);
  });
}

function localPath(uri: unknown): string | undefined {
  const text = toText(uri);
  return text === undefined ? undefined : pathOfUri(text);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Missing, or not ours to read: it names no folder.
    return '';
  }
}
