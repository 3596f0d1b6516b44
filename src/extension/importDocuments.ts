import * as vscode from 'vscode';
import type { DocumentReport, FoundDocument } from '../protocol/documents';
import { requireTrust } from './acts';
import type { App } from './app';
import { documentSentence, foundLine, skippedDocumentLines } from './documentReport';
import { UserError } from './failures';
import { COMMANDS } from './ids';
import { pickMany } from './pickMany';
import { requireProject, type Project } from './projects';
import { whileReading } from './reading';
import { withoutIcons } from './words';

const TITLE = 'Import Rules and Memories';

type Item = vscode.QuickPickItem & { readonly document?: FoundDocument; readonly choosesFiles?: true };

const OPEN: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open document' };

/**
 * Memory: Import Rules and Memories... shows what assistants are told in this project and what other memories hold; what is ticked is read.
 * @param given files that another extension or a test names: then nothing is asked
 */
export async function importDocuments(app: App, given?: unknown): Promise<void> {
  requireTrust();
  const project = requireProject(app.projects);
  const named = [given].flat().filter((one): one is vscode.Uri => one instanceof vscode.Uri);
  const files = named.length > 0 ? named.map(pathOf) : await pickFiles(app, project);
  if (files.length > 0) await read(app, project, files);
}

/** The consent: no document is opened before it. */
async function pickFiles(app: App, { root }: Project): Promise<string[]> {
  const found = await app.service.call('findDocuments', { root });
  const inside = found.filter(({ outside }) => !outside).map(toItem);
  const outside = found.filter((document) => document.outside).map(toItem);
  const items: Item[] = [
    ...group('In this project', inside),
    ...group('Noted by assistants, outside of this project', outside),
    ...group('From elsewhere', [
      {
        label: 'Choose files...',
        description: 'Markdown, an export of Mem0, the file of an MCP memory server',
        choosesFiles: true as const,
      },
    ]),
  ];
  const picked = await pickMany<Item>({
    title: TITLE,
    placeholder: 'Nothing is read before you choose. Nothing leaves this machine.',
    items,
    ticked: inside.filter(({ document }) => document?.state !== 'read'),
    press: ({ document }) => {
      if (document) void vscode.window.showTextDocument(vscode.Uri.file(document.path), { preview: true });
    },
  });
  const files = (picked ?? []).flatMap(({ document }) => document?.path ?? []);
  if (!picked?.some(({ choosesFiles }) => choosesFiles)) return files;
  const chosen = await vscode.window.showOpenDialog({ title: TITLE, openLabel: 'Import', canSelectMany: true });
  return [...files, ...(chosen ?? []).map(pathOf)];
}

function group(label: string, items: readonly Item[]): Item[] {
  return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
}

function toItem(document: FoundDocument): Item {
  return { label: withoutIcons(document.name), description: foundLine(document), buttons: [OPEN], document };
}

async function read(app: App, project: Project, paths: readonly string[]): Promise<void> {
  const { root } = project;
  const report = await whileReading(app, root, { reading: 'documents', title: 'Reading documents' }, (signal) =>
    app.service.call('importDocuments', { root, paths, accept: 'none' }, signal),
  );
  if (report) return tellReport(app, report);
  await vscode.window.showInformationMessage(
    'Stopped. What was read so far is kept; importing again reads only the rest.',
  );
}

/** What came of it. */
function tellReport(app: App, report: DocumentReport): void {
  const text = documentSentence(report);
  app.log.info(text);
  for (const line of skippedDocumentLines(report.skipped)) app.log.info(`Passed over: ${line}`);
  const { add, update, delete: removed } = report.proposals;
  void offer(text, [
    ...(add + update + removed > 0 ? (['Review proposals'] as const) : []),
    ...(report.skipped.length > 0 ? (['Show log'] as const) : []),
  ]);
}

/** What can be done now. The command does not wait for it. */
async function offer(text: string, actions: readonly ('Review proposals' | 'Show log')[]): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(text, ...actions);
  if (chosen) await vscode.commands.executeCommand(chosen === 'Show log' ? COMMANDS.showLog : COMMANDS.reviewProposals);
}

/** The service reads files of this machine. */
function pathOf(file: vscode.Uri): string {
  if (file.scheme !== 'file') throw new UserError('Choose a file on this machine.');
  return file.fsPath;
}
