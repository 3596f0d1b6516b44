import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ifThere } from '../transcripts/ifThere';

/** A file of a project, or one that was named, as it may be read. */
export interface Located {
  /** Absolute, links resolved. */
  readonly real: string;
  /** The path inside the project with forward slashes; absent outside of it. */
  readonly relative?: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly isFolder: boolean;
}

/** Why a file is not read. */
export type Refusal = 'not there' | 'a link that leads out of the project';

/**
 * Where a path leads. A link inside the project may lead to another file of it, never out of it: a repository must not make memory read what lies elsewhere.
 * @param root of the project, links resolved
 */
export async function locate(file: string, root: string): Promise<Located | Refusal> {
  const absolute = path.resolve(file);
  const real = await ifThere(realpath(absolute));
  const found = real === undefined ? undefined : await ifThere(stat(real));
  if (real === undefined || !found || !(found.isFile() || found.isDirectory())) return 'not there';
  // The folder that it is in may have been reached through a link from elsewhere ("/tmp" of macOS).
  const named = path.join((await ifThere(realpath(path.dirname(absolute)))) ?? '', path.basename(absolute));
  const isNamedInside = relativeTo(root, absolute) !== undefined || relativeTo(root, named) !== undefined;
  const relative = relativeTo(root, real);
  if (isNamedInside && relative === undefined) return 'a link that leads out of the project';
  return {
    real,
    sizeBytes: found.size,
    modifiedMs: found.mtimeMs,
    isFolder: found.isDirectory(),
    ...(relative !== undefined && { relative }),
  };
}

/** With forward slashes; undefined for what is not below it. */
function relativeTo(root: string, file: string): string | undefined {
  const relative = path.relative(root, file);
  const isBelow = relative !== '' && !/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative);
  return isBelow ? relative.split(path.sep).join('/') : undefined;
}
