import fs from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';

/**
 * The path that other assistants are given. The extension's own folder has another name with each version, so what they start is a line in our storage that
 * loads the server of the version that is installed.
 */
export async function writeLauncher(context: vscode.ExtensionContext): Promise<string> {
  const { file, text } = launcher(context);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, text);
  return file;
}

/** Where `writeLauncher` writes. */
export function launcherOf(context: vscode.ExtensionContext): string {
  return launcher(context).file;
}

/** After an update; does nothing where no assistant was ever connected. */
export async function refreshLauncher(context: vscode.ExtensionContext): Promise<void> {
  const { file, text } = launcher(context);
  const before = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (before !== undefined && before !== text) await fs.writeFile(file, text);
}

function launcher({ globalStorageUri, extensionPath }: vscode.ExtensionContext): {
  readonly file: string;
  readonly text: string;
} {
  const server = path.join(extensionPath, 'dist', 'mcp.js');
  return {
    file: path.join(globalStorageUri.fsPath, 'mcp.js'),
    text: `// Starts the MCP server of Project Memory. Written by the extension, and again after each update.\nrequire(${JSON.stringify(server)});\n`,
  };
}
