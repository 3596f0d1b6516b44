import * as vscode from 'vscode';
import { pageHtml } from './html';

/** Puts the frame of one of our pages into a webview, which may then load our own files alone. */
export function showFrame(
  webview: vscode.Webview,
  page: Parameters<typeof pageHtml>[0],
  extensionUri: vscode.Uri,
): void {
  const roots = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  webview.options = { enableScripts: true, localResourceRoots: roots };
  const uri = (...parts: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...parts)).toString();
  webview.html = pageHtml(page, {
    cspSource: webview.cspSource,
    script: uri('dist', 'webview.js'),
    styles: [{ href: uri('dist', 'codicon.css'), id: 'vscode-codicon-stylesheet' }, { href: uri('media', 'page.css') }],
  });
}
