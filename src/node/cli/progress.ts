import type { ServiceEvents } from '../../protocol/service';
import type { Terminal } from './command';

type Progress = Omit<Parameters<ServiceEvents['progress']>[0], 'root'>;

const PHASES: Record<Progress['phase'], string> = {
  reading: 'Reading',
  looking: 'Looking through',
  embedding: 'Embedding',
};

/** One line on standard error that is written over and over, and gone before anything else is written. Silent without a terminal. */
export function createProgress(terminal: Terminal): { readonly terminal: Terminal; show(progress: Progress): void } {
  let isShown = false;
  const clear = (): void => {
    if (isShown) terminal.writeError('\r\x1b[K');
    isShown = false;
  };
  return {
    show({ phase, done, total }) {
      if (!terminal.isInteractive) return;
      terminal.writeError(`\r\x1b[K${PHASES[phase]} ${done} of ${total}`);
      isShown = true;
      if (done >= total) clear();
    },
    terminal: {
      ...terminal,
      write: (text) => {
        clear();
        return terminal.write(text);
      },
      writeError: (text) => {
        clear();
        terminal.writeError(text);
      },
    },
  };
}
