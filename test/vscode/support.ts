import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension/extension';
import type { App } from '../../src/extension/app';
import type { TurnMetadata } from '../../src/extension/chatTurn';
import type { BankStatus } from '../../src/protocol/service';
import { git, writeFiles } from '../host/workspace';

export const EXTENSION = 'memory-r1.memory-r1';

export async function activate(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>(EXTENSION);
  assert.ok(extension, `${EXTENSION} is not installed`);
  const api = await extension.activate();
  await api.app.projects.ready();
  return api;
}

/** Asks again until the answer is there; a test fails with what it waited for. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 20_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A commit as a terminal or an agent makes it, outside of VS Code. */
export function commit(root: string, files: Readonly<Record<string, string>>, message: string): string {
  writeFiles(root, files);
  git(root, ['add', '.']);
  git(root, ['commit', '-q', '-m', message]);
  return git(root, ['rev-parse', 'HEAD']);
}

export function manifest(part: Readonly<Record<string, unknown>>): Record<string, string> {
  return { 'package.json': `${JSON.stringify({ name: 'sample', version: '1.0.0', ...part }, null, 2)}\n` };
}

export async function statusOf(app: App, root: string): Promise<BankStatus> {
  const { status, failure } = await app.banks.refresh(root);
  assert.ok(status, failure);
  return status;
}

/** Runs a command that asks by quick pick, and takes the first item. */
export async function runTakingFirst(command: string): Promise<void> {
  const done = vscode.commands.executeCommand(command);
  await waitFor(`the end of ${command}`, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return await Promise.race([
      Promise.resolve(done).then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 200)),
    ]);
  });
}

export interface ChatTurn {
  readonly errorDetails?: { readonly message: string };
  readonly metadata?: TurnMetadata;
}

/** Sends a message through the real chat view and waits for the whole answer. */
export async function chat(query: string, vendor: string): Promise<ChatTurn> {
  const options = { query, blockOnResponse: true, modelSelector: { vendor } };
  const result = await vscode.commands.executeCommand<ChatTurn | undefined>('workbench.action.chat.open', options);
  assert.ok(result, `no result for "${query}"`);
  return result;
}

/** The text of the document that a command has opened. */
export async function openedText(startsWith: string): Promise<string> {
  return await waitFor(`a document with "${startsWith}"`, () => {
    const text = vscode.window.activeTextEditor?.document.getText();
    return text?.includes(startsWith) ? text : undefined;
  });
}

/** Has these commits read and accepted, whether the extension saw them first or we do. */
export async function remember(app: App, root: string, shas: readonly string[]): Promise<void> {
  await app.service.call('scan', { root, accept: 'all' });
  const waiting = await app.service.call('review', { root });
  const ids = waiting.filter(({ sources }) => sources.some(({ ref }) => shas.includes(ref))).map(({ id }) => id);
  await app.service.call('accept', { root, ids });
}

const APPROVE = 'chat.tools.global.autoApprove';
/** A context with which VS Code's own tests keep it from asking whether that is meant. */
const NO_QUESTION = 'vscode.chat.tools.global.autoApprove.testMode';

/** Nobody is there to allow a tool what it asks for. @returns takes it back */
export async function answerAllTools(): Promise<() => Promise<void>> {
  await vscode.commands.executeCommand('setContext', NO_QUESTION, true);
  const set = async (value: true | undefined): Promise<void> =>
    await vscode.workspace.getConfiguration().update(APPROVE, value, vscode.ConfigurationTarget.Global);
  await set(true);
  return () => set(undefined);
}

/** Calls a tool as an agent does. @param tokenBudget in words, as `countWords` counts them */
export async function invokeTool(
  name: string,
  input: object,
  tokenBudget?: number,
  token = new vscode.CancellationTokenSource().token,
): Promise<string> {
  const result = await vscode.lm.invokeTool(
    name,
    {
      toolInvocationToken: undefined,
      input,
      ...(tokenBudget !== undefined && {
        tokenizationOptions: { tokenBudget, countTokens: (text: string) => Promise.resolve(countWords(text)) },
      }),
    },
    token,
  );
  return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

/** A tokenizer of the tests' own. */
export function countWords(text: string): number {
  return text.split(/\s+/).length;
}
