import * as vscode from 'vscode';
import type { Outcome } from '../protocol/sidebar';
import { setApiKey } from './apiKeys';
import type { App } from './app';
import { chooseDay } from './asOf';
import { askInDocument } from './ask';
import { isCancellation } from './cancel';
import { connectAssistants } from './connectAssistants';
import { parseDay } from './days';
import { showPage } from './documents';
import { sentenceOf, UserError } from './failures';
import { checkOutdated } from './freshness';
import { COMMANDS, LINKS, type CommandId } from './ids';
import type { LearningPanel } from './learningPanel';
import { requireProject, type Project } from './projects';
import { showRecall } from './recall';
import { parseReference, parseSourceReference } from './reference';
import { importChats } from './importChats';
import { importDocuments } from './importDocuments';
import { scanCommits } from './scan';
import { readWithModel } from './readWithModel';
import { rememberSelection } from './selection';
import { checkSecrets } from './secrets';
import { setUpModel } from './setUpModel';
import type { Sidebar } from './sidebar';
import { openSource } from './source';
import { deleteAllMemory, exportMemory, importMemory } from './transfer';

type Run = (argument: unknown) => unknown;

/** Every command and what it does. */
export function registerCommands(app: App, sidebar: Sidebar, learningPanel: LearningPanel): vscode.Disposable {
  const table: Readonly<Record<CommandId, Run>> = {
    [COMMANDS.recall]: () => showRecall(app),
    [COMMANDS.ask]: (question) => askInDocument(app, typeof question === 'string' ? question : undefined),
    [COMMANDS.rememberSelection]: () => rememberSelection(app),
    [COMMANDS.reviewProposals]: () => sidebar.focus('proposals'),
    [COMMANDS.scan]: () => scanCommits(app),
    [COMMANDS.importChats]: () => importChats(app),
    [COMMANDS.importDocuments]: (files) => importDocuments(app, files),
    [COMMANDS.export]: (file) => exportMemory(app, file),
    [COMMANDS.import]: (file) => importMemory(app, file),
    [COMMANDS.undo]: async () => report(app, await app.acts.undo(requireProject(app.projects).root)),
    [COMMANDS.checkSecrets]: () => checkSecrets(app),
    [COMMANDS.checkOutdated]: () => checkOutdated(app),
    [COMMANDS.deleteAll]: () => deleteAllMemory(app),
    [COMMANDS.chooseProject]: () => chooseProject(app),
    [COMMANDS.showLog]: () => app.log.show(),
    [COMMANDS.acceptAll]: async () => {
      const { root } = requireProject(app.projects);
      report(app, await app.acts.accept(root, { all: true }));
    },
    // With a reference these act on one proposal; without, on the active row of the view.
    [COMMANDS.accept]: (argument) => {
      const one = parseReference(argument);
      return one
        ? app.acts.accept(one.root, { ids: [one.id] }).then((done) => report(app, done, one.root))
        : sidebar.press('proposals', 'accept');
    },
    [COMMANDS.reject]: (argument) => {
      const one = parseReference(argument);
      return one
        ? app.acts.reject(one.root, { ids: [one.id] }).then((done) => report(app, done, one.root))
        : sidebar.press('proposals', 'reject');
    },
    [COMMANDS.edit]: () => sidebar.press('proposals', 'edit'),
    [COMMANDS.searchMemories]: () => sidebar.press('memories', 'search'),
    [COMMANDS.editMemory]: () => sidebar.press('memories', 'edit'),
    [COMMANDS.deleteMemory]: () => sidebar.press('memories', 'delete'),
    [COMMANDS.showAsOf]: async (argument) => {
      const day = typeof argument === 'string' ? parseDay(argument) : await chooseDay(app);
      if (day !== undefined) await sidebar.showDay(day ?? undefined);
    },
    [COMMANDS.showToday]: () => sidebar.showDay(undefined),
    [COMMANDS.showWeek]: () => sidebar.focus('week'),
    [COMMANDS.connectAssistants]: () => connectAssistants(app),
    [COMMANDS.showLearning]: () => learningPanel.show(),
    [COMMANDS.train]: async () => {
      const { root } = requireProject(app.projects);
      learningPanel.show();
      await app.learning.train(root);
    },
    [COMMANDS.setUpModel]: () => setUpModel(app),
    [COMMANDS.setApiKey]: () => setApiKey(app),
    [COMMANDS.readWithModel]: () => readWithModel(app),
    [LINKS.openMemory]: async (argument) => {
      const one = requireReference(parseReference(argument));
      if (!(await sidebar.reveal(one.root, one.id))) await showPage({ kind: 'memory', ...one }, 'Memory');
    },
    [LINKS.showHistory]: (argument) =>
      showPage({ kind: 'memory', ...requireReference(parseReference(argument)) }, 'Memory'),
    [LINKS.openSource]: (argument) => openSource(app, requireReference(parseSourceReference(argument))),
  };
  const registrations = Object.entries(table).map(([id, run]) =>
    vscode.commands.registerCommand(id, guarded(app, id, run)),
  );
  return vscode.Disposable.from(...registrations);
}

/** A command ends in words, also when it fails. */
function guarded(app: App, id: string, run: Run): Run {
  return async (argument) => {
    try {
      await app.projects.ready();
      await run(argument);
    } catch (error) {
      if (isCancellation(error)) return;
      app.log.warn(`${id}: ${sentenceOf(error)}`);
      const isExpected = error instanceof UserError;
      void showFailure(sentenceOf(error), !isExpected);
    }
  };
}

async function showFailure(sentence: string, withLog: boolean): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(sentence, ...(withLog ? ['Show log'] : []));
  if (chosen) await vscode.commands.executeCommand(COMMANDS.showLog);
}

/** How an act from outside of the views ended; the views have their own line for it. */
function report(app: App, outcome: Outcome, root?: string): void {
  void (async () => {
    if (!outcome.ok) return await showFailure(outcome.message, true);
    const chosen = await vscode.window.showInformationMessage(outcome.message, ...(outcome.undo ? ['Undo'] : []));
    if (chosen === 'Undo') report(app, await app.acts.undo(root ?? requireProject(app.projects).root));
  })().catch((error: unknown) => app.log.error(sentenceOf(error)));
}

async function chooseProject(app: App): Promise<void> {
  const current = requireProject(app.projects);
  const items = app.projects.all.map((project: Project) => ({
    label: project.name,
    description: project === current ? `${project.root} (answers now)` : project.root,
    project,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Choose Project',
    placeHolder: 'Which project answers, and shows in the side bar',
  });
  if (picked) await app.projects.choose(picked.project);
}

function requireReference<T>(reference: T | undefined): T {
  if (reference === undefined) throw new UserError('This link no longer points at anything.');
  return reference;
}
