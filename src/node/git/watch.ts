import { watch } from 'chokidar';
import path from 'node:path';
import { openGit, type Git } from './git';

/** A rebase or pull touches many files of the git folder in a row; it is looked at when they have been still this long. */
const QUIET_MS = 300;

/**
 * Tells when HEAD or the default branch name another commit, however that came about (terminal, pull, amend, rebase,
 * branch switch, another program), by watching the files that git keeps them in. Silent where there is no repository.
 */
export function watchHead(root: string, onMove: () => void): { dispose(): void } {
  const stop = new AbortController();
  let close = (): void => {};
  void openGit(root, stop.signal).then(
    async (git) => {
      if (git && !stop.signal.aborted) close = await watchFiles(git, onMove, stop.signal);
      if (stop.signal.aborted) close();
    },
    () => {}, // a repository that git refuses cannot be read either: the reader says so
  );
  return {
    dispose() {
      stop.abort();
      close();
    },
  };
}

async function watchFiles(git: Git, onMove: () => void, signal: AbortSignal): Promise<() => void> {
  let last = await placeOf(git);
  let timer: NodeJS.Timeout | undefined;
  // Questions to git come one after the other, so that an older answer never overwrites a newer one.
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    const place = await placeOf(git).catch(() => last); // git is busy, or the repository was taken away
    if (signal.aborted || place === last) return;
    last = place;
    onMove();
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      looking = looking.then(look);
    }, QUIET_MS);
  };
  const files = [
    path.join(git.gitDir, 'HEAD'),
    path.join(git.gitDir, 'logs', 'HEAD'),
    path.join(git.commonDir, 'refs'),
    path.join(git.commonDir, 'packed-refs'),
  ];
  const watcher = watch(files, { ignoreInitial: true, ignored: (file) => file.endsWith('.lock') });
  watcher.on('all', later).on('ready', later); // once more when ready: something may have moved since `last` was read
  watcher.on('error', () => {}); // a folder that vanished; the others go on
  return () => {
    clearTimeout(timer);
    void watcher.close();
  };
}

async function placeOf(git: Git): Promise<string> {
  const [head, branch, main] = await Promise.all([git.head(), git.currentBranch(), git.defaultBranch()]);
  return [head, branch, main?.name, ...(main?.tips ?? [])].join(' ');
}
