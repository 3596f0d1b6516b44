import { begun } from './begun';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelChoice } from '../protocol/model';
import type { ServiceEvents } from '../protocol/service';
import { Acts } from './acts';
import { ApiKeys } from './apiKeys';
import type { App } from './app';
import { Banks } from './banks';
import { Capture } from './capture';
import { registerChat } from './chat';
import { ChatWatch } from './chatWatch';
import { registerCommands } from './commands';
import { registerDocuments } from './documents';
import { sentenceOf } from './failures';
import { STATE } from './ids';
import { watchHosted } from './hostedAccess';
import { LanguageModels, type ModelName } from './languageModels';
import { Learning } from './learning';
import { LearningPanel } from './learningPanel';
import { createLog } from './log';
import { registerMcpProvider } from './mcpProvider';
import { registerModel } from './model';
import { toChoice } from './modelChoice';
import { Projects } from './projects';
import { MemoryService } from './service';
import { affectsSettings, readSettings, saveModelChoice, toServiceOptions } from './settings';
import { Sidebar } from './sidebar';
import { registerStatusBar } from './statusBar';
import { registerTrainingStatus } from './trainingStatus';
import { registerTools } from './tools';
import { startWorker } from './worker';

/** VS Code waits for its own storage between loading and activating; that time is none of ours. */
const loadMs = performance.now() - begun;

/** What the extension gives to its own tests; nothing else is public. */
export interface Api {
  /** Loading the bundle and `activate` together. */
  readonly activationMs: number;
  readonly app: App;
}

/** Builds and registers everything, and starts nothing: the worker starts with the first call to it. */
export function activate(context: vscode.ExtensionContext): Api {
  const start = performance.now();
  try {
    const app = createApp(context);
    const sidebar = new Sidebar(app);
    const learningPanel = new LearningPanel(app);
    context.subscriptions.push(
      sidebar,
      learningPanel,
      registerCommands(app, sidebar, learningPanel),
      registerTrainingStatus(app, learningPanel),
      registerDocuments(app),
      registerStatusBar(app),
      registerChat(app),
      registerModel(app),
      registerTools(app),
      registerMcpProvider(app),
      new Capture(app),
      new ChatWatch(app),
    );
    const activationMs = loadMs + performance.now() - start;
    app.log.info(`Ready after ${activationMs.toFixed(1)} ms.`);
    return { activationMs, app };
  } catch (error) {
    // VS Code itself only writes this into a log.
    void vscode.window.showErrorMessage(`Project Memory could not start. ${sentenceOf(error)}`);
    throw error;
  }
}

function createApp(context: vscode.ExtensionContext): App {
  const log = createLog();
  const progress = new vscode.EventEmitter<Parameters<ServiceEvents['progress']>[0]>();
  const examined = new vscode.EventEmitter<Parameters<ServiceEvents['examined']>[0]>();
  const started = new vscode.EventEmitter<void>();
  const changedSettings = new vscode.EventEmitter<void>();
  let settings = readSettings();
  const models = new LanguageModels(context.languageModelAccessInformation);
  const keys = new ApiKeys(context.secrets);
  const hosted = (): ModelName | undefined => context.globalState.get<ModelName>(STATE.hostedModel);

  const service: MemoryService = new MemoryService({
    connect: () =>
      // <User>/globalStorage/<this extension>
      startWorker(path.join(context.extensionPath, 'dist'), path.resolve(context.globalStorageUri.fsPath, '..', '..')),
    events: {
      changed: ({ root }) => banks.noteChange(root),
      progress: (step) => progress.fire(step),
      training: (step) => learning.noteProgress(step),
      learned: ({ root }) => learning.noteChange(root),
      examined: (step) => examined.fire(step),
      complete: (request, signal) => models.complete(request, signal),
      apiKey: ({ url }) => keys.get(url),
      log: ({ level, message }) => log[level](message),
    },
    started: (running) => {
      configure(running);
      started.fire();
    },
    stopped: (reason, restarts) => {
      log.error(`The worker stopped: ${reason.message}`);
      const text = 'Project Memory stopped unexpectedly. What was saved is safe.';
      void vscode.window.showWarningMessage(
        restarts ? `${text} It starts again with the next question.` : `${text} Reload the window to start it again.`,
      );
    },
  });
  const configure = (running: MemoryService): void => {
    const options = toServiceOptions(settings, hosted());
    running.call('configure', options).catch((error: unknown) => log.error(sentenceOf(error)));
  };
  const choice = (): ModelChoice => toChoice(settings, hosted());
  const applySettings = (): void => {
    settings = readSettings();
    if (service.isRunning) configure(service);
    changedSettings.fire();
  };
  const banks: Banks = new Banks(service);
  const learning: Learning = new Learning(service);
  const projects = new Projects(context.workspaceState);

  context.subscriptions.push(
    log,
    progress,
    examined,
    started,
    changedSettings,
    projects,
    banks,
    learning,
    service,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSettings(event)) applySettings();
    }),
    watchHosted(context, models, () => hostedId(choice()), applySettings),
    keys.onDidChange(applySettings), // what was refused without the key, or with the old one, may work now
  );
  return {
    context,
    log,
    service,
    projects,
    banks,
    acts: new Acts(service),
    learning,
    models,
    keys,
    choice,
    choose: async (chosen) => {
      if (chosen.kind === 'vscode')
        await context.globalState.update(STATE.hostedModel, { id: chosen.id, name: chosen.name });
      await saveModelChoice(chosen);
      applySettings(); // another model of VS Code is no other setting
    },
    settings: () => settings,
    onDidChangeSettings: changedSettings.event,
    onDidStart: started.event,
    onDidProgress: progress.event,
    onDidExamine: examined.event,
  };
}

function hostedId(choice: ModelChoice): string | undefined {
  return choice.kind === 'vscode' ? choice.id : undefined;
}
