import type * as vscode from 'vscode';
import type { Channel } from '../protocol/rpc';

export function toChannel(webview: vscode.Webview): Channel {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (listener) => webview.onDidReceiveMessage(listener),
  };
}
