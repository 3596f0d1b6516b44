import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const NAME = 'memory-r1';

/**
 * Where the bank of a project lies: in its git directory, which all its worktrees share and which is never committed; without
 * git in the user's data folder, by the real path of the project.
 * @param gitCommonDir of the repository, if there is one
 */
export async function bankFolder(
  root: string,
  gitCommonDir: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (gitCommonDir !== undefined) return path.join(gitCommonDir, NAME);
  const real = await realpath(root).catch(() => path.resolve(root)); // a folder that is not there (yet) has no other name
  const name = `${path.basename(real).replace(/[^\w.-]/g, '_')}-${createHash('sha256').update(real).digest('hex').slice(0, 12)}`;
  return path.join(dataFolder(env), name);
}

/** Where lies what belongs to the user rather than to a project. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(userDataFolder(env), NAME);
}

function userDataFolder(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local');
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Application Support');
    default:
      return env.XDG_DATA_HOME !== undefined && path.isAbsolute(env.XDG_DATA_HOME)
        ? env.XDG_DATA_HOME
        : path.join(os.homedir(), '.local', 'share');
  }
}
