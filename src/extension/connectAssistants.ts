import * as vscode from 'vscode';
import type { App } from './app';
import { writeLauncher } from './mcpLauncher';
import { connections } from './mcpClients';
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
  const show = 'Show';
  const chosen = await vscode.window.showInformationMessage(`Copied. ${connection.then}`, show);
  if (chosen === show) {
    const language = connection.kind === 'command' ? 'shellscript' : 'json';
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: `${connection.text}\n`, language }),
    );
  }
}
