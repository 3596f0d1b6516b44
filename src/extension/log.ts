import * as vscode from 'vscode';

/**
 * The output channel "Project Memory". It says what was done and how much of it, never the text of an event, a memory or a
 * question: those may hold what nobody wants in a bug report.
 */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Project Memory', { log: true });
}
