import * as vscode from 'vscode';
import type { Notice } from '../protocol/sidebar';
import type { BankView } from './banks';
import { TEXTS } from './failures';
import type { Project } from './projects';
import { asSentence } from './words';

/** What is missing for this project, and what to do about it. */
export function noticesFor(project: Project | undefined, bank: BankView): Notice[] {
  if (!project) {
    return [{ id: 'noFolder', text: TEXTS.noFolder, action: { label: 'Open folder', command: 'openFolder' } }];
  }
  const notices: Notice[] = [];
  if (!vscode.workspace.isTrusted) {
    notices.push({
      id: 'restricted',
      text: TEXTS.restricted,
      action: { label: 'Manage trust', command: 'manageTrust' },
    });
  }
  if (bank.failure !== undefined) {
    notices.push({ id: 'failure', text: bank.failure, action: { label: 'Show log', command: 'showLog' } });
  }
  if (!project.git) notices.push({ id: 'noGit', text: TEXTS.noGit });
  if (bank.status?.readOnly !== undefined) notices.push({ id: 'readOnly', text: bank.status.readOnly });
  if (bank.status && 'unavailable' in bank.status.embedder) {
    notices.push({
      id: 'noEmbedder',
      text: asSentence(`Search goes by words alone: ${bank.status.embedder.unavailable}`),
    });
  }
  for (const problem of bank.status?.problems ?? []) {
    // A view that was built anew lost nothing; the log has it.
    if (problem.code === 'view-rebuilt') continue;
    notices.push({ id: problem.code, text: problem.message, action: { label: 'Show log', command: 'showLog' } });
  }
  return notices;
}
