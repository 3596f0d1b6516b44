import type { TrainingProgress } from '../../protocol/learning';
import type { ServiceNotices } from '../../protocol/service';
import type { Terminal } from './command';
import { plain } from './text';

type Progress = Omit<Parameters<ServiceNotices['progress']>[0], 'root'>;
type Training = Pick<TrainingProgress, 'phase' | 'step' | 'steps' | 'minutesLeft'>;

const PHASES: Record<Progress['phase'], string> = {
  reading: 'Reading',
  looking: 'Looking through',
  embedding: 'Embedding',
  model: 'Read by the language model:',
};

/** One line on standard error that is written over and over, and gone before anything else is written. Silent without a terminal. */
export function createProgress(terminal: Terminal): {
  readonly terminal: Terminal;
  show(progress: Progress): void;
  showTraining(training: Training): void;
  showExamined(examined: Pick<Parameters<ServiceNotices['examined']>[0], 'model' | 'done' | 'total'>): void;
} {
  let isShown = false;
  const write = (text: string): void => {
    if (terminal.isInteractive) terminal.writeError(`\r\x1b[K${text}`);
    isShown = terminal.isInteractive;
  };
  const clear = (): void => {
    if (isShown) terminal.writeError('\r\x1b[K');
    isShown = false;
  };
  return {
    show({ phase, done, total }) {
      write(`${PHASES[phase]} ${done} of ${total}`);
      if (done >= total) clear();
    },
    showTraining: (training) => write(trainingLine(training)),
    showExamined({ model, done, total }) {
      write(`Examining ${plain(model)}: ${done} of ${total}`);
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

function trainingLine({ phase, step, steps, minutesLeft }: Training): string {
  if (phase === 'preparing') return 'Making questions';
  if (phase === 'evaluating') return 'Comparing old and new weights';
  const left = minutesLeft === undefined ? '' : `, about ${Math.max(1, Math.round(minutesLeft))} min left`;
  return `Training, step ${step} of ${steps}${left} (Ctrl+C keeps what was learned)`;
}
