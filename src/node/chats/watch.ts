import { watch } from 'chokidar';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ChatApp } from '../../protocol/chats';
import type { Places, TranscriptReader } from '../transcripts/transcript';
import { transcriptsOf } from './chats';

/** An answer is written bit by bit; a transcript is read when it has been still this long. */
const QUIET_MS = 2_000;
/** How often it is looked for transcripts in folders that are new, where nothing is watched yet. */
const LOOK_MS = 60_000;

/** A transcript that is new, or has grown. */
export interface Grown {
  readonly reader: TranscriptReader;
  readonly file: string;
}

/**
 * Tells of transcripts of these assistants that appear or grow: at once of all that are there, then as they change. The folders of known
 * transcripts are watched; others are looked for once a minute.
 * @param onGrown is awaited before the next call
 */
export function watchTranscripts(
  apps: readonly ChatApp[],
  places: Places,
  onGrown: (grown: readonly Grown[]) => Promise<void>,
  onError: (error: unknown) => void,
): { dispose(): Promise<void> } {
  const stop = new AbortController();
  const { signal } = stop;
  const sizes = new Map<string, string>();
  const watcher = watch([], { ignoreInitial: true, depth: 0 });
  let quiet: NodeJS.Timeout | undefined;
  // One look after the other, so that no transcript is read twice at a time.
  let looking = Promise.resolve();

  const look = async (): Promise<void> => {
    if (signal.aborted) return;
    const grown: Grown[] = [];
    const found = await transcriptsOf(apps, places, signal);
    for (const transcript of found) {
      const seen = await stat(transcript.file).catch(() => undefined); // gone meanwhile
      const size = seen && `${seen.size} ${seen.mtimeMs}`;
      if (size === undefined || sizes.get(transcript.file) === size) continue;
      sizes.set(transcript.file, size);
      grown.push(transcript);
    }
    watcher.add([...new Set(found.map(({ file }) => path.dirname(file)))]);
    if (grown.length > 0) await onGrown(grown);
  };
  const lookNext = (): void => {
    looking = looking.then(look).catch((error: unknown) => {
      if (!signal.aborted) onError(error);
    });
  };
  watcher.on('all', () => {
    clearTimeout(quiet);
    quiet = setTimeout(lookNext, QUIET_MS).unref();
  });
  watcher.on('error', () => {}); // a folder that vanished; the others go on
  const interval = setInterval(lookNext, LOOK_MS).unref();
  lookNext();

  return {
    async dispose() {
      stop.abort();
      clearTimeout(quiet);
      clearInterval(interval);
      await watcher.close();
      await looking;
    },
  };
}
