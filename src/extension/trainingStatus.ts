import * as vscode from 'vscode';
import type { App } from './app';
import { sentenceOf } from './failures';
import { COMMANDS } from './ids';
import type { LearningPanel } from './learningPanel';
import { trainingText } from '../protocol/words';

/** How a training goes on, for who does not look at the Learning page: in the status bar, and in one message when it ends. */
export function registerTrainingStatus(app: App, panel: LearningPanel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('memory.training', vscode.StatusBarAlignment.Left);
  item.name = 'Project Memory: Training';
  item.command = COMMANDS.showLearning;

  const update = (): void => {
    const [root] = app.learning.training;
    const running = root === undefined ? undefined : app.learning.get(root).state?.running;
    if (!running) return item.hide();
    const share = running.steps > 0 ? ` ${Math.floor((100 * running.step) / running.steps)}%` : '';
    item.text = `$(sync~spin) Training${running.phase === 'training' ? share : ''}`;
    item.tooltip = `${trainingText(running)} Opens Learning, where it can be stopped.`;
    item.accessibilityInformation = { label: 'Project Memory is training. Opens Learning.', role: 'button' };
    item.show();
  };

  const tell = async (text: string): Promise<void> => {
    if (panel.isVisible) return; // the page says it
    const show = 'Show learning';
    const chosen = await vscode.window.showInformationMessage(text, show);
    if (chosen === show) panel.show();
  };

  return vscode.Disposable.from(
    item,
    app.learning.onDidChange(update),
    app.learning.onDidEnd(({ text }) => {
      app.log.info(`The training ended. ${text}`);
      update();
      tell(text).catch((error: unknown) => app.log.error(sentenceOf(error)));
    }),
  );
}
