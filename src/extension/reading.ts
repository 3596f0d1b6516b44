import * as vscode from 'vscode';
import type { App } from './app';
import type { Reading } from './banks';
import { isCancellation, toSignal } from './cancel';
import { UserError } from './failures';
import { VIEWS } from './ids';
import { formatCount } from '../protocol/words';

/**
 * Runs what reads for long, with progress that can be cancelled: in a notification, in the bar of the view and in the status bar.
 * @returns undefined when it was cancelled
 * @throws UserError while something else is read into the same bank
 */
export async function whileReading<T>(
  app: App,
  root: string,
  { reading, title }: { readonly reading: Reading; readonly title: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const running = app.banks.get(root).reading;
  if (running) throw new UserError(`The ${running} of this project are being read already.`);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const subscription = app.onDidProgress((step) => {
      if (step.root !== root || step.total === 0) return;
      const share = (100 * step.done) / step.total;
      progress.report({
        message: `${formatCount(step.done)} of ${formatCount(step.total)}`,
        increment: Math.max(0, share - shown),
      });
      shown = Math.max(shown, share);
    });
    const result = app.banks.whileReading(root, reading, () => work(toSignal(token)));
    void vscode.window.withProgress({ location: { viewId: VIEWS.proposals } }, () => result.then(ignore, ignore));
    try {
      return await result;
    } catch (error) {
      if (isCancellation(error)) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  });
}

function ignore(): void {
  // The caller reports how it ended; the bar of the view only has to go away.
}
