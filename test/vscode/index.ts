import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

/**
 * VS Code calls this inside the extension host. Which tests run follows from the window: one folder with git, several folders,
 * or none. It rejects when a test fails.
 */
export async function run(): Promise<void> {
  const count = vscode.workspace.workspaceFolders?.length ?? 0;
  const folder = path.join(__dirname, count === 0 ? 'none' : count === 1 ? 'single' : 'several');
  const mocha = new Mocha({ timeout: 30_000, color: false, reporter: 'spec' });
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.test.js'));
  for (const file of files.sort()) mocha.addFile(path.join(folder, file));
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(`${failures} tests failed`)) : resolve()));
  });
}
