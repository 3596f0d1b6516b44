import * as vscode from 'vscode';
import {
  CHAT_APPS,
  isChatApp,
  type ChatApp,
  type ChatImportReport,
  type FoundChat,
  type FoundChats,
} from '../protocol/chats';
import { countOf } from '../protocol/words';
import { requireTrust } from './acts';
import type { App } from './app';
import { importSentence, originOf, sizeOf, skippedLines, skippedReasons, skippedSentence } from './chatReport';
import { COMMANDS, STATE } from './ids';
import { pickMany } from './pickMany';
import { requireProject, type Project } from './projects';
import { whileReading } from './reading';
import { watchChatsOf } from './settings';
import { withoutIcons } from './words';

const TITLE = 'Import Chats';

/** A source that can be ticked: an assistant, or a file or folder that is chosen next. */
type SourceItem = vscode.QuickPickItem & { readonly source?: ChatApp | 'file' | 'folder' };
type ChatItem = vscode.QuickPickItem & { readonly chat?: FoundChat };

const OPEN: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open transcript' };

/** Memory: Import Chats... asks whose conversations may be looked at, then which of them to read. */
export async function importChats(app: App): Promise<void> {
  requireTrust();
  const project = requireProject(app.projects);
  const sources = await pickSources(app, project);
  for (const source of ['file', 'folder'] as const)
    if (sources.includes(source)) await importFrom(app, project, source);
  const apps = sources.filter(isChatApp);
  if (apps.length > 0) await importFound(app, project, apps);
}

/** The consent. No transcript is opened before it. */
async function pickSources(app: App, { root }: Project): Promise<NonNullable<SourceItem['source']>[]> {
  const places = await app.service.call('chatPlaces', { root });
  const missing = places.filter(({ exists }) => !exists).map((place) => CHAT_APPS[place.app]);
  const found = places
    .filter(({ exists }) => exists)
    .map((place) => ({ label: CHAT_APPS[place.app], description: place.paths.join(', '), source: place.app }));
  const items: SourceItem[] = [
    ...(found.length > 0 ? [{ label: 'On this machine', kind: vscode.QuickPickItemKind.Separator }] : []),
    ...found,
    { label: 'From elsewhere', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Choose a file...', description: 'An export, or a transcript', source: 'file' },
    {
      label: 'Choose a folder...',
      description: 'Transcripts of one assistant',
      source: 'folder',
      ...(missing.length > 0 ? { detail: `Not found: ${missing.join(', ')}` } : {}),
    },
  ];
  const last = app.context.workspaceState.get<readonly string[]>(STATE.chatApps, []);
  const picked = await pickMany({
    title: `${TITLE}: Whose`,
    step: 1,
    placeholder: 'Nothing is read before you choose. Nothing leaves this machine.',
    items,
    ticked: items.filter(({ source }) => source !== undefined && last.includes(source)),
  });
  const sources = (picked ?? []).flatMap(({ source }) => source ?? []);
  if (picked) await app.context.workspaceState.update(STATE.chatApps, sources.filter(isChatApp));
  return sources;
}

async function importFound(app: App, project: Project, apps: readonly ChatApp[]): Promise<void> {
  const { root } = project;
  const found = await whileReading(app, root, { reading: 'chats', title: 'Looking for conversations' }, (signal) =>
    app.service.call('findChats', { root, apps }, signal),
  );
  if (!found) return;
  logSkipped(app, found);
  if (found.chats.length === 0) {
    const text = [`No conversation about ${project.name} was found.`, ...skippedSentence(found.skipped)].join(' ');
    await tell(text, found.skipped.length > 0 ? ['Show log'] : []);
    return;
  }
  const chats = await pickChats(found);
  if (chats) await readChats(app, project, chats);
}

/** Which of them to read; at first all that have something new. */
async function pickChats({ chats, skipped }: FoundChats): Promise<FoundChat[] | undefined> {
  const items = chats.map((chat) => ({
    label: withoutIcons(chat.title),
    description: originOf(chat),
    detail: sizeOf(chat),
    buttons: [OPEN],
    chat,
  }));
  const passedOver: ChatItem[] =
    skipped.length > 0
      ? [
          { label: '', kind: vscode.QuickPickItemKind.Separator },
          { label: `$(info) ${skippedSentence(skipped).join('')}`, detail: withoutIcons(skippedReasons(skipped)) },
        ]
      : [];
  const picked = await pickMany<ChatItem>({
    title: `${TITLE}: Which`,
    step: 2,
    placeholder: 'What was read before is not read again',
    items: [...items, ...passedOver],
    ticked: items.filter(({ chat }) => chat.newTurns > 0),
    press: ({ chat }) => {
      if (chat) void vscode.window.showTextDocument(vscode.Uri.file(chat.file), { preview: true });
    },
  });
  const chosen = picked?.flatMap(({ chat }) => chat ?? []);
  return chosen && chosen.length > 0 ? chosen : undefined;
}

async function readChats(app: App, project: Project, chosen: readonly FoundChat[]): Promise<void> {
  const { root } = project;
  const chats = chosen.map((chat) => ({ app: chat.app, file: chat.file, id: chat.id }));
  const report = await whileReading(app, root, { reading: 'chats', title: 'Reading chats' }, (signal) =>
    app.service.call('importChats', { root, chats, accept: 'none' }, signal),
  );
  if (report) return await tellReport(app, report, [...new Set(chosen.map((chat) => chat.app))]);
  const goOn = await tell('Stopped. What was read so far is kept; going on reads only the rest.', ['Go on']);
  if (goOn) await readChats(app, project, chosen);
}

/** An export, or transcripts that were copied from elsewhere: read whatever project they name. */
async function importFrom(app: App, { root }: Project, kind: 'file' | 'folder'): Promise<void> {
  const assistants = Object.entries(CHAT_APPS).flatMap(([source, label]) =>
    isChatApp(source) ? [{ label, source }] : [],
  );
  const assistant = await vscode.window.showQuickPick(assistants, {
    title: TITLE,
    placeHolder: `Which assistant wrote the ${kind}`,
  });
  if (!assistant) return;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: TITLE,
      openLabel: 'Import',
      canSelectFiles: kind === 'file',
      canSelectFolders: kind === 'folder',
    })) ?? [];
  if (!chosen) return;
  const report = await whileReading(app, root, { reading: 'chats', title: 'Reading chats' }, (signal) =>
    app.service.call('importTranscripts', { root, path: chosen.fsPath, app: assistant.source, accept: 'none' }, signal),
  );
  if (report) await tellReport(app, report, []);
  else await tell('Stopped. What was read so far is kept; importing it again reads only the rest.', []);
}

