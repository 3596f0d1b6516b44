import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Places } from '../transcripts/transcript';

/**
 * Whether a conversation that was held in `cwd` is about the project: in its root, below it or in one of its worktrees, and not in another
 * repository that lies inside. A folder that is gone (a removed worktree) counts by its path alone.
 */
export async function belongs(cwd: string, { roots, platform }: Pick<Places, 'roots' | 'platform'>): Promise<boolean> {
  const isSame = sameName(platform);
  const root = roots.find((one) => isSame(one, cwd) || isInside(one, cwd, platform));
  if (root === undefined) return false;
  for (let at = path.resolve(cwd); !isSame(at, root) && at !== path.dirname(at); at = path.dirname(at))
    if (!roots.some((one) => isSame(one, at)) && (await isRepository(at))) return false;
  return true;
}

/** The path inside the project, with forward slashes; undefined for what lies elsewhere. */
export function insideProject(
  file: string,
  cwd: string | undefined,
  { roots, platform }: Pick<Places, 'roots' | 'platform'>,
): string | undefined {
  const full = cwd === undefined || path.isAbsolute(file) ? file : path.resolve(cwd, file);
  if (!path.isAbsolute(full)) return isTraversal(full) ? undefined : slashed(path.normalize(full));
  // The innermost root: a worktree may lie inside the main one.
  const root = roots
    .filter((one) => isInside(one, full, platform))
    .sort((a, b) => b.length - a.length)
    .at(0);
  return root === undefined ? undefined : slashed(path.relative(root, full));
}

function isInside(root: string, file: string, platform: NodeJS.Platform): boolean {
  const [a, b] = ignoresCase(platform) ? [root.toLowerCase(), file.toLowerCase()] : [root, file];
  const relative = path.relative(a, b);
  return relative !== '' && !isTraversal(relative) && !path.isAbsolute(relative);
}

function isTraversal(relative: string): boolean {
  return /^\.\.(?:[\\/]|$)/.test(path.normalize(relative));
}

function sameName(platform: NodeJS.Platform): (a: string, b: string) => boolean {
  const fold = (text: string): string =>
    ignoresCase(platform) ? path.resolve(text).toLowerCase() : path.resolve(text);
  return (a, b) => fold(a) === fold(b);
}

/** https://nodejs.org/api/fs.html: the file systems that these systems come with do not tell case apart. */
function ignoresCase(platform: NodeJS.Platform): boolean {
  return platform === 'win32' || platform === 'darwin';
}

/** A `.git` folder, or the file that stands for one in worktrees and submodules. */
async function isRepository(folder: string): Promise<boolean> {
  return await stat(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
