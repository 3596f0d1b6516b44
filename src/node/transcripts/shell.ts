import path from 'node:path';

/** Whether a shell command makes a commit. */
export function isGitCommit(command: string): boolean {
  return /\bgit\b[^\n;&|]{0,200}\bcommit\b/.test(command);
}

/** Shas that `git commit` printed: "[main 3f91520] Use pnpm", "[main (root-commit) 3f91520] ...", "[detached HEAD 3f91520] ...". */
export function commitsIn(output: string): string[] {
  return [...output.matchAll(/^\[[^\]\n]{1,300} ([0-9a-f]{7,64})\] /gm)].flatMap(([, sha]) => sha ?? []);
}

/**
 * Files that a patch in the format of `apply_patch` adds, changes, deletes or moves:
 * "*** Update File: src/a.ts".
 */
export function filesOfPatch(patch: string): string[] {
  const named = patch.matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+?)\r?$/gm);
  return [...named].flatMap(([, file]) => file?.trim() ?? []);
}

/** A path of a `file:` URI, for the platform that the URI was written on. */
export function pathOfUri(uri: string): string | undefined {
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    // No URI at all.
    return undefined;
  }
  if (url.protocol !== 'file:') return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(url.pathname);
  } catch {
    decoded = url.pathname;
  }
  if (url.host !== '') return `//${url.host}${decoded}`;
  return /^\/[A-Za-z]:/.test(decoded) ? path.win32.normalize(decoded.slice(1)) : decoded;
}
