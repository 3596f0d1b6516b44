import * as vscode from 'vscode';
import type { App } from './app';
import { parseEndpoint, hostOf } from './endpoints';
import { UserError } from './failures';

/** In secret storage each key stands under its address, so none goes to another. */
const PREFIX = 'endpoint:';

/** Keys of endpoints. They are in VS Code's secret storage and nowhere else: in no setting, log or message. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async get(url: string): Promise<string | undefined> {
    return await this.#secrets.get(nameOf(url));
  }

  async set(url: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(url), key);
  }

  async remove(url: string): Promise<void> {
    await this.#secrets.delete(nameOf(url));
  }

  /** Told after any of them was set or removed, in this window or another. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) listener();
    });
  }
}

/** Memory: Set API Key... sets, changes or removes the key of the endpoint. */
export async function setApiKey(app: App): Promise<void> {
  const { endpoint } = app.settings();
  if (!endpoint)
    throw new UserError('No endpoint is set up yet. "Memory: Set Up Language Model..." asks for its address and key.');
  const { url } = endpoint;
  const host = hostOf(url);
  const before = await app.keys.get(url);
  const typed = await askForKey({ host, hasOne: before !== undefined });
  if (typed === undefined) return;
  if (typed !== '') await app.keys.set(url, typed);
  else if (before !== undefined) await app.keys.remove(url);
  else return;
  const done = typed !== '' ? 'was saved' : 'was removed';
  void vscode.window.showInformationMessage(`The key for ${host} ${done}.`);
}

/** @returns the key; empty to remove it; undefined when it was closed */
async function askForKey({ host, hasOne }: { host: string; hasOne: boolean }): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: 'Set API Key',
    prompt: keyPrompt(host),
    placeHolder: hasOne ? 'A key is set. Type another, or leave this empty to remove it' : 'The key',
    password: true,
    ignoreFocusOut: true, // whoever fetches it from elsewhere comes back
  });
  return typed?.trim();
}

/** Where a key goes. */
export function keyPrompt(host: string): string {
  return `API key for ${host}. It is kept in secret storage on this machine, and sent to ${host} alone.`;
}

function nameOf(url: string): string {
  return `${PREFIX}${parseEndpoint(url) ?? url}`;
}
