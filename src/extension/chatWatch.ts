import * as vscode from 'vscode';
import type { App } from './app';
import { sentenceOf } from './failures';

/**
 * Tells the service whose new conversations are read as they appear: those of the assistants in the setting, about the
 * projects of this window. Nothing is watched, and no worker is started for it, while the setting is empty or the window is
 * not trusted.
 */
export class ChatWatch implements vscode.Disposable {
  readonly #app: App;
  readonly #subscriptions: vscode.Disposable[];
  /** What the running service was told last, by root. */
  readonly #told = new Map<string, string>();

  constructor(app: App) {
    this.#app = app;
    const again = (): void => this.#apply();
    this.#subscriptions = [
      app.projects.onDidChange(again),
      app.onDidChangeSettings(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      // A new service knows nothing of what the one before was told.
      app.onDidStart(() => {
        this.#told.clear();
        this.#apply();
      }),
    ];
    this.#apply();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #apply(): void {
    const { projects, banks, service, log } = this.#app;
    const apps = vscode.workspace.isTrusted ? this.#app.settings().chats : [];
    if (!service.isRunning) {
      // Opening a bank starts the service, and its start leads back to here.
      const [first] = projects.all;
      if (first && apps.length > 0) void banks.open(first.root);
      return;
    }
    const wanted = new Map(apps.length > 0 ? projects.all.map(({ root }) => [root, apps]) : []);
    for (const root of new Set([...wanted.keys(), ...this.#told.keys()])) {
      const ofRoot = wanted.get(root) ?? [];
      const key = ofRoot.join();
      if ((this.#told.get(root) ?? '') === key) continue;
      this.#told.set(root, key);
      service.call('watchChats', { root, apps: ofRoot }).catch((error: unknown) => {
        this.#told.delete(root);
        log.warn(`Chats are not watched: ${sentenceOf(error)}`);
      });
    }
  }
}
