import * as vscode from 'vscode';
import type { App } from './app';
import { showPage } from './documents';
import { sentenceOf } from './failures';
import { connections, type Connection } from './mcpClients';
import { writeLauncher } from './mcpLauncher';
import { requireProject } from './projects';

/** Memory: Connect Other Assistants... shows what connects one to this project's memory, and copies it. It changes no file of an assistant. */
export async function connectAssistants(app: App): Promise<void> {
  const { root, name } = requireProject(app.projects);
  const launcher = await writeLauncher(app.context);
  const items = connections(launcher, root).map((connection) => ({
    label: connection.assistant,
    description: connection.kind === 'command' ? 'one command, for all projects' : `JSON, for ${name}`,
    detail: connection.text.replace(/\s+/g, ' '),
    connection,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Connect Other Assistants',
    placeHolder: 'Copies what connects the assistant. It needs Node.js 20 or newer on the PATH',
    matchOnDetail: true,
  });
  if (!picked) return;
  const { connection } = picked;
  await vscode.env.clipboard.writeText(connection.text);
  // The command is done with the copy; the message may stand for long.
  offerToShow(root, connection).catch((error: unknown) => app.log.warn(sentenceOf(error)));
}

async function offerToShow(root: string, { assistant, then }: Connection): Promise<void> {
  const show = 'Show';
  if ((await vscode.window.showInformationMessage(`Copied. ${then}`, show)) === show)
    await showPage({ kind: 'connection', root, assistant }, `Connect ${assistant}`);
}
