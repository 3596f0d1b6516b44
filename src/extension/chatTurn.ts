import * as vscode from 'vscode';
import type { App } from './app';
import type { Project } from './projects';

/** What a turn leaves behind for the turns after it. */
export interface TurnMetadata {
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
export function lastAnswer({ history: turns }: vscode.ChatContext): TurnMetadata | undefined {
  for (const turn of [...turns].reverse()) {
    if (!(turn instanceof vscode.ChatResponseTurn)) continue;
    const metadata = turn.result.metadata as TurnMetadata | undefined;
    if (metadata?.question !== undefined) return metadata;
  }
  return undefined;
}
