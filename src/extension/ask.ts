import * as vscode from 'vscode';
import type { App } from './app';
import { showPage } from './documents';
import { CHAT } from './ids';
import { requireProject } from './projects';

/** Memory: Ask... answers in a document, for those who have no chat. */
export async function askInDocument(app: App, question?: string): Promise<void> {
  const project = requireProject(app.projects);
  const asked =
    question ??
    (await vscode.window.showInputBox({
      title: 'Ask',
      prompt: 'A question about this project',
      placeHolder: 'Which Node.js version do we need?',
    }));
  if (asked?.trim()) await showPage({ kind: 'answer', root: project.root, question: asked.trim() }, asked);
}

/** Takes a question from Recall to the chat, or to a document where the chat would not answer. */
export async function askElsewhere(app: App, question: string): Promise<void> {
  if (!(await canChat())) return await askInDocument(app, question === '' ? undefined : question);
  const query = `@${CHAT.name} ${question}`;
  await vscode.commands.executeCommand('workbench.action.chat.open', { query, isPartialQuery: question === '' });
}

/** The chat can be switched off, and in Restricted Mode it offers no model. */
async function canChat(): Promise<boolean> {
  const isOff = vscode.workspace.getConfiguration('chat').get<boolean>('disableAIFeatures') === true;
  if (isOff || !vscode.workspace.isTrusted) return false;
  return (await vscode.commands.getCommands(true)).includes('workbench.action.chat.open');
}
