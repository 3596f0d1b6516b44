import * as vscode from 'vscode';
import { requireTrust } from './acts';
import type { App } from './app';
import { UserError } from './failures';
import { requireProject } from './projects';
import type { ExportFormat } from '../protocol/service';
import { countOf } from '../protocol/words';

const FILTERS = { 'Project memory': ['jsonl', 'json'] };

/** What can be written, by what it is for. */
const FORMATS: readonly (vscode.QuickPickItem & { readonly format: ExportFormat; readonly extension: string })[] = [
  {
    label: 'Everything',
    description: 'JSON lines, which Import... reads',
    format: 'jsonl',
    extension: 'jsonl',
  },
  {
    label: 'A page to read',
    description: 'Markdown: what holds, its sources and what held before',
    format: 'markdown',
    extension: 'md',
  },
];

/** Export...: everything that the bank holds, or a page to read, in one file. `target` is given by tests and other extensions. */
export async function exportMemory(app: App, target?: unknown): Promise<void> {
  const { root, name } = requireProject(app.projects);
  const chosen = target instanceof vscode.Uri ? target : await chooseTarget(root, name);
  if (!chosen) return;
  const file = pathOf(chosen);
  const format = /\.(?:md|markdown)$/i.test(file) ? 'markdown' : 'jsonl';
  const { records, leftOut } = await app.service.call('export', { root, file, format });
  const what = format === 'markdown' ? countOf(records, 'memory', 'memories') : countOf(records, 'record');
  const sentence = [`Exported ${what}.`, ...(leftOut.length > 0 ? [`Left out: ${leftOut.join(', ')}.`] : [])].join(' ');
  void tell(sentence, format === 'markdown' ? chosen : undefined);
}

/** @param page that can be opened */
async function tell(sentence: string, page: vscode.Uri | undefined): Promise<void> {
  const open = await vscode.window.showInformationMessage(sentence, ...(page ? ['Open file'] : []));
  if (open !== undefined && page) await vscode.window.showTextDocument(page);
}

async function chooseTarget(root: string, name: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showQuickPick(FORMATS, { title: 'Export Memory', placeHolder: 'What to write' });
  if (!picked) return undefined;
  const filters = picked.format === 'markdown' ? { Markdown: ['md'] } : FILTERS;
  const defaultUri = vscode.Uri.joinPath(vscode.Uri.file(root), `${name}-memory.${picked.extension}`);
  return await vscode.window.showSaveDialog({ title: 'Export Memory', defaultUri, filters });
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
