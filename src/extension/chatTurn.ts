import * as vscode from 'vscode';
import type { App } from './app';
import { plainMarkdown } from './markdown';
import type { Project } from './projects';

/** What a turn leaves behind for the turns after it. VS Code keeps it with the chat, also when the window is closed. */
export interface TurnMetadata {
  /** Names the conversation in memory, from its first free message on: VS Code tells no name of its own. */
  readonly session?: string;
  readonly answer?: AnswerMetadata;
}

/** An answer, for what refers to it. */
export interface AnswerMetadata {
  readonly root: string;
  readonly question: string;
  readonly used: readonly string[];
  readonly declined: boolean;
  readonly wrong?: true;
}

/** A file that the message points at says which project is meant. */
export function projectOf(app: App, request: vscode.ChatRequest): Project | undefined {
  for (const { value } of request.references) {
    const uri = uriOf(value);
    const project = uri && app.projects.containing(uri);
    if (project) return project;
  }
  return app.projects.current;
}

/** The prompt, with each reference in it replaced by the path of its file. The last reference comes first, so places stay right. */
export function promptOf(app: App, request: vscode.ChatRequest): string {
  let text = request.prompt;
  for (const { value, range } of request.references) {
    const uri = uriOf(value);
    if (uri && range && app.projects.containing(uri)) {
      text = text.slice(0, range[0]) + vscode.workspace.asRelativePath(uri, false) + text.slice(range[1]);
    }
  }
  return text.trim();
}

/** The text that a message without words points at. */
export async function readReference({ references }: vscode.ChatRequest): Promise<string | undefined> {
  for (const { value } of references) {
    if (typeof value === 'string') return value.trim();
    if (value instanceof vscode.Location)
      return (await vscode.workspace.openTextDocument(value.uri)).getText(value.range).trim();
  }
  return undefined;
}

function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  return value instanceof vscode.Location ? value.uri : undefined;
}

/** The newest answer of this chat. */
export function lastAnswer(context: vscode.ChatContext): AnswerMetadata | undefined {
  return newest(context, ({ answer }) => answer);
}

/** The name of this chat in memory, where it has one already. */
export function sessionOf(context: vscode.ChatContext): string | undefined {
  return newest(context, ({ session }) => session);
}

/** What was answered last, without its links. */
export function lastWords({ history }: vscode.ChatContext): string | undefined {
  const last = history.findLast((turn) => turn instanceof vscode.ChatResponseTurn);
  const text = (last?.response ?? [])
    .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
    .join('');
  return plainMarkdown(text) || undefined;
}

/** What a result carries, if it is one of ours. */
export function metadataOf({ metadata }: vscode.ChatResult): TurnMetadata {
  return metadata ?? {};
}

function newest<T>({ history }: vscode.ChatContext, read: (metadata: TurnMetadata) => T | undefined): T | undefined {
  for (const turn of [...history].reverse()) {
    const found = turn instanceof vscode.ChatResponseTurn ? read(metadataOf(turn.result)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
