import { pipeline } from 'node:stream/promises';
import { runGit, startGit, streamGit } from './run';

/**
 * Pairs old and new commits that are one change: by equal patches, else by author and author date, which amend and rebase
 * keep. Each new commit is paired once.
 */
export async function pairRewrites(
  root: string,
  gone: readonly string[],
  fresh: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const pairs = new Map<string, string>();
  if (gone.length === 0 || fresh.length === 0) return pairs;
  const old = await existing(root, gone, signal); // git may have thrown the old ones away
  if (old.length === 0) return pairs;
  const [patches, authors] = await Promise.all([
    patchIds(root, [...old, ...fresh], signal),
    authorship(root, [...old, ...fresh], signal),
  ]);
  const free = new Set(fresh);
  for (const identity of [patches, authors]) {
    const candidates = new Map<string, string[]>();
    for (const sha of free) {
      const key = identity.get(sha);
      if (key !== undefined) candidates.set(key, [...(candidates.get(key) ?? []), sha]);
    }
    for (const sha of old) {
      const key = pairs.has(sha) ? undefined : identity.get(sha);
      const found = key === undefined ? undefined : candidates.get(key)?.find((candidate) => free.has(candidate));
      if (found === undefined) continue;
      pairs.set(sha, found);
      free.delete(found);
    }
  }
  return pairs;
}

/** @returns patch ids by sha, which rebasing keeps; none for merges and commits without changes. */
export async function patchIds(
  root: string,
  shas: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const log = [
    'log',
    '--no-walk=unsorted',
    '--stdin',
    '--patch',
    '--root',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-notes',
    '--format=commit %H',
  ];
  const child = startGit(root, ['patch-id', '--stable'], signal);
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.resume();
  const closed = new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', resolve);
  });
  await pipeline(streamGit(root, log, { input: shas.join('\n'), signal }), child.stdin);
  await closed;
  signal?.throwIfAborted();
  const lines = Buffer.concat(output).toString('latin1').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]),
  );
}

async function authorship(root: string, shas: readonly string[], signal?: AbortSignal): Promise<Map<string, string>> {
  const output = await runGit(root, ['log', '--no-walk=unsorted', '--stdin', '--format=%H%x00%at %an <%ae>'], {
    input: shas.join('\n'),
    signal,
  });
  return new Map(output.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\0') as [string, string]])));
}

async function existing(root: string, shas: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const output = await runGit(root, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    input: shas.map((sha) => `${sha}\n`).join(''),
    signal,
  });
  return output.split('\n').flatMap((line) => (line.endsWith(' commit') ? [line.slice(0, -' commit'.length)] : []));
}
