import * as vscode from 'vscode';
import type { Source } from '../core/index';
import type { App } from './app';
import { askMemory } from './askMemory';
import { answerPlain } from './answerText';
import { chatPage, THIS_TURN } from './chatPage';
import { toSignal } from './cancel';
import { connectionOf } from './connection';
import { discussedIn } from './discussed';
import { sentenceOf } from './failures';
import { DOCUMENT_SCHEME } from './ids';
import { parseReference, type Reference } from './reference';
import { formatDate, letInBy } from '../protocol/words';
import { asPlainLine, asSentence, describeSource, describeState } from './words';

/** What a read-only document shows. */
type Page =
  | { readonly kind: 'memory'; readonly root: string; readonly id: string }
  | { readonly kind: 'answer'; readonly root: string; readonly question: string }
  | { readonly kind: 'commit'; readonly root: string; readonly sha: string }
  | { readonly kind: 'chat'; readonly root: string; readonly session: string; readonly ref: string }
  | { readonly kind: 'file'; readonly root: string; readonly session?: string; readonly ref: string }
  | { readonly kind: 'connection'; readonly root: string; readonly assistant: string };

/** Read-only documents, made when they are opened: a memory with its history, an answer, a commit, a conversation, how an assistant is connected. */
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
  const marked = page.kind === 'chat' ? document.getText().indexOf(`\n${THIS_TURN}\n`) + 1 : 0;
  const place = document.positionAt(Math.max(0, marked));
  await vscode.window.showTextDocument(document, { preview: true, selection: new vscode.Range(place, place) });
}

async function write(app: App, page: Page | undefined, signal: AbortSignal): Promise<string> {
  switch (page?.kind) {
    case 'memory':
      return await writeMemory(app, page, signal);
    case 'answer':
      return await writeAnswer(app, page, signal);
    case 'commit':
      return await writeCommit(app, page, signal);
    case 'chat': {
      const { root, session, ref } = page;
      return chatPage(await app.service.call('conversation', { root, session, ref }, signal), ref);
    }
    case 'file': {
      const { root, ref, session } = page;
      const source = { root, ref, ...(session !== undefined && { session }) };
      const { text } = await app.service.call('document', source, signal);
      return text ?? 'The document of this memory is not kept. Its quote is in the history.';
    }
    case 'connection': {
      const { text, then } = connectionOf(app, page.root, page.assistant);
      return `${then}\n\n${text}\n`;
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
  const answer = await askMemory(app, { root, question }, signal);
  return answerPlain(answer);
}

/** Its chats, then its message and its changes. */
async function writeCommit(
  app: App,
  { root, sha }: { readonly root: string; readonly sha: string },
  signal: AbortSignal,
): Promise<string> {
  const { showCommit } = await import('./commits');
  const [text, chats] = await Promise.all([
    showCommit(root, sha, signal),
    app.service.call('chatsOf', { root, ref: sha }, signal).catch(() => []), // the commit is what was asked for
  ]);
  const lines = chats.map(({ source }) => discussedLine(source));
  return lines.length > 0 ? `${lines.join('\n')}\n\n${text}` : text;
}

function discussedLine(source: Source): string {
  return `Discussed in: ${asPlainLine(describeSource(source))}`;
}

async function writeMemory(app: App, { root, id }: Reference, signal: AbortSignal): Promise<string> {
  const states = ['active', 'superseded', 'deleted', 'pending'] as const;
  const [history, memories] = await Promise.all([
    app.service.call('history', { root, id }, signal),
    app.service.call('list', { root, states, ids: [id] }, signal),
  ]);
  const [memory] = memories;
  const sources = history.map(({ event }) => event);
  const discussed = await discussedIn(app, root, sources, signal);
  const steps = history.map((step) => {
    const until = step.until ? `, held until ${formatDate(step.until)}` : '';
    const verb = { ADD: 'Added', UPDATE: 'Updated', DELETE: 'Deleted' }[step.operation];
    return [
      `${step.version}. ${verb} ${formatDate(step.at)}${until}, ${letInBy(step)}`,
      `   ${asSentence(asPlainLine(step.text))}`,
      `   Why: ${asSentence(asPlainLine(step.reason))}`,
      `   Source: ${asPlainLine(describeSource(step.event))}`,
      ...(discussed.get(step.event.ref) ?? []).map(({ source }) => `   ${discussedLine(source)}`),
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
  const { kind, root, question, sha, session, ref, assistant } = value as Record<string, unknown>;
  if (typeof root !== 'string') return undefined;
  const reference = parseReference(value);
  if (kind === 'memory' && reference) return { kind, ...reference };
  if (kind === 'connection' && typeof assistant === 'string') return { kind, root, assistant };
  if (kind === 'answer' && typeof question === 'string') return { kind, root, question };
  if (kind === 'commit' && typeof sha === 'string' && /^[0-9a-f]{4,64}$/i.test(sha)) return { kind, root, sha };
  if (kind === 'chat' && typeof session === 'string' && typeof ref === 'string') return { kind, root, session, ref };
  if (kind === 'file' && typeof ref === 'string')
    return { kind, root, ref, ...(typeof session === 'string' && { session }) };
  return undefined;
}
