import assert from 'node:assert/strict';
import { createProgress } from '../../../../src/node/cli/progress';

describe('progress', () => {
  it('is silent when nobody watches', () => {
    const { progress, screen } = watched(false);
    progress.show({ phase: 'reading', done: 1, total: 2 });
    assert.deepEqual(screen, []);
  });

  it('is gone before anything else is written', async () => {
    const { progress, screen } = watched(true);
    progress.show({ phase: 'reading', done: 1, total: 2 });
    await progress.terminal.write('result');
    progress.terminal.writeError('warning');
    assert.deepEqual(screen, ['\r\x1b[KReading 1 of 2', '\r\x1b[K', 'result', 'warning']);
  });

  it('says how far a training is, and how to stop it', () => {
    const { progress, screen } = watched(true);
    progress.showTraining({ phase: 'preparing', step: 0, steps: 200 });
    progress.showTraining({ phase: 'training', step: 85, steps: 200, minutesLeft: 0.2 });
    progress.showTraining({ phase: 'evaluating', step: 200, steps: 200 });
    assert.deepEqual(
      screen.map((line) => line.replace('\r\x1b[K', '')),
      [
        'Making questions',
        'Training, step 85 of 200, about 1 min left (Ctrl+C keeps what was learned)',
        'Comparing old and new weights',
      ],
    );
  });

  it('is gone at its end', () => {
    const { progress, screen } = watched(true);
    progress.show({ phase: 'embedding', done: 2, total: 2 });
    assert.equal(screen.at(-1), '\r\x1b[K');
  });

  function watched(isInteractive: boolean) {
    const screen: string[] = [];
    const add = (text: string): void => void screen.push(text);
    const stdin = { [Symbol.asyncIterator]: () => assert.fail('not read') };
    const terminal = { stdin, isInteractive, writeError: add, write: (text: string) => Promise.resolve(add(text)) };
    return { progress: createProgress(terminal), screen };
  }
});
