import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Git } from '../git/git';
import type { Places } from '../transcripts/transcript';

/** VS Code and the editors made from it, by the names of their folders. */
const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];

/**
 * Where conversations about a project may lie on this machine.
 * @param userData the "User" folder of the window that asks, where there is one
 */
export async function placesOf(
  root: string,
  git: Git | undefined,
  userData: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Places> {
  const home = os.homedir();
  const trees = git ? await git.worktrees() : [root];
  const roots = await Promise.all(trees.map((tree) => realpath(tree).catch(() => path.resolve(tree))));
  const config = configFolder(home, env);
  const folders = [
    ...(userData === undefined ? [] : [userData]),
    ...EDITORS.map((name) => path.join(config, name, 'User')),
    path.join(home, '.vscode-server', 'data', 'User'),
  ];
  return { home, platform: process.platform, env, userData: [...new Set(folders)], roots: [...new Set(roots)] };
}

/** https://code.visualstudio.com/docs/configure/settings#_user-settings */
function configFolder(home: string, env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return env.APPDATA ?? path.join(home, 'AppData', 'Roaming');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support');
    default:
      return env.XDG_CONFIG_HOME !== undefined && path.isAbsolute(env.XDG_CONFIG_HOME)
        ? env.XDG_CONFIG_HOME
        : path.join(home, '.config');
  }
}

/** A path as people read it: the home folder as "~". */
export function shortPath(file: string, { home }: Pick<Places, 'home'>): string {
  const inside = path.relative(home, file);
  return inside === '' || inside.startsWith('..') || path.isAbsolute(inside) ? file : path.join('~', inside);
}
