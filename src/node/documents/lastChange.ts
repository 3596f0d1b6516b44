import type { Git } from '../git/git';
import { tryGit } from '../git/run';

/**
 * When a file became what it is: the time of the newest commit that changed it.
 * @param relative path inside the working tree, with forward slashes
 * @returns ISO 8601; undefined where git does not know the file, or it was changed since
 */
export async function lastChange({ root }: Git, relative: string, signal?: AbortSignal): Promise<string | undefined> {
  const spec = ['HEAD', '--', `:(top,literal)${relative}`];
  const run = signal ? { signal } : {};
  const changed = await tryGit(root, ['diff', '--no-ext-diff', '--name-only', ...spec], run);
  if (changed !== '') return undefined;
  return (await tryGit(root, ['log', '-1', '--format=%cI', ...spec], run)) || undefined;
}
