import type * as vscode from 'vscode';
import type { Acts } from './acts';
import type { ApiKeys } from './apiKeys';
import type { Banks } from './banks';
import type { LanguageModels } from './languageModels';
import type { Learning } from './learning';
import type { Projects } from './projects';
import type { MemoryService } from './service';
import type { Settings } from './settings';
import type { ModelChoice } from '../protocol/model';
import type { ServiceEvents } from '../protocol/service';

/** What every feature works with. Built once, in `extension.ts`. */
export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly service: MemoryService;
  readonly projects: Projects;
  readonly banks: Banks;
  readonly acts: Acts;
  readonly learning: Learning;
  readonly models: LanguageModels;
  readonly keys: ApiKeys;
  /** Which language model is used where no chat request brings its own. */
  choice(): ModelChoice;
  /** Keeps the user's choice of the language model, and tells the service. */
  choose(choice: ModelChoice): Promise<void>;
  settings(): Settings;
  readonly onDidChangeSettings: vscode.Event<void>;
  /** The service has started, for the first time or again. */
  readonly onDidStart: vscode.Event<void>;
  readonly onDidProgress: vscode.Event<Parameters<ServiceEvents['progress']>[0]>;
  /** The examination of a model took a step. */
  readonly onDidExamine: vscode.Event<Parameters<ServiceEvents['examined']>[0]>;
}
