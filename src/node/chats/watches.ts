import type { Logger } from '../../core/index';
import type { ChatApp } from '../../protocol/chats';
import type { OpenBank } from '../banks';
import type { Places } from '../transcripts/transcript';
import { watchTranscripts, type Grown } from './watch';

type ReadNew = (grown: readonly Grown[], places: Places, signal: AbortSignal) => Promise<void>;

/** The watches of a process: one a project, for the assistants that the user chose. */
export class ChatWatches {
  readonly #logger: Logger;
  readonly #running = new Map<string, { readonly end: () => Promise<void> }>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Watches these assistants' transcripts of a project, and no others. */
  async set({ root }: OpenBank, apps: readonly ChatApp[], places: Places, read: ReadNew): Promise<void> {
    await this.end(root);
    if (apps.length === 0) return;
    const stop = new AbortController();
    const watch = watchTranscripts(
      apps,
      places,
      (grown) => read(grown, places, stop.signal),
      (error) => this.#logger.error('New chats were not read; they will be tried again.', error),
    );
    this.#running.set(root, {
      end: async () => {
        stop.abort();
        await watch.dispose();
      },
    });
  }

  /** Ends the watch of a project. What is being read is cancelled; what was recorded stays. */
  async end(root: string): Promise<void> {
    const running = this.#running.get(root);
    this.#running.delete(root);
    await running?.end();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((root) => this.end(root)));
  }
}
