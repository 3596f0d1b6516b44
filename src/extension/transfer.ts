import * as vscode from 'vscode';
import { requireTrust } from './acts';
import type { App } from './app';
import { UserError } from './failures';
import { requireProject } from './projects';
import { countOf } from '../protocol/words';

const FILTERS = { 'Project memory': ['jsonl', 'json'] };

/** Export...: everything that the bank holds, in one file. `target` is given by tests and other extensions. */
export async function exportMemory(app: App, target?: unknown): Promise<void> {
  const { root, name } = requireProject(app.projects);
  const suggestion = vscode.Uri.joinPath(vscode.Uri.file(root), `${name}-memory.jsonl`);
  const file =
    target instanceof vscode.Uri
      ? target
      : await vscode.window.showSaveDialog({ title: 'Export Memory', defaultUri: suggestion, filters: FILTERS });
  if (!file) return;
  const { records } = await app.service.call('export', { root, file: pathOf(file) });
  void vscode.window.showInformationMessage(`Exported ${countOf(records, 'record')}.`);
}

/** Import...: what is there already stays as it is. */
export async function importMemory(app: App, source?: unknown): Promise<void> {
  requireTrust();
  const { root } = requireProject(app.projects);
  const [file] =
    source instanceof vscode.Uri
      ? [source]
      : ((await vscode.window.showOpenDialog({ title: 'Import Memory', filters: FILTERS })) ?? []);
  if (!file) return;
  const { records, added } = await app.service.call('import', { root, file: pathOf(file) });
  void vscode.window.showInformationMessage(`${countOf(records, 'record')} read, ${added} of them new.`);
}

/** The one act that cannot be undone, so the one that asks first. */
export async function deleteAllMemory(app: App): Promise<void> {
  requireTrust();
  const { root, name } = requireProject(app.projects);
  const confirm = 'Delete All';
  const chosen = await vscode.window.showWarningMessage(
    `Delete all memory of ${name}?`,
    {
      modal: true,
      detail:
        'Memories, proposals and their history are deleted for good. The repository and its commits stay as they are. Export first to keep a copy.',
    },
    confirm,
  );
  if (chosen !== confirm) return;
  await app.service.call('deleteBank', { root });
  await app.banks.refresh(root);
}

/** The service reads and writes files of this machine. */
function pathOf(file: vscode.Uri): string {
  if (file.scheme !== 'file') throw new UserError('Choose a file on this machine.');
  return file.fsPath;
}
