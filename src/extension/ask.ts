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

/** Takes a question from Recall to the chat, or to a document where chat is switched off. */
export async function askElsewhere(app: App, question: string): Promise<void> {
  const hasChat = (await vscode.commands.getCommands(true)).includes('workbench.action.chat.open');
  if (!hasChat || isChatOff()) return askInDocument(app, question === '' ? undefined : question);
  const query = `@${CHAT.name} ${question}`;
  await vscode.commands.executeCommand('workbench.action.chat.open', { query, isPartialQuery: question === '' });
}

function isChatOff(): boolean {
  return vscode.workspace.getConfiguration('chat').get<boolean>('disableAIFeatures') === true;
}
