import * as vscode from 'vscode';
import type { App } from './app';
import { TEXTS } from './failures';
import { COMMANDS } from './ids';
import { nameOf } from './modelText';
import { countOf, formatCount } from '../protocol/words';

/** One item on the left: a spinning icon while commits or chats are read; the rest stands in its tooltip. */
export function registerStatusBar(app: App): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('memory.status', vscode.StatusBarAlignment.Left);
  item.name = 'Project Memory';
  item.command = COMMANDS.reviewProposals;

  const update = (): void => {
    const project = app.projects.current;
    if (!project) {
      item.hide();
      return;
    }
    const choice = app.choice();
    const model = choice.kind === 'none' ? undefined : nameOf(choice);
    const text = statusText(project.name, app.banks.get(project.root), app.projects.all.length > 1, model);
    const icon = app.banks.reading ? 'sync~spin' : 'archive';
    item.text = `$(${icon}) Memory`;
    item.tooltip = vscode.workspace.isTrusted ? text : `${text}\n${TEXTS.restricted}`;
    item.accessibilityInformation = { label: `Project Memory. ${text}`, role: 'button' };
    item.show();
  };

  update();
  return vscode.Disposable.from(
    item,
    app.projects.onDidChange(update),
    app.banks.onDidChange(update),
    app.onDidChangeSettings(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    app.onDidProgress(({ phase, done, total }) => {
      const { reading } = app.banks;
      const choice = app.choice();
      // It goes on for long, and may end at any time: what it does stands in the tooltip until that is written anew.
      if (phase === 'model' && choice.kind !== 'none' && done < total)
        item.tooltip = `Reading with ${nameOf(choice)}, ${formatCount(done)} of ${formatCount(total)}`;
      else if (phase === 'model') update();
      else if (reading && phase !== 'embedding')
        item.tooltip = `Reading ${reading}, ${formatCount(done)} of ${formatCount(total)}`;
    }),
  );
}

/** What the tooltip says, line by line. */
function statusText(
  name: string,
  bank: ReturnType<App['banks']['get']>,
  several: boolean,
  model: string | undefined,
): string {
  const { status, failure, reading } = bank;
  const lines = several ? [name] : [];
  if (reading) lines.push(`Reading ${reading}`);
  if (failure !== undefined) lines.push(failure);
  if (status) {
    lines.push(status.pending > 0 ? `${countOf(status.pending, 'proposal')} to review` : 'Nothing to review');
    lines.push(countOf(status.memories.active, 'active memory', 'active memories'));
    if (status.git && status.neverScanned) lines.push(TEXTS.neverScanned);
    if (model !== undefined) lines.push(`Language model ${model}`);
  }
  return lines.length > 0 ? lines.join('\n') : 'Project Memory';
}
