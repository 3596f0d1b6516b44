import * as vscode from 'vscode';
import type { App } from './app';
import { answerPlain } from './answerText';
import { toSignal } from './cancel';
import { sentenceOf } from './failures';
import { DOCUMENT_SCHEME } from './ids';
import { parseReference, type Reference } from './reference';
import { formatDate, letInBy } from '../protocol/words';
import { asPlainLine, asSentence, describeSource, describeState } from './words';

/** What a read-only document shows. */
type Page =
  | { readonly kind: 'memory'; readonly root: string; readonly id: string }
  | { readonly kind: 'answer'; readonly root: string; readonly question: string }
  | { readonly kind: 'commit'; readonly root: string; readonly sha: string };

/** Read-only documents, made when they are opened: a memory with its history, an answer, a commit. */
export function registerDocuments(app: App): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, {
    async provideTextDocumentContent(uri, token) {
      try {
        return await write(app, parsePage(uri), toSignal(token));
      } catch (error) {
        return sentenceOf(error);
      }
    },
  });
}

export async function showPage(page: Page, title: string): Promise<void> {
  const name =
    asPlainLine(title)
      .replace(/[\\/:*?"<>|#%]/g, ' ')
      .slice(0, 60)
      .trim() || page.kind;
  const uri = vscode.Uri.from({
    scheme: DOCUMENT_SCHEME,
    path: `/${page.kind}/${name}${page.kind === 'commit' ? '.diff' : '.txt'}`,
    query: JSON.stringify(page),
  });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
}

async function write(app: App, page: Page | undefined, signal: AbortSignal): Promise<string> {
  switch (page?.kind) {
    case 'memory':
      return await writeMemory(app, page, signal);
    case 'answer':
      return await writeAnswer(app, page, signal);
    case 'commit': {
      const { showCommit } = await import('./commits');
      return await showCommit(page.root, page.sha, signal);
    }
    case undefined:
      return 'This document no longer points at anything.';
  }
}

async function writeAnswer(
  app: App,
  { root, question }: { readonly root: string; readonly question: string },
  signal: AbortSignal,
): Promise<string> {
  const answer = await app.service.call('ask', { root, question }, signal);
  await app.usage.add(root, answer);
  return answerPlain(answer);
}

async function writeMemory(app: App, { root, id }: Reference, signal: AbortSignal): Promise<string> {
  const states = ['active', 'superseded', 'deleted', 'pending'] as const;
  const [history, memories] = await Promise.all([
    app.service.call('history', { root, id }, signal),
    app.service.call('list', { root, states, ids: [id] }, signal),
  ]);
  const [memory] = memories;
  const steps = history.map((step) => {
    const until = step.until ? `, held until ${formatDate(step.until)}` : '';
    const verb = { ADD: 'Added', UPDATE: 'Updated', DELETE: 'Deleted' }[step.operation];
    return [
      `${step.version}. ${verb} ${formatDate(step.at)}${until}, ${letInBy(step)}`,
      `   ${asSentence(asPlainLine(step.text))}`,
      `   Why: ${asSentence(asPlainLine(step.reason))}`,
      `   Source: ${asPlainLine(describeSource(step.event))}`,
      `   Quote: "${asPlainLine(step.event.quote)}"`,
    ].join('\n');
  });
  const head = memory ? [asSentence(asPlainLine(memory.text)), describeState(memory)] : [];
  return [...head, '', 'History, newest first', '', steps.join('\n\n'), ''].join('\n');
}

function parsePage(uri: vscode.Uri): Page | undefined {
  let value: unknown;
  try {
    value = JSON.parse(uri.query);
  } catch {
    return undefined;
  }
  const { kind, root, question, sha } = value as Record<string, unknown>;
  if (typeof root !== 'string') return undefined;
  const reference = parseReference(value);
  if (kind === 'memory' && reference) return { kind, ...reference };
  if (kind === 'answer' && typeof question === 'string') return { kind, root, question };
  if (kind === 'commit' && typeof sha === 'string' && /^[0-9a-f]{4,64}$/i.test(sha)) return { kind, root, sha };
  return undefined;
}