/** What came of it, and what can be done now. */
async function tellReport(app: App, report: ChatImportReport, apps: readonly ChatApp[]): Promise<void> {
  const text = importSentence(report);
  app.log.info(text);
  logSkipped(app, report);
  const { add, update, delete: removed } = report.proposals;
  const unwatched = apps.filter((one) => !app.settings().chats.includes(one));
  const review = 'Review proposals';
  const watch = 'Read new ones from now on';
  const chosen = await tell(text, [
    ...(add + update + removed > 0 ? [review] : []),
    ...(report.skipped.length > 0 ? ['Show log'] : []),
    ...(unwatched.length > 0 ? [watch] : []),
  ]);
  if (chosen === review) await vscode.commands.executeCommand(COMMANDS.reviewProposals);
  if (chosen !== watch) return;
  await watchChatsOf(unwatched);
  await tell(
    `New conversations of ${unwatched.map((one) => CHAT_APPS[one]).join(', ')} about open projects are read from now on.`,
    ['Open setting'],
  );
}

/** Reasons go to the log with the names of files; what was said in them never does. */
function logSkipped(app: App, { skipped }: Pick<FoundChats, 'skipped'>): void {
  if (skipped.length > 0) app.log.info(`Passed over, ${countOf(skipped.length, 'entry', 'entries')}:`);
  for (const line of skippedLines(skipped)) app.log.info(line);
}

/** A message with buttons. Those that are the same everywhere act here. */
async function tell(text: string, actions: readonly string[]): Promise<string | undefined> {
  const chosen = await vscode.window.showInformationMessage(text, ...actions);
  if (chosen === 'Show log') await vscode.commands.executeCommand(COMMANDS.showLog);
  if (chosen === 'Open setting')
    await vscode.commands.executeCommand('workbench.action.openSettings', 'memory.sources');
  return chosen;
}
