import * as vscode from 'vscode';
import { requireTrust } from './acts';
import type { App } from './app';
import { UserError } from './failures';
import { COMMANDS } from './ids';
import { requireProject } from './projects';

/** A memory is a statement, not a file. */
const MAX_CHARACTERS = 2000;

/** Remember Selection: the selected text becomes a note, and its facts proposals. */
export async function rememberSelection(app: App): Promise<void> {
  requireTrust();
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).trim() ?? '';
  if (!editor || text === '') throw new UserError('Select what is to be remembered first.');
  if (text.length > MAX_CHARACTERS)
    throw new UserError(`Select at most ${MAX_CHARACTERS} characters: one statement is remembered best.`);
  const project = app.projects.containing(editor.document.uri) ?? requireProject(app.projects);
  const proposal = await app.service.call('remember', { root: project.root, text });
  if (!proposal) {
    void vscode.window.showInformationMessage('Memory holds this already.');
    return;
  }
  if (proposal.state !== 'pending') return;
  const chosen = await vscode.window.showInformationMessage(
    'Proposed. Nothing is remembered before you accept.',
    'Accept',
    'Review',
  );
  if (chosen === 'Accept')
    await vscode.commands.executeCommand(COMMANDS.accept, { root: project.root, id: proposal.id });
  else if (chosen === 'Review') await vscode.commands.executeCommand(COMMANDS.reviewProposals);
}
